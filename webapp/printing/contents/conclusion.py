"""«Экспертное заключение по документу (пакету)»: one package, version, sheet and verdict (УГЛ 3.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import FileLine, Moment, Person, Provenance, Requisites, SheetEdition


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as marked. `points` is empty for «Не применимо», which leaves the maximum too."""

    number: str
    text: str
    mark: str
    points: Decimal | None
    maximum: Decimal
    comment: str = ""
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class SheetGroup:
    title: str
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of the sheet; an empty title of a part or a group prints no line of its own."""

    title: str
    groups: tuple[SheetGroup, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`percent` from 0 to 100, rounded as the thresholds were applied; `zone` in words («зелёная»)."""

    points: Decimal
    maximum: Decimal
    percent: Decimal
    zone: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """`place` is the file and the page; `state` and `kind` are labels as the school reads them."""

    number: int
    kind: str
    criterion: str
    place: str
    text: str
    due: date | None = None
    answer: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed the package before the expertise; `substitution` says for whom and on what ground."""

    curator: Person
    on: Moment
    substitution: str = ""


@dataclass(frozen=True, slots=True)
class PackageConclusion(Contents):
    requisites: Requisites
    package_number: str
    school: str
    programme: str
    stage: str
    kind_title: str
    version: int
    received_at: Moment | None
    files: tuple[FileLine, ...]
    sheet: SheetEdition
    parts: tuple[SheetPart, ...]
    score: Score | None
    verdict: str
    rationale: tuple[str, ...]
    remarks: tuple[RemarkRow, ...]
    examiners: tuple[Person, ...]
    confirmation: Confirmation | None
    provenance: Provenance
