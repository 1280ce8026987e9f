"""People who know their passwords, and browsers from wherever they sit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g, request_started, request_tearing_down
from sqlalchemy import update

from tests.pages import BASE, SESSION_COOKIE, Browser, Page
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.accounts import operations
from webapp.database import now, reading_only, session, transaction
from webapp.models import LoginSession

PASSWORD = "три слона на одном балконе"


@dataclass(slots=True)
class Door:
    """A browser at one address of the network that signs in by the form."""

    browser: Browser
    address: str = "127.0.0.1"

    def login(self, email: str, password: str = PASSWORD, *, status: int = 303, **data: Any) -> Page:
        page = self.post("/login", {"email": email, "password": password, **data}, status=status)
        self.browser.csrf = ""
        return page

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, status: int = 303, **options: Any
    ) -> Page:
        """Send a form as it stands on a page fetched now: signing in and out change its token."""
        self.browser.csrf = ""
        return self.browser.post(
            path, data, status=status, environ_overrides={"REMOTE_ADDR": self.address}, **options
        )

    def sent_to(self, path: str) -> str:
        """Where a page sends the browser."""
        answer = self.browser.client.get(path, base_url=BASE)
        assert answer.status_code == 303
        return answer.headers["Location"].removeprefix(BASE)

    @property
    def token(self) -> str:
        cookie = self.browser.client.get_cookie(SESSION_COOKIE, domain="127.0.0.1")
        return cookie.value if cookie else ""

    def is_in(self) -> bool:
        return self.browser.client.get("/sessions", base_url=BASE).status_code == 200


@pytest.fixture(autouse=True)
def separate_requests(app: Flask) -> Iterator[None]:
    """The context around a test outlives its requests: give each its own `g`, and let the test write after a GET."""

    def begin(_sender: Flask, **_: Any) -> None:
        vars(g._get_current_object()).clear()

    def finish(_sender: Flask, **_: Any) -> None:
        reading_only("")

    with request_started.connected_to(begin), request_tearing_down.connected_to(finish):
        yield


@pytest.fixture
def door(app: Flask) -> Callable[..., Door]:
    def open_door(address: str = "127.0.0.1") -> Door:
        return Door(Browser(app.test_client()), address)

    return open_door


@pytest.fixture
def curator(town: World) -> Actor:
    operations.give_password(town.curator.user_id, PASSWORD)
    return town.curator


def replayed(app: Flask, token: str) -> int:
    """The status a copied cookie gets for a page of signed-in people."""
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, token, domain="127.0.0.1")
    return client.get("/sessions", base_url=BASE).status_code


def age_sessions(**columns: timedelta) -> None:
    """Move instants of every session into the past."""
    moments = {name: now() - span for name, span in columns.items()}
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(**moments))
