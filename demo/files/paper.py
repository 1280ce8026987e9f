"""A document as a list of blocks: the text is written once and printed as DOCX or as PDF."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Align(StrEnum):
    JUSTIFY = "justify"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    text: str
    align: Align = Align.JUSTIFY
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are shares of the page width; a row of one cell spans the table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A note of approval: «УТВЕРЖДЕНО», then lines."""

    word: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The first sheet of a school's programme: notes of approval in two columns, the title, place and year."""

    organisation: str
    left: Approval | None
    right: Approval | None
    title: str
    subtitle: str
    place: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an order or minutes: who, what, when, number, place, about what."""

    parent: str
    organisation: str
    details: str
    kind: str
    date: str
    number: str
    place: str
    about: str


@dataclass(frozen=True, slots=True)
class Signatory:
    post: str
    name: str
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures; in PDF a signed one is drawn as by a pen, with a round stamp when `stamp` names its text."""

    people: tuple[Signatory, ...]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    caption: str
    width_mm: int = 150


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Para | Listing | Grid | TitlePage | Letterhead | Signatures | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    author: str
    made_on: date
    blocks: tuple[Block, ...]


def text_of(paper: Paper) -> str:
    """All words of the paper, one block a line; for counting and comparing."""
    return "\n".join(line for block in paper.blocks for line in _lines(block))


def _lines(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text=text) | Para(text=text):
            return (text,)
        case Listing(items=items):
            return items
        case Grid(head=head, rows=rows, caption=caption):
            return (caption, " | ".join(head), *(" | ".join(row) for row in rows))
        case TitlePage() | Letterhead():
            return _front_lines(block)
        case Signatures(people=people):
            return tuple(f"{one.post} {one.name}" for one in people)
        case Picture(caption=caption):
            return (caption,)
        case _:
            return ()


def _front_lines(block: TitlePage | Letterhead) -> tuple[str, ...]:
    if isinstance(block, Letterhead):
        return (block.organisation, block.kind, block.date, block.number, block.about)
    notes = [note for note in (block.left, block.right) if note]
    return (block.organisation, *(line for note in notes for line in note.lines), block.title, block.subtitle)
