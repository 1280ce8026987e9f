"""The page «Меры и документы» of an evidence package."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from webapp.formatting import date_ru
from webapp.preview import Stand, address
from webapp.tables import columns
from workflows.evidence import Cover, Line, Proof, Reason
from workflows.listing import listed

if TYPE_CHECKING:
    from webapp.dossier.queries import EvidenceMatrix

EVIDENCE_COLUMNS = columns("Мера", "Срок", "Состояние", "Документы")
EVIDENCE_TITLES = ("Мера", "Срок", "Состояние", "Документ", "Что не так")


@dataclass(frozen=True, slots=True)
class ProofItem:
    """A document of a measure with what weakens it."""

    name: str
    url: str
    cover: Cover
    words: str


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """A line of the matrix."""

    title: str
    due: str
    due_on: date | None
    cover: Cover
    proofs: tuple[ProofItem, ...]
    hints: tuple[ProofItem, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    items: tuple[MeasureItem, ...]
    totals: tuple[tuple[Cover, int], ...]
    """How many measures are in each state, those there are."""


def evidence_page(number: str, found: "EvidenceMatrix") -> EvidencePage:
    items = tuple(_item(number, line, found) for line in found.lines)
    counts = ((cover, sum(item.cover is cover for item in items)) for cover in Cover)
    return EvidencePage(items, tuple((cover, count) for cover, count in counts if count))


def evidence_rows(page: EvidencePage) -> list[tuple[str | date | None, ...]]:
    """Return the rows of the table to be exported: one for each document, one for a measure without any."""
    rows: list[tuple[str | date | None, ...]] = []
    for item in page.items:
        for proof in item.proofs or (None,):
            told = (proof.name, proof.words) if proof else ("", "")
            rows.append((item.title, item.due_on, item.cover.label, *told))
    return rows


def _item(number: str, line: Line, found: "EvidenceMatrix") -> MeasureItem:
    due = line.measure.due_on
    return MeasureItem(
        line.measure.title,
        date_ru(due) if due else "не указан",
        due,
        line.cover,
        tuple(_proof(number, proof, found) for proof in line.proofs),
        tuple(_proof(number, Proof(key, Cover.WEAK), found) for key in line.hints),
    )


def _proof(number: str, proof: Proof, found: "EvidenceMatrix") -> ProofItem:
    file = found.files[proof.key]
    return ProofItem(
        file.name, address(Stand.FILE, number, file.number), proof.cover, _sentence(proof.reasons)
    )


def _sentence(reasons: tuple[Reason, ...]) -> str:
    words = listed(reason.label for reason in reasons)
    return f"{words[:1].upper()}{words[1:]}." if words else ""
