"""Pages of signing in and out, of one's own sessions and password, of display settings."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Request, Response, current_app, g, make_response, request, url_for
from flask import session as form_session
from flask_login import UserMixin
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as WerkzeugResponse

import config
from webapp import tables
from webapp.access.actor import Visitor, current_actor
from webapp.access.guard import SAFE, Section
from webapp.access.permissions import Permission
from webapp.accounts import operations, queries
from webapp.accounts.forms import (
    HOME,
    ChangePasswordForm,
    DisplayForm,
    FreshForm,
    LoginForm,
    NewPasswordForm,
    ResetForm,
    safe_next,
)
from webapp.accounts.operations import Browser, Purpose, SignedIn
from webapp.database import now
from webapp.errors import Invalid, NotThere, TooMany
from webapp.extensions import login_manager
from webapp.forms import Form
from webapp.frame import DISPLAY_COOKIE, Display
from webapp.rendering import is_fragment, render, see_other

Answer = Response | WerkzeugResponse
PUBLIC, SIGNED_IN = Permission.PUBLIC, Permission.SIGNED_IN
YEAR = 365 * 24 * 3600
POLL = "poll"
FRAGMENTS = "/_/"
NOTICES = {
    "logout": "Вы вышли из системы.",
    "password": "Пароль сохранён. Войдите с новым паролем.",
    "reset": "Если этот адрес есть в системе, на него отправлено письмо. Ссылка в нём действует 60 минут.",
}

section = Section("accounts", __name__)


class Account(UserMixin):  # type: ignore[misc]
    """What flask-login's `current_user` is: the visitor of this request."""

    def __init__(self, visitor: Visitor) -> None:
        self.id = str(visitor.actor.user_id)
        self.visitor = visitor


login_manager.session_protection = None


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _account(_request: Request) -> Account | None:
    visitor: Visitor | None = g.get("visitor")
    return Account(visitor) if visitor else None


def identify() -> Visitor | None:
    """Return who sends this request, by the cookie's secret; a poll does not prolong the session (SE-04)."""
    token = request.cookies.get(cookie_name(), "")
    seen = queries.visitor_by_token(token, _terms()) if token else None
    if seen is None:
        return None
    if request.headers.get("HX-Trigger-Name") == POLL or request.path.startswith(FRAGMENTS):
        return seen.visitor
    touched = operations.touch(seen.visitor.actor.session_id or 0, seen.last_seen_at)
    ends_at = min(seen.ends_at_latest, touched + _terms().idle)
    return replace(seen.visitor, ends_at=ends_at)


def challenge() -> Answer:
    """Answer one who must sign in: a page leads to the sign-in page and back, a fragment opens the dialog."""
    if is_fragment():
        return _triggering(make_response("", 401), "session-ended", csrf=generate_csrf())
    wanted = _wanted()
    return see_other(url_for("accounts.login", next=wanted) if wanted != HOME else url_for("accounts.login"))


def cookie_name() -> str:
    """Return the name of the session's cookie; over https the browser itself guards the prefix."""
    return "__Host-session" if _settings().secure_cookies else "session"


@section.get("/login", access=PUBLIC)
def login() -> Answer:
    wanted = safe_next(request.args.get("next", ""), _settings().base_url)
    if g.visitor is not None:
        return see_other(wanted)
    form = LoginForm(formdata=None, next=wanted)
    return _login_page(form, notice=NOTICES.get(request.args.get("notice", ""), ""))


@section.post("/login", access=PUBLIC)
def sign_in() -> Answer:
    form = LoginForm()
    if form.in_place.data:
        return _again(form)
    if not form.validate():
        return _login_page(form, status=422)
    try:
        signed = operations.sign_in(form.email.data or "", form.password.data or "", _browser())
    except Invalid as error:
        return _login_page(form, status=422, sentence=error.sentence)
    except TooMany as error:
        return _slow_down(_login_page(form, status=429, sentence=error.sentence), error)
    form_session.clear()
    return _welcome(see_other(safe_next(form.next.data or "", _settings().base_url)), signed)


@section.post("/login/again", access=PUBLIC)
def again() -> Answer:
    """Sign in from the dialog that stands over a page whose session has ended."""
    return _again(LoginForm())


@section.post("/logout", access=PUBLIC)
def logout() -> Answer:
    operations.sign_out(request.cookies.get(cookie_name(), ""))
    form_session.clear()
    response = see_other(url_for("accounts.login", notice="logout"))
    response.delete_cookie(cookie_name(), **_cookie_rules())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@section.post("/role", access=SIGNED_IN)
def role() -> Answer:
    chosen = request.form.get("membership", type=int)
    if chosen is None:
        raise NotThere
    operations.switch_role(current_actor(), chosen)
    return see_other(HOME)


@section.post("/session/extend", access=SIGNED_IN)
def extend() -> Answer:
    """The guard has marked the session as used already; tell the page until when it lives now."""
    if not is_fragment():
        return see_other(_wanted())
    return _triggering(make_response("", 204), "session-extended", ends=_ends())


@section.get("/session/fresh", access=SIGNED_IN)
def fresh() -> Answer:
    form = FreshForm(formdata=None, next=safe_next(request.args.get("next", ""), _settings().base_url))
    return render("accounts/fresh.html", form=form, sentence="", errors=False)


@section.post("/session/fresh", access=SIGNED_IN)
def confirm() -> Answer:
    form = FreshForm()
    if form.validate():
        try:
            operations.confirm_password(current_actor(), form.password.data or "", _browser())
            return see_other(safe_next(form.next.data or "", _settings().base_url))
        except Invalid as error:
            _put(form, error)
        except TooMany as error:
            page = render("accounts/fresh.html", status=429, form=form, sentence=error.sentence, errors=True)
            return _slow_down(page, error)
    return render("accounts/fresh.html", status=422, form=form, sentence="", errors=True)


@section.get("/sessions", access=SIGNED_IN)
def sessions() -> Answer:
    actor = current_actor()
    return render(
        "accounts/sessions.html",
        sessions=queries.own_sessions(actor, _terms()),
        columns=tables.columns("Устройство", "Адрес в сети", "Начат", "Последнее действие", "Завершить"),
        zone=ZoneInfo(actor.zone),
    )


@section.post("/sessions/<int:session_id>/end", access=SIGNED_IN)
def end_session(session_id: int) -> Answer:
    actor = current_actor()
    operations.end_own(session_id, actor=actor)
    return see_other(
        url_for("accounts.login") if session_id == actor.session_id else url_for("accounts.sessions")
    )


@section.post("/sessions/end-others", access=SIGNED_IN)
def end_other_sessions() -> Answer:
    operations.end_others(current_actor())
    return see_other(url_for("accounts.sessions"))


@section.get("/account/password", access=SIGNED_IN)
def password() -> Answer:
    return render("accounts/password.html", form=ChangePasswordForm(formdata=None), sentence="", errors=False)


@section.post("/account/password", access=SIGNED_IN)
def change_password() -> Answer:
    form = ChangePasswordForm()
    if form.validate():
        try:
            token = operations.change_password(
                current_actor(), form.current.data or "", form.new.data or "", _browser()
            )
            return _keep_session(see_other(url_for("accounts.sessions")), token)
        except Invalid as error:
            _put(form, error)
        except TooMany as error:
            page = render(
                "accounts/password.html", status=429, form=form, sentence=error.sentence, errors=True
            )
            return _slow_down(page, error)
    return render("accounts/password.html", status=422, form=form, sentence="", errors=True)


@section.get("/login/reset", access=PUBLIC)
def reset_request() -> Answer:
    return render("accounts/reset_request.html", form=ResetForm(formdata=None), sentence="", errors=False)


@section.post("/login/reset", access=PUBLIC)
def order_reset() -> Answer:
    form = ResetForm()
    if not form.validate():
        return render("accounts/reset_request.html", status=422, form=form, sentence="", errors=True)
    operations.request_reset(form.email.data or "", _browser())
    return see_other(url_for("accounts.login", notice="reset"))


@section.get("/reset/<token>", access=PUBLIC)
def reset(token: str) -> Answer:
    return _link_page(Purpose.RESET, token)


@section.post("/reset/<token>", access=PUBLIC)
def accept_reset(token: str) -> Answer:
    return _accept(Purpose.RESET, token)


@section.get("/invitation/<token>", access=PUBLIC)
def invitation(token: str) -> Answer:
    return _link_page(Purpose.INVITATION, token)


@section.post("/invitation/<token>", access=PUBLIC)
def accept_invitation(token: str) -> Answer:
    return _accept(Purpose.INVITATION, token)


@section.get("/display", access=PUBLIC)
def display() -> Answer:
    shown = Display.parse(request.cookies.get(DISPLAY_COOKIE, "") or (g.visitor.display if g.visitor else ""))
    back = safe_next(request.args.get("next", "") or _referring(), _settings().base_url)
    return render(
        "accounts/display.html", form=DisplayForm(formdata=None, obj=shown, next=back), errors=False
    )


@section.post("/display", access=PUBLIC)
def set_display() -> Answer:
    form = DisplayForm()
    if not form.validate():
        return render("accounts/display.html", status=422, form=form, errors=True)
    chosen = form.chosen().dump()
    if g.visitor is not None:
        operations.keep_display(g.visitor.actor, chosen)
    return _keep_display(see_other(safe_next(form.next.data or "", _settings().base_url)), chosen)


@section.get("/accessibility", access=PUBLIC)
def accessibility() -> Answer:
    return render("accounts/accessibility.html", support=_settings().support_contact)


def _login_page(form: LoginForm, *, status: int = 200, sentence: str = "", notice: str = "") -> Response:
    return render(
        "accounts/login.html",
        status=status,
        form=form,
        sentence=sentence,
        notice=notice,
        errors=status != 200,
    )


def _again(form: LoginForm) -> Answer:
    """The held request runs again only for the very person who left it (SE-05)."""
    browser = _browser()
    try:
        signed = operations.sign_in(form.email.data or "", form.password.data or "", browser)
    except Invalid as error:
        return _again_refused(error.sentence, 422)
    except TooMany as error:
        return _slow_down(_again_refused(error.sentence, 429), error)
    if browser.token and queries.user_of_token(browser.token) == signed.user_id:
        answer = _triggering(
            make_response("", 204), "signed-in", same=True, csrf=generate_csrf(), ends=_ends()
        )
    else:
        form_session.clear()
        answer = _triggering(see_other(HOME), "signed-in", same=False, csrf="", ends=_ends())
    return _welcome(answer, signed)


def _again_refused(sentence: str, status: int) -> Response:
    return render("accounts/login_again.html", block="login_again_error", status=status, sentence=sentence)


def _link_page(purpose: Purpose, token: str, form: NewPasswordForm | None = None) -> Response:
    owner = queries.link_owner(token, purpose)
    if owner is None:
        return render("accounts/link_gone.html", status=404, purpose=purpose.value)
    status, shown = (422, form) if form else (200, NewPasswordForm(formdata=None))
    return render(
        "accounts/link.html",
        status=status,
        form=shown,
        owner=owner,
        purpose=purpose.value,
        errors=form is not None,
    )


def _accept(purpose: Purpose, token: str) -> Answer:
    form = NewPasswordForm()
    if not form.validate():
        return _link_page(purpose, token, form)
    try:
        operations.accept_link(token, purpose, form.new.data or "")
    except Invalid as error:
        if not error.field:
            return render("accounts/link_gone.html", status=404, purpose=purpose.value)
        _put(form, error)
        return _link_page(purpose, token, form)
    return see_other(url_for("accounts.login", notice="password"))


def _welcome(response: Answer, signed: SignedIn) -> Answer:
    return _keep_session(
        _keep_display(response, signed.display) if signed.display else response, signed.token
    )


def _keep_session(response: Answer, token: str) -> Answer:
    response.set_cookie(cookie_name(), token, **_cookie_rules())
    return response


def _keep_display(response: Answer, display: str) -> Answer:
    response.set_cookie(DISPLAY_COOKIE, display, max_age=YEAR, **_cookie_rules())
    return response


def _cookie_rules() -> dict[str, Any]:
    return {"path": "/", "secure": _settings().secure_cookies, "httponly": True, "samesite": "Lax"}


def _ends() -> int:
    """Return until when the session lives, in epoch seconds."""
    visitor: Visitor | None = g.visitor
    return int((visitor.ends_at if visitor else now() + _terms().idle).timestamp())


def _triggering(response: Answer, event: str, **details: object) -> Answer:
    response.headers["HX-Trigger"] = json.dumps({event: details}, ensure_ascii=True)
    return response


def _slow_down(response: Answer, error: TooMany) -> Answer:
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _put(form: Form, error: Invalid) -> None:
    field = form[error.field]
    field.errors = [*field.errors, error.sentence]


def _wanted() -> str:
    """Return the page to come back to: the one asked for, or the one the form stood on."""
    base = _settings().base_url
    if request.method in SAFE:
        return safe_next(request.full_path.rstrip("?"), base)
    return safe_next(_referring(), base)


def _referring() -> str:
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _browser() -> Browser:
    agent = request.headers.get("User-Agent", "")
    token = request.cookies.get(cookie_name(), "")
    return Browser(request.remote_addr or "", agent, token, limited=_settings().throttle)


def _terms() -> queries.Terms:
    kept = _settings()
    return queries.Terms(
        idle=timedelta(minutes=kept.session_idle),
        absolute=timedelta(minutes=kept.session_absolute),
        fresh=timedelta(minutes=kept.fresh_login),
    )


def _settings() -> config.Settings:
    kept: config.Settings = current_app.extensions["settings"]
    return kept
