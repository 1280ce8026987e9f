"""The route of programmes that end with the municipality, not in a federal system (НСК 2.5, УГЛ 3.2)."""

from workflows.route import Route
from workflows.routes.steps import BY_CURATOR, BY_EXAMINER, INTO_REPORT, TO_CURATOR, TURN
from workflows.routes.two_experts import BY_TWO_EXPERTS
from workflows.vocabulary import State as S

ROUTE = Route(
    code="programme",
    initial=S.DRAFT,
    final=frozenset({S.REPORTED}),
    private=frozenset({S.DRAFT}),
    turn={state: turn for state, turn in TURN.items() if state is not S.PLACED},
    steps=(*TO_CURATOR, *BY_CURATOR, *BY_EXAMINER, *BY_TWO_EXPERTS, *INTO_REPORT),
)
