"""Reminding curators of schools they have written too little of: by the coordinator, and before a month ends (К16)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, release, session, today_in, transaction
from webapp.diary import queries
from webapp.diary.queries import Silent
from webapp.errors import Invalid
from webapp.models import Municipality
from webapp.notifications import operations as notifications
from webapp.notifications.operations import EVENING, MORNING
from webapp.notifications.queries import told_whom
from workflows.diary import month_of
from workflows.listing import listed

BEFORE_END = 5
"""So many days before the end of a month curators are reminded."""
LINK = "/diary/new"


def remind_now(*, actor: Actor) -> int:
    """Remind the curators of the schools below the norm of this month, each once a day; returns how many.

    Raises Invalid when there is nobody to remind."""
    today, zone = today_in(actor.zone), ZoneInfo(actor.zone)
    norm = queries.norm_of(actor.municipality_id)
    found = queries.silent(today, zone, today, norm, municipality_id=actor.municipality_id)
    people = _by_curator(found)
    if not people:
        raise Invalid("Напоминать некому: норма выполнена, или у этих школ нет кураторов.")
    with transaction():
        for user_id, schools in people.items():
            notifications.tell((user_id,), f"diary-norm-{today:%Y%m%d}", "diary_norm", _words(schools), LINK)
        journal.record("diary.reminded", kind="diary", object_id=f"{today:%Y-%m}", curators=len(people))
    return len(people)


def remind() -> int:
    """Remind curators in the last days of a month, once in each municipality and month; returns how many went."""
    with system_scope("reminders of the diary"):
        places = session.scalars(select(Municipality).where(Municipality.diary_norm > 0)).all()
        wanted = [
            (user_id, f"diary-norm-{today:%Y%m}", _words(schools))
            for place in places
            if (today := _due(place)) is not None
            for user_id, schools in _by_curator(
                queries.silent(today, ZoneInfo(place.zone), today, place.diary_norm, municipality_id=place.id)
            ).items()
        ]
        known = told_whom({key for _user_id, key, _title in wanted}) if wanted else frozenset()
        release()
    fresh = [one for one in wanted if one[:2] not in known]
    for user_id, key, title in fresh:
        with system_scope("reminders of the diary"), transaction():
            notifications.tell((user_id,), key, "diary_norm", title, LINK)
    return len(fresh)


def _due(place: Municipality) -> date | None:
    """Return today in the last days of a month and in the hours of the day; None otherwise."""
    local = now().astimezone(ZoneInfo(place.zone))
    _first, following = month_of(local.date())
    if local.date() < following - timedelta(days=BEFORE_END) or not MORNING <= local.hour < EVENING:
        return None
    return local.date()


def _by_curator(found: Iterable[Silent]) -> dict[int, list[str]]:
    people: dict[int, list[str]] = defaultdict(list)
    for one in found:
        for user_id in one.curator_ids:
            people[user_id].append(one.school)
    return people


def _words(schools: list[str]) -> str:
    return f"В дневнике мало записей этого месяца: {listed(schools)}"
