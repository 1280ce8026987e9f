"""Whether the curator's diary has its norm of entries on each school for the days of a stage (К16, К18)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import DiaryEntry, Participation, Roadmap, Stage
from workflows.diary import asked_of


def recorded_schools(stages: Sequence[Stage], roadmap: Roadmap) -> Mapping[int, tuple[int, int]]:
    """Return by stage how many schools take part and in how many the norm is met; two statements, none without stages.

    Counted for everybody alike; of a school's own roadmap for that school. `roadmap.municipality` must be loaded."""
    if not stages:
        return {}
    zone, norm = ZoneInfo(roadmap.municipality.zone), roadmap.municipality.diary_norm
    with system_scope("entries of the diary that execute measures"):
        joined = session.execute(
            select(Participation.programme_id, Participation.school_id, Participation.left_on).where(
                Participation.programme_id.in_({one.programme_id for one in stages})
            )
        ).all()
        made = session.execute(
            select(DiaryEntry.school_id, DiaryEntry.happened_at).where(
                DiaryEntry.municipality_id == roadmap.municipality_id,
                DiaryEntry.entered_at.is_not(None),
                DiaryEntry.happened_at
                >= datetime.combine(min(one.opens_on for one in stages), time.min, zone),
                DiaryEntry.happened_at
                < datetime.combine(max(one.closes_on for one in stages) + timedelta(days=1), time.min, zone),
            )
        ).all()
    days = [(school_id, at.astimezone(zone).date()) for school_id, at in made]
    found = {}
    for stage in stages:
        schools = {
            school_id
            for programme_id, school_id, left_on in joined
            if programme_id == stage.programme_id
            and (left_on is None or left_on > stage.closes_on)
            and roadmap.school_id in (None, school_id)
        }
        counts = Counter(school_id for school_id, day in days if stage.opens_on <= day <= stage.closes_on)
        asked = asked_of(norm, stage.opens_on, stage.closes_on)
        found[stage.id] = (len(schools), sum(counts[school_id] >= asked for school_id in schools))
    return found
