"""The register of accounts and the page of one person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Response, current_app, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

import config
from webapp import tables
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.administration import operations, queries
from webapp.administration.forms import (
    EmailForm,
    EndRoleForm,
    NewUserForm,
    PersonForm,
    RoleForm,
    read_filters,
)
from webapp.administration.queries import Filters, Sort
from webapp.database import now, today_in
from webapp.errors import Invalid
from webapp.forms import Form, blame
from webapp.paging import read_place
from webapp.rendering import render, see_other
from workflows.vocabulary import Role

Answer = Response | WerkzeugResponse
MANAGE = Permission.MANAGE_USERS

section = Section("administration", __name__, url_prefix="/admin", nav="users")


@section.get("/users", access=MANAGE)
def users() -> Answer:
    filters = read_filters(request.args)
    place = read_place(request.args.get("after", ""), request.args.get("before", ""))
    page = queries.users(filters, place, actor=current_actor())
    return render(
        "administration/users.html",
        page=page,
        filters=filters,
        columns=_columns(filters.sort),
        chips=_chips(filters),
        roles=tuple(Role),
        states=tuple(queries.AccountState),
        next_url=tables.here(after=page.after) if page.after else "",
        previous_url=tables.here(before=page.before) if page.before else "",
        zone=ZoneInfo(current_actor().zone),
    )


@section.get("/users/new", access=MANAGE)
def new_user() -> Answer:
    form = NewUserForm(formdata=None)
    form.offer(queries.places(current_actor()), today_in(current_actor().zone))
    return render("administration/new_user.html", form=form, more=(), errors=False)


@section.post("/users/new", access=MANAGE)
def create_user() -> Answer:
    form = NewUserForm()
    more: tuple[str, ...] = ()
    form.offer(queries.places(current_actor()), today_in(current_actor().zone))
    if form.validate():
        try:
            user_id = operations.create_user(form.person(), form.grant(today_in(current_actor().zone)))
            return see_other(_page_of(user_id))
        except Invalid as error:
            more = blame(form, error)
    return render("administration/new_user.html", status=422, form=form, more=more, errors=True)


@section.get("/users/<int:user_id>", access=MANAGE)
def user(user_id: int) -> Answer:
    return _card(user_id)


@section.post("/users/<int:user_id>/profile", access=MANAGE)
def rename(user_id: int) -> Answer:
    form = PersonForm()
    return _submit(
        user_id, form, lambda: operations.rename(user_id, form.name.data or "", form.post.data or "")
    )


@section.post("/users/<int:user_id>/email", access=MANAGE)
def change_email(user_id: int) -> Answer:
    form = EmailForm()
    return _submit(user_id, form, lambda: operations.change_email(user_id, form.email.data or ""), fresh=True)


@section.post("/users/<int:user_id>/roles", access=MANAGE)
def grant_role(user_id: int) -> Answer:
    form = RoleForm()
    form.offer(queries.places(current_actor()), today_in(current_actor().zone))
    return _submit(
        user_id,
        form,
        lambda: operations.grant_role(user_id, form.grant(today_in(current_actor().zone))),
        fresh=True,
    )


@section.post("/users/<int:user_id>/roles/<int:membership_id>/end", access=MANAGE)
def end_role(user_id: int, membership_id: int) -> Answer:
    form = EndRoleForm()

    def act() -> None:
        operations.end_role(user_id, membership_id, last_day=form.last_day.day)

    return _submit(user_id, form, act, fresh=True)


@section.post("/users/<int:user_id>/disable", access=MANAGE)
def disable(user_id: int) -> Answer:
    return _submit(user_id, Form(), lambda: operations.disable(user_id), fresh=True)


@section.post("/users/<int:user_id>/enable", access=MANAGE)
def enable(user_id: int) -> Answer:
    return _submit(user_id, Form(), lambda: operations.enable(user_id), fresh=True)


@section.post("/users/<int:user_id>/invite", access=MANAGE)
def invite(user_id: int) -> Answer:
    return _submit(user_id, Form(), lambda: operations.invite(user_id))


@section.post("/users/<int:user_id>/reset", access=MANAGE)
def send_reset(user_id: int) -> Answer:
    return _submit(user_id, Form(), lambda: operations.send_reset(user_id))


@section.post("/users/<int:user_id>/sessions/end", access=MANAGE)
def end_sessions(user_id: int) -> Answer:
    return _submit(user_id, Form(), lambda: operations.end_sessions(user_id))


def _submit(user_id: int, form: Form, act: Callable[[], object], *, fresh: bool = False) -> Answer:
    """Do one thing with an account and show its page; `fresh` asks for a recent password first (SE-09)."""
    if fresh and g.visitor.fresh_until < now():
        return see_other(url_for("accounts.fresh", next=_page_of(user_id)))
    if not form.validate():
        return _card(user_id, form=form)
    try:
        act()
    except Invalid as error:
        return _card(user_id, form=form, more=blame(form, error))
    return see_other(_page_of(user_id))


def _card(user_id: int, *, form: Form | None = None, more: tuple[str, ...] = ()) -> Answer:
    """Return the page of a person with its forms; `form` is the one to be corrected."""
    card = queries.user_card(user_id, actor=current_actor(), live_after=_live_after())
    role = form if isinstance(form, RoleForm) else RoleForm(formdata=None)
    role.offer(queries.places(current_actor()), today_in(current_actor().zone))
    if isinstance(form, EndRoleForm):
        more = (*more, *form.last_day.errors)
    return render(
        "administration/user.html",
        status=422 if form else 200,
        card=card,
        columns=tables.columns("Роль", "Где", "Срок", "Основание", "Прекратить"),
        role_form=role,
        person_form=form if type(form) is PersonForm else PersonForm(formdata=None, obj=card.row),
        email_form=form if type(form) is EmailForm else EmailForm(formdata=None, obj=card.row),
        bad=form if form and not isinstance(form, EndRoleForm) else Form(formdata=None),
        more=more,
        errors=form is not None,
        zone=ZoneInfo(current_actor().zone),
    )


def _columns(sort: Sort) -> tuple[tables.Column, ...]:
    def column(key: str, title: str) -> tables.Column:
        direction = {key: "ascending", f"-{key}": "descending"}.get(sort.value, "")
        turned = f"-{key}" if direction == "ascending" else key
        return tables.Column(key, title, url=tables.here(sort=turned), sort=direction)

    return (
        column("name", "Человек"),
        tables.Column("roles", "Роли"),
        tables.Column("state", "Состояние"),
        column("login", "Последний вход"),
    )


def _chips(filters: Filters) -> tuple[tables.Chip, ...]:
    return tables.chips(
        {
            "q": f"«{filters.q}»" if filters.q else "",
            "role": filters.role.label if filters.role else "",
            "state": filters.state.label if filters.state else "",
        }
    )


def _page_of(user_id: int) -> str:
    return url_for("administration.user", user_id=user_id)


def _live_after() -> datetime:
    settings: config.Settings = current_app.extensions["settings"]
    return now() - timedelta(minutes=settings.session_idle)
