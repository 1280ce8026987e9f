"""Events written in the commit that makes them true; the worker spreads them afterwards."""

from typing import Any

from webapp.database import after_commit, session
from webapp.extensions import doorbell
from webapp.models import OutboxMessage
from workflows.vocabulary import Event


def announce(event: Event, **payload: Any) -> None:
    """Write an event into the open transaction and ring for the worker once it is durable.

    `payload` holds ids and short words only; raises WriteOutsideTransaction without a transaction."""
    session.add(OutboxMessage(event=event, payload=payload))
    after_commit(doorbell.push)
