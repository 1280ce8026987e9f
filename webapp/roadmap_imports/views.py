"""The import of a roadmap in steps: file, columns, rows, acceptance; then the order that approves it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal, once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.printing import plan_table
from webapp.reading.operations import Upload
from webapp.rendering import STOP_POLLING, is_fragment, render, see_other
from webapp.roadmap import operations as roadmaps
from webapp.roadmap import queries as maps
from webapp.roadmap_imports import forms, operations, pages, queries
from webapp.roadmap_imports.queries import exporting
from workflows.file_rules import FileKind
from workflows.roadmaps.words import ImportState, RoadmapState

if TYPE_CHECKING:
    from webapp.models import Roadmap, RoadmapImport

section = Section("roadmap_imports", __name__, url_prefix="/roadmap/import", nav="roadmap")
approval = Section("roadmap_approval", __name__, url_prefix="/roadmap/maps", nav="roadmap")
Reply = Response | WerkzeugResponse
MOST_COLUMNS = 60


@section.get("", access=P.EDIT_ROADMAP)
def begin() -> Reply:
    return _begin_page(_upload_form())


@section.post("", access=P.EDIT_ROADMAP)
def upload() -> Reply:
    form, actor = _upload_form(), current_actor()
    sent = form.file.data
    if not sent:
        return _begin_page(
            form, error=Invalid("Выберите файл дорожной карты на компьютере.", "file"), status=422
        )
    try:
        number = operations.start(
            Upload(sent.filename or "", sent.stream), amends=form.amends.data or "", actor=actor
        )
    except Invalid as error:
        return _begin_page(form, error=error, status=422)
    return see_other(url_for(".show", number=number))


@section.get("/<int:number>", access=P.EDIT_ROADMAP)
def show(number: int) -> Reply:
    """How far the reading is; a file that was read leads to its next step."""
    row = queries.get(number)
    if row.state is ImportState.DONE:
        roadmap = queries.amended(row)
        return see_other(url_for("roadmap.edit", number=roadmap.number) if roadmap else url_for(".begin"))
    if row.state in (ImportState.COLUMNS, ImportState.CHECK):
        return see_other(url_for(".columns" if row.state is ImportState.COLUMNS else ".check", number=number))
    status = 200 if row.state is ImportState.READING else STOP_POLLING
    return render("roadmap_imports/show.html", row=row, status=status if _polls() else 200)


@section.get("/<int:number>/columns", access=P.EDIT_ROADMAP)
def columns(number: int) -> Reply:
    row = _row(number)
    told = row.heading
    form = forms.ColumnsForm(
        data={
            "seen": str(row.seen), "title": told.get("title", ""), "territory": told.get("territory", ""),
            "starts_on": told.get("start", ""), "ends_on": told.get("end", ""),
            "is_school_year": bool(told.get("is_school_year")),
        }
    )  # fmt: skip
    return form_page("roadmap_imports/columns.html", form, row=row, page=pages.columns_page(row))


@section.post("/<int:number>/columns", access=P.EDIT_ROADMAP)
def name_columns(number: int) -> Reply:
    row, form = _row(number), forms.ColumnsForm()
    choice = tuple(
        request.form.get(f"column_{place}", "")[:20] for place in range(len(row.columns.get("choice", ())))
    )
    error = None
    if form.validate():
        try:
            operations.name_columns(number, choice, form.facts(), seen=form.known, actor=current_actor())
            return see_other(url_for(".check", number=number))
        except Invalid as found:
            error = found
    page = pages.columns_page(row, choice[:MOST_COLUMNS])
    return form_page("roadmap_imports/columns.html", form, error=error, row=row, page=page, status=422)


@section.get("/<int:number>/check", access=P.EDIT_ROADMAP)
def check(number: int) -> Reply:
    return _check_page(number)


@section.post("/<int:number>/rows/<int:place>", access=P.EDIT_ROADMAP)
def edit_row(number: int, place: int) -> Reply:
    values = {name: text[:8000] for name, text in request.form.items()}
    try:
        operations.edit_row(number, place, values, seen=values.get("seen", ""), actor=current_actor())
    except Invalid as error:
        return _check_page(number, wrong=place, typed=values, sentence=error.sentence, status=422)
    return _saved_row(number, place) if is_fragment() else _back(number, place)


@section.post("/<int:number>/rows/<int:place>/act", access=P.EDIT_ROADMAP)
def act_on_row(number: int, place: int) -> Reply:
    act = request.form.get("act", "")
    seen = request.form.get("seen", "")[:40]
    operations.act_on_row(number, place, act, seen=seen, actor=current_actor())
    return _back(number, max(place - (act == "join"), 0))


@section.post("/<int:number>/accept", access=P.EDIT_ROADMAP)
def accept(number: int) -> Reply:
    form = _accept_form()
    try:
        made = operations.accept(number, form.programme.data or "", seen=form.known, actor=current_actor())
    except Invalid as error:
        return _check_page(number, sentence=error.sentence, status=422)
    return see_other(once.leads_to(url_for("roadmap.parties", number=made)))


@section.get("/<int:number>/differences", access=P.APPROVE_ROADMAP)
def differences(number: int) -> Reply:
    row = _amending(number)
    return _differences_page(row, forms.AmendForm(data={"seen": str(row.seen)}))


@section.post("/<int:number>/differences", access=P.APPROVE_ROADMAP)
def amend(number: int) -> Reply:
    form = forms.AmendForm()
    if not form.validate():
        return _differences_page(_amending(number), form, status=422)
    try:
        made = operations.amend(
            number, form.facts(), form.reason.data or "", seen=form.known, actor=current_actor()
        )
    except Invalid as error:
        return _differences_page(_amending(number), form, error=error, status=422)
    return see_other(once.leads_to(url_for("roadmap.show", map=made)))


@section.post("/<int:number>/drop", access=P.EDIT_ROADMAP)
def drop(number: int) -> Reply:
    operations.drop(number, actor=current_actor())
    return see_other(url_for(".begin"))


@approval.get("/<number>/approve", access=P.APPROVE_ROADMAP)
def approve(number: str) -> Reply:
    row = _own(number)
    if row.state is not RoadmapState.DRAFT:
        return see_other(url_for("roadmap.show", map=number))
    return form_page(
        "roadmap_imports/approve.html", forms.OrderForm(data={"seen": str(row.seen)}), roadmap=row
    )


@approval.post("/<number>/approve", access=P.APPROVE_ROADMAP)
def confirm_approval(number: str) -> Reply:
    form = forms.OrderForm()
    if not form.validate():
        return form_page("roadmap_imports/approve.html", form, roadmap=_own(number), status=422)
    try:
        roadmaps.approve(number, form.facts(), seen=form.known, actor=current_actor())
    except Invalid as error:
        return form_page("roadmap_imports/approve.html", form, error=error, roadmap=_own(number), status=422)
    return see_other(url_for("roadmap.show", map=number))


@approval.post("/<number>/close", access=P.APPROVE_ROADMAP)
def close(number: str) -> Reply:
    try:
        roadmaps.close(number, actor=current_actor())
    except Invalid as error:
        return render(
            "roadmap_imports/refused.html", roadmap=maps.get(number), sentence=error.sentence, status=422
        )
    return see_other(url_for("roadmap.show", map=number))


@approval.get("/<number>/export.<any(docx, xlsx):kind>", access=P.READ_ROADMAP)
def export(number: str, kind: str) -> Reply:
    """The measures in force in the columns of the municipality's own file."""
    table = exporting.table_of(maps.get(number))
    made = plan_table.word if kind == "docx" else plan_table.workbook
    data = made(table.title, table.header, table.rows)
    journal.record_download("roadmap.exported", kind="roadmap", object_id=number, note=kind)
    return attachment(data, f"Дорожная карта {number}.{kind}", FileKind(kind).media_type)


def _own(number: str) -> "Roadmap":
    row = maps.get(number)
    if row.school_id != current_actor().school_id:
        raise NotThere
    return row


def _row(number: int) -> "RoadmapImport":
    row = queries.get(number)
    if row.state not in (ImportState.COLUMNS, ImportState.CHECK):
        raise NotThere
    return row


def _check_page(
    number: int,
    *,
    wrong: int | None = None,
    typed: Mapping[str, str] | None = None,
    sentence: str = "",
    status: int = 200,
) -> Reply:
    row = queries.get(number)
    if row.state is not ImportState.CHECK:
        return see_other(url_for(".show", number=number))
    form = _accept_form()
    form.seen.data = str(row.seen)
    page = pages.check_page(row, request.args.get("show", "")[:20], wrong=wrong, typed=typed)
    return render(
        "roadmap_imports/check.html", row=row, page=page, form=form, sentence=sentence, status=status
    )


def _saved_row(number: int, place: int) -> Reply:
    row = queries.get(number)
    page = pages.check_page(row, "")
    return render("roadmap_imports/row.html", block="row", row=row, page=page, view=page.rows[place])


def _amending(number: int) -> "RoadmapImport":
    row = queries.get(number)
    if not row.amends or row.state is not ImportState.CHECK:
        raise NotThere
    return row


def _differences_page(
    row: "RoadmapImport", form: forms.AmendForm, *, error: Invalid | None = None, status: int = 200
) -> Reply:
    roadmap = queries.amended(row)
    if roadmap is None:
        raise NotThere
    page = pages.differences_page(queries.differences_of(row, queries.measures_of(roadmap)))
    return form_page(
        "roadmap_imports/differences.html",
        form,
        error=error,
        row=row,
        roadmap=roadmap,
        page=page,
        status=status,
    )


def _begin_page(form: forms.UploadForm, *, error: Invalid | None = None, status: int = 200) -> Reply:
    lines = pages.import_lines(queries.under_way(), current_actor())
    return form_page("roadmap_imports/begin.html", form, error=error, lines=lines, status=status)


def _upload_form() -> forms.UploadForm:
    own = [row for row in maps.listed() if row.school_id == current_actor().school_id]
    approved = [(row.number, row.title) for row in own if row.state is RoadmapState.APPROVED]
    return forms.UploadForm().offer(approved)


def _accept_form() -> forms.AcceptForm:
    return forms.AcceptForm().offer([(one.code, one.title) for one in maps.programmes()])


def _back(number: int, place: int) -> Reply:
    show = request.args.get("show", "")[:20] or None
    return see_other(url_for(".check", number=number, show=show, _anchor=f"row-{place}"))


def _polls() -> bool:
    return request.headers.get("HX-Request") == "true"
