"""What was held goes to the school: when its term has come, or at once on the word of the one who holds it."""

from datetime import datetime

from sqlalchemy import select

from webapp.access.actor import Actor, acting_as
from webapp.accounts import queries as accounts
from webapp.database import session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import HeldStep, Package
from webapp.packages.operations import holding, steps
from workflows.route import Refused

NO_ROLE = (
    "У отправителя больше нет этой роли. Отправить решение может тот, кто его замещает, или координатор."
)
NO_PACKAGE = "Пакет больше не находится в ведении отправителя."


def send_held(held_id: int, held_at: datetime) -> None:
    """Take the step that waited, as the person who held it; nothing when it was taken back, sent or held anew.

    What cannot be taken any more ends the waiting and tells its sender. Joins the transaction of its delivery."""
    with transaction():
        package = _locked(held_id)
        row = session.scalar(
            select(HeldStep)
            .where(HeldStep.id == held_id, HeldStep.held_at == held_at)
            .execution_options(populate_existing=True)
        )
        if package is None or package.held_until is None or row is None:
            return
        actor = accounts.actor_of(row.user_id, row.membership_id)
        if actor is None:
            holding.fail(package, row, NO_ROLE, None)
            return
        try:
            with session.begin_nested(), acting_as(actor):
                _send(package.number, actor)
        except (Refused, NotThere, Invalid) as error:
            holding.fail(package, row, _reason(error), actor)


def send_now(number: str, *, actor: Actor) -> None:
    """Send what waits without waiting. Raises NotThere; Stale when nothing waits or it may not be sent any more."""
    with transaction():
        package = queries.get(number, lock=True)
        row = holding.waiting(package)
        if actor.of_school or (row is not None and row.user_id != actor.user_id):
            raise NotThere
        if row is None:
            raise Stale("Отправлять нечего: решение уже отправлено школе или отправка отменена.")
        try:
            _send(number, actor)
        except Refused as refusal:
            raise Stale(" ".join(refusal.reasons)) from refusal


def _locked(held_id: int) -> Package | None:
    """Return the package of a held step as it is now, locked until the transaction ends."""
    statement = (
        select(Package).join(HeldStep, HeldStep.package_id == Package.id).where(HeldStep.id == held_id)
    )
    locking = statement.with_for_update(of=Package).execution_options(populate_existing=True)
    return session.scalar(locking)


def _send(number: str, actor: Actor) -> None:
    found = queries.dossier(number, actor, lock=True)
    row = holding.waiting(found.package)
    if row is None:
        return
    steps.take(found, row.action, holding.answer_of(found, row), actor)


def _reason(error: "Refused | NotThere | Invalid") -> str:
    if isinstance(error, Refused):
        return " ".join(error.reasons)
    return error.sentence if isinstance(error, Invalid) else NO_PACKAGE
