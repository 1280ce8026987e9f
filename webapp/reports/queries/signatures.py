"""Signatures under a report, and what became of its stage afterwards."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.database import session
from webapp.models import SignOff, StageReopening


def signatures_of(report_id: int) -> Sequence[SignOff]:
    """Return every signature of a report and every refusal, in the order they were given."""
    return session.scalars(select(SignOff).where(SignOff.report_id == report_id).order_by(SignOff.id)).all()


def signatures_of_stage(stage_id: int) -> Sequence[SignOff]:
    """Return every signature that closed the stage once."""
    return session.scalars(select(SignOff).where(SignOff.stage_id == stage_id).order_by(SignOff.id)).all()


def reopenings(stage_id: int) -> Sequence[StageReopening]:
    """Return how often the signed stage was taken up again, by whom and why."""
    return session.scalars(
        select(StageReopening).where(StageReopening.stage_id == stage_id).order_by(StageReopening.id)
    ).all()
