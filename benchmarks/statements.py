"""What one request costs in SQL statements: counted inside this process, over the database that is measured."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, func, select

import config
from benchmarks.client import Browser, Request
from webapp import create_app
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Package
from workflows.vocabulary import State

BASE = "http://127.0.0.1:8000"


def count(environment: Mapping[str, str], who: Browser, request: Request) -> int:
    """Return how many statements the answer to this request takes, the sign-in included."""
    client = _app(tuple(environment.items())).test_client()
    for name, value in who.cookies.items():
        client.set_cookie(name, value, domain="127.0.0.1")
    client.get("/display", base_url=BASE)
    seen = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        client.open(
            request.path, method=request.method, data=request.body, content_type=request.content_type or None,
            headers=list(request.headers), base_url=BASE,
        ).close()  # fmt: skip
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sum(
        1 for statement in seen if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))
    )


def visible(environment: Mapping[str, str]) -> int:
    """Return how many packages the first coordinator sees, which is what an export of his holds."""
    with _app(tuple(environment.items())).app_context(), system_scope("benchmark"):
        found = session.scalar(
            select(func.count())
            .select_from(Package)
            .where(Package.municipality_id == 1, Package.state != State.DRAFT)
        )
    return found or 0


@cache
def _app(environment: tuple[tuple[str, str], ...]) -> Flask:
    return create_app(config.load(dict(environment)))
