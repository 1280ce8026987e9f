"""The measures that a package of evidence is to prove: those of its slots, and those only documents name."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.diagnosis.queries import risk_name
from webapp.documents.examination import Examination
from webapp.dossier.queries import Dossier
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, PackageFile, SchoolRisk
from workflows.cross_checks import alike
from workflows.evidence import Measure, window_of
from workflows.kind import Per
from workflows.programme_tables import ToldMeasure, stems

PROGRAMMES = frozenset({"medium_term", "anti_risk", "programme"})
"""Slots of the documents whose tables name measures that are to be proved."""
MOST_TOLD = 60


@dataclass(frozen=True, slots=True)
class Planned:
    """A measure with what people read of it."""

    measure: Measure
    place: str
    """«1.2» as in its slot, '' for one that only a document names."""
    risk: str
    executor: str
    expected: str
    term: str
    """Its date in words, as the programme or the document tells it."""
    source: PackageFile | None = None
    """The document that names it, where the anti-risk programme does not."""

    @property
    def key(self) -> str:
        return self.measure.key


@dataclass(frozen=True, slots=True)
class _Entered:
    id: int
    title: str
    due_on: date | None
    executor: str
    expected: str
    risk: str
    starts_on: date


def planned(
    found: Dossier, programmes: Iterable[PackageFile], facts: Mapping[str, Examination]
) -> tuple[Planned, ...]:
    """Return the measures in the order of the slots, then those of documents; one statement.

    `programmes` are the school's programmes on the table, `facts` what is known of their words."""
    entered = {one.id: one for one in _entered(found)}
    slots = tuple(_of_slots(found, entered))
    known = [stems(one.title) for one in entered.values()]
    known += [stems(one.measure.title) for one in slots]
    return (*slots, *_of_documents(found, programmes, facts, known))


def _of_slots(found: Dossier, entered: Mapping[int, _Entered]) -> Iterator[Planned]:
    for slot in found.slots:
        if slot.per is not Per.MEASURE:
            continue
        place, _, title = slot.title.partition(". ")
        one = entered.get(int(slot.subject)) if slot.subject.isdecimal() else None
        due = one.due_on if one else slot.due_on
        yield Planned(
            Measure(slot.code, title, window_of(one.starts_on if one else None, due)),
            place,
            one.risk if one else "",
            one.executor if one else "",
            one.expected if one else "",
            f"до {due:%d.%m.%Y}" if due else "",
        )


def _entered(found: Dossier) -> Iterator[_Entered]:
    rows = session.execute(
        select(AntiRiskMeasure, SchoolRisk.risk_code, AntiRiskProgramme.starts_on)
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
        .where(
            SchoolRisk.school_id == found.package.school_id,
            SchoolRisk.programme_id == found.package.programme_id,
        )
        .order_by(AntiRiskMeasure.id)
    )
    for row, risk, starts_on in rows:
        yield _Entered(
            row.id, row.title, row.due_on, row.executor, row.expected_document, risk_name(risk), starts_on
        )


def _of_documents(
    found: Dossier,
    programmes: Iterable[PackageFile],
    facts: Mapping[str, Examination],
    known: Collection[frozenset[str]],
) -> Iterator[Planned]:
    """Measures that programmes on the table tell, due before the stage closes, and nobody has entered."""
    seen = list(known)
    for file in programmes:
        told = facts[file.sha256].told.measures if file.sha256 in facts else ()
        for one in told:
            words = stems(one.title)
            if not _is_due(one, found) or any(alike(words, other) for other in seen):
                continue
            seen.append(words)
            if len(seen) - len(known) <= MOST_TOLD:
                yield _told(one, words, file)


def _is_due(one: ToldMeasure, found: Dossier) -> bool:
    return one.end is not None and one.end <= found.package.stage.closes_on


def _told(one: ToldMeasure, words: frozenset[str], file: PackageFile) -> Planned:
    digest = hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()[:16]
    measure = Measure(f"told-{digest}", one.title, window_of(one.start, one.end))
    return Planned(measure, "", "", "", "", one.deadline, file)
