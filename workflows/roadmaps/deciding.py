"""Who may say that a measure was executed, and who may say that it is so: two facts by two people (К18).

A guard answers None, or one sentence that says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.roadmaps.words import PartyKind, ProgressState
from workflows.vocabulary import SCHOOL_ROLES, Role

ANY_MEASURE = frozenset({Role.COORDINATOR, Role.CHIEF, Role.METHODIST})
"""They answer for the whole roadmap and may mark any measure of it."""


@dataclass(frozen=True, slots=True)
class Party:
    """One of those responsible for a measure: whom its name means."""

    kind: PartyKind
    school_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """A person in one of their roles."""

    user_id: int
    role: Role
    school_id: int | None = None


def is_theirs(parties: Iterable[Party], who: Who, *, own_roadmap: bool = False) -> bool:
    """Tell whether a measure is this person's own work; all of a school's own roadmap are its people's."""
    if own_roadmap and who.role in SCHOOL_ROLES:
        return True
    return any(_means(party, who) for party in parties)


def may_execute(parties: Iterable[Party], who: Who, *, own_roadmap: bool = False) -> bool:
    """Tell whether this person may mark the execution of a measure."""
    return who.role in ANY_MEASURE or is_theirs(parties, who, own_roadmap=own_roadmap)


def other_person_decides(executed_by: int, decided_by: int) -> str | None:
    if executed_by != decided_by:
        return None
    return (
        "Исполнение отметили вы сами. Подтверждает его другой человек: ещё один координатор или руководитель."
    )


def not_decided(state: ProgressState) -> str | None:
    if state is ProgressState.EXECUTED:
        return None
    return f"Решение уже принято: «{state.label}». Обновите страницу."


def is_confirmed(state: ProgressState) -> str | None:
    if state is ProgressState.CONFIRMED:
        return None
    return f"Отозвать можно только подтверждение, а сейчас: «{state.label}». Обновите страницу."


def marked_by_them(executed_by: int, person: int) -> str | None:
    if executed_by == person:
        return None
    return (
        "Снять отметку может только тот, кто её поставил. Если исполнение не подтверждается, отклоните его."
    )


def proved(evidence: int, note: str) -> str | None:
    if evidence or note.strip():
        return None
    return "Приложите подтверждение: файл, ссылку, пакет или отчёт. Если их нет, напишите пояснение."


def already_done(done_on: date, today: date) -> str | None:
    if done_on <= today:
        return None
    return "Дата исполнения ещё не наступила. Укажите день, когда мероприятие состоялось."


def counts_from(day: date, today: date) -> str | None:
    if day >= today:
        return None
    return (
        "Показатель на прошедшие даты не меняется: укажите сегодняшнюю дату или более позднюю. "
        "Дату приказа впишите в его реквизиты."
    )


def _means(party: Party, who: Who) -> bool:
    if party.kind is PartyKind.PERSON:
        return party.user_id == who.user_id
    if party.kind is PartyKind.SCHOOL:
        return who.role in SCHOOL_ROLES and party.school_id == who.school_id
    return who.role in _ROLES.get(party.kind, frozenset())


_ROLES = {
    PartyKind.DEPARTMENT: frozenset({Role.COORDINATOR}),
    PartyKind.CURATORS: frozenset({Role.CURATOR}),
    PartyKind.SCHOOLS: SCHOOL_ROLES,
}
