"""Columns named and rows corrected by a person, each saved at once; whoever has an older page is told so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.access.actor import Actor
from webapp.database import now, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import RoadmapImport
from webapp.roadmap_imports import queries
from webapp.roadmap_imports.operations.starting import take_columns
from workflows.roadmaps import draft
from workflows.roadmaps.columns import Role
from workflows.roadmaps.draft import Entry
from workflows.roadmaps.words import ImportState

SINGLE = {
    Role.NUMBER: "номер", Role.TITLE: "мероприятие", Role.DEADLINE: "срок", Role.RESPONSIBLE: "ответственные",
    Role.RESULT: "результат", Role.PLAN: "плановое значение", Role.DEADLINE_END: "окончание срока",
}  # fmt: skip
OLD = "Строки с тех пор изменились, может быть, в другом окне. Проверьте их и повторите."
ACTS: Mapping[str, Callable[[tuple[Entry, ...], int], tuple[Entry, ...]]] = {
    "drop": draft.dropped,
    "back": lambda entries, place: draft.dropped(entries, place, back=True),
    "join": draft.joined,
    "section": draft.as_section,
}
"""What a button beside a row does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingFacts:
    """What a file says of the roadmap as a whole, as a person has corrected it."""

    title: str
    territory: str
    starts_on: date
    ends_on: date
    is_school_year: bool = False


def name_columns(
    number: int, choice: tuple[str, ...], facts: HeadingFacts, *, seen: int, actor: Actor
) -> None:
    """Read the rows by these columns, and go on to their check. Raises NotThere, Invalid, Stale.

    Rows that were corrected before are read anew: the page says so."""
    _require_one_of_each(choice)
    if facts.ends_on < facts.starts_on:
        raise Invalid("Окончание раньше начала. Исправьте даты.", "ends_on")
    with transaction():
        row = _open(number)
        if row.seen != seen:
            raise Stale(OLD)
        row.heading = {
            **row.heading,
            "title": facts.title.strip(),
            "territory": facts.territory.strip(),
            "start": facts.starts_on.isoformat(),
            "end": facts.ends_on.isoformat(),
            "is_school_year": facts.is_school_year,
        }
        if list(choice) != row.columns.get("choice") or not row.rows:
            take_columns(row, choice)
        if not draft.measures(queries.entries_of(row)):
            raise Invalid(
                "С такими столбцами мероприятий не найдено. Проверьте, где столбец «Мероприятие».", "columns"
            )
        row.state, row.updated_at = ImportState.CHECK, now()


def edit_row(number: int, place: int, values: Mapping[str, str], *, seen: str, actor: Actor) -> None:
    """Write a row as a person corrected it; `seen` is the mark of the row as read. Raises NotThere, Invalid, Stale."""
    if not values.get("title", "").strip():
        raise Invalid("Укажите название мероприятия или уберите строку.", "title")
    _change(number, seen, place, lambda entries: draft.edited(entries, place, values))


def act_on_row(number: int, place: int, act: str, *, seen: str, actor: Actor) -> None:
    """Leave a row out, take it back, join it with the one above, or make it a heading. Raises NotThere, Stale."""
    if act not in ACTS:
        raise NotThere
    _change(number, seen, place, lambda entries: ACTS[act](entries, place))


def _change(
    number: int, seen: str, place: int, change: Callable[[tuple[Entry, ...]], tuple[Entry, ...]]
) -> None:
    with transaction():
        row = _open(number)
        entries = queries.entries_of(row)
        if row.state is not ImportState.CHECK or place < 0:
            raise NotThere
        if place >= len(entries) or draft.mark_of(entries[place]) != seen:
            raise Stale(OLD)
        row.rows, row.updated_at = draft.to_plain(change(entries)), now()


def _open(number: int) -> RoadmapImport:
    row = queries.get(number, lock=True)
    if row.state not in (ImportState.COLUMNS, ImportState.CHECK):
        raise NotThere
    return row


def _require_one_of_each(choice: tuple[str, ...]) -> None:
    for role, name in SINGLE.items():
        if choice.count(role.value) > 1:
            raise Invalid(f"Столбец «{name}» выбран дважды. Оставьте один.", "columns")
    years = [word for word in choice if word.isdigit()]
    if len(years) != len(set(years)):
        raise Invalid("Один и тот же год выбран дважды. Исправьте столбцы.", "columns")
    if Role.TITLE.value not in choice:
        raise Invalid("Укажите, в каком столбце названия мероприятий.", "columns")
