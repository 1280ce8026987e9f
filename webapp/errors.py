"""Faults in front of people: one clear sentence, a number for support, nothing of the inside (WB-05)."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import Actor
from webapp.access.closing import StageSigned
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.database import session
from webapp.rendering import WITH_ERRORS, is_fragment, see_other
from webapp.storage import StorageError

log = logging.getLogger(__name__)
Refused = Callable[[Actor, str, str, str], None]
"""Who was refused, by which method, address and endpoint."""
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})
BUSY_RETRY = "5"
STORAGE_RETRY = "120"
WITHOUT_ADDRESSES = (
    '<!doctype html><html lang="ru"><head><title>Запрос не принят — Экспертиза</title></head><body>'
    "<h1>Запрос не принят</h1><p>Откройте систему по её обычному адресу.</p></body></html>"
)


class Stale(Exception):
    """The page is older than the thing it shows; `what` says what changed, by whom and when (BZ-02)."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class Invalid(Exception):
    """Input a person must correct; the text is one clear sentence, `field` the form field it belongs to."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.sentence = sentence
        self.field = field
        super().__init__(sentence)


class NotThere(Exception):
    """The thing does not exist for this person; foreign and missing are one (AZ-02)."""


class TooMany(Exception):
    """Too many costly acts at once; `retry_after` in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        self.sentence = sentence
        self.retry_after = retry_after
        super().__init__(sentence)


def install(app: Flask, *, refused: Refused) -> None:
    """Answer every fault with its page; `refused` is told of what a signed-in person was denied."""

    def not_there() -> tuple[str, int]:
        visitor = g.get("visitor")
        if visitor is not None and _asks_for_a_role():
            refused(visitor.actor, request.method, request.path, request.endpoint or "")
        return page(404)

    table: dict[type[Exception], Callable[[Any], Any]] = {
        NotThere: lambda _e: not_there(),
        Stale: lambda e: page(409, e.what),
        StageSigned: lambda e: page(409, e.sentence),
        StaleDataError: lambda _e: page(409, "Пока вы работали, данные изменил другой человек."),
        CSRFError: lambda _e: page(400, "Страница открыта слишком давно. Обновите её и повторите."),
        TooMany: _too_many,
        once.AlreadyActed: _already_acted,
        OperationalError: _database_trouble,
        StorageError: _storage_trouble,
        HTTPException: lambda e: not_there() if e.code == NotFound.code else page(e.code or 500),
        Exception: _unexpected,
    }
    for kind, answer in table.items():
        app.register_error_handler(kind, answer)


def page(code: int, sentence: str = "") -> tuple[str, int]:
    """Return the page of a fault; codes without a page of their own are shown as 400 or 500."""
    shown = code if code in PAGES else 400 if code < InternalServerError.code else 500
    if not _has_addresses():
        return WITHOUT_ADDRESSES, BadRequest.code
    body = render_template(
        f"errors/{shown}.html",
        sentence=sentence,
        error_id=getattr(g, "request_id", ""),
        fragment=is_fragment(),
        errors=code in WITH_ERRORS,
    )
    return body, code


def _asks_for_a_role() -> bool:
    """Tell whether the address is of a page not everybody may see: those of all may carry a secret (AZ-11)."""
    section, name = (
        current_app.blueprints.get(request.blueprint or ""),
        (request.endpoint or "").rpartition(".")[2],
    )
    needed = section.declared.get(name) if isinstance(section, Section) else None
    return needed is not None and needed is not Permission.PUBLIC


def _has_addresses() -> bool:
    """Tell whether this request came by a host we answer to; without one no address can be built (WB-06)."""
    try:
        url_for("static", filename="app.css")
    except (RuntimeError, AttributeError):  # Flask: the request has no address of ours
        return False
    return True


def _too_many(error: TooMany) -> tuple[str, int, dict[str, str]]:
    body, code = page(429, error.sentence)
    return body, code, {"Retry-After": str(error.retry_after)}


def _already_acted(error: once.AlreadyActed) -> "Response | WerkzeugResponse":
    visitor = g.visitor
    user_id = visitor.actor.user_id if visitor else 0
    token = request.form.get("form_token", "")
    return see_other(once.first_result(error, user_id, token, fallback=request.path))


def _database_trouble(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    session.rollback()
    log.exception("database")
    body, code = page(503)
    return body, code, {"Retry-After": BUSY_RETRY}


def _storage_trouble(error: StorageError) -> tuple[str, int, dict[str, str]]:
    session.rollback()
    log.error("storage", exc_info=error)
    body, code = page(503, str(error))
    return body, code, {"Retry-After": STORAGE_RETRY}


def _unexpected(error: Exception) -> tuple[str, int]:
    session.rollback()
    log.exception("unexpected")
    return page(500)
