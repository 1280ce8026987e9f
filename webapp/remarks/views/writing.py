"""A remark is written, and changed until the school has it."""

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.remarks import forms, operations, pages, queries
from webapp.remarks.views.blueprint import Reply, section
from webapp.rendering import render, see_other
from workflows.vocabulary import RemarkKind


@section.get("/<number>/remarks/new", access=P.DECIDE_REMARKS)
def new(number: str) -> Reply:
    return _edit_page(number, None, forms.RemarkForm())


@section.post("/<number>/remarks/new", access=P.DECIDE_REMARKS)
def add(number: str) -> Reply:
    form = _offered(number, forms.RemarkForm())
    if not form.validate():
        return _edit_page(number, None, form, status=422)
    try:
        operations.write(number, _draft(form), actor=current_actor())
    except Invalid as error:
        return _edit_page(number, None, form, status=422, error=error)
    return see_other(url_for(".ledger", number=number))


@section.get("/<number>/remarks/<int:remark>/edit", access=P.DECIDE_REMARKS)
def edit(number: str, remark: int) -> Reply:
    row = queries.one(dossiers.get(number), remark)
    form = forms.RemarkForm(
        data={
            "text": row.text,
            "kind": row.kind.value,
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "criterion": row.criterion,
            "file": row.file_id or 0,
            "place": row.place,
            "seen": row.seen,
        }
    )
    return _edit_page(number, remark, form)


@section.post("/<number>/remarks/<int:remark>/edit", access=P.DECIDE_REMARKS)
def save(number: str, remark: int) -> Reply:
    form = _offered(number, forms.RemarkForm(), queries.one(dossiers.get(number), remark).criterion)
    if not form.validate():
        return _edit_page(number, remark, form, status=422)
    try:
        operations.edit(number, remark, _draft(form), actor=current_actor(), seen=form.seen.data or 0)
    except Invalid as error:
        return _edit_page(number, remark, form, status=422, error=error)
    return see_other(url_for(".ledger", number=number, _anchor=f"remark-{remark}"))


def _offered(number: str, form: forms.RemarkForm, known: str = "") -> forms.RemarkForm:
    """Return the form with what may be chosen: files and criteria of the package; `known` is chosen already."""
    found = dossiers.dossier(number, current_actor())
    form.file.choices = pages.file_choices(queries.files_to_name(found.package))
    form.criterion.choices = pages.criterion_choices(queries.sheet_of(found, current_actor()), known)
    return form


def _edit_page(
    number: str,
    remark: int | None,
    form: forms.RemarkForm,
    *,
    status: int = 200,
    error: Invalid | None = None,
) -> Reply:
    package = dossiers.get(number)
    _offered(number, form, form.criterion.data or "")
    more = blame(form, error)
    return render("remarks/edit.html", status=status, package=package, remark=remark, form=form, more=more)


def _draft(form: forms.RemarkForm) -> operations.Draft:
    return operations.Draft(
        text=form.text.data or "",
        kind=RemarkKind(form.kind.data),
        due_on=form.due_on.day,
        criterion=form.criterion.data or "",
        file_id=form.file.data or None,
        place=form.place.data or "",
    )
