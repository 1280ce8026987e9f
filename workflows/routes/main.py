"""The route of packages that end in the federal system ИС МЭДК (САЯ 8, 11, 12, 16, 26, 27)."""

from workflows import guards as g
from workflows.route import Route, Step
from workflows.routes.steps import BY_CURATOR, BY_EXAMINER, COORDINATOR, INTO_REPORT, TO_CURATOR, TURN
from workflows.routes.two_experts import BY_TWO_EXPERTS
from workflows.vocabulary import Asks
from workflows.vocabulary import Event as E
from workflows.vocabulary import State as S

ROUTE = Route(
    code="main",
    initial=S.DRAFT,
    final=frozenset({S.REPORTED, S.PLACED}),
    private=frozenset({S.DRAFT}),
    turn=TURN,
    steps=(
        *TO_CURATOR,
        *BY_CURATOR,
        *BY_EXAMINER,
        *BY_TWO_EXPERTS,
        *INTO_REPORT,
        Step(
            "place",
            "Отметить размещение в ИС МЭДК",
            frozenset({S.CONFORMS, S.CONFORMS_WITH_REMARKS, S.REPORTED}),
            S.PLACED,
            COORDINATOR,
            needs=(g.accepted,),
            emits=(E.PLACED_IN_MEDK,),
            asks=Asks.PLACEMENT,
            promise="Отметка с датой и ссылкой появится в карточке пакета и в отчёте.",
        ),
    ),
)
