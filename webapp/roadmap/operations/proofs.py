"""What proves an execution on its way in: files kept, links looked at, packages and reports found."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.errors import Invalid
from webapp.models import Measure, Progress, ProgressEvidence
from webapp.reading import operations as reading
from webapp.reading.operations import Kept
from webapp.roadmap import queries
from workflows.links import is_web_address
from workflows.roadmaps.words import EvidenceKind

LINKS_LIMIT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What proves an execution besides files: addresses, numbers of packages, of reports, of entries of the diary."""

    links: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.links) + len(self.packages) + len(self.reports) + len(self.entries)


def checked_links(links: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses that were typed, without repetitions; Invalid for what no browser would open safely."""
    found = tuple(dict.fromkeys(link.strip() for link in links if link.strip()))
    if len(found) > LINKS_LIMIT:
        raise Invalid(f"Укажите не более {LINKS_LIMIT} ссылок.", "links")
    for link in found:
        if not is_web_address(link):
            raise Invalid(
                f"«{link[:80]}» не похоже на адрес. Укажите адрес полностью, начиная с https://.", "links"
            )
    return found


def enter(measure: Measure, fact: Progress, proofs: Proofs, files: Sequence[Kept]) -> None:
    """Give everything that proves a fact its row, in the open transaction; NotThere for a foreign one."""
    for file in files:
        reading.claim_received(file)
        _add(fact, EvidenceKind.FILE, file.name, sha256=file.received.sha256)
    for link in proofs.links:
        _add(fact, EvidenceKind.LINK, link[:300], url=link)
    for package in queries.packages_named(proofs.packages, measure.municipality_id):
        _add(fact, EvidenceKind.PACKAGE, queries.package_title(package), package_id=package.id)
    for report in queries.reports_named(proofs.reports, measure.municipality_id):
        _add(fact, EvidenceKind.REPORT, f"{report.title}, № {report.number}"[:300], report_id=report.id)
    for entry in queries.entries_named(proofs.entries, measure.municipality_id):
        _add(
            fact,
            EvidenceKind.DIARY,
            queries.entry_title(entry, measure.roadmap.municipality.zone),
            diary_entry_id=entry.id,
        )


def _add(fact: Progress, kind: EvidenceKind, title: str, **what: object) -> None:
    fact.evidence.append(
        ProgressEvidence(municipality_id=fact.municipality_id, kind=kind, title=title, **what)
    )
