"""A roadmap on its way from a file: rows as read, corrected by a person, the words of the file beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any

from workflows.deadlines import Deadline, Frame, Status, read_deadline
from workflows.roadmaps.columns import Columns, Role
from workflows.roadmaps.lines import Line
from workflows.roadmaps.model import Item, Roadmap
from workflows.roadmaps.plan import Plan, read_plan
from workflows.roadmaps.reading import plan_deadline

EDITABLE = ("number", "title", "deadline", "responsible", "result")


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure, or the heading of a section above its measures. `row` is where it stands in the file, 0 for nowhere.

    `source` are the cells of the file as they are, for ever; `notices` what the reading was not sure of."""

    is_section: bool
    row: int
    title: str
    number: str = ""
    level: int = 1
    goals: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    plan_total: str = ""
    plan_years: Mapping[str, str] = field(default_factory=dict)
    per_school: bool = False
    source: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    checked: bool = False
    dropped: bool = False

    @property
    def plan(self) -> Plan | None:
        return read_plan(self.plan_total, {int(year): text for year, text in self.plan_years.items()})

    @property
    def needs_eyes(self) -> bool:
        """A person has not looked yet, and there is something to look at."""
        return bool(self.notices) and not (self.checked or self.dropped)


def entries_of(found: Roadmap, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """Return the rows of a roadmap that was read, each with the cells it was read from."""
    cells = {line.row: tuple(text for text in line.cells if text) for line in lines}
    notices: dict[int, list[str]] = {}
    for warned in found.warnings:
        if warned.row:
            notices.setdefault(warned.row, []).append(warned.text)
    entries: list[Entry] = []
    for section in found.sections:
        if section.title or section.goals or section.number:
            entries.append(
                Entry(True, 0, section.title, section.number, section.level, section.goals, checked=True)
            )
        entries += [_measure(item, cells, notices) for item in section.items]
    return tuple(entries)


def deadline_of(entry: Entry, frame: Frame) -> Deadline:
    """Return what the words of a deadline mean in the period of the roadmap."""
    if entry.plan_years and not entry.deadline:
        return plan_deadline(map(int, entry.plan_years), entry.plan)
    return read_deadline(entry.deadline, frame)


def edited(entries: Sequence[Entry], place: int, values: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the rows with one of them as a person wrote it; it counts as looked at."""
    entry = entries[place]
    own: dict[str, Any] = {name: " ".join(values[name].split()) for name in EDITABLE if name in values}
    years = {year: values.get(f"year_{year}", text).strip() for year, text in entry.plan_years.items()}
    changed = replace(
        entry,
        **own,
        plan_total=values.get("plan_total", entry.plan_total).strip(),
        plan_years=years,
        per_school=values.get("per_school") == "y",
        checked=True,
        dropped=False,
    )
    return _with(entries, place, changed)


def dropped(entries: Sequence[Entry], place: int, *, back: bool = False) -> tuple[Entry, ...]:
    """Return the rows with one left out, or taken back."""
    return _with(entries, place, replace(entries[place], dropped=not back, checked=True))


def joined(entries: Sequence[Entry], place: int) -> tuple[Entry, ...]:
    """Return the rows with a measure made the rest of the one above it; nothing happens where there is none."""
    above = next(
        (n for n in range(place - 1, -1, -1) if not (entries[n].is_section or entries[n].dropped)), None
    )
    if above is None or entries[place].is_section:
        return tuple(entries)
    first, rest = entries[above], entries[place]
    own: dict[str, Any] = {name: f"{getattr(first, name)} {getattr(rest, name)}".strip() for name in EDITABLE}
    whole = replace(
        first,
        **own,
        plan_total=first.plan_total or rest.plan_total,
        plan_years={**rest.plan_years, **{year: text for year, text in first.plan_years.items() if text}},
        source=(*first.source, *rest.source),
        checked=True,
    )
    return tuple(whole if n == above else entry for n, entry in enumerate(entries) if n != place)


def as_section(entries: Sequence[Entry], place: int) -> tuple[Entry, ...]:
    """Return the rows with a measure understood as the heading of a section, or a heading as a measure."""
    entry = entries[place]
    return _with(entries, place, replace(entry, is_section=not entry.is_section, checked=True, dropped=False))


def measures(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the measures that are to be entered."""
    return tuple(entry for entry in entries if not (entry.is_section or entry.dropped))


def unread(entries: Iterable[Entry], frame: Frame) -> int:
    """Return how many measures would have a deadline nobody can read."""
    return sum(deadline_of(entry, frame).status is Status.UNPARSED for entry in measures(entries))


def mark_of(entry: Entry) -> str:
    """Return sixteen signs that differ when a row does: a form holds them, so that an old page is known."""
    return sha256(repr(entry).encode()).hexdigest()[:16]


def to_plain(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in entries]


def from_plain(rows: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(**{**row, "source": tuple(row["source"]), "notices": tuple(row["notices"])}) for row in rows
    )


def columns_of(choice: Sequence[str], names: Sequence[str] = ()) -> Columns:
    """Return the columns a person has named, one word for each: a role, a year, '' for none."""
    places = {Role(word): place for place, word in enumerate(choice) if word in set(Role)}
    years = {int(word): place for place, word in enumerate(choice) if word.isdigit()}
    return Columns(places, years, tuple(names))


def choice_of(columns: Columns, width: int) -> tuple[str, ...]:
    """Return one word for each column of the file."""
    words = [""] * width
    for role, place in columns.places.items():
        words[place] = role.value
    for year, place in columns.years.items():
        words[place] = str(year)
    return tuple(words)


def _measure(item: Item, cells: Mapping[int, tuple[str, ...]], notices: Mapping[int, Sequence[str]]) -> Entry:
    return Entry(
        False,
        item.row,
        item.title,
        item.number,
        deadline=item.deadline_text,
        responsible=item.responsible_text,
        result=item.result,
        plan_total=item.plan.total.text if item.plan else "",
        plan_years={str(year): value.text for year, value in item.plan.years.items()} if item.plan else {},
        source=cells.get(item.row, ()),
        notices=tuple(notices.get(item.row, ())),
    )


def _with(entries: Sequence[Entry], place: int, entry: Entry) -> tuple[Entry, ...]:
    return tuple(entry if n == place else one for n, one in enumerate(entries))
