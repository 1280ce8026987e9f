"""A document as a sequence of passages to compare: page numbers left out, paragraphs made whole again."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from webapp.documents.comparison.changes import Place
from webapp.documents.comparison.pairing import Unit, Variety
from webapp.documents.comparison.words import Text, text_of
from webapp.documents.content import Block, BlockKind, Content, Row

_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:стр\.?|с\.)?\s*\d{1,4}(?:\s*из\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_ENDED = (".", "!", "?", ":", ";")
_IN_PIECES = 4
"""A paragraph that the other document holds in so many pieces, or fewer, is still the same paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with its place. `unit` is what it is compared by; `cells` are the texts of a table."""

    kind: BlockKind
    place: Place
    text: Text
    unit: Unit
    cells: tuple[tuple[Text, ...], ...] = ()


def passages(content: Content, *, yo_matters: bool = False) -> list[Passage]:
    """Return the passages of a document in their order; what holds no word is no passage."""
    found: list[tuple[Place, Block]] = []
    for number, leaf in enumerate(content.leaves, start=1):
        if leaf.title:
            found.append((Place(number, 0), Block(BlockKind.HEADING, leaf.title, 1)))
        last = len(leaf.blocks)
        for position, block in enumerate(leaf.blocks, start=1):
            if position in (1, last) and len(content.leaves) > 1 and _is_page_number(block):
                continue
            if position == 1 and found and _goes_on(found[-1], number, block):
                place, earlier = found.pop()
                found.append((place, Block(earlier.kind, f"{earlier.text} {block.text}", earlier.level)))
            else:
                found.append((Place(number, position), block))
    made = (_passage(place, block, yo_matters=yo_matters) for place, block in found)
    return [one for one in made if one.unit.key]


def regrouped(mine: Sequence[Passage], theirs: Sequence[Passage]) -> list[Passage]:
    """Return my passages with those joined that the other document holds as one."""
    known = {one.unit.key for one in theirs}
    found: list[Passage] = []
    place = 0
    while place < len(mine):
        count = _pieces(mine, place, known)
        found.append(mine[place] if count == 1 else _joined(mine[place : place + count]))
        place += count
    return found


def row_units(rows: Sequence[Sequence[Text]]) -> list[Unit]:
    return [_row_unit(row) for row in rows]


def _pieces(mine: Sequence[Passage], place: int, known: Collection[tuple[str, ...]]) -> int:
    key = mine[place].unit.key
    if key in known or mine[place].kind is BlockKind.TABLE:
        return 1
    for count in range(2, _IN_PIECES + 1):
        if place + count > len(mine) or mine[place + count - 1].kind is BlockKind.TABLE:
            return 1
        key += mine[place + count - 1].unit.key
        if key in known:
            return count
    return 1


def _joined(pieces: Sequence[Passage]) -> Passage:
    text = _together([one.text for one in pieces])
    return Passage(pieces[0].kind, pieces[0].place, text, Unit.of(text.keys, pieces[0].unit.variety))


def _together(texts: Sequence[Text]) -> Text:
    starts: list[int] = []
    length = 0
    for one in texts:
        starts += [start + length for start in one.starts]
        length += len(one.raw) + 1
    return Text(" ".join(one.raw for one in texts), sum((one.keys for one in texts), ()), tuple(starts))


def _passage(place: Place, block: Block, *, yo_matters: bool) -> Passage:
    if block.kind is BlockKind.TABLE:
        cells = tuple(_row(row, yo_matters=yo_matters) for row in block.rows)
        return Passage(block.kind, place, text_of(""), _table_unit(cells), cells)
    text = text_of(block.text, yo_matters=yo_matters)
    variety = Variety.HEADING if block.kind.is_heading else Variety.TEXT
    return Passage(block.kind, place, text, Unit.of(text.keys, variety))


def _row(row: Row, *, yo_matters: bool) -> tuple[Text, ...]:
    return tuple(text_of(cell.text, yo_matters=yo_matters) for cell in row)


def _table_unit(cells: Sequence[Sequence[Text]]) -> Unit:
    """All the words of the table; where a cell and a row end belongs to what is compared."""
    rows = [_row_unit(row) for row in cells]
    words = [word for row in rows for word in row.words]
    return Unit(
        tuple(key for row in rows for key in (*row.key, "\n")) if words else (), tuple(words), Variety.TABLE
    )


def _row_unit(row: Sequence[Text]) -> Unit:
    keys = tuple(_ends(row))
    return Unit(keys, tuple(key for text in row for key in text.keys), Variety.ROW)


def _ends(row: Sequence[Text]) -> Iterator[str]:
    for text in row:
        yield from text.keys
        yield "\t"


def _is_page_number(block: Block) -> bool:
    return block.kind is not BlockKind.TABLE and _PAGE_NUMBER.fullmatch(block.text) is not None


def _goes_on(earlier: tuple[Place, Block], leaf: int, block: Block) -> bool:
    """Whether a paragraph was broken by the end of its page."""
    place, last = earlier
    if place.leaf >= leaf or not place.position or block.kind is not BlockKind.PARAGRAPH:
        return False
    if last.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM} or last.text.endswith(_ENDED):
        return False
    return block.text[:1].islower()
