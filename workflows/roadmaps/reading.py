"""Reading a municipality's roadmap: lines of its file to sections of measures (domain.md §5.5, К40)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from workflows.deadlines import Deadline, Frame, Kind, Per, Recurrence, Status, read_deadline
from workflows.deadlines.model import whole_year
from workflows.roadmaps.columns import Columns, Role
from workflows.roadmaps.heading import frame_of_years, read_heading
from workflows.roadmaps.lines import Line
from workflows.roadmaps.model import Item, Notice, Roadmap, Section
from workflows.roadmaps.parties import dictionary, split
from workflows.roadmaps.plan import Plan, read_plan
from workflows.roadmaps.rows import RawItem, RawSection, Sorted, pieced, sort_lines

_NEEDED = {Role.TITLE: "Мероприятие", Role.RESPONSIBLE: "Ответственные", Role.RESULT: "Результат"}
_CELLS = {
    Role.TITLE: "название",
    Role.DEADLINE: "срок",
    Role.RESPONSIBLE: "ответственные",
    Role.RESULT: "результат",
}


def read_roadmap(lines: Sequence[Line], columns: Columns | None = None) -> Roadmap:
    """Return the roadmap found in the lines of a file; nothing raises, doubts stand in its warnings.

    `columns` are those a person has named; by default the header is found by its words."""
    found = sort_lines(lines, columns)
    heading = read_heading(found.above)
    frame = heading.frame if heading.frame.period else frame_of_years(found.columns.years)
    if frame.period is None:
        frame = _frame_of_items(found)
    sections = _levelled(found.sections)
    known = dictionary(item.text(Role.RESPONSIBLE) for section in found.sections for item in section.items)
    read = tuple(
        section.with_items(tuple(_item(item, found, frame, known) for item in raw.items))
        for section, raw in zip(sections, found.sections, strict=True)
    )
    _doubts(found, read, frame)
    order = sorted(found.warnings, key=lambda warned: warned.row)
    return Roadmap(heading, frame, found.columns, read, tuple(order))


def _levelled(sections: Sequence[RawSection]) -> list[Section]:
    """A section number tells its level; of those without one, what follows a heading without rows is below it."""
    found: list[Section] = []
    below = False
    for place, raw in enumerate(sections):
        level = raw.number.count(".") + 1 if raw.number[:1].isdigit() else 1
        if not raw.number and below:
            level = 2
        follows = place + 1 < len(sections) and not sections[place + 1].number
        below = below or (not raw.number and not raw.items and follows)
        found.append(Section(raw.number, raw.title, level, " ".join(raw.goals)))
    return found


def _item(raw: RawItem, found: Sorted, frame: Frame, known: frozenset[str]) -> Item:
    responsible = raw.text(Role.RESPONSIBLE)
    parties, doubtful = split(responsible, known)
    plan = _plan(raw, found.columns)
    if doubtful:
        found.warn(raw.row, Notice.PARTIES, what="; ".join(parties))
    return Item(
        row=raw.row,
        number=raw.number,
        title=raw.text(Role.TITLE),
        deadline_text=raw.text(Role.DEADLINE),
        deadline=_deadline(raw, plan, found.columns, frame),
        responsible_text=" ".join(responsible.split()),
        responsible=parties,
        result=raw.text(Role.RESULT),
        plan=plan,
        joined=raw.joined,
    )


def _plan(raw: RawItem, columns: Columns) -> Plan | None:
    if not columns.years:
        return None
    return read_plan(raw.text(Role.PLAN), {year: pieced(raw.years.get(year, ())) for year in columns.years})


def _deadline(raw: RawItem, plan: Plan | None, columns: Columns, frame: Frame) -> Deadline:
    """Return the deadline of the cell; where the table has years of plan values instead of one, those years."""
    if columns[Role.DEADLINE] is not None or not columns.years:
        return read_deadline(raw.text(Role.DEADLINE), frame)
    return plan_deadline(columns.years, plan)


def plan_deadline(years: Iterable[int], plan: Plan | None) -> Deadline:
    """Return the deadline of a measure that has plan values by year instead of one; `years` are not empty."""
    periods = tuple(whole_year(year) for year in sorted(years))
    return Deadline(Kind.PLAN_YEARS, "", periods, _recurrence(plan), periods[0].start, periods[-1].end)


def _recurrence(plan: Plan | None) -> Recurrence | None:
    """«Не менее 1 раза в год» of a plan value is how often, too."""
    if plan is None:
        return None
    found = read_deadline(plan.total.text).recurrence
    return found if found is not None and found.per is Per.YEAR else None


def _frame_of_items(found: Sorted) -> Frame:
    """Where the title is silent, the years that deadlines name by themselves; a school year where they span one."""
    days = [
        day
        for section in found.sections
        for item in section.items
        for period in read_deadline(item.text(Role.DEADLINE)).periods
        for day in (period.start, period.end)
        if day is not None
    ]
    if not days:
        return Frame()
    years = Counter(day.year for day in days)
    if len(years) == 2 and min(days).month >= 8 and max(days).month <= 8 and max(years) - min(years) == 1:
        return Frame.of_school_year(min(years))
    return frame_of_years(years)


def _doubts(found: Sorted, sections: Sequence[Section], frame: Frame) -> None:
    """Say of the whole and of each row what a person should look at."""
    items = [item for section in sections for item in section.items]
    if not found.columns.places:
        found.warn(0, Notice.NO_HEADER)
    elif not items:
        found.warn(0, Notice.NO_ITEMS)
    for role, what in _NEEDED.items():
        if found.columns.places and found.columns[role] is None:
            found.warn(0, Notice.NO_COLUMN, what=what)
    if items and frame.period is None:
        found.warn(0, Notice.NO_PERIOD)
    seen: set[str] = set()
    for item in items:
        _doubts_of(item, found, seen)


def _doubts_of(item: Item, found: Sorted, seen: set[str]) -> None:
    number = item.number.rstrip(". ")
    if not number:
        found.warn(item.row, Notice.NO_NUMBER)
    elif number in seen:
        found.warn(item.row, Notice.DUPLICATE_NUMBER, what=number)
    seen.add(number)
    told = {
        Role.TITLE: item.title, Role.DEADLINE: item.deadline_text, Role.RESPONSIBLE: item.responsible_text,
        Role.RESULT: item.result,
    }  # fmt: skip
    for role, what in _CELLS.items():
        if found.columns[role] is not None and not told[role]:
            found.warn(item.row, Notice.EMPTY_CELL, what=what)
    if item.deadline_text and item.deadline.status is not Status.PARSED:
        why = " ".join(doubt.label for doubt in item.deadline.doubts)
        found.warn(item.row, Notice.DEADLINE, what=item.deadline_text, why=why)
    for text in (item.title, item.result):
        if text.count("«") > text.count("»"):
            found.warn(item.row, Notice.TRUNCATED, what=text[-60:])
