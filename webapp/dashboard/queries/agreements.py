"""What was agreed in the curator's diary and waits for a person."""

from typing import Any

from sqlalchemy import String, cast, literal, select

from webapp.dashboard.queries.measures import MINE
from webapp.models import DiaryAgreement, DiaryEntry
from workflows.diary import DOERS
from workflows.vocabulary import Role


def rows_of(role: Role) -> list[Any]:
    """Return the lines about agreements that a role has on home; of a curator those of their own entries."""
    doer = DOERS.get(role)
    if doer is None:
        return []
    statement = (
        select(
            literal("agreement"),
            DiaryAgreement.what,
            cast(DiaryEntry.number, String),
            literal(""),
            literal(0),
            DiaryAgreement.due_on,
        )
        .select_from(DiaryAgreement)
        .join(DiaryEntry, DiaryEntry.id == DiaryAgreement.entry_id)
        .where(
            DiaryAgreement.doer == doer, DiaryAgreement.done_at.is_(None), DiaryEntry.entered_at.is_not(None)
        )
    )
    return [statement.where(DiaryEntry.author_id == MINE) if role is Role.CURATOR else statement]
