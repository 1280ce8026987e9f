"""The steps of a joint expertise: two experts examine apart, the coordinator reconciles (domain.md, ШМР 3.3)."""

from workflows import guards as g
from workflows.route import Step
from workflows.routes.steps import CONCLUDE_ANSWERED, CONCLUDE_NEEDS, COORDINATOR, UNBIASED
from workflows.vocabulary import Asks, Role
from workflows.vocabulary import Event as E
from workflows.vocabulary import State as S

EXPERT = frozenset({Role.EXPERT})
APART = "Пакет независимо рассматривает и второй эксперт. Листы друг друга вы увидите, когда сдадите оба."

BY_TWO_EXPERTS = (
    Step(
        "begin",
        "Начать экспертизу",
        frozenset({S.ADMITTED}),
        S.EXPERTISE,
        EXPERT,
        needs=UNBIASED,
        emits=(E.EXPERTISE_STARTED,),
        when=g.joint,
        promise=APART,
    ),
    Step(
        "join",
        "Начать экспертизу",
        frozenset({S.EXPERTISE}),
        S.EXPERTISE,
        EXPERT,
        needs=(*UNBIASED, g.room_for_expert),
        emits=(E.EXPERTISE_STARTED,),
        when=g.second_expert,
        promise=APART,
    ),
    Step(
        "hand_in",
        "Сдать экспертный лист",
        frozenset({S.EXPERTISE}),
        S.EXPERTISE,
        EXPERT,
        needs=(*UNBIASED, g.sheet_complete),
        emits=(E.SHEET_HANDED_IN,),
        when=g.first_to_hand_in,
        promise="Изменить сданный лист нельзя. Сведение начнётся, когда лист сдаст второй эксперт.",
    ),
    Step(
        "hand_in",
        "Сдать экспертный лист",
        frozenset({S.EXPERTISE}),
        S.RECONCILIATION,
        EXPERT,
        needs=(*UNBIASED, g.sheet_complete),
        emits=(E.SHEET_HANDED_IN, E.RECONCILIATION_AWAITED),
        when=g.last_to_hand_in,
        promise="Изменить сданный лист нельзя. Координатор сведёт его с листом второго эксперта.",
    ),
    Step(
        "reconcile_early",
        "Свести без второго листа",
        frozenset({S.EXPERTISE}),
        S.RECONCILIATION,
        COORDINATOR,
        needs=UNBIASED,
        emits=(E.RECONCILIATION_AWAITED,),
        asks=Asks.REASON,
        when=g.some_sheet_is_in,
        promise="Несданный лист в заключение не войдёт; причина останется в истории.",
    ),
    Step(
        "reconcile",
        "Начать сведение",
        frozenset({S.RECONCILIATION}),
        S.RECONCILIATION,
        COORDINATOR,
        needs=(*UNBIASED, g.reconciler_did_not_examine),
        emits=(E.RECONCILIATION_STARTED,),
        when=g.to_be_reconciled,
        promise="Совпавшие отметки будут приняты, расхождения вы решите сами, каждое с обоснованием.",
    ),
    Step(
        "conclude",
        "Завершить сведение",
        frozenset({S.RECONCILIATION}),
        S.CONCLUDED,
        COORDINATOR,
        needs=(
            *UNBIASED,
            g.reconciler_did_not_examine,
            g.differences_decided,
            *CONCLUDE_NEEDS,
        ),
        emits=(E.EXPERTISE_CONCLUDED,),
        asks=Asks.VERDICT,
        answered=CONCLUDE_ANSWERED,
        when=g.being_reconciled,
        promise="Школа получит одно заключение: сведённое.",
    ),
    Step(
        "reopen",
        "Вернуть к сведению",
        frozenset({S.CONCLUDED}),
        S.RECONCILIATION,
        COORDINATOR,
        needs=UNBIASED,
        emits=(E.CONCLUSION_REOPENED,),
        asks=Asks.REASON,
        when=g.joint,
        promise="Решения по расхождениям можно будет изменить; причина останется в истории.",
    ),
)
