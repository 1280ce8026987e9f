"""One's own sessions and password, how pages are shown, the statement of accessibility."""

from zoneinfo import ZoneInfo

from flask import g, request, url_for

from webapp import tables
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission
from webapp.accounts import operations, queries
from webapp.accounts.forms import ChangePasswordForm, DisplayForm, safe_next
from webapp.accounts.views.door import (
    Answer,
    browser,
    keep_display,
    keep_session,
    referring,
    section,
    settings,
    slow_down,
    terms,
)
from webapp.errors import Invalid, TooMany
from webapp.forms import blame
from webapp.frame import DISPLAY_COOKIE, Display
from webapp.rendering import render, see_other

PUBLIC, SIGNED_IN = Permission.PUBLIC, Permission.SIGNED_IN


@section.get("/sessions", access=SIGNED_IN)
def sessions() -> Answer:
    actor = current_actor()
    return render(
        "accounts/sessions.html",
        sessions=queries.own_sessions(actor, terms()),
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
                current_actor(), form.current.data or "", form.new.data or "", browser()
            )
            return keep_session(see_other(url_for("accounts.sessions")), token)
        except Invalid as error:
            blame(form, error)
        except TooMany as error:
            page = render(
                "accounts/password.html", status=429, form=form, sentence=error.sentence, errors=True
            )
            return slow_down(page, error)
    return render("accounts/password.html", status=422, form=form, sentence="", errors=True)


@section.get("/display", access=PUBLIC)
def display() -> Answer:
    shown = Display.parse(request.cookies.get(DISPLAY_COOKIE, "") or (g.visitor.display if g.visitor else ""))
    back = safe_next(request.args.get("next", "") or referring(), settings().base_url)
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
    return keep_display(see_other(safe_next(form.next.data or "", settings().base_url)), chosen)


@section.get("/accessibility", access=PUBLIC)
def accessibility() -> Answer:
    return render("accounts/accessibility.html", support=settings().support_contact)
