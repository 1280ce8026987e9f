"""What is known of signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.access.actor import Actor, system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Package, Report, ReportFile, SignatureAgreement, SignOff, Stage, StoredFile, User
from webapp.reports import queries as reports
from workflows.signing import SignState
from workflows.vocabulary import ReportKind, ReportState

SIGNED_KINDS = frozenset({ReportKind.STAGE, ReportKind.ROADMAP})
PAPER = "pdf"
"""The file whose bytes are signed."""


@dataclass(frozen=True, slots=True)
class Signing:
    """A report with what a person who may sign it must know."""

    report: Report
    paper: ReportFile
    signatures: Sequence[SignOff]
    agreement: SignatureAgreement | None
    obstacles: tuple[str, ...]
    """Why it cannot be signed now, in sentences; empty when it can."""
    included: int
    """How many packages signing includes in the report."""

    def own(self, actor: Actor) -> SignOff | None:
        """Return the standing signature or refusal of this person."""
        return next(
            (
                one
                for one in self.signatures
                if one.signer_id == actor.user_id and one.state is not SignState.OUTDATED
            ),
            None,
        )


def signing(number: str, *, lock: bool = False) -> Signing:
    """Return what stands before a signature of a ready report of a stage or a roadmap; raises NotThere."""
    report = reports.get(number, lock=lock)
    if report.kind not in SIGNED_KINDS or report.state is not ReportState.READY:
        raise NotThere
    paper = session.scalar(
        select(ReportFile).where(ReportFile.report_id == report.id, ReportFile.format == PAPER)
    )
    if paper is None:
        raise NotThere
    stage = report.kind is ReportKind.STAGE and report.accepted_at is None
    return Signing(
        report,
        paper,
        reports.signatures_of(report.id),
        agreement(report.municipality_id),
        tuple(_obstacles(report)),
        len(reports.to_include(report)) if stage else 0,
    )


def hold(number: str) -> None:
    """Lock a report and, of a stage, all that stands behind it, until the transaction ends; raises NotThere.

    Packages first and the stage after them, as whoever writes below a stage locks them: nobody waits in a ring."""
    report = reports.get(number, lock=True)
    if report.stage_id is None:
        return
    session.execute(
        select(Package.id).where(Package.stage_id == report.stage_id).order_by(Package.id).with_for_update()
    )
    session.execute(select(Stage.id).where(Stage.id == report.stage_id).with_for_update())


def attached(number: str, signature_id: int) -> SignOff:
    """Return a signature of a report that has a file attached; raises NotThere."""
    report = reports.get(number)
    found = session.scalar(
        select(SignOff).where(
            SignOff.id == signature_id, SignOff.report_id == report.id, SignOff.attachment_sha256.is_not(None)
        )
    )
    if found is None:
        raise NotThere
    return found


def media_type(row: SignOff) -> str:
    """Return as what the attached file of a signature was kept."""
    with system_scope("kind of an attached file"):
        found = session.scalar(
            select(StoredFile.media_type).where(StoredFile.sha256 == row.attachment_sha256)
        )
    return found or "application/octet-stream"


def agreement(municipality_id: int) -> SignatureAgreement | None:
    """Return the agreement in force: the one recorded last."""
    return session.scalar(
        select(SignatureAgreement)
        .where(SignatureAgreement.municipality_id == municipality_id)
        .order_by(SignatureAgreement.id.desc())
        .limit(1)
    )


def agreements(municipality_id: int) -> Sequence[SignatureAgreement]:
    """Return all agreements ever recorded, the last first."""
    return session.scalars(
        select(SignatureAgreement)
        .where(SignatureAgreement.municipality_id == municipality_id)
        .order_by(SignatureAgreement.id.desc())
    ).all()


def standing_of_stage(stage_id: int) -> SignOff | None:
    """Return a signature that closes the stage now."""
    return session.scalar(
        select(SignOff)
        .where(SignOff.stage_id == stage_id, SignOff.state == SignState.STANDING)
        .order_by(SignOff.id)
        .limit(1)
    )


def stage(slug: str, *, lock: bool = False) -> Stage:
    """Return a stage by its address; raises NotThere."""
    statement = select(Stage).where(Stage.slug == slug)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def closed_by(number: str) -> Stage | None:
    """Return the stage that a signed report closes now, None when it closes none; raises NotThere."""
    report = reports.get(number)
    found = session.scalar(select(Stage).where(Stage.id == report.stage_id))
    return found if found is not None and standing_of_stage(found.id) is not None else None


def post_of(user_id: int) -> str:
    return session.scalar(select(User.post).where(User.id == user_id)) or ""


def _obstacles(report: Report) -> list[str]:
    found = []
    if report.revoked_at is not None:
        found.append("Этот отчёт отозван. Сформируйте новый и подпишите его.")
    elif report.stage_id and (newer := reports.newer(report)):
        found.append(f"По этому этапу есть более новый отчёт, № {newer}. Подпишите его.")
    elif report.accepted_at is None and (changed := reports.changes(report)):
        found.append(
            f"С момента формирования изменились пакеты: {len(changed)}. Сформируйте отчёт заново и подпишите новый."
        )
    return found
