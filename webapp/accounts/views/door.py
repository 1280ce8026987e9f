"""The door of the product: who sends a request, and what one is told who must sign in."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Request, Response, current_app, g, make_response, request, url_for
from flask_login import UserMixin
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as WerkzeugResponse

import config
from webapp.access.actor import Visitor
from webapp.access.guard import SAFE, Section
from webapp.accounts import operations, queries
from webapp.accounts.forms import HOME, safe_next
from webapp.accounts.operations import Browser, SignedIn
from webapp.database import now
from webapp.errors import TooMany
from webapp.extensions import login_manager
from webapp.frame import DISPLAY_COOKIE
from webapp.rendering import is_fragment, see_other

Answer = Response | WerkzeugResponse
YEAR = 365 * 24 * 3600
POLL = "poll"
FRAGMENTS = "/_/"

section = Section("accounts", __name__)


class Account(UserMixin):
    """What flask-login's `current_user` is: the visitor of this request."""

    def __init__(self, visitor: Visitor) -> None:
        self.id = str(visitor.actor.user_id)
        self.visitor = visitor


login_manager.session_protection = None


@login_manager.request_loader
def _account(_request: Request) -> Account | None:
    visitor: Visitor | None = g.get("visitor")
    return Account(visitor) if visitor else None


def identify() -> Visitor | None:
    """Return who sends this request, by the cookie's secret; a poll does not prolong the session (SE-04)."""
    token = request.cookies.get(cookie_name(), "")
    seen = queries.visitor_by_token(token, terms()) if token else None
    if seen is None:
        return None
    if request.headers.get("HX-Trigger-Name") == POLL or request.path.startswith(FRAGMENTS):
        return seen.visitor
    touched = operations.touch(seen.visitor.actor.session_id or 0, seen.last_seen_at)
    ends_at = min(seen.ends_at_latest, touched + terms().idle)
    return replace(seen.visitor, ends_at=ends_at)


def challenge() -> Answer:
    """Answer one who must sign in: a page leads to the sign-in page and back, a fragment opens the dialog."""
    if is_fragment():
        return triggering(make_response("", 401), "session-ended", csrf=generate_csrf())
    back = wanted()
    return see_other(url_for("accounts.login", next=back) if back != HOME else url_for("accounts.login"))


def cookie_name() -> str:
    """Return the name of the session's cookie; over https the browser itself guards the prefix."""
    return "__Host-session" if settings().secure_cookies else "session"


def browser() -> Browser:
    agent = request.headers.get("User-Agent", "")
    token = request.cookies.get(cookie_name(), "")
    return Browser(request.remote_addr or "", agent, token, limited=settings().throttle)


def welcome(response: Answer, signed: SignedIn) -> Answer:
    return keep_session(keep_display(response, signed.display) if signed.display else response, signed.token)


def keep_session(response: Answer, token: str) -> Answer:
    response.set_cookie(cookie_name(), token, **cookie_rules())
    return response


def keep_display(response: Answer, display: str) -> Answer:
    response.set_cookie(DISPLAY_COOKIE, display, max_age=YEAR, **cookie_rules())
    return response


def cookie_rules() -> dict[str, Any]:
    return {"path": "/", "secure": settings().secure_cookies, "httponly": True, "samesite": "Lax"}


def triggering(response: Answer, event: str, **details: object) -> Answer:
    response.headers["HX-Trigger"] = json.dumps({event: details}, ensure_ascii=True)
    return response


def slow_down(response: Answer, error: TooMany) -> Answer:
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def ends() -> int:
    """Return until when the session lives, in epoch seconds."""
    visitor: Visitor | None = g.visitor
    return int((visitor.ends_at if visitor else now() + terms().idle).timestamp())


def wanted() -> str:
    """Return the page to come back to: the one asked for, or the one the form stood on."""
    base = settings().base_url
    if request.method in SAFE:
        return safe_next(request.full_path.rstrip("?"), base)
    return safe_next(referring(), base)


def referring() -> str:
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def terms() -> queries.Terms:
    kept = settings()
    return queries.Terms(
        idle=timedelta(minutes=kept.session_idle),
        absolute=timedelta(minutes=kept.session_absolute),
        fresh=timedelta(minutes=kept.fresh_login),
    )


def settings() -> config.Settings:
    kept: config.Settings = current_app.extensions["settings"]
    return kept
