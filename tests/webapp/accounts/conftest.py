"""People who know their passwords, and browsers from wherever they sit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.pages import SESSION_COOKIE, Browser, Page
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.accounts import operations
from webapp.database import now, session, transaction
from webapp.models import LoginSession

PASSWORD = "три слона на одном балконе"


@dataclass(slots=True)
class Door:
    """A browser at one address of the network that signs in by the form."""

    browser: Browser
    address: str = "127.0.0.1"

    def login(self, email: str, password: str = PASSWORD, *, status: int = 303, **data: Any) -> Page:
        return self.browser.post(
            "/login",
            {"email": email, "password": password, **data},
            status=status,
            environ_overrides={"REMOTE_ADDR": self.address},
        )

    @property
    def token(self) -> str:
        cookie = self.browser.client.get_cookie(SESSION_COOKIE, domain="127.0.0.1")
        return cookie.value if cookie else ""

    def is_in(self) -> bool:
        return self.browser.client.get("/sessions", base_url="http://127.0.0.1:8000").status_code == 200


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
    return client.get("/sessions", base_url="http://127.0.0.1:8000").status_code


def age_sessions(**columns: timedelta) -> None:
    """Move instants of every session into the past."""
    moments = {name: now() - span for name, span in columns.items()}
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(**moments))
