"""A document that is no longer in force: said with a reason, for ever visible; its public check answers «Отозван»."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.reports import queries as reports
from webapp.signing.operations.reopening import REASON_LIMIT
from workflows.signing import SignState
from workflows.vocabulary import ReportKind, ReportState

SIGNED = "Этап закрыт подписью этого отчёта. Сначала возобновите этап."


def revoke(number: str, reason: str, *, actor: Actor) -> None:
    """Say that an issued document is no longer in force. Raises NotThere, Invalid without a reason, Stale.

    One that closes a stage stands until the stage is taken up again: nobody un-signs a stage by the way."""
    words = reason.strip()
    if not words:
        raise Invalid("Напишите, почему документ отзывается: причина останется видна всегда.", "reason")
    if len(words) > REASON_LIMIT:
        raise Invalid(f"Сократите причину до {REASON_LIMIT} знаков.", "reason")
    with transaction():
        report = reports.get(number, lock=True)
        if report.state is not ReportState.READY or report.kind is ReportKind.DOSSIER:
            raise NotThere
        if report.revoked_at is not None:
            raise Stale("Документ уже отозван.")
        if report.stage_id and any(
            one.state is SignState.STANDING for one in reports.signatures_of(report.id)
        ):
            raise Stale(SIGNED)
        report.revoked_at, report.revoked_by_name, report.revoked_reason = now(), actor.name, words
        journal.record(
            "report.revoked", kind="report", object_id=report.number, municipality_id=report.municipality_id,
            reason=words,
        )  # fmt: skip
