"""«Лист согласования»: the founder's decision on a development programme, and its requisites (К23)."""

from dataclasses import dataclass
from datetime import date

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import FileLine, Moment, Provenance, Requisites


@dataclass(frozen=True, slots=True)
class Stamp:
    """A paper about the programme: «Принята», by which body, under which number, on which day."""

    act: str
    body: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class AgreementSheet(Contents):
    """`decision` is the sentence above the signature; `text` are its reasons or what the founder adds."""

    requisites: Requisites
    package_number: str
    school: str
    programme: str
    stage: str
    period: str
    version: int
    sent_at: Moment
    verdict: str
    conclusion: str
    stamps: tuple[Stamp, ...]
    files: tuple[FileLine, ...]
    decision: str
    text: tuple[str, ...]
    provenance: Provenance
