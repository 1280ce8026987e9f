"""What a person does with their own queue: puts a thing off, takes it back."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.dashboard import queries
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Package, Postponement


def put_off(number: str, until: date, *, actor: Actor) -> None:
    """Hide a package from this person's queue until a day. Its deadline stays, and so does everyone else's queue.

    Raises NotThere for what is not theirs to move, Invalid for a day past the deadline or one that has come."""
    with transaction():
        line = queries.one_of_mine(actor, number)
        if line is None:
            raise NotThere
        today = today_in(actor.zone)
        if until <= today:
            raise Invalid("Укажите день позже сегодняшнего.", "until")
        if line.due_at is not None:
            last = line.due_at.astimezone(ZoneInfo(actor.zone)).date()
            if last < today:
                raise Invalid("Срок уже истёк: отложить это дело нельзя.", "until")
            if until > last:
                raise Invalid(f"Срок истекает {last:%d.%m.%Y}: отложить можно не позже этого дня.", "until")
        package_id = _package_id(number)
        _forget(package_id, actor)
        try:
            with session.begin_nested():
                session.add(Postponement(user_id=actor.user_id, package_id=package_id, until=until))
        except IntegrityError as error:
            raise Stale("Это дело вы уже отложили в другом окне.") from error
        journal.record("queue.put_off", kind="package", object_id=number, until=until.isoformat())


def take_back(number: str, *, actor: Actor) -> None:
    """Show a package in this person's queue again. Raises NotThere."""
    with transaction():
        _forget(_package_id(number), actor)


def _package_id(number: str) -> int:
    found = session.scalar(select(Package.id).where(Package.number == number))
    if found is None:
        raise NotThere
    return found


def _forget(package_id: int, actor: Actor) -> None:
    mine = (Postponement.package_id == package_id, Postponement.user_id == actor.user_id)
    session.execute(delete(Postponement).where(*mine).execution_options(synchronize_session=False))
