"""Signing in and out, in the page and in the dialog over it; changing the role; proving oneself anew."""

from flask import Response, g, make_response, request, url_for
from flask import session as form_session
from flask_wtf.csrf import generate_csrf

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission
from webapp.accounts import operations, queries
from webapp.accounts.forms import HOME, FreshForm, LoginForm, safe_next
from webapp.accounts.views.door import (
    Answer,
    browser,
    cookie_name,
    cookie_rules,
    ends,
    section,
    settings,
    slow_down,
    triggering,
    wanted,
    welcome,
)
from webapp.errors import Invalid, NotThere, TooMany
from webapp.forms import blame
from webapp.rendering import is_fragment, render, see_other

PUBLIC, SIGNED_IN = Permission.PUBLIC, Permission.SIGNED_IN
NOTICES = {
    "logout": "Вы вышли из системы.",
    "password": "Пароль сохранён. Войдите с новым паролем.",
    "reset": "Если этот адрес есть в системе, на него отправлено письмо. Ссылка в нём действует 60 минут.",
}


@section.get("/login", access=PUBLIC)
def login() -> Answer:
    back = safe_next(request.args.get("next", ""), settings().base_url)
    if g.visitor is not None:
        return see_other(back)
    form = LoginForm(formdata=None, next=back)
    return _login_page(form, notice=NOTICES.get(request.args.get("notice", ""), ""))


@section.post("/login", access=PUBLIC)
def sign_in() -> Answer:
    form = LoginForm()
    if form.in_place.data:
        return _again(form)
    if not form.validate():
        return _login_page(form, status=422)
    try:
        signed = operations.sign_in(form.email.data or "", form.password.data or "", browser())
    except Invalid as error:
        return _login_page(form, status=422, sentence=error.sentence)
    except TooMany as error:
        return slow_down(_login_page(form, status=429, sentence=error.sentence), error)
    form_session.clear()
    return welcome(see_other(safe_next(form.next.data or "", settings().base_url)), signed)


@section.post("/login/again", access=PUBLIC)
def again() -> Answer:
    """Sign in from the dialog that stands over a page whose session has ended."""
    return _again(LoginForm())


@section.post("/logout", access=PUBLIC)
def logout() -> Answer:
    operations.sign_out(request.cookies.get(cookie_name(), ""))
    form_session.clear()
    response = see_other(url_for("accounts.login", notice="logout"))
    response.delete_cookie(cookie_name(), **cookie_rules())
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
        return see_other(wanted())
    return triggering(make_response("", 204), "session-extended", ends=ends())


@section.get("/session/fresh", access=SIGNED_IN)
def fresh() -> Answer:
    form = FreshForm(formdata=None, next=safe_next(request.args.get("next", ""), settings().base_url))
    return render("accounts/fresh.html", form=form, sentence="", errors=False)


@section.post("/session/fresh", access=SIGNED_IN)
def confirm() -> Answer:
    form = FreshForm()
    if form.validate():
        try:
            operations.confirm_password(current_actor(), form.password.data or "", browser())
            return see_other(safe_next(form.next.data or "", settings().base_url))
        except Invalid as error:
            blame(form, error)
        except TooMany as error:
            page = render("accounts/fresh.html", status=429, form=form, sentence=error.sentence, errors=True)
            return slow_down(page, error)
    return render("accounts/fresh.html", status=422, form=form, sentence="", errors=True)


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
    here = browser()
    try:
        signed = operations.sign_in(form.email.data or "", form.password.data or "", here)
    except Invalid as error:
        return _again_refused(error.sentence, 422)
    except TooMany as error:
        return slow_down(_again_refused(error.sentence, 429), error)
    if here.token and queries.user_of_token(here.token) == signed.user_id:
        answer = triggering(make_response("", 204), "signed-in", same=True, csrf=generate_csrf(), ends=ends())
    else:
        form_session.clear()
        answer = triggering(see_other(HOME), "signed-in", same=False, csrf="", ends=ends())
    return welcome(answer, signed)


def _again_refused(sentence: str, status: int) -> Response:
    return render("accounts/login_again.html", block="login_again_error", status=status, sentence=sentence)
