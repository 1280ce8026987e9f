"""What must not go on in a restored installation: sessions, one-time links, letters that may have gone out since."""

from sqlalchemy import Connection, delete, or_, select, update

from webapp import mail
from webapp.database import now, table_of
from webapp.delivery import FAILED
from webapp.models import (
    AccessLink,
    Delivery,
    FileUpload,
    FormToken,
    Heartbeat,
    LoginSession,
    Mail,
    OutboxMessage,
)

ENDED = "restored"


def quiet(connection: Connection) -> None:
    """End what belonged to the installation the copy was made of; acts on rows just put back, in their transaction.

    Consequences that waited are carried out, but write letters that nobody sends until a person says so."""
    sessions, links, letters = table_of(LoginSession), table_of(AccessLink), table_of(Mail)
    connection.execute(
        update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now(), end_reason=ENDED)
    )
    connection.execute(update(links).where(links.c.used_at.is_(None)).values(expires_at=now()))
    for model in (FormToken, FileUpload, Heartbeat):
        connection.execute(delete(table_of(model)))
    waiting = letters.c.sent_at.is_(None) & (letters.c.state != FAILED)
    connection.execute(
        update(letters).where(waiting).values(state=FAILED, lease_until=None, last_error=mail.HELD)
    )
    _hold_letters_of_unfinished(connection)


def _hold_letters_of_unfinished(connection: Connection) -> None:
    messages, deliveries = table_of(OutboxMessage), table_of(Delivery)
    unfinished = select(deliveries.c.message_id).where(deliveries.c.finished_at.is_(None))
    found = connection.execute(
        select(messages.c.id, messages.c.payload).where(
            or_(messages.c.spread_at.is_(None), messages.c.id.in_(unfinished))
        )
    ).all()
    for number, payload in found:
        held = {**payload, mail.HOLD: True}
        connection.execute(update(messages).where(messages.c.id == number).values(payload=held))
