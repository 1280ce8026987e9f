"""Two texts: the list of what changed, and the passages with what was deleted and inserted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.comparisons.pages.overview import figures_words
from webapp.comparisons.pages.sides import Sides
from webapp.comparisons.queries import Look
from webapp.documents.comparison import Change, Comparison, Headline, Kind, RowChange, Span
from webapp.formatting import counted
from webapp.models import Reading
from workflows.file_rules import FileKind
from workflows.reading import Notice, ReadingState

LINES = 100
"""So many lines «что изменилось» lists; the rest is found in the text."""
PORTION = 200
"""Passages and rows shown at once."""
AROUND = 1
"""Unchanged passages shown before and after a change."""
WORDS = {
    Kind.SAME: "", Kind.INSERTED: "добавлено", Kind.DELETED: "удалено", Kind.CHANGED: "изменено",
    Kind.MOVED: "перемещено сюда", Kind.AWAY: "перемещено отсюда",
}  # fmt: skip
_TWO_SCHOOLS = {**WORDS, Kind.INSERTED: "только здесь", Kind.DELETED: "только у другой школы"}
_NO_TEXT = (
    "Текст распознать не удалось: в файле только изображения страниц. Откройте оба файла и сравните страницы."
)
_SAME_BYTES = "Это один и тот же файл: содержимое совпадает до байта."
_LEAVES = {
    **dict.fromkeys((FileKind.XLSX, FileKind.ODS, FileKind.CSV), "лист"),
    **dict.fromkeys((FileKind.PPTX, FileKind.ODP), "слайд"),
}
_FAILED = "Сравнить тексты не удалось. Откройте оба файла и сравните их сами или повторите сравнение."
_UNREAD = "Один из файлов ещё не прочитан, или его содержимое удалено. Обновите страницу через минуту."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of «что изменилось»."""

    url: str
    words: str
    where: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    words: str
    kind: Kind
    cells: tuple[tuple[Span, ...], ...]
    skipped: str = ""
    """«18 строк без изменений» in place of them; there are no cells then."""


@dataclass(frozen=True, slots=True)
class Item:
    """A passage, or in place of unchanged ones how many of them are left out."""

    id: str
    kind: Kind
    words: str
    where: str
    is_heading: bool
    spans: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = ()
    skipped: str = ""
    width: int = 0
    """Columns of a table."""


@dataclass(frozen=True, slots=True)
class Portion:
    words: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The page. `words` sum up; without a comparison `problem` or the waiting say why."""

    sides: Sides
    words: str
    problem: str
    waiting: bool
    want_url: str
    poll_url: str
    notices: tuple[str, ...]
    lines: tuple[Line, ...]
    more: str
    items: tuple[Item, ...]
    portion: Portion | None


def text(sides: Sides, look: Look) -> TextPage:
    """Return the page of two files, whether their comparison is there or not."""
    if look.comparison is None:
        return _without(sides, look)
    found = look.comparison
    shown = list(_shown(found.changes, whole=sides.view.whole))
    portions = _portions(shown, found.changes)
    part = min(sides.view.part, len(portions))
    where = {number: n for n, one in enumerate(portions, start=1) for number in one if number >= 0}
    return TextPage(
        sides,
        figures_words(found.figures),
        "",
        waiting=False,
        want_url="",
        poll_url="",
        notices=_notices(look),
        lines=tuple(_line(sides, one, where) for one in found.headlines[:LINES]),
        more=_more(found),
        items=tuple(_items(sides, portions[part - 1], found.changes))
        if not found.is_same or sides.view.whole
        else (),
        portion=_portion(sides, part, len(portions)),
    )


def _without(sides: Sides, look: Look) -> TextPage:
    """Why there is no comparison: it is being made, nobody asked for it, or a file has no text to compare."""
    problem = _SAME_BYTES if sides.before.sha256 == sides.after.sha256 else _problem(look)
    waits = not problem and look.state.is_asked and look.state.state is ReadingState.WAITING
    wanted = not waits and (not problem or problem == _FAILED)
    return TextPage(
        sides, "", problem, waits, sides.want_url if wanted else "", sides.poll_url if waits else "",
        (), (), "", (), None,
    )  # fmt: skip


def _problem(look: Look) -> str:
    for one in (look.before, look.after):
        if one is None:
            return _UNREAD
        if one.state is ReadingState.FAILED:
            return one.problem.label if one.problem else _FAILED
        if _is_silent(one):
            return _NO_TEXT
    return _FAILED if look.state.state is ReadingState.FAILED else ""


def _is_silent(one: Reading) -> bool:
    return one.state is ReadingState.READY and not one.characters


def _notices(look: Look) -> tuple[str, ...]:
    codes = dict.fromkeys(code for one in (look.before, look.after) if one for code in one.notices)
    return tuple(Notice(code).label for code in codes)


def _shown(changes: Sequence[Change], *, whole: bool) -> Iterator[int]:
    """Return the numbers of the passages to show; -n stands for n unchanged ones left out."""
    if whole:
        yield from range(len(changes))
        return
    near: set[int] = set()
    for number, change in enumerate(changes):
        if change.kind is not Kind.SAME:
            near.update(range(number - AROUND, number + AROUND + 1))
    left = 0
    for number in range(len(changes)):
        if number in near:
            if left:
                yield -left
            left = 0
            yield number
        else:
            left += 1
    if left:
        yield -left


def _portions(shown: Sequence[int], changes: Sequence[Change]) -> list[list[int]]:
    """Return the same in parts that a page can hold; there is at least one."""
    found: list[list[int]] = [[]]
    size = 0
    for number in shown:
        weight = max(len(changes[number].rows), 1) if number >= 0 else 1
        if size and size + weight > PORTION:
            found.append([])
            size = 0
        found[-1].append(number)
        size += weight
    return found


def _portion(sides: Sides, part: int, parts: int) -> Portion | None:
    if parts == 1:
        return None
    return Portion(
        f"Часть {part} из {parts}",
        sides.url(part=part - 1) if part > 1 else "",
        sides.url(part=part + 1) if part < parts else "",
    )


def _line(sides: Sides, one: Headline, where: dict[int, int]) -> Line:
    words = (_TWO_SCHOOLS if sides.two_schools else WORDS)[one.kind].removesuffix(" сюда")
    count = one.last - one.first + 1
    if one.rows:
        words = f"{words}, таблица: {counted(one.rows, 'строка', 'строки', 'строк')}"
    elif count > 1:
        words = f"{words}: {counted(count, 'абзац', 'абзаца', 'абзацев')}"
    url = sides.url(anchor=f"c-{one.first}", part=where.get(one.first, 1))
    section = f"«{one.section}»" if one.section else ""
    place = ", ".join(part for part in (_leaf(sides, one.leaf), section) if part)
    return Line(url, words[:1].upper() + words[1:], place, one.excerpt)


def _leaf(sides: Sides, number: int) -> str:
    """«стр. 5», «лист 2»; '' for the first, as most documents have no other."""
    return f"{_LEAVES.get(sides.after.kind, 'стр.')} {number}" if number > 1 else ""


def _more(found: Comparison) -> str:
    rest = len(found.headlines) - LINES
    return f"И ещё {counted(rest, 'правка', 'правки', 'правок')}: они отмечены в тексте." if rest > 0 else ""


def _items(sides: Sides, numbers: Sequence[int], changes: Sequence[Change]) -> Iterator[Item]:
    words = _TWO_SCHOOLS if sides.two_schools else WORDS
    for place, number in enumerate(numbers):
        if number < 0:
            skipped = f"{counted(-number, 'абзац', 'абзаца', 'абзацев')} без изменений"
            yield Item(f"s-{place}", Kind.SAME, "", "", is_heading=False, skipped=skipped)
            continue
        one = changes[number]
        rows = tuple(_rows(one.rows, words, whole=sides.view.whole))
        told = words[one.kind]
        if one.kind is Kind.MOVED and one.is_edited:
            told += " и изменено"
        leaf = one.after or one.before
        where = _leaf(sides, leaf.leaf) if leaf else ""
        width = max((len(row.cells) for row in rows), default=0)
        yield Item(f"c-{number}", one.kind, told, where, one.block.is_heading, one.spans, rows, width=width)


def _rows(rows: Sequence[RowChange], words: dict[Kind, str], *, whole: bool) -> Iterator[Row]:
    """Return the rows of a table: its head, what changed, and how many others there are."""
    left = 0
    for place, row in enumerate(rows):
        if row.kind is Kind.SAME and place and not whole:
            left += 1
            continue
        if left:
            yield _left_out(left)
            left = 0
        yield Row(words[row.kind], row.kind, row.cells)
    if left:
        yield _left_out(left)


def _left_out(count: int) -> Row:
    words = f"{counted(count, 'строка', 'строки', 'строк')} без изменений"
    return Row("", Kind.SAME, (), words)
