"""Telling people: each event reaches each of them once, by a unique key, together with its letter (RL-05)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp import mail
from webapp.access.actor import Actor
from webapp.database import now, release, session, transaction
from webapp.errors import NotThere
from webapp.formatting import counted
from webapp.models import Notification
from webapp.notifications import queries
from webapp.notifications.queries import (
    TURN_OF,
    Deadline,
    Group,
    assigned,
    chiefs,
    confirmers,
    coordinators,
    curators,
    examiners,
    holders,
    leave_parties,
    named,
    next_holders,
    responsible,
    school_staff,
    talkers,
)
from workflows.vocabulary import Event

TOLD: Mapping[Event, tuple[Group, ...]] = MappingProxyType(
    {
        Event.SUBMITTED: (curators,),
        Event.RESUBMITTED: (curators,),
        Event.RETURNED_BY_CURATOR: (school_staff, curators),
        Event.CONFIRMED: (school_staff, coordinators, examiners),
        Event.EXPERTISE_CONCLUDED: (coordinators,),
        Event.CONCLUSION_REOPENED: (examiners,),
        Event.VERDICT_RELEASED: (school_staff, curators, next_holders),
        Event.SENDING_FAILED: (named,),
        Event.FOUNDER_AGREED: (school_staff, curators, coordinators),
        Event.FOUNDER_DECLINED: (school_staff, curators, coordinators),
        Event.PROGRAMME_APPROVED: (chiefs, curators, coordinators),
        Event.RETURNED_BY_EXPERTISE: (school_staff, curators),
        Event.PLACED_IN_MEDK: (school_staff,),
        Event.WITHDRAWN: (curators,),
        Event.LATE_ALLOWED: (school_staff,),
        Event.REMINDED: (holders,),
        Event.SCHOOL_REMINDED: (school_staff,),
        Event.EXPERT_ASSIGNED: (named,),
        Event.EXPERT_DECLINED: (coordinators,),
        Event.RECONCILIATION_AWAITED: (coordinators,),
        Event.REMOVAL_ASKED: (coordinators,),
        Event.CONTENT_REMOVED: (school_staff, curators, assigned),
        Event.MESSAGE_POSTED: (school_staff, curators, assigned, talkers),
        Event.SUBSTITUTION_SET: (leave_parties,),
        Event.SUBSTITUTION_ENDED: (leave_parties,),
        Event.MEASURE_EXECUTED: (confirmers,),
        Event.MEASURE_CONFIRMED: (named, school_staff),
        Event.MEASURE_DECLINED: (named, school_staff),
        Event.MEASURE_TRANSFERRED: (responsible,),
        Event.MEASURE_EXCLUDED: (responsible,),
        Event.REPORT_READY: (named,),
        Event.REPORT_FAILED: (named,),
        Event.REPORT_SIGNED: (coordinators, chiefs),
        Event.REPORT_DECLINED: (coordinators,),
        Event.STAGE_REOPENED: (coordinators, chiefs),
        Event.RECOMMENDED: (school_staff, curators),
        Event.RECOMMENDATION_REPORTED: (coordinators, curators),
        Event.RECOMMENDATION_ACCEPTED: (school_staff,),
        Event.RECOMMENDATION_RETURNED: (school_staff, curators),
        Event.RECOMMENDATION_WITHDRAWN: (school_staff, curators),
    }
)
"""Whom each event concerns. Who of them may still see the thing is decided when it is delivered."""

REMIND_AT = (1, 3, 7)
MORNING, EVENING = 8, 20
"""Hours of the municipality's clock between which people are reminded."""
FAILURES = "/admin/failures"


def notify(event: Event, payload: Mapping[str, Any], *, key: str) -> None:
    """Tell everyone whom the event concerns, except who caused it. Repeating it changes nothing."""
    with transaction():
        case = queries.case_of(payload)
        if case is None:
            return
        concerned = {user_id for group in TOLD[event] for user_id in group(case)}
        others = concerned - {payload.get("actor_id")}
        people = queries.with_right(case, others)
        by = f", {payload['by']}" if payload.get("by") else ""
        tell(people, key, event.value, f"{event.label}{by}: {case.name}", case.link)


def tell_administrators(task: str, *, key: str) -> None:
    """Tell the administrators that a consequence has failed for good (RL-08)."""
    title = f"Фоновое задание «{task}» не выполнено после пяти попыток ({key})"
    with transaction():
        tell(queries.administrators(), f"failed-{key}", "failed", title, FAILURES)


def remind() -> int:
    """Remind of deadlines 7, 3 and 1 days before and of overdue ones: each once, to those whose turn it is.

    A reminder missed while no worker ran is made up for once, in the words of the day (RL-09)."""
    wanted = {
        f"deadline-{one.package_id}-{one.due_on:%Y%m%d}-{step}": one
        for one in queries.deadlines(now() + timedelta(days=max(REMIND_AT) + 2))
        if MORNING <= one.hour < EVENING and (step := _reminder(one)) is not None
    }
    known = queries.told(tuple(wanted)) if wanted else frozenset()
    release()
    for key, deadline in wanted.items():
        if key not in known:
            _remind(key, deadline)
    return len(wanted.keys() - known)


def tell(user_ids: Iterable[int], key: str, event: str, title: str, link: str) -> None:
    """Tell people in the open transaction, each once for the key, inside the product and by mail."""
    said = mail.one_line(title)
    for user_id in user_ids:
        if _tell(Notification(user_id=user_id, key=key, event=event, title=said, link=link)):
            mail.enqueue(user_id=user_id, key=f"{key}-to-{user_id}", template="notice", title=said, link=link)


def mark_read(notification_id: int, *, actor: Actor) -> str:
    """Mark one notification as read and return where it leads; raises NotThere for a foreign one."""
    with transaction():
        own = (Notification.id == notification_id, Notification.user_id == actor.user_id)
        link = session.scalar(select(Notification.link).where(*own))
        if link is None:
            raise NotThere
        _read(*own)
        return link


def mark_all_read(*, up_to: int, actor: Actor) -> None:
    """Mark as read what the person has seen: everything up to the newest line of their page."""
    with transaction():
        _read(Notification.user_id == actor.user_id, Notification.id <= up_to)


def _read(*conditions: Any) -> None:
    session.execute(
        update(Notification)
        .where(*conditions, Notification.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )


def _reminder(one: Deadline) -> str | None:
    """Return the name of the reminder that is due today, or None.

    Whoever got the turn after the day of a reminder has just been told of the term and is not told again."""
    left = (one.due_on - one.today).days
    if left < 0:
        return "overdue"
    step = next((days for days in REMIND_AT if left <= days), None)
    if step is None or one.since >= one.due_on - timedelta(days=step):
        return None
    return str(step)


def _remind(key: str, one: Deadline) -> None:
    with transaction():
        case = queries.package_case(one.package_id)
        if case is None:
            return
        people = queries.with_right(case, TURN_OF[one.turn](case))
        tell(people, key, "deadline", f"{_term(one)}: {case.name}", case.link)


def _term(one: Deadline) -> str:
    left = (one.due_on - one.today).days
    if left < 0:
        return f"Срок по пакету истёк {one.due_on:%d.%m.%Y}"
    if left == 0:
        return "Сегодня истекает срок по пакету"
    return f"До срока по пакету {counted(left, 'день', 'дня', 'дней')} ({one.due_on:%d.%m.%Y})"


def _tell(row: Notification) -> bool:
    """Add the notification unless this person has it already; the constraint decides between two at once."""
    same = (Notification.user_id == row.user_id, Notification.key == row.key)
    if session.scalar(select(Notification.id).where(*same)):
        return False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
