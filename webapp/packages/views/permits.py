"""Leave to send late and leave for one more return."""

from flask import request, url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.forms import Form, blame
from webapp.packages import forms, operations, pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other
from workflows.kinds import KINDS


@section.get("/late", access=P.ALLOW_LATE)
def late() -> Reply:
    return _late_page(_late_form())


@section.post("/late", access=P.ALLOW_LATE)
def allow_late() -> Reply:
    form = _late_form()
    if not form.validate():
        return _late_page(form, status=422)
    stage, _, kind = str(form.due.data).partition(":")
    try:
        operations.allow_late(stage, str(form.school.data), kind, form.text.data or "", actor=current_actor())
    except Invalid as error:
        blame(form, error)
        return _late_page(form, status=422)
    return see_other(url_for(".late"))


@section.get("/<number>/round", access=P.ALLOW_LATE)
def extra_round(number: str) -> Reply:
    return _permission_page(number, forms.ReasonForm())


@section.post("/<number>/round", access=P.ALLOW_LATE)
def allow_round(number: str) -> Reply:
    form = forms.ReasonForm()
    if not form.validate():
        return _permission_page(number, form, status=422)
    operations.allow_round(number, form.text.data or "", actor=current_actor())
    return see_other(url_for(".show", number=number))


def _permission_page(number: str, form: Form, *, status: int = 200) -> Reply:
    return render("packages/permission.html", status=status, package=dossiers.get(number), form=form)


def _late_form() -> forms.LateForm:
    form = forms.LateForm(school=request.args.get("school"))
    form.due.choices = pages.due_choices(queries.closed_dues(today_in(current_actor().zone)))
    form.school.choices = pages.school_choices(queries.schools_by_name())
    return form


def _late_page(form: forms.LateForm, *, status: int = 200) -> Reply:
    return render("packages/late.html", status=status, form=form, permits=queries.permits(), kinds=KINDS)
