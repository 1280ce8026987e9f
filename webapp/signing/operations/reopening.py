"""A signed stage taken up again: with a reason, for ever visible; its signatures become outdated."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.errors import Invalid, Stale
from webapp.models import StageReopening
from webapp.outbox import announce
from webapp.reports import queries as reports
from webapp.signing import queries
from workflows.signing import SignState
from workflows.vocabulary import Event

REASON_LIMIT = 2000


def reopen(slug: str, reason: str, *, actor: Actor) -> None:
    """Let the stage be changed again and mark every signature of its reports as outdated.

    Raises NotThere, Invalid without a reason, Stale when no signature stands."""
    words = reason.strip()
    if not words:
        raise Invalid("Напишите, почему этап возобновляется: причина останется видна всегда.", "reason")
    if len(words) > REASON_LIMIT:
        raise Invalid(f"Сократите причину до {REASON_LIMIT} знаков.", "reason")
    with transaction():
        stage = queries.stage(slug, lock=True)
        standing = queries.standing_of_stage(stage.id)
        if standing is None:
            raise Stale("Отчёт этапа не подписан, возобновлять нечего.")
        for one in reports.signatures_of_stage(stage.id):
            if one.state is SignState.STANDING:
                one.state, one.ended_at = SignState.OUTDATED, now()
        session.add(
            StageReopening(
                municipality_id=standing.municipality_id,
                stage_id=stage.id,
                report_id=standing.report_id,
                reason=words,
                by_id=actor.user_id,
                by_name=actor.name,
                by_role=actor.role,
            )
        )
        journal.record(
            "stage.reopened",
            kind="stage",
            object_id=slug,
            municipality_id=standing.municipality_id,
            reason=words,
        )
        announce(Event.STAGE_REOPENED, report_id=standing.report_id, actor_id=actor.user_id)
