"""What the suites of background work share: tasks bound to the test's application, rows read as the product."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tasks import base, outbox
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.delivery import DELIVERIES, due
from webapp.models import Delivery
from webapp.outbox import announce
from workflows.vocabulary import Event

Rows = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def bound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tasks run inside the application of the test, as the product itself."""
    if "app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    base.bind(app)
    with system_scope("test"):
        yield


@pytest.fixture
def rows(app: Flask) -> Rows:
    """Return every row of a model, read anew."""

    def read(model: Any, *conditions: Any) -> list[Any]:
        session.rollback()
        session.expire_all()
        return list(session.scalars(select(model).where(*conditions).order_by(model.id)))

    return read


def tell(event: Event, **payload: Any) -> None:
    """Announce an event as an operation would."""
    with transaction():
        announce(event, **payload)


def drain(rounds: int = 5) -> None:
    """Do what a worker does, without a broker: spread, then attempt all that is due."""
    for _ in range(rounds):
        outbox.spread()
        found = due(DELIVERIES)
        if not found:
            return
        for delivery_id in found:
            outbox.deliver(delivery_id)


def only(rows: Rows) -> Delivery:
    found = rows(Delivery)
    assert len(found) == 1
    delivery: Delivery = found[0]
    return delivery
