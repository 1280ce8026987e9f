"""A roadmap's file as lines of cells: tables of a document, sheets of a workbook, tab-separated text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from webapp.documents import reader
from webapp.documents.content import Block, BlockKind, Content, Leaf, grid
from webapp.documents.judgement import Rejected, judge
from webapp.documents.names import extension_of, with_extension
from workflows.file_rules import FileKind
from workflows.roadmaps import Line, lines_of_text
from workflows.roadmaps.columns import find_header
from workflows.roadmaps.lines import clean, width

ENCODINGS = ("utf-8-sig", "cp1251")
TABBED = frozenset({".tsv", ".tab"})
"""Extensions that no upload has, of texts with tabs."""
TABULAR = frozenset({FileKind.XLSX, FileKind.ODS})
SEPARATED = frozenset({FileKind.TEXT, FileKind.CSV})
KINDS = frozenset({FileKind.DOCX, FileKind.ODT, FileKind.PDF, *TABULAR, *SEPARATED})


class NotReadable(Exception):
    """The file gives no lines; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def lines_of_file(path: Path, name: str = "") -> tuple[Line, ...]:
    """Return the lines of a file of this machine, called `name` by its owner; raises NotReadable, OSError."""
    called = name or path.name
    verdict = judge(path, with_extension(called, ".txt") if extension_of(called) in TABBED else called)
    if isinstance(verdict, Rejected):
        raise NotReadable(verdict.sentence)
    if verdict.kind not in KINDS:
        raise NotReadable(
            f"{verdict.kind.label}: дорожную карту из него прочитать нельзя. Приложите DOCX, XLSX или PDF."
        )
    if verdict.kind in SEPARATED:
        return _separated(path.read_bytes())
    try:
        content = reader.read(path, verdict.kind)
    except reader.Unreadable as error:
        raise NotReadable(error.problem.label) from None
    except reader.RoomClosed:
        raise NotReadable("Прочитать файл сейчас не удалось. Повторите через минуту.") from None
    return lines_of_content(content, tabular=verdict.kind in TABULAR)


def lines_of_content(content: Content, *, tabular: bool = False) -> tuple[Line, ...]:
    """Return paragraphs and rows of tables in their order; a row after another table or page is fresh.

    Of a workbook, sheets that go on with no table of measures (dictionaries, contacts) are left out."""
    found: list[Line] = []
    columns = 0
    for leaf in content.leaves:
        fresh, told = bool(found) and not tabular, list[Line]()
        for block, is_fresh in _fresh(leaf, fresh):
            told += _of_block(block, len(found) + len(told), is_fresh=is_fresh, tabular=tabular)
        headed = _columns_of(told)
        if tabular and columns and not headed and width(told) < columns:
            continue
        columns = columns or headed
        found += told
    return tuple(found)


def _columns_of(lines: list[Line]) -> int:
    """Return how many columns the header among the lines names; 0 where there is none."""
    headers = (find_header(lines, place) for place in range(len(lines)))
    return next((len(header[0].places) + len(header[0].years) for header in headers if header), 0)


def _fresh(leaf: Leaf, begins_page: bool) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks of a page, each with whether it stands after a break: of the page, or of one table."""
    after_table = False
    for place, block in enumerate(leaf.blocks):
        is_table = block.kind is BlockKind.TABLE
        yield block, is_table and (after_table or (begins_page and place == 0))
        after_table = is_table


def _of_block(block: Block, before: int, *, is_fresh: bool, tabular: bool) -> Iterable[Line]:
    if block.kind is not BlockKind.TABLE:
        text = clean(block.text)
        return (
            [Line((text,), before + 1, is_paragraph=True, is_heading=block.kind.is_heading)] if text else []
        )
    rows = [tuple(map(clean, row)) for row in grid(block.rows)]
    return [
        Line(
            cells,
            before + place,
            is_paragraph=tabular and len([text for text in cells if text]) == 1 and place == 1 and not before,
            is_fresh=is_fresh and place == 1,
        )
        for place, cells in enumerate(rows, start=1)
        if any(cells)
    ]


def _separated(raw: bytes) -> tuple[Line, ...]:
    for encoding in ENCODINGS:
        try:
            return lines_of_text(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise NotReadable("Кодировка текста не распознана. Сохраните файл в UTF-8 и повторите.")
