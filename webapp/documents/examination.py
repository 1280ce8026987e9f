"""What the machine notices in a document that was read: parts of its kind, personal data, requisites.

Worked out once for each hash, for every kind of document there are rules for: the same bytes may lie in several slots.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.documents.content import Block, BlockKind, Content, grid
from workflows.completeness import Outcome, Presence, examine
from workflows.dictionaries.sections import DOCUMENTS
from workflows.evidence import opening_words
from workflows.passages import Passage
from workflows.personal_data import Sensitive, Sighting, sightings
from workflows.programme_tables import Place, Table, Told, ToldIndicator, ToldMeasure, ToldRisk, told
from workflows.requisites import Requisites, requisites


@dataclass(frozen=True, slots=True)
class Examination:
    """`parts` by the code of the document kind (`workflows.dictionaries.sections`)."""

    parts: Mapping[str, tuple[Outcome, ...]]
    sightings: tuple[Sighting, ...]
    requisites: Requisites
    told: Told = Told()  # noqa: RUF009
    """What its tables and headings say, to be laid beside other documents."""
    words: frozenset[str] = frozenset()
    """Stems of the words it begins with: by them it is known as the proof of a measure."""


def examination(content: Content) -> Examination:
    """Return what is noticed in a document."""
    passages = tuple(passages_of(content))
    return Examination(
        {document.code: examine(document, passages) for document in DOCUMENTS} if passages else {},
        sightings(passages),
        requisites(passages),
        told(_tables(content), passages),
        opening_words(passages),
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
        "told": _told_to_json(found.told),
        "words": " ".join(sorted(found.words)),
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
        _told_from_json(raw.get("told", {})),
        frozenset(raw.get("words", "").split()),
    )


def _told_to_json(found: Told) -> dict[str, Any]:
    return {
        "measures": [
            [m.title, m.place.leaf, m.place.position, m.deadline, _iso(m.start), _iso(m.end), list(m.lacks)]
            for m in found.measures
        ],
        "indicators": [
            [i.title, i.place.leaf, i.place.position, i.base, i.planned] for i in found.indicators
        ],
        "risks": [[risk.code, risk.place.leaf, risk.place.position, risk.heads] for risk in found.risks],
    }


def _told_from_json(raw: Mapping[str, Any]) -> Told:
    return Told(
        tuple(
            ToldMeasure(title, Place(leaf, position), words, _day(start), _day(end), tuple(lacks))
            for title, leaf, position, words, start, end, lacks in raw.get("measures", ())
        ),
        tuple(
            ToldIndicator(title, Place(leaf, position), base, planned)
            for title, leaf, position, base, planned in raw.get("indicators", ())
        ),
        tuple(
            ToldRisk(code, Place(leaf, position), *heads)
            for code, leaf, position, *heads in raw.get("risks", ())
        ),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _tables(content: Content) -> Iterator[Table]:
    for leaf, position, block in content.placed:
        if block.kind is BlockKind.TABLE:
            yield Table(Place(leaf, position), tuple(grid(block.rows)))


def _cells(leaf: int, position: int, block: Block) -> Iterator[Passage]:
    for row, cells in enumerate(block.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.text:
                yield Passage(leaf, position, cell.text, row=row, column=column)
