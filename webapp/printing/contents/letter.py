"""«Письмо школе»: a return or a conclusion as the school reads it, sent or still a draft."""

from dataclasses import dataclass
from datetime import date

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import Organisation, Person, Provenance


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A remark of the letter; `group` is the criterion it stands under, `due` is empty for a recommendation."""

    group: str
    number: int
    text: str
    kind: str
    place: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SchoolLetter(Contents):
    """`is_draft` prints «ПРОЕКТ» on every page; `opened` is one sentence, empty when nothing is to be corrected."""

    organisation: Organisation
    subject: str
    school: str
    package: str
    kind: str
    version: int
    round: int
    verdict: str
    text: tuple[str, ...]
    remarks: tuple[LetterRow, ...]
    opened: str
    mend_by: date | None
    sender: Person
    provenance: Provenance
    is_draft: bool = False
