"""What pages show of a document that was read: plain values for the macros of `templates/components/reading.html`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.preview import Stand, address
from workflows.completeness import Document, Outcome, Presence
from workflows.dictionaries.sections import document_for
from workflows.file_findings import pages as page_words
from workflows.personal_data import Sighting, summary
from workflows.reading import Notice, ReadingState

if TYPE_CHECKING:
    from webapp.documents.examination import Examination
    from webapp.models import PackageFile, Reading


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part a document of its kind has: where it stands, in words and as an address."""

    title: str
    presence: Presence
    excerpt: str
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class SightingLine:
    """Personal data of one kind: where, and what it looks like, masked."""

    title: str
    where: str
    masked: str
    url: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """The card «Что замечено в документе». `state` in words while there is nothing to show."""

    state: str
    requisites: str
    parts_title: str
    parts: tuple[PartLine, ...]
    personal: tuple[SightingLine, ...]
    notices: tuple[str, ...]

    @property
    def sub(self) -> str:
        """«частей: 9 из 11», '' where there are no rules."""
        present = sum(line.presence is not Presence.MISSING for line in self.parts)
        return f"частей: {present} из {len(self.parts)}" if self.parts else ""


def noticed(
    number: str, kind: str, file: "PackageFile", found: "Reading | None", facts: "Examination | None"
) -> Noticed:
    """Return what is noticed in a file of a package of this kind, from what was read of it."""
    if found is None or found.state is not ReadingState.READY or facts is None:
        problem = found.problem.label if found is not None and found.problem else ""
        return Noticed(problem or ReadingState.WAITING.label + "…", "", "", (), (), ())
    place = _Place(number, file)
    document = document_for(kind, file.slot)
    outcomes = facts.parts.get(document.code, ()) if document else ()
    return Noticed(
        "",
        facts.requisites.words,
        document.title if document else "",
        tuple(_parts(document, outcomes, place)) if document else (),
        tuple(_personal(facts.sightings, place)),
        tuple(Notice(code).label for code in found.notices),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    number: str
    file: "PackageFile"

    def url(self, leaf: int, position: int) -> str:
        """The address of a block of this file; '' for no place."""
        if not leaf:
            return ""
        return address(Stand.FILE, self.number, self.file.number, leaf, block=position)


def _parts(document: Document, outcomes: tuple[Outcome, ...], place: _Place) -> Iterator[PartLine]:
    titles = {part.code: part for part in document.parts}
    for one in outcomes:
        part = titles.get(one.part)
        if part is None or (part.optional and one.presence is Presence.MISSING):
            continue
        where = page_words([one.leaf]) if one.leaf else ""
        yield PartLine(part.title, one.presence, one.excerpt, where, place.url(one.leaf, one.position))


def _personal(seen: tuple[Sighting, ...], place: _Place) -> Iterator[SightingLine]:
    for kind, places in summary(seen):
        first, count = places[0], sum(one.count for one in places)
        masked = f"{first.masked}, всего {count}" if count > 1 else first.masked
        where = page_words(one.leaf for one in places)
        yield SightingLine(kind.label, where, masked, place.url(first.leaf, first.position))
