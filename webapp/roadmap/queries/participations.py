"""Which schools took part, as was known day by day: a school entered late changes no figure that was given before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from webapp.database import session
from webapp.models import FormerParticipation, Participation, Roadmap
from workflows.roadmaps.occurrences import Joined


def joined_schools(roadmap: Roadmap) -> tuple[Joined, ...]:
    """Return the schools of the roadmap's project the person sees, by the day they joined."""
    return tuple(_joined(row) for row in _rows(roadmap))


def known_schools(roadmap: Roadmap) -> tuple[Joined, ...]:
    """Return the same with all that was known of them before, each for its days; two statements."""
    rows = _rows(roadmap)
    if not rows:
        return ()
    former: dict[int, list[FormerParticipation]] = defaultdict(list)
    found = session.scalars(
        select(FormerParticipation)
        .join(Participation, Participation.id == FormerParticipation.participation_id)
        .where(Participation.programme_id == roadmap.programme_id)
        .order_by(FormerParticipation.until, FormerParticipation.id)
    )
    for one in found:
        former[one.participation_id].append(one)
    return tuple(one for row in rows for one in _history(row, former[row.id]))


def _history(row: Participation, former: Iterable[FormerParticipation]) -> Iterator[Joined]:
    since = date.min
    for one in former:
        if one.joined_on is not None and since < one.until:
            yield replace(
                _joined(row),
                joined_on=one.joined_on,
                left_on=one.left_on,
                known_from=since,
                known_until=one.until,
            )
        since = one.until
    yield replace(_joined(row), known_from=since)


def _joined(row: Participation) -> Joined:
    return Joined(row.school_id, row.school.short_name, row.joined_on, row.left_on)


def _rows(roadmap: Roadmap) -> list[Participation]:
    if roadmap.programme_id is None:
        return []
    statement = (
        select(Participation)
        .where(Participation.programme_id == roadmap.programme_id)
        .join(Participation.school)
        .options(contains_eager(Participation.school))
        .order_by(Participation.joined_on, Participation.id)
    )
    return list(session.scalars(statement))
