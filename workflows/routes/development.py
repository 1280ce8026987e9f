"""The route of a development programme: after a positive conclusion its founder agrees to it or refuses (К22, К23).

A programme is approved by the school «по согласованию с учредителем» (273-ФЗ, ст. 28, ч. 3, п. 7): the founder's
consent comes first, the order of the school after it. A refusal carries its reasons and opens a new round."""

from dataclasses import replace

from workflows import guards as g
from workflows.route import Route, Step
from workflows.routes.steps import BY_CURATOR, BY_EXAMINER, COORDINATOR, SENDERS, TO_CURATOR, TURN
from workflows.routes.two_experts import BY_TWO_EXPERTS
from workflows.vocabulary import Asks, Role, Turn
from workflows.vocabulary import Event as E
from workflows.vocabulary import State as S

CHIEF = frozenset({Role.CHIEF})
POSITIVE = frozenset({S.CONFORMS, S.CONFORMS_WITH_REMARKS})
FOUNDER_NEEDS = (g.not_own_school, g.no_declared_conflict, g.founder_apart)

SENT_AGAIN = tuple(
    replace(step, from_states=step.from_states | {S.FOUNDER_RETURNED}) if step.action == "resubmit" else step
    for step in TO_CURATOR
)
RELEASED_TO_FOUNDER = tuple(
    replace(step, to_state=S.FOUNDER_REVIEW) if step.to_state in POSITIVE else step for step in BY_EXAMINER
)

BY_FOUNDER = (
    Step(
        "agree",
        "Согласовать программу",
        frozenset({S.FOUNDER_REVIEW}),
        S.AGREED,
        CHIEF,
        needs=FOUNDER_NEEDS,
        emits=(E.FOUNDER_AGREED,),
        asks=Asks.AGREEMENT,
        answered=(g.paper_named,),
        promise="Школа утвердит программу своим приказом. Будет подготовлен лист согласования.",
    ),
    Step(
        "decline",
        "Отказать в согласовании",
        frozenset({S.FOUNDER_REVIEW}),
        S.FOUNDER_RETURNED,
        CHIEF,
        needs=FOUNDER_NEEDS,
        emits=(E.FOUNDER_DECLINED,),
        asks=Asks.REFUSAL,
        answered=(g.paper_named, g.reasons_given),
        promise="Пакет вернётся школе на доработку с вашими мотивами, затем снова пройдёт проверку и экспертизу.",
    ),
    Step(
        "approve",
        "Внести реквизиты утверждения",
        frozenset({S.AGREED}),
        S.APPROVED,
        SENDERS,
        emits=(E.PROGRAMME_APPROVED,),
        asks=Asks.APPROVAL,
        answered=(g.paper_named,),
        promise="Реквизиты приказа войдут в лист согласования. Изменить их будет нельзя.",
    ),
)

INTO_REPORT = (
    Step(
        "include",
        "Включить в отчёт этапа",
        frozenset({S.APPROVED, S.FAILS}),
        S.REPORTED,
        COORDINATOR,
        emits=(E.INCLUDED_IN_REPORT,),
    ),
)

ROUTE = Route(
    code="development",
    initial=S.DRAFT,
    final=frozenset({S.APPROVED, S.REPORTED}),
    private=frozenset({S.DRAFT}),
    turn={
        **{state: turn for state, turn in TURN.items() if state not in POSITIVE | {S.PLACED}},
        S.FOUNDER_REVIEW: Turn.CHIEF,
        S.FOUNDER_RETURNED: Turn.SCHOOL,
        S.AGREED: Turn.SCHOOL,
        S.APPROVED: Turn.NOBODY,
    },
    steps=(*SENT_AGAIN, *BY_CURATOR, *RELEASED_TO_FOUNDER, *BY_TWO_EXPERTS, *BY_FOUNDER, *INTO_REPORT),
)
