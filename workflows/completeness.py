"""What a document of its kind should hold, and where it was found (domain: composition of conceptual documents and of
development programmes; «комплектность» is a warning, the judgement of substance stays with people).

A part is found as a heading, found only in running text, or not found. The rules are data:
`workflows/dictionaries/sections.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.passages import Passage, excerpt, first_match
from workflows.vocabulary import Toned

FIRST_PASSAGES = 60
"""Marks of approval and the period stand on the title page or right after it."""


class Presence(Toned):
    """How a part of a document is present."""

    FOUND = "found", "Найдено", "ok", "circle-check"
    MENTIONED = "mentioned", "Упомянуто в тексте, отдельного раздела нет", "warn", "triangle-alert"
    MISSING = "missing", "Не найдено", "warn", "triangle-alert"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that documents of a kind have. `phrases` are looked for as `workflows.passages.pattern` reads them.

    A part `on_title` is a requisite of the first pages and needs no heading; an optional one is never missed."""

    code: str
    title: str
    phrases: tuple[str, ...]
    on_title: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document with its parts. `code` is that of the slots it is put into: «kind/slot»."""

    code: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part; `leaf` and `position` from 1 where it was found, else 0."""

    part: str
    presence: Presence
    leaf: int = 0
    position: int = 0
    excerpt: str = ""


def examine(document: Document, passages: Sequence[Passage]) -> tuple[Outcome, ...]:
    """Return one outcome for each part of the document, in the order of its rules."""
    heads = [passage for passage in passages if passage.may_head]
    return tuple(_outcome(part, heads, passages) for part in document.parts)


def lacking(document: Document, outcomes: Iterable[Outcome]) -> tuple[Part, ...]:
    """Return the parts that a reader will miss: not optional, and not found even in running text."""
    missing = {outcome.part for outcome in outcomes if outcome.presence is Presence.MISSING}
    return tuple(part for part in document.parts if part.code in missing and not part.optional)


def _outcome(part: Part, heads: Sequence[Passage], passages: Sequence[Passage]) -> Outcome:
    if part.on_title:
        return _placed(part, Presence.FOUND, first_match(part.phrases, passages[:FIRST_PASSAGES]))
    found = _placed(part, Presence.FOUND, first_match(part.phrases, heads))
    if found.presence is Presence.FOUND:
        return found
    return _placed(part, Presence.MENTIONED, first_match(part.phrases, passages))


def _placed(part: Part, presence: Presence, passage: Passage | None) -> Outcome:
    if passage is None:
        return Outcome(part.code, Presence.MISSING)
    return Outcome(part.code, presence, passage.leaf, passage.position, excerpt(passage.text))
