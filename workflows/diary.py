"""The curator's diary: forms of contact, what an entry goes through, who may change it, how regular it is to be.

Source: domain.md §2.7 (К16, САЯ 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from workflows.vocabulary import SCHOOL_ROLES, Labelled, Role, Toned

OPEN_FOR = timedelta(hours=48)
"""So long after it was entered an entry may be changed; afterwards it is only added to."""
NORM = 2
"""Entries a month for each school, unless the municipality says otherwise."""


class Contact(Labelled):
    """How the curator and the school met."""

    VISIT = "visit", "Посещение школы"
    VIDEO = "video", "ВКС"
    PHONE = "phone", "Телефон"
    LETTERS = "letters", "Переписка"
    MEETING = "meeting", "Рабочая встреча"
    WEBINAR = "webinar", "Вебинар"


class Advance(Labelled):
    """How far the school has come, as the curator sees it."""

    NONE = "none", "Нет"
    SOME = "some", "Есть"
    MUCH = "much", "Значительное"


class Doer(Labelled):
    """Who does what was agreed."""

    SCHOOL = "school", "Школа"
    CURATOR = "curator", "Куратор"
    COORDINATOR = "coordinator", "Муниципальный координатор"


DOERS: Mapping[Role, Doer] = MappingProxyType(
    {
        Role.CURATOR: Doer.CURATOR,
        Role.COORDINATOR: Doer.COORDINATOR,
        **dict.fromkeys(SCHOOL_ROLES, Doer.SCHOOL),
    }
)
"""On whose home page an agreement waits."""


class EntryState(Toned):
    DRAFT = "draft", "Черновик", "mute", "pencil"
    ENTERED = "entered", "Внесена", "acc", "notebook-pen"
    ADDED = "added", "Дополнена", "acc", "plus"
    MARKED = "marked", "Отмечена координатором", "ok", "badge-check"
    CLOSED = "closed", "Закрыта", "mute", "lock"


class AgreementState(Toned):
    OPEN = "open", "Договорённость", "warn", "flag"
    KEPT = "kept", "Выполнено", "ok", "circle-check"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an entry when somebody wants to change it; `entered_at` is None of a draft."""

    entered_at: datetime | None
    additions: int = 0
    marked: bool = False
    closed: bool = False
    """The stage it belongs to is signed."""


def state_of(facts: Facts) -> EntryState:
    """Return the one state shown of an entry."""
    if facts.entered_at is None:
        return EntryState.DRAFT
    if facts.closed:
        return EntryState.CLOSED
    if facts.marked:
        return EntryState.MARKED
    return EntryState.ADDED if facts.additions else EntryState.ENTERED


def refusal_to_edit(facts: Facts, at: datetime) -> str:
    """Return why an entry can no longer be changed, in a sentence; '' when it can."""
    if facts.closed:
        return "Этап, к которому относится запись, подписан. Запись больше не изменяется."
    if facts.entered_at is None:
        return ""
    if facts.marked:
        return "Запись отмечена координатором. Её можно дополнить."
    if at - facts.entered_at > OPEN_FOR:
        return "Прошло больше 48 часов после внесения. Запись можно дополнить."
    return ""


def refusal_to_add(facts: Facts) -> str:
    """Return why an entry cannot be added to, in a sentence; '' when it can."""
    if facts.closed:
        return "Этап, к которому относится запись, подписан. Запись больше не дополняется."
    return "Это черновик. Внесите запись." if facts.entered_at is None else ""


def lacking(
    counts: Mapping[int, int], schools: Mapping[int, str], norm: int
) -> tuple[tuple[int, str, int], ...]:
    """Return id, name and count of the schools with fewer entries in a month than the norm, those with fewest first."""
    found = ((school_id, name, counts.get(school_id, 0)) for school_id, name in schools.items())
    return tuple(sorted((one for one in found if one[2] < norm), key=lambda one: (one[2], one[1], one[0])))


def asked_of(norm: int, since: date, until: date) -> int:
    """Return how many entries a norm a month asks for in these days, inclusive; at least those of one month."""
    return norm * max(1, round(((until - since).days + 1) / 30))


def month_of(day: date) -> tuple[date, date]:
    """Return the first day of the month and that of the next one."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
