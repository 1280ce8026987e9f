"""What was agreed in the curator's diary and waits for a person, and drafts proposed to a curator."""

from typing import Any

from sqlalchemy import String, cast, func, literal, select

from webapp.dashboard.queries.measures import MINE, NO_DAY
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
    if role is not Role.CURATOR:
        return [statement]
    return [statement.where(DiaryEntry.author_id == MINE), _proposed()]


def _proposed() -> Any:
    """One line for all drafts the product proposed to a curator."""
    drafts = func.count(DiaryEntry.id)
    return (
        select(literal("drafts"), literal(""), literal(""), literal(""), drafts, NO_DAY)
        .where(DiaryEntry.author_id == MINE, DiaryEntry.entered_at.is_(None), DiaryEntry.origin.is_not(None))
        .having(drafts > 0)
    )
