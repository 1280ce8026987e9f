"""Reminding those whose turn it is."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.dossier import queries
from webapp.errors import Invalid
from webapp.models import Package, Reminder
from webapp.notifications import queries as people
from webapp.outbox import announce
from workflows.vocabulary import Event, Turn


def remind(number: str, *, actor: Actor) -> None:
    """Remind those whose turn it is; they get one a day for a package, whoever asks first: the constraint decides.

    Raises NotThere, and Invalid where nobody is to be reminded or somebody has been today."""
    with transaction():
        package = queries.get(number)
        if refusal := refusal_to_remind(package, actor):
            raise Invalid(refusal)
        reminder = Reminder(
            package_id=package.id,
            turn=package.turn,
            day=_today(package),
            sent_by_id=actor.user_id,
            sent_by_name=actor.name,
        )
        try:
            with session.begin_nested():
                session.add(reminder)
        except IntegrityError as error:
            raise Invalid(ONCE_A_DAY) from error
        journal.record("package.reminded", kind="package", object_id=number, turn=package.turn.value)
        announce(Event.REMINDED, package_id=package.id, actor_id=actor.user_id)


def refusal_to_remind(package: Package, actor: Actor) -> str:
    """Return why nobody can be reminded of this package now, '' when somebody can."""
    if package.turn is Turn.NOBODY:
        return "По этому пакету никто не должен действовать: напоминать некому."
    known = select(Reminder.id).where(
        Reminder.package_id == package.id, Reminder.turn == package.turn, Reminder.day == _today(package)
    )
    if session.scalar(known) is not None:
        return ONCE_A_DAY
    if not people.addressees(package.id, but=actor.user_id):
        return "Напоминать некому: сейчас ваш ход, или исполнитель не назначен."
    return ""


def _today(package: Package) -> date:
    return today_in(package.municipality.zone)


ONCE_A_DAY = "Сегодня об этом пакете уже напомнили. Следующее напоминание можно отправить завтра."
