"""«Расписка о приёме пакета»: what the school gets at once after sending."""

from dataclasses import dataclass

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import FileLine, Moment, Organisation, Person, Provenance


@dataclass(frozen=True, slots=True)
class PackageReceipt(Contents):
    """`late_reason` is empty when the package came inside the window; `next_steps` are sentences."""

    organisation: Organisation
    package_number: str
    school: str
    programme: str
    stage: str
    kind_title: str
    version: int
    received: Moment
    sender: Person
    files: tuple[FileLine, ...]
    next_steps: tuple[str, ...]
    provenance: Provenance
    late_reason: str = ""
