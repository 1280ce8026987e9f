"""Numbers counted within a municipality: a foreign count never shows."""

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import NumberSequence


def next_number(municipality_id: int, series: str) -> int:
    """Return the next number of a series, from 1, in the open transaction; the series is locked until its end."""
    with system_scope("number series"):
        sequence = session.scalar(
            select(NumberSequence)
            .where(NumberSequence.municipality_id == municipality_id, NumberSequence.series == series)
            .with_for_update()
        )
        if sequence is None:
            sequence = NumberSequence(municipality_id=municipality_id, series=series, last=0)
            session.add(sequence)
        sequence.last += 1
        session.flush()
        return sequence.last
