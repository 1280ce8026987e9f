"""A real Chromium against a real server over the test's database."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import update
from werkzeug.serving import make_server

from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.accounts.operations import hash_password
from webapp.database import session, transaction
from webapp.models import User

PASSWORD = "parol-dlya-proverki"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
def base_url(the_app: Flask) -> Iterator[str]:
    """The address of the running product; port 8000, because addresses of the product are built from settings."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, the_app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    the_app.config["BASE_URL"] = address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()


@pytest.fixture
def with_passwords(town: World, password_hash: str) -> World:
    """The small world, in which everybody can sign in."""
    with system_scope("test passwords"), transaction():
        session.execute(update(User).values(password_hash=password_hash))
    session.commit()
    return town


@pytest.fixture
def visit(with_passwords: World, base_url: str, browser, request: pytest.FixtureRequest) -> Iterator[Visit]:  # type: ignore[no-untyped-def]
    """Open a browser signed in as a person: `visit(town.curator)`, as nobody: `visit(None)`; every console error
    fails the test, unless `trouble` is what it makes."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(
        actor: Actor | None,
        *,
        scripts: bool = True,
        viewport: dict[str, int] | None = None,
        dark: bool = False,
        trouble: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=base_url,
            locale="ru-RU",
            timezone_id="Asia/Krasnoyarsk",
            java_script_enabled=scripts,
            viewport=viewport or DESK,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.on(
            "console",
            lambda m: (
                complaints.append(m.text)
                if m.type == "error" and not trouble and "422" not in m.text and "409" not in m.text
                else None
            ),
        )
        if actor is None:
            return page
        page.goto("/login")
        page.fill("[name=email]", actor.email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{base_url}/")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not complaints, complaints
