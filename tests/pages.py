"""Browsing without a browser: every fetched page is checked for what every page must be."""

import hashlib
import re
import secrets
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from werkzeug.test import TestResponse

from webapp.access.actor import Actor, system_scope
from webapp.database import session, transaction
from webapp.models import LoginSession

SESSION_COOKIE = "session"


class SignIn:
    """Signs a person in by giving the browser a session row of its own; passwords are tested elsewhere."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, actor: Actor) -> "Browser":
        token = secrets.token_urlsafe(32)
        digest = hashlib.sha256(token.encode()).hexdigest()
        with system_scope("test sign-in"), transaction():
            session.add(
                LoginSession(token_hash=digest, user_id=actor.user_id, membership_id=actor.membership_id)
            )
        client = self._app.test_client()
        client.set_cookie(SESSION_COOKIE, token, domain="127.0.0.1")
        return Browser(client, actor)


@dataclass(slots=True)
class Browser:
    """A client that keeps its cookies, reads CSRF tokens from the page it last saw, and checks pages."""

    client: FlaskClient
    actor: Actor | None = None
    csrf: str = ""

    def get(self, path: str, *, status: int = 200, **options: Any) -> "Page":
        page = self._answer(apart(self.client.get, path, base_url=BASE, **options))
        assert page.status == status, f"GET {path}: {page.status}\n{page.text[:3000]}"
        if page.is_html and not page.location and not options.get("headers", {}).get("HX-Request"):
            page.check()
            self.csrf = page.csrf or self.csrf
        return page

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        status: int = 303,
        headers: dict[str, str] | None = None,
        token: str | None = None,
        **options: Any,
    ) -> "Page":
        if not self.csrf:
            self.csrf = self._answer(apart(self.client.get, "/display", base_url=BASE)).csrf
        body = {"csrf_token": self.csrf, "form_token": token or secrets.token_urlsafe(12), **(data or {})}
        page = self._answer(
            apart(self.client.post, path, data=body, base_url=BASE, headers=headers, **options)
        )
        assert page.status == status, f"POST {path}: {page.status}, not {status}\n{page.text[:3000]}"
        return page

    def fragment(self, path: str, target: str, *, status: int = 200) -> "Page":
        return self.get(path, status=status, headers={"HX-Request": "true", "HX-Target": target})

    def follow(self, page: "Page") -> "Page":
        return self.get(page.location)

    def _answer(self, response: TestResponse) -> "Page":
        return Page(
            response.status_code, response.get_data(), dict(response.headers), response.mimetype or ""
        )


BASE = "http://127.0.0.1:8000"


def apart(call: Callable[..., TestResponse], *arguments: Any, **options: Any) -> TestResponse:
    """Send a request in a context of its own, as a server does: nothing of the test's session or actor is in it."""
    session.commit()
    return Context().run(call, *arguments, **options)


@dataclass(slots=True)
class Page:
    status: int
    body: bytes
    headers: dict[str, str]
    mimetype: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def is_html(self) -> bool:
        return self.mimetype == "text/html"

    @property
    def location(self) -> str:
        return self.headers.get("Location", "").removeprefix(BASE)

    @property
    def tree(self) -> Any:
        return lxml_html.fromstring(self.text)

    @property
    def words(self) -> str:
        """The visible text, white space folded."""
        return re.sub(r"\s+", " ", self.tree.text_content()).strip()

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.text)
        return found.group(1) if found else ""

    def value(self, name: str) -> str:
        """The value of the first form field of that name."""
        return str(self.tree.xpath(f'//*[@name="{name}"]/@value')[0])

    def has(self, *words: str) -> bool:
        shown = self.words.replace("\xa0", " ")
        return all(word in shown for word in words)

    def check(self) -> None:
        """What every page must be: valid, titled, with one h1, without anything inline."""
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(self.text)
        faults = [code for _place, code, _data in parser.errors if code not in TOLERATED]
        assert not faults, f"invalid HTML: {faults[:5]}"
        assert len(self.tree.xpath("//h1")) == 1, "one h1"
        assert self.tree.xpath("//title")[0].text_content().strip(), "a title"
        assert not self.tree.xpath("//*[@style]"), "no inline style"
        assert "no-store" in self.headers.get("Cache-Control", "")


TOLERATED = frozenset({"expected-doctype-but-got-unknown-doctype"})
