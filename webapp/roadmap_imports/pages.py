"""What the pages of an import show: the columns of the file, its rows beside what was understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import datetime_ru
from webapp.models import RoadmapImport
from webapp.roadmap_imports.queries import entries_of, frame_of, lines_of
from webapp.tables import TabItem
from workflows.deadlines import Frame, Status, say
from workflows.roadmaps.amendment import CELLS, Change, Difference, counts
from workflows.roadmaps.columns import Role
from workflows.roadmaps.draft import Entry, deadline_of, edited, mark_of, measures, unread
from workflows.roadmaps.lines import width
from workflows.roadmaps.words import ImportState
from workflows.vocabulary import Toned

PREVIEW = 5
LONGEST = 160
ROLES = (
    ("", "не используется"),
    (Role.NUMBER.value, "Номер"),
    (Role.TITLE.value, "Мероприятие"),
    (Role.DEADLINE.value, "Срок"),
    (Role.DEADLINE_END.value, "Окончание срока"),
    (Role.RESPONSIBLE.value, "Ответственные"),
    (Role.RESULT.value, "Результат"),
    (Role.PLAN.value, "Плановое значение"),
)
YEARS_AROUND = 6
SHOWN = (("", "Все строки"), ("attention", "Требуют внимания"), ("checked", "Проверены"))


class Reading(Toned):
    """How sure the reading of a deadline is, for a person's eyes."""

    PARSED = "parsed", "прочитан", "ok", "circle-check"
    AMBIGUOUS = "ambiguous", "уточните", "warn", "circle-question-mark"
    UNPARSED = "unparsed", "уточните", "bad", "circle-alert"


@dataclass(frozen=True, slots=True)
class ImportLine:
    name: str
    url: str
    state: ImportState
    when: str
    by: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the file: what its header says, its first cells, what it was taken for."""

    place: int
    name: str
    cells: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    columns: tuple[ColumnView, ...]
    options: tuple[tuple[str, str], ...]
    rows: int
    again: bool
    """Rows were corrected already: other columns read them anew."""


@dataclass(frozen=True, slots=True)
class YearField:
    year: str
    value: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row beside the words of the file; `values` are what the form of the row holds."""

    place: int
    heading: str
    entry: Entry
    reading: Reading
    read_as: str
    doubts: tuple[str, ...]
    years: tuple[YearField, ...]
    edit_url: str
    act_url: str
    seen: str
    """The mark of the row as it is kept, whatever stands in its form."""
    opened: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    rows: tuple[RowView, ...]
    tabs: tuple[TabItem, ...]
    measures: int
    attention: int
    unread: int


def import_lines(rows: Sequence[RoadmapImport], actor: Actor) -> tuple[ImportLine, ...]:
    zone = ZoneInfo(actor.zone)
    return tuple(
        ImportLine(
            row.name, url_for("roadmap_imports.show", number=row.number), row.state, datetime_ru(row.created_at, zone),
            row.created_by_name,
        )
        for row in rows
    )  # fmt: skip


def columns_page(row: RoadmapImport, choice: Sequence[str] = ()) -> ColumnsPage:
    """Return the columns as they were guessed, or as the person has just chosen them."""
    lines = [line for line in lines_of(row) if not line.is_paragraph]
    count = width(lines)
    told = list(choice) or list(row.columns.get("choice", ()))
    names = row.columns.get("names", [])
    body = [line for line in lines if len(line.filled) > 1 and list(line.cells) != names][:PREVIEW]
    columns = tuple(
        ColumnView(
            place,
            names[place] if place < len(names) and names[place] else f"Столбец {place + 1}",
            tuple(_cut(line.cell(place)) for line in body),
            told[place] if place < len(told) else "",
        )
        for place in range(count)
    )
    entries = entries_of(row)
    again = row.state is ImportState.CHECK and any(entry.checked for entry in entries if not entry.is_section)
    return ColumnsPage(columns, _options(row), len(measures(entries)), again)


def check_page(
    row: RoadmapImport, asked: str, *, wrong: int | None = None, typed: Mapping[str, str] | None = None
) -> CheckPage:
    """Return the rows of a filter; the row `wrong` is open, with what was typed into it."""
    entries, frame = entries_of(row), frame_of(row)
    views = [
        _row(row, place, entry, frame, opened=place == wrong, typed=typed if place == wrong else None)
        for place, entry in enumerate(entries)
    ]
    attention = [view for view in views if view.entry.needs_eyes or _is_unsure(view)]
    checked = [view for view in views if view.entry.checked and not view.entry.is_section]
    shown = {"attention": attention, "checked": checked}.get(asked, views)
    told = {"": len(measures(entries)), "attention": len(attention), "checked": len(checked)}
    tabs = tuple(
        TabItem(
            label,
            url_for("roadmap_imports.check", number=row.number, show=code or None),
            told[code],
            code == asked,
        )
        for code, label in SHOWN
    )
    return CheckPage(tuple(shown), tabs, told[""], len(attention), unread(entries, frame))


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell that differs: its name, what it said, what it says."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    change: Change
    title: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    changed: tuple[ChangeView, ...]
    added: tuple[ChangeView, ...]
    gone: tuple[ChangeView, ...]
    counts: tuple[tuple[Change, int], ...]


def differences_page(found: Sequence[Difference]) -> DifferencesPage:
    """Return what the new edition changes; rows that stay as they are only counted."""
    changed, added, gone = (
        tuple(_change(one) for one in found if one.change is change)
        for change in (Change.CHANGED, Change.NEW, Change.GONE)
    )
    return DifferencesPage(changed, added, gone, tuple(counts(found).items()))


def _change(one: Difference) -> ChangeView:
    told = one.after or one.before
    cells = tuple(
        CellView(CELLS[name], one.before.get(name, ""), one.after.get(name, "")) for name in one.cells
    )
    title = f"{told['number']} {told['title']}".strip()
    return ChangeView(one.change, title, cells if one.change is Change.CHANGED else ())


def _is_unsure(view: RowView) -> bool:
    return (
        not (view.entry.is_section or view.entry.dropped or view.entry.checked)
        and view.reading is not Reading.PARSED
    )


def _row(
    row: RoadmapImport,
    place: int,
    entry: Entry,
    frame: Frame,
    *,
    opened: bool,
    typed: Mapping[str, str] | None,
) -> RowView:
    seen = mark_of(entry)
    if typed:
        (entry,) = edited((entry,), 0, typed)
    deadline = deadline_of(entry, frame)
    status = Status.PARSED if entry.is_section else deadline.status
    return RowView(
        place=place,
        heading=f"{entry.number} {entry.title}".strip() or "Без названия",
        entry=entry,
        reading=Reading(status.value),
        read_as="" if entry.is_section else say(deadline),
        doubts=tuple(doubt.label for doubt in deadline.doubts) if not entry.is_section else (),
        years=tuple(YearField(year, text) for year, text in sorted(entry.plan_years.items())),
        edit_url=url_for("roadmap_imports.edit_row", number=row.number, place=place),
        act_url=url_for("roadmap_imports.act_on_row", number=row.number, place=place),
        seen=seen,
        opened=opened,
    )


def _options(row: RoadmapImport) -> tuple[tuple[str, str], ...]:
    named = {int(word) for word in row.columns.get("choice", ()) if word.isdigit()}
    start = row.heading.get("start", "")
    first = int(start[:4]) if start else min(named, default=0)
    years = sorted(named | ({first + n for n in range(YEARS_AROUND)} if first else set()))
    return (*ROLES, *((str(year), f"План на {year} год") for year in years))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
