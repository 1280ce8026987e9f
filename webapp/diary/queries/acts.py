"""What a curator did with a school, as an event tells it: the draft of an entry is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from webapp.database import session, today_in
from webapp.models import Curatorship, Message, Municipality, Package, SchoolReminder, User
from workflows.kinds import KINDS
from workflows.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class Act:
    """Who did it, about which school, and what is said of it; `mine` of a school the person looks after that day."""

    municipality_id: int
    school_id: int
    stage_id: int | None
    user_id: int
    user_name: str
    today: date
    about: str
    number: str = ""
    kind: str = ""
    text: str = ""
    mine: bool = False


def act_of(payload: Mapping[str, Any]) -> Act | None:
    """Return the act of an event; None for what nobody did, or what the school is not to read of."""
    user = session.scalar(select(User).where(User.id == payload.get("actor_id")))
    if user is None:
        return None
    if "school_reminder_id" in payload:
        row = session.scalar(select(SchoolReminder).where(SchoolReminder.id == payload["school_reminder_id"]))
        if row is None:
            return None
        return _act(
            user, row.municipality_id, row.school_id, row.stage_id, f"reminder-{row.id}", text=row.text
        )
    package = session.scalar(select(Package).where(Package.id == payload.get("package_id")))
    if package is None:
        return None
    text = ""
    if "message_id" in payload:
        message = session.scalar(select(Message).where(Message.id == payload["message_id"]))
        if message is None or message.audience is not Audience.EVERYONE:
            return None
        text = " ".join(message.text.split())
    return _act(
        user, package.municipality_id, package.school_id, package.stage_id, f"package-{package.id}",
        number=package.number, kind=KINDS[package.kind].title, text=text,
    )  # fmt: skip


def _act(
    user: User, municipality_id: int, school_id: int, stage_id: int | None, about: str, **said: str
) -> Act:
    zone = session.scalars(select(Municipality.zone).where(Municipality.id == municipality_id)).one()
    today = today_in(zone)
    kept = session.scalar(
        select(Curatorship.id)
        .where(
            Curatorship.user_id == user.id,
            Curatorship.school_id == school_id,
            Curatorship.direction == "",
            Curatorship.since <= today,
            or_(Curatorship.until.is_(None), Curatorship.until >= today),
        )
        .limit(1)
    )
    return Act(
        municipality_id, school_id, stage_id, user.id, user.name, today, about, mine=kept is not None, **said
    )
