"""What each line of a roadmap is: header, section, goals, item, or the rest of the row above."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflows.deadlines import Status, read_deadline
from workflows.roadmaps.columns import Columns, Role, find_header, is_numbering
from workflows.roadmaps.heading import NAMES
from workflows.roadmaps.lines import Line, one_line
from workflows.roadmaps.model import Notice, Warned

_GOALS = re.compile(
    r"(?:цел[ьи]|задач[аи])\s*(?:и\s+задачи|/\s*задачи)?\s*[:/]|цел[ьи]/задачи", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:раздел\s+)?(\d+(?:\.\d+)*|[IVXivxІ]+|[А-Я])\s*[.):]\s*(?=\S)|"
    r"(?:раздел|направление|этап|блок|модуль|часть|глава|задача)\s*№?\s*(\d+|[IVX]+)\s*[.:]?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[IVX]+|[а-яa-z])[.)]{0,2}", re.IGNORECASE)
_IN_TITLE = re.compile(r"(\d+(?:\.\d+)+\.{0,2}|\d+[.)])\s+(?=\D)")
_NOTE = re.compile(r"примечани|сокращени|\*|исп\.|исполнитель:|лист\s+\d|страница\s+\d|\d+$", re.IGNORECASE)
_HYPHEN_END = re.compile(r"\w-$")
_SHORT = 260


def pieced(texts: Iterable[str]) -> str:
    """Return a text torn by the break of a page in one: with a space, unless a hyphen or a sign says otherwise."""
    found = ""
    for text in texts:
        whole = not found or text[:1] in ",.;:!?)»" or (_HYPHEN_END.search(found) and text[:1].islower())
        found += text if whole else f" {text}"
    return found


@dataclass(slots=True)
class RawItem:
    """The cells of an item, the rows of a torn one gathered."""

    row: int
    number: str
    cells: dict[Role, list[str]]
    years: dict[int, list[str]]
    joined: bool = False

    def text(self, role: Role) -> str:
        return pieced(self.cells.get(role, ()))


@dataclass(slots=True)
class RawSection:
    title: str
    number: str
    row: int = 0
    from_paragraph: bool = False
    """It stands between tables, not in a row."""
    items: list[RawItem] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """The lines of a file, sorted."""

    above: list[Line] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    sections: list[RawSection] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    in_goals: bool = False
    """The line above belongs to goals: a torn one may go on after the break of a page."""

    def warn(self, row: int, notice: Notice, **what: str) -> None:
        self.warnings.append(Warned(row, notice, notice.label.format(**what)))

    @property
    def last(self) -> RawItem | None:
        return self.sections[-1].items[-1] if self.sections and self.sections[-1].items else None


def sort_lines(lines: Sequence[Line], columns: Columns | None = None) -> Sorted:
    """Return the lines sorted; `columns` given by a person stand instead of what the header says."""
    found = Sorted()
    place = _until_header(lines, found, columns)
    while place < len(lines):
        header = find_header(lines, place)
        if header is not None:
            found.columns = columns or header[0]
            place += header[1]
            continue
        if not (lines[place].is_border or is_numbering(lines[place])):
            _take(lines, place, found)
        place += 1
    _head_of_the_first(found)
    _words_at_the_end(found)
    return found


def _head_of_the_first(found: Sorted) -> None:
    """The last words above the first table head its rows, when they are numbered as a section is."""
    if not found.above or not found.sections or found.sections[0].title:
        return
    line = found.above[-1]
    text = one_line(line.text)
    others = [section for section in found.sections[1:] if section.from_paragraph]
    told = any(NAMES.search(one.text) for one in found.above[:-1])
    unnumbered = others and told and not any(section.number for section in others) and _may_head(line, text)
    if line.is_paragraph and not NAMES.search(text) and (_NUMBERED.match(text) or unnumbered):
        found.above.pop()
        head = _section(line, text)
        found.sections[0].title, found.sections[0].number = head.title, head.number


def _words_at_the_end(found: Sorted) -> None:
    """What stands alone under the last row (who made the table, a telephone) heads nothing."""
    while len(found.sections) > 1 and (last := found.sections[-1]):
        if last.items or last.goals or last.number:
            return
        found.warn(last.row, Notice.TEXT_SKIPPED, what=_cut(last.title))
        found.sections.pop()


def _until_header(lines: Sequence[Line], found: Sorted, columns: Columns | None) -> int:
    for place in range(len(lines)):
        header = find_header(lines, place)
        if header is not None:
            found.columns = columns or header[0]
            return place + header[1]
        found.above.append(lines[place])
    if columns is None:
        return len(lines)
    found.columns, found.above = columns, [line for line in lines if line.is_paragraph]
    return next((place for place, line in enumerate(lines) if not line.is_paragraph), len(lines))


def _take(lines: Sequence[Line], place: int, found: Sorted) -> None:
    line = lines[place]
    text = one_line(line.text)
    goes_on = found.in_goals and line.is_fresh and len(line.filled) == 1 and text[:1].islower()
    if _GOALS.match(text) or goes_on:
        _goals(text, found, goes_on=goes_on)
        return
    found.in_goals = False
    if line.is_paragraph:
        _paragraph(lines, place, text, found)
    elif _is_heading(line, found.columns) or _heads_in_title(line, found):
        found.sections.append(_section(line, text))
    else:
        _item(line, found)


def _goals(text: str, found: Sorted, *, goes_on: bool) -> None:
    if not found.sections:
        found.sections.append(RawSection("", ""))
    goals = found.sections[-1].goals
    if goes_on and goals:
        goals[-1] += f" {text}"
    else:
        goals.append(text)
    found.in_goals = True


def _paragraph(lines: Sequence[Line], place: int, text: str, found: Sorted) -> None:
    """A paragraph between tables: the heading of a section, or words that are not ours."""
    line = lines[place]
    follows = next((one for one in lines[place + 1 :] if not one.is_border), None)
    before_rows = follows is not None and (
        not follows.is_paragraph or find_header(lines, place + 1) is not None
    )
    if before_rows and (_NUMBERED.match(text) or _may_head(line, text)) and not _NOTE.match(text):
        found.sections.append(_section(line, text))
    else:
        found.warn(line.row, Notice.TEXT_SKIPPED, what=_cut(text))


def _may_head(line: Line, text: str) -> bool:
    return line.is_heading or (len(text) <= _SHORT and not text.endswith("."))


def _is_heading(line: Line, columns: Columns) -> bool:
    """One text in the first or the title's cell, or a number with a text, and nothing else in the row."""
    number, title = columns[Role.NUMBER], columns[Role.TITLE]
    match line.filled:
        case (only,):
            alone = only in {0, number}
            torn = line.is_fresh and only == title != 0
            return alone and not torn and not _NUMBER.fullmatch(line.cells[only])
        case (first, second) if first == number and second in {title, first + 1}:
            return _NUMBER.fullmatch(line.cells[first]) is not None and _counts_sections(line, columns)
    return False


def _heads_in_title(line: Line, found: Sorted) -> bool:
    """A text that stands alone in the title's column, when the row above is whole: a heading in the middle."""
    title = found.columns[Role.TITLE]
    if line.is_fresh or line.filled != (title,) or title is None:
        return False
    text, last = line.cells[title], found.last
    whole = last is None or last.text(Role.TITLE).count("«") <= last.text(Role.TITLE).count("»")
    return text[:1].isupper() and whole and not text.endswith((".", ";", ","))


def _counts_sections(line: Line, columns: Columns) -> bool:
    """A number and a title alone: a section, unless the table has no other columns to leave empty."""
    others = [place for role, place in columns.places.items() if role not in {Role.NUMBER, Role.TITLE}]
    return bool(others or columns.years)


def _section(line: Line, text: str) -> RawSection:
    if len(line.filled) == 2:
        return RawSection(text, line.cells[line.filled[0]].rstrip(".) "), line.row)
    found = _NUMBERED.match(text)
    number = (found[1] or found[2] or "") if found else ""
    return RawSection(text, number, line.row, from_paragraph=line.is_paragraph)


def _item(line: Line, found: Sorted) -> None:
    raw = _raw(line, found.columns)
    if not raw.number and _goes_on(line, raw, found):
        _join(raw, found)
        return
    if not found.sections:
        found.sections.append(RawSection("", ""))
    found.sections[-1].items.append(raw)


def _raw(line: Line, columns: Columns) -> RawItem:
    cells = {role: [one_line(line.cell(place))] for role, place in columns.places.items() if line.cell(place)}
    if Role.RESPONSIBLE in cells:
        cells[Role.RESPONSIBLE] = [line.cell(columns[Role.RESPONSIBLE])]
    if last := cells.pop(Role.DEADLINE_END, None):
        cells[Role.DEADLINE] = [" - ".join(cells.get(Role.DEADLINE, []) + last)]
    years = {year: [one_line(line.cell(place))] for year, place in columns.years.items() if line.cell(place)}
    number = " ".join(cells.pop(Role.NUMBER, []))
    if (
        not number
        and columns[Role.NUMBER] is None
        and (led := _IN_TITLE.match(" ".join(cells.get(Role.TITLE, []))))
    ):
        number = led[1]
        cells[Role.TITLE] = [cells[Role.TITLE][0][led.end() :]]
    return RawItem(line.row, number, cells, years)


def _goes_on(line: Line, raw: RawItem, found: Sorted) -> bool:
    """Tell whether a row without a number is the rest of the one above (domain.md §5.5, rule 5)."""
    if found.last is None:
        return False
    title = raw.text(Role.TITLE)
    if not title:
        return True
    begins = title[:1].isupper() or title[:1] in '«"„“'
    if not line.is_fresh:
        return not begins or not (raw.cells.keys() & {Role.DEADLINE, Role.RESPONSIBLE} or raw.years)
    own_deadline = read_deadline(raw.text(Role.DEADLINE)).kind.value != "unparsed" and _dated(raw)
    return not (begins and (own_deadline or raw.years))


def _dated(raw: RawItem) -> bool:
    """A deadline that can be read by itself begins an item; a torn row has the rest of one, or none."""
    return Role.DEADLINE in raw.cells and read_deadline(raw.text(Role.DEADLINE)).status is not Status.UNPARSED


def _join(raw: RawItem, found: Sorted) -> None:
    last = found.last
    assert last is not None
    last.joined = True
    for role, texts in raw.cells.items():
        last.cells.setdefault(role, []).extend(texts)
    for year, texts in raw.years.items():
        last.years.setdefault(year, []).extend(texts)
    found.warn(raw.row, Notice.JOINED)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
