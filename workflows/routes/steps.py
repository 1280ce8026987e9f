"""The steps every route shares, from the school's draft to the released verdict (САЯ 11, 12, 16, 26)."""

from workflows import guards as g
from workflows.route import Step
from workflows.vocabulary import Asks, Role, State, Turn
from workflows.vocabulary import Event as E
from workflows.vocabulary import State as S

SENDERS = frozenset({Role.HEAD, Role.SCHOOL})
CURATOR = frozenset({Role.CURATOR})
EXAMINERS = frozenset({Role.EXPERT, Role.COORDINATOR})
COORDINATOR = frozenset({Role.COORDINATOR})

SEND_NEEDS = (
    g.has_files,
    g.slots_filled,
    g.answers_given,
    g.risks_programmed,
    g.sender_entitled,
    g.curator_assigned,
)
UNBIASED = (g.not_the_confirmer, g.not_own_school, g.no_declared_conflict)
EXAMINER_NEEDS = (*UNBIASED, g.examiner_acts)
CONCLUDE_NEEDS = (
    g.blocking_respected,
    g.essentials_closed_for_acceptance,
    g.rework_has_remarks,
    g.remarks_dated,
    g.rework_round_left,
)
CONCLUDE_ANSWERED = (g.verdict_given, g.parts_chosen, g.remarks_within_parts, g.marks_within_parts)
RELEASE_NEEDS = (g.verdict_given, *UNBIASED)

TO_CURATOR = (
    Step(
        "submit",
        "Направить куратору",
        frozenset({S.DRAFT}),
        S.CURATOR_REVIEW,
        SENDERS,
        needs=(*SEND_NEEDS, g.remarks_answered, g.window_open_or_excused),
        emits=(E.SUBMITTED,),
        asks=Asks.DECLARATION,
        answered=(g.personal_data_declared,),
        promise="Куратор проверит каждый файл и подтвердит пакет или вернёт его с замечаниями.",
    ),
    Step(
        "resubmit",
        "Направить доработанный пакет",
        frozenset({S.CURATOR_RETURNED, S.EXPERTISE_RETURNED}),
        S.CURATOR_REVIEW,
        SENDERS,
        needs=(*SEND_NEEDS, g.remarks_answered),
        emits=(E.RESUBMITTED,),
        asks=Asks.DECLARATION,
        answered=(g.personal_data_declared,),
        promise="Куратор увидит ваши ответы и изменённые файлы.",
    ),
    Step(
        "withdraw",
        "Отозвать пакет",
        frozenset({S.CURATOR_REVIEW}),
        S.WITHDRAWN,
        SENDERS,
        needs=(g.sender_entitled, g.never_returned, g.window_open_to_send_again),
        emits=(E.WITHDRAWN,),
        asks=Asks.REASON,
        promise="Пакет уйдёт из очереди куратора. Исправить и направить его снова можно до окончания приёма.",
    ),
    Step(
        "resume",
        "Вернуть в черновики",
        frozenset({S.WITHDRAWN}),
        S.DRAFT,
        SENDERS,
        emits=(E.RESUMED,),
        promise="Файлы и сведения сохранятся, пакет можно будет исправить и направить снова.",
    ),
)

BY_CURATOR = (
    Step(
        "return",
        "Вернуть на доработку",
        frozenset({S.CURATOR_REVIEW}),
        S.CURATOR_RETURNED,
        CURATOR,
        needs=(
            g.has_standing_remarks,
            g.remarks_dated,
            g.rounds_left,
            g.not_own_school,
            g.no_declared_conflict,
            g.on_duty,
        ),
        emits=(E.RETURNED_BY_CURATOR,),
        asks=Asks.PARTS,
        answered=(g.parts_chosen, g.remarks_within_parts),
        promise="Школа получит замечания со сроками и сможет заменить файлы.",
    ),
    Step(
        "confirm",
        "Подтвердить пакет",
        frozenset({S.CURATOR_REVIEW}),
        S.ADMITTED,
        CURATOR,
        needs=(
            g.every_file_checked,
            g.no_file_returned,
            g.no_open_remarks,
            g.not_the_examiner,
            g.not_own_school,
            g.no_declared_conflict,
            g.on_duty,
        ),
        emits=(E.CONFIRMED,),
        asks=Asks.STATEMENT,
        promise="Пакет перейдёт на содержательную экспертизу.",
    ),
)

BY_EXAMINER = (
    Step(
        "begin",
        "Начать экспертизу",
        frozenset({S.ADMITTED}),
        S.EXPERTISE,
        EXAMINERS,
        needs=EXAMINER_NEEDS,
        emits=(E.EXPERTISE_STARTED,),
        when=g.alone,
        promise="За экспертизой закрепится действующая редакция экспертного листа.",
    ),
    Step(
        "conclude",
        "Завершить экспертизу",
        frozenset({S.EXPERTISE}),
        S.CONCLUDED,
        EXAMINERS,
        needs=(*EXAMINER_NEEDS, g.sheet_complete, *CONCLUDE_NEEDS),
        emits=(E.EXPERTISE_CONCLUDED,),
        asks=Asks.VERDICT,
        answered=CONCLUDE_ANSWERED,
        when=g.alone,
        promise="Школа увидит заключение после того, как его направит координатор.",
    ),
    Step(
        "reopen",
        "Вернуть к экспертному листу",
        frozenset({S.CONCLUDED}),
        S.EXPERTISE,
        COORDINATOR,
        needs=UNBIASED,
        emits=(E.CONCLUSION_REOPENED,),
        asks=Asks.REASON,
        when=g.alone,
        promise="Заключение можно будет изменить; причина останется в истории.",
    ),
    Step(
        "release",
        "Направить заключение школе",
        frozenset({S.CONCLUDED}),
        S.CONFORMS,
        COORDINATOR,
        needs=RELEASE_NEEDS,
        emits=(E.VERDICT_RELEASED,),
        when=g.verdict_conforms,
        promise="Заключение увидят школа, куратор и руководитель управления. Изменить его будет нельзя.",
    ),
    Step(
        "release",
        "Направить заключение школе",
        frozenset({S.CONCLUDED}),
        S.CONFORMS_WITH_REMARKS,
        COORDINATOR,
        needs=RELEASE_NEEDS,
        emits=(E.VERDICT_RELEASED,),
        when=g.verdict_with_remarks,
    ),
    Step(
        "release",
        "Направить заключение школе",
        frozenset({S.CONCLUDED}),
        S.FAILS,
        COORDINATOR,
        needs=RELEASE_NEEDS,
        emits=(E.VERDICT_RELEASED,),
        when=g.verdict_fails,
    ),
    Step(
        "release",
        "Направить заключение школе",
        frozenset({S.CONCLUDED}),
        S.EXPERTISE_RETURNED,
        COORDINATOR,
        needs=RELEASE_NEEDS,
        emits=(E.RETURNED_BY_EXPERTISE,),
        when=g.verdict_rework,
    ),
)

DECIDED = frozenset({S.CONFORMS, S.CONFORMS_WITH_REMARKS, S.FAILS})

INTO_REPORT = (
    Step(
        "include",
        "Включить в отчёт этапа",
        DECIDED,
        S.REPORTED,
        COORDINATOR,
        emits=(E.INCLUDED_IN_REPORT,),
    ),
)

TURN: dict[State, Turn] = {
    S.DRAFT: Turn.SCHOOL,
    S.CURATOR_REVIEW: Turn.CURATOR,
    S.CURATOR_RETURNED: Turn.SCHOOL,
    S.ADMITTED: Turn.EXPERT,
    S.EXPERTISE: Turn.EXPERT,
    S.EXPERTISE_RETURNED: Turn.SCHOOL,
    S.RECONCILIATION: Turn.COORDINATOR,
    S.CONCLUDED: Turn.COORDINATOR,
    S.CONFORMS: Turn.NOBODY,
    S.CONFORMS_WITH_REMARKS: Turn.NOBODY,
    S.FAILS: Turn.NOBODY,
    S.REPORTED: Turn.NOBODY,
    S.PLACED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}
