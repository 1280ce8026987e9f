"""The conclusions of a stage's report: as they stand, and every saving before."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.database import session
from webapp.models import StageConclusion


def conclusions(stage_id: int) -> Sequence[StageConclusion]:
    """Return every saving of the conclusions of a stage, the latest first."""
    return session.scalars(
        select(StageConclusion)
        .where(StageConclusion.stage_id == stage_id)
        .order_by(StageConclusion.id.desc())
    ).all()


def conclusion(stage_id: int) -> StageConclusion | None:
    """Return the conclusions of a stage as they stand; None while nobody wrote any."""
    return session.scalar(
        select(StageConclusion)
        .where(StageConclusion.stage_id == stage_id)
        .order_by(StageConclusion.id.desc())
        .limit(1)
    )
