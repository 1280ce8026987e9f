"""A decision that goes to the school is held for a while, so that whoever took it may take it back (ADR 0032).

While `Package.held_until` is set the decision waits: what the school is going to read cannot change under it, and the
school learns nothing of it. It goes by the hand of the worker (`webapp.packages.operations.sending`)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.errors import NotThere, Stale
from webapp.formatting import time_ru
from webapp.models import HeldStep, Package
from webapp.outbox import announce
from webapp.packages.operations.consequences import Answer
from webapp.packages.operations.events import tell
from workflows.parts import Parts
from workflows.vocabulary import Audience, Event, Role

HELD = {"return": "Возврат", "release": "Заключение"}
"""The steps by which a decision reaches the school, and what is then on its way."""


def is_held(package: Package, action: str) -> bool:
    """Tell whether this step waits before it reaches the school."""
    return action in HELD and package.municipality.send_delay > 0


def hold(found: Dossier, action: str, answer: Answer, actor: Actor) -> None:
    """Let a step that may be taken now wait for its term, in the open transaction."""
    package = found.package
    due = now() + timedelta(minutes=package.municipality.send_delay)
    row = session.scalar(select(HeldStep).where(HeldStep.package_id == package.id))
    row = row or HeldStep(package_id=package.id)
    row.action, row.opened = action, _plain(answer.parts)
    row.user_id, row.user_name, row.membership_id = actor.user_id, actor.name, actor.membership_id
    row.held_at = now()
    session.add(row)
    package.held_until = due
    session.flush()
    moment = time_ru(due, ZoneInfo(package.municipality.zone))
    _tell(package, "hold", f"{HELD[action]}: отправка школе назначена на {moment}", actor)
    announce(Event.SENDING_HELD, held_id=row.id, held_at=row.held_at.isoformat(), not_before=due.isoformat())


def cancel(number: str, *, actor: Actor) -> HeldStep:
    """Take back what has not gone yet; everything stays as it was. Raises NotThere, Stale when it has gone."""
    with transaction():
        package = queries.get(number, lock=True)
        row = waiting(package)
        if actor.of_school or (row is not None and not may_cancel(row, actor)):
            raise NotThere
        if row is None:
            raise Stale("Отменять нечего: решение уже отправлено школе или отправка отменена.")
        release(package)
        _tell(package, "cancel", f"{HELD[row.action]}: отправка школе отменена", actor)
        return row


def release(package: Package) -> None:
    """Nothing waits any more, in the open transaction."""
    package.held_until = None


def fail(package: Package, row: HeldStep, reason: str, actor: Actor | None) -> None:
    """Say that what waited could not go, and why, to the one who sent it; in the open transaction."""
    release(package)
    if actor is not None:
        _tell(package, "fail", f"{HELD[row.action]}: отправка не состоялась", actor, text=reason)
    announce(Event.SENDING_FAILED, package_id=package.id, user_id=row.user_id)


def waiting(package: Package) -> HeldStep | None:
    """Return the decision that waits, as this person may see it."""
    if package.held_until is None:
        return None
    return session.scalar(select(HeldStep).where(HeldStep.package_id == package.id))


def chosen_before(package: Package, action: str) -> HeldStep | None:
    """Return what was chosen for a step that was taken back in this state, to be offered again."""
    row = session.scalar(select(HeldStep).where(HeldStep.package_id == package.id))
    is_current = row is not None and row.action == action and row.held_at >= package.waiting_since
    return row if is_current else None


def may_cancel(row: HeldStep, actor: Actor) -> bool:
    return actor.user_id == row.user_id or actor.role is Role.COORDINATOR


def answer_of(found: Dossier, row: HeldStep) -> Answer:
    """Return what was chosen, as the step asks it."""
    if not row.opened:
        return Answer()
    sent = frozenset(slot.code for slot in found.slots)
    return Answer(parts=Parts(frozenset(row.opened["slots"]), frozenset(row.opened["questions"]), sent))


def _plain(parts: Parts | None) -> dict[str, object]:
    if parts is None:
        return {}
    return {"slots": sorted(parts.slots), "questions": sorted(parts.questions)}


def _tell(package: Package, act: str, title: str, actor: Actor, *, text: str = "") -> None:
    tell(package, f"sending_{act}", title, actor, text=text, audience=Audience.INTERNAL)
    journal.record(
        f"package.sending_{act}",
        kind="package",
        object_id=package.number,
        municipality_id=package.municipality_id,
    )
