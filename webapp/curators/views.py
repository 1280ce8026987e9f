"""Pages of curators: who looks after what, and the assignments behind it."""

from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.curators import forms, operations, queries
from webapp.curators.operations import Unconfirmed
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.paging import read_place
from webapp.rendering import render, see_other
from webapp.tables import TabItem, columns, here

section = Section("curators", __name__, url_prefix="/curators")
Answer = Response | WerkzeugResponse

PEOPLE = columns("Куратор", "Школы", "Школ", "Ждут проверки", numeric=frozenset({"Школ", "Ждут проверки"}))
ASSIGNMENTS = columns("Куратор", "Школа", "Период", "Приказ", "Состояние", minor=frozenset({"Приказ"}))
VIEWS = (("", "Кураторы"), ("current", "Действующие закрепления"), ("all", "Все закрепления"))


@section.get("", access=P.READ_REGISTERS)
def register() -> Answer:
    actor, chosen = current_actor(), request.args.get("view", "")
    place = read_place(request.args.get("after", ""), request.args.get("before", ""))
    today = today_in(actor.zone)
    context: dict[str, Any] = {
        "tabs": _tabs(chosen),
        "may_manage": may(actor.role, P.MANAGE_REGISTERS),
        "here": here,
    }
    if chosen in {"current", "all"}:
        page = queries.assignments(place, today=today, current=chosen == "current")
        return render("curators/assignments.html", page=page, columns=ASSIGNMENTS, **context)
    return render(
        "curators/register.html",
        page=queries.people(place, today=today),
        columns=PEOPLE,
        orphans=queries.orphans(today),
        **context,
    )


@section.get("/new", access=P.MANAGE_REGISTERS)
def new() -> Answer:
    chosen = {"curator": request.args.get("curator", ""), "since": today_in(current_actor().zone)}
    return _assign_page(forms.AssignForm(data=chosen))


@section.post("/new", access=P.MANAGE_REGISTERS)
def assign() -> Answer:
    actor = current_actor()
    form = forms.AssignForm().offer(queries.curator_options(today_in(actor.zone)), queries.school_options())
    if not form.validate():
        return _assign_page(form, status=422)
    try:
        operations.assign(form.assignment(), actor=actor, confirmed=form.confirmed.data == "1")
    except Invalid as error:
        return _assign_page(form, error=error, status=422)
    except Unconfirmed as question:
        form.confirmed.data = "1"
        return _assign_page(form, overlaps=question.overlaps, status=422)
    return see_other(url_for(".register"))


@section.get("/<int:number>/edit", access=P.MANAGE_REGISTERS)
def edit(number: int) -> Answer:
    return _edit_page(number, forms.terms_form(queries.terms_of(queries.assignment(number))))


@section.post("/<int:number>/edit", access=P.MANAGE_REGISTERS)
def change(number: int) -> Answer:
    form = forms.TermsForm()
    if not form.validate():
        return _edit_page(number, form, status=422)
    try:
        operations.change(
            number,
            form.terms(),
            actor=current_actor(),
            mark=form.mark.data or "",
            confirmed=form.confirmed.data == "1",
        )
    except Invalid as error:
        return _edit_page(number, form, error=error, status=422)
    except Unconfirmed as question:
        form.confirmed.data = "1"
        return _edit_page(number, form, overlaps=question.overlaps, status=422)
    return see_other(url_for(".register", view="current"))


def _tabs(chosen: str) -> tuple[TabItem, ...]:
    known = chosen if chosen in dict(VIEWS) else ""
    return tuple(
        TabItem(title, url_for(".register", view=code or None), None, code == known) for code, title in VIEWS
    )


def _assign_page(
    form: forms.AssignForm,
    *,
    error: Invalid | None = None,
    status: int = 200,
    overlaps: tuple[queries.Overlap, ...] = (),
) -> Answer:
    form.offer(queries.curator_options(today_in(current_actor().zone)), queries.school_options())
    return form_page("curators/new.html", form, error=error, status=status, overlaps=overlaps)


def _edit_page(
    number: int,
    form: forms.TermsForm,
    *,
    error: Invalid | None = None,
    status: int = 200,
    overlaps: tuple[queries.Overlap, ...] = (),
) -> Answer:
    row = queries.assignment(number)
    return form_page("curators/edit.html", form, error=error, status=status, row=row, overlaps=overlaps)
