"""One-time links: asking for one, and setting a password by it."""

from flask import Response, url_for

from webapp.access.permissions import Permission
from webapp.accounts import operations, queries
from webapp.accounts.forms import NewPasswordForm, ResetForm
from webapp.accounts.operations import Purpose
from webapp.accounts.views.door import Answer, browser, section
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.rendering import render, see_other

PUBLIC = Permission.PUBLIC


@section.get("/login/reset", access=PUBLIC)
def reset_request() -> Answer:
    return render("accounts/reset_request.html", form=ResetForm(formdata=None), sentence="", errors=False)


@section.post("/login/reset", access=PUBLIC)
def order_reset() -> Answer:
    form = ResetForm()
    if not form.validate():
        return render("accounts/reset_request.html", status=422, form=form, sentence="", errors=True)
    operations.request_reset(form.email.data or "", browser())
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
        blame(form, error)
        return _link_page(purpose, token, form)
    return see_other(url_for("accounts.login", notice="password"))
