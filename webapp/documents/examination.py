"""What the machine notices in a document that was read: parts of its kind, personal data, requisites.

Worked out once for each hash, for every kind of document there are rules for: the same bytes may lie in several slots.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.documents.content import Block, BlockKind, Content
from workflows.completeness import Outcome, Presence, examine
from workflows.dictionaries.sections import DOCUMENTS
from workflows.passages import Passage
from workflows.personal_data import Sensitive, Sighting, sightings
from workflows.requisites import Requisites, requisites


@dataclass(frozen=True, slots=True)
class Examination:
    """`parts` by the code of the document kind (`workflows.dictionaries.sections`)."""

    parts: Mapping[str, tuple[Outcome, ...]]
    sightings: tuple[Sighting, ...]
    requisites: Requisites


def examination(content: Content) -> Examination:
    """Return what is noticed in a document."""
    passages = tuple(passages_of(content))
    return Examination(
        {document.code: examine(document, passages) for document in DOCUMENTS} if passages else {},
        sightings(passages),
        requisites(passages),
    )


def passages_of(content: Content) -> Iterator[Passage]:
    """Return the paragraphs and the cells of a document in their order."""
    for leaf, position, block in content.placed:
        if block.kind is BlockKind.TABLE:
            yield from _cells(leaf, position, block)
        else:
            yield Passage(leaf, position, block.text, is_heading=block.kind.is_heading)


def to_json(found: Examination) -> dict[str, Any]:
    return {
        "parts": {
            code: [[one.part, one.presence.value, one.leaf, one.position, one.excerpt] for one in outcomes]
            for code, outcomes in found.parts.items()
        },
        "sightings": [
            [one.kind.value, one.leaf, one.position, one.masked, one.count] for one in found.sightings
        ],
        "requisites": [
            found.requisites.name,
            found.requisites.number,
            found.requisites.dated.isoformat() if found.requisites.dated else "",
        ],
    }


def from_json(raw: Mapping[str, Any]) -> Examination:
    """Return what `to_json` wrote."""
    name, number, dated = raw["requisites"]
    return Examination(
        {
            code: tuple(Outcome(part, Presence(presence), *place) for part, presence, *place in outcomes)
            for code, outcomes in raw["parts"].items()
        },
        tuple(Sighting(Sensitive(kind), *rest) for kind, *rest in raw["sightings"]),
        Requisites(name, number, date.fromisoformat(dated) if dated else None),
    )


def _cells(leaf: int, position: int, block: Block) -> Iterator[Passage]:
    for row, cells in enumerate(block.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.text:
                yield Passage(leaf, position, cell.text, row=row, column=column)
