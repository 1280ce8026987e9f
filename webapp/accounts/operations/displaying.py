"""How a person likes pages to be shown, kept for the next sign-in."""

from sqlalchemy import update

from webapp.access.actor import Actor, system_scope
from webapp.database import session, transaction
from webapp.models import User


def keep_display(actor: Actor, display: str) -> None:
    """Keep the display settings of a person, as the cookie writes them."""
    with system_scope("display settings"), transaction():
        session.execute(
            update(User)
            .where(User.id == actor.user_id)
            .values(display=display)
            .execution_options(synchronize_session=False)
        )
