"""The ledger of a package's remarks: the school answers row by row, the author settles."""

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, Stale
from webapp.forms import Form, blame
from webapp.remarks import forms, operations, pages, queries
from webapp.rendering import render, see_other
from workflows.vocabulary import RemarkKind, RemarkState

section = Section("remarks", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/<number>/remarks", access=P.READ_PACKAGES)
def ledger(number: str) -> Reply:
    return _ledger(number)


@section.get("/<number>/remarks/new", access=P.DECIDE_REMARKS)
def new(number: str) -> Reply:
    return _edit_page(number, None, forms.RemarkForm())


@section.post("/<number>/remarks/new", access=P.DECIDE_REMARKS)
def add(number: str) -> Reply:
    form = _remark_form(number)
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
            "file": row.file_id or 0,
            "place": row.place,
            "seen": row.seen,
        }
    )
    return _edit_page(number, remark, form)


@section.post("/<number>/remarks/<int:remark>/edit", access=P.DECIDE_REMARKS)
def save(number: str, remark: int) -> Reply:
    form = _remark_form(number)
    if not form.validate():
        return _edit_page(number, remark, form, status=422)
    try:
        operations.edit(number, remark, _draft(form), actor=current_actor(), seen=form.seen.data or 0)
    except Invalid as error:
        return _edit_page(number, remark, form, status=422, error=error)
    return see_other(url_for(".ledger", number=number))


@section.post("/<number>/remarks/<int:remark>/answer", access=P.ASSEMBLE_PACKAGES)
def answer(number: str, remark: int) -> Reply:
    form = forms.AnswerForm()
    if not form.validate():
        return _ledger(
            number, status=422, faults={remark: _first(form)}, texts={remark: form.text.data or ""}
        )
    try:
        operations.answer(
            number, remark, form.text.data or "", actor=current_actor(), seen=form.seen.data or 0
        )
    except (Invalid, Stale) as error:
        return _refused(number, remark, form, error)
    return see_other(url_for(".ledger", number=number, _anchor=f"remark-{remark}"))


@section.post("/<number>/remarks/<int:remark>/settle", access=P.DECIDE_REMARKS)
def settle(number: str, remark: int) -> Reply:
    form = forms.SettleForm()
    if not form.validate():
        return _ledger(
            number, status=422, faults={remark: _first(form)}, texts={remark: form.text.data or ""}
        )
    try:
        operations.settle(
            number,
            remark,
            RemarkState(form.state.data),
            form.text.data or "",
            actor=current_actor(),
            seen=form.seen.data or 0,
        )
    except (Invalid, Stale) as error:
        return _refused(number, remark, form, error)
    return see_other(url_for(".ledger", number=number, _anchor=f"remark-{remark}"))


def _refused(number: str, remark: int, form: Form, error: "Invalid | Stale") -> Reply:
    sentence = error.sentence if isinstance(error, Invalid) else error.what
    status = 422 if isinstance(error, Invalid) else 409
    return _ledger(number, status=status, faults={remark: sentence}, texts={remark: form["text"].data or ""})


def _ledger(
    number: str,
    *,
    status: int = 200,
    faults: dict[int, str] | None = None,
    texts: dict[int, str] | None = None,
) -> Reply:
    actor, package = current_actor(), dossiers.get(number)
    items = pages.ledger_items(package, queries.ledger(package), actor)
    return render(
        "remarks/ledger.html",
        status=status,
        package=package,
        items=items,
        faults=faults or {},
        texts=texts or {},
        may_write=pages.may_write(package, actor),
    )


def _remark_form(number: str) -> forms.RemarkForm:
    form = forms.RemarkForm()
    form.file.choices = pages.file_choices(queries.files_to_name(dossiers.get(number)))
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
    form.file.choices = pages.file_choices(queries.files_to_name(package))
    more = blame(form, error)
    return render("remarks/edit.html", status=status, package=package, remark=remark, form=form, more=more)


def _draft(form: forms.RemarkForm) -> operations.Draft:
    return operations.Draft(
        text=form.text.data or "",
        kind=RemarkKind(form.kind.data),
        due_on=form.due_on.day,
        file_id=form.file.data or None,
        place=form.place.data or "",
    )


def _first(form: Form) -> str:
    return next((errors[0] for errors in form.errors.values() if errors), "Проверьте введённые данные.")
