"""A remark is written, and changed until the school has it."""

from flask import request, url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.remarks import forms, operations, pages, queries
from webapp.remarks.views.blueprint import Reply, section
from webapp.rendering import is_fragment, render, see_other
from webapp.suggestions import Suggestion, text_of
from webapp.suggestions import suggestions as suggest
from workflows.remark_library import refs_of
from workflows.vocabulary import RemarkKind


@section.get("/<number>/remarks/new", access=P.DECIDE_REMARKS)
def new(number: str) -> Reply:
    kind, criterion = request.args.get("kind", ""), request.args.get("criterion", "")
    given = {"kind": kind, "criterion": criterion} if kind in set(RemarkKind) else {"criterion": criterion}
    return _edit_page(number, None, forms.RemarkForm(data=given))


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
            "criterion": request.args.get("criterion", row.criterion),
            "file": row.file_id or 0,
            "place": row.place,
            "reason": row.reason,
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
    suggestions = _suggest(number, remark, form)
    if is_fragment():
        return render("remarks/suggestions.html", block="suggestions", form=form, suggestions=suggestions)
    return render(
        "remarks/edit.html",
        status=status,
        package=package,
        remark=remark,
        form=form,
        more=blame(form, error),
        suggestions=suggestions,
    )


def _suggest(number: str, remark: int | None, form: forms.RemarkForm) -> tuple[Suggestion, ...]:
    """Return the templates for the criterion the form names, and put the one its address names into the words."""
    found = dossiers.dossier(number, current_actor())
    templates, sheet = (
        queries.templates(found.package.municipality_id),
        queries.sheet_of(found, current_actor()),
    )
    chosen = text_of(templates, request.args.get("template", ""))
    if chosen and request.method == "GET":
        form.text.data = "\n".join(part for part in (form.text.data or "", chosen) if part)
    criterion = form.criterion.data or ""
    endpoint = ".edit" if remark else ".new"

    def address(code: str) -> str:
        return url_for(endpoint, number=number, remark=remark, criterion=criterion or None, template=code)

    return suggest(templates, refs_of(sheet).get(criterion) if sheet else None, address)


def _draft(form: forms.RemarkForm) -> operations.Draft:
    return operations.Draft(
        text=form.text.data or "",
        kind=RemarkKind(form.kind.data),
        due_on=form.due_on.day,
        criterion=form.criterion.data or "",
        file_id=form.file.data or None,
        place=form.place.data or "",
        reason=form.reason.data or "",
    )
