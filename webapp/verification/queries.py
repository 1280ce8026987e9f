"""What anybody may learn of a document: its kind, its date, the posts of its signers, the hashes of its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Municipality, Report, ReportFile, SignOff
from workflows.signing import SignState, Standing, Way
from workflows.vocabulary import ReportKind, ReportState


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed: the post alone, no name."""

    post: str
    at: datetime
    way: Way
    stands: bool


@dataclass(frozen=True, slots=True)
class Paper:
    format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """An issued document as the public check shows it."""

    code: str
    kind: ReportKind
    number: str
    organisation: str
    zone: str
    issued_at: datetime
    papers: tuple[Paper, ...]
    signatures: tuple[Signature, ...]
    sealed_by: str = ""
    """Whose electronic seal is on the paper, and by which certificate."""
    revoked_at: datetime | None = None

    @property
    def standing(self) -> Standing:
        return Standing(
            signed=any(one.stands for one in self.signatures),
            outdated=bool(self.signatures) and not any(one.stands for one in self.signatures),
            revoked=self.revoked_at is not None,
        )


def by_code(code: str) -> Document | None:
    """Return the document of this code; None when there is none."""
    return _document(Report.code == code)


def by_sha256(sha256: str) -> Document | None:
    """Return the document one of whose files has this hash; None when there is none."""
    return _document(
        Report.id.in_(select(ReportFile.report_id).where(ReportFile.sha256 == sha256)),
        Report.code.is_not(None),
    )


def _document(*which: object) -> Document | None:
    with system_scope("public check of a document"):
        row = session.execute(
            select(Report, Municipality)
            .join(Municipality, Municipality.id == Report.municipality_id)
            .where(*which, Report.state == ReportState.READY)  # type: ignore[arg-type]
            .order_by(Report.id)
            .limit(1)
            .options(selectinload(Report.files))
        ).one_or_none()
        if row is None:
            return None
        report, place = row
        signatures = session.scalars(
            select(SignOff)
            .where(SignOff.report_id == report.id, SignOff.way.is_not(None))
            .order_by(SignOff.id)
        ).all()
        return Document(
            report.code or "",
            report.kind,
            report.number,
            place.department,
            place.zone,
            report.finished_at or report.created_at,
            tuple(Paper(file.format, file.sha256, file.size) for file in report.files),
            _told(signatures),
            next((file.sealed_by for file in report.files if file.sealed_by), ""),
            report.revoked_at,
        )


def _told(signatures: Sequence[SignOff]) -> tuple[Signature, ...]:
    return tuple(
        Signature(
            one.signer_post or one.signer_role.label, one.signed_at, one.way, one.state is SignState.STANDING
        )
        for one in signatures
        if one.way is not None
    )
