"""What every official document has: requisites (ГОСТ Р 7.0.97-2025), people, files, origin of the data."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.printing.contents.codec import LATER


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who issues the document. `parent` is the line above the name («Администрация … округа»)."""

    name: str
    parent: str = ""
    details: str = ""  # address, telephone, ОГРН: one line below the name


@dataclass(frozen=True, slots=True)
class Person:
    """An adult in his office: post and short name («М. П. Образцова»), nothing else (152-ФЗ)."""

    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Approval:
    """The «УТВЕРЖДАЮ» block at the top right; `on` is left open for a hand-written date."""

    post: str
    name: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and the time zone (IANA name) in which people read it."""

    at: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment needs a datetime with an offset")

    @property
    def local(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def offset(self) -> timedelta:
        return self.local.utcoffset() or timedelta()


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """«Документ подписан электронной подписью» (63-ФЗ): printed on a copy of what was signed."""

    certificate: str
    owner: str
    valid_from: date
    valid_to: date
    way: str = ""  # which kind of signature, by what agreement


@dataclass(frozen=True, slots=True)
class Requisites:
    """The head and the foot of a document.

    `heading` is the title to the text («по итогам …»). `long_kept` widens the left margin to 30 mm
    (documents kept for more than ten years). `signatories` are printed in the order given.
    """

    organisation: Organisation
    document_kind: str
    number: str
    issued_on: date
    place: str
    heading: str
    signatories: tuple[Person, ...] = ()
    approval: Approval | None = None
    signature_marks: tuple[SignatureMark, ...] = ()
    long_kept: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """As of when the data are, their seal (see `Contents.sealed`) and where the paper can be checked.

    `verification_code` may be empty; without `verification_url` no QR code is printed.
    """

    as_of: Moment
    data_hash: str = ""
    verification_code: str = ""
    verification_url: str = ""
    journal: str = field(default="", metadata=LATER)
    """The end of the journal when the data were kept (AU-04): a copy of it that nobody can take back."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a package; `size` in bytes, `sha256` in hexadecimal, `slot` is the title of its place."""

    slot: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SheetEdition:
    """The criteria sheet that was used; `approved_by` names the order («приказ … от 01.02.2026 № 17»)."""

    title: str
    edition: str
    dated: date | None = None
    approved_by: str = ""
