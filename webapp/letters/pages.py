"""The letter as its page shows it and as it is printed: the same value both times."""

from dataclasses import dataclass, replace

from webapp.database import now
from webapp.formatting import date_ru
from webapp.letters.queries import Written
from webapp.models import Package
from webapp.printing.contents import LetterRow, Person, SchoolLetter
from webapp.reports.queries import organisation, provenance
from workflows.letter import LetterGroup, LetterItem
from workflows.vocabulary import RemarkKind


@dataclass(frozen=True, slots=True)
class Line:
    """A remark as the school reads it: kind, place and term are words already."""

    number: int
    text: str
    kind: RemarkKind
    place: str
    due: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter on a page. `draft` says that the school has not got it."""

    draft: bool
    subject: str
    school: str
    package: str
    kind: str
    verdict: str
    text: str
    groups: tuple[Group, ...]
    count: int
    opened: str
    mend_by: str
    sender: str


def letter_page(written: Written) -> LetterPage:
    """Return the letter in the words of a page."""
    letter = written.letter
    return LetterPage(
        draft=written.is_draft,
        subject=letter.subject,
        school=letter.school,
        package=letter.package,
        kind=f"{letter.kind}, редакция {letter.version}, раунд {letter.round}",
        verdict=letter.verdict,
        text=letter.text,
        groups=tuple(map(_group, letter.groups)),
        count=len(letter.items),
        opened=letter.opened_words,
        mend_by=f"Исправить до {date_ru(letter.mend_by)} включительно." if letter.mend_by else "",
        sender=letter.sender,
    )


def contents(written: Written, package: Package) -> SchoolLetter:
    """Return the letter as it is printed, as of this instant."""
    letter = written.letter
    rows = (
        LetterRow(group.title, item.number, item.text, item.kind.label, item.place, item.due_on)
        for group in letter.groups
        for item in group.items
    )
    origin = provenance(now(), package.municipality, f"/packages/{package.number}/letter")
    return SchoolLetter(
        organisation=organisation(package.municipality),
        subject=letter.subject,
        school=letter.school,
        package=letter.package,
        kind=letter.kind,
        version=letter.version,
        round=letter.round,
        verdict=letter.verdict,
        text=(letter.text,) if letter.text else (),
        remarks=tuple(rows),
        opened=letter.opened_words,
        mend_by=letter.mend_by,
        sender=Person("Направил:", letter.sender),
        provenance=replace(origin, verification_url="") if written.is_draft else origin,
        is_draft=written.is_draft,
    ).sealed()


def _group(group: LetterGroup) -> Group:
    return Group(group.title, tuple(map(_line, group.items)))


def _line(item: LetterItem) -> Line:
    due = f"Срок: {date_ru(item.due_on)}" if item.due_on else ""
    return Line(item.number, item.text, item.kind, item.place, due)
