"""Pages of sheets: editions of the municipality, the draft of the next one, its approval (К13)."""

from datetime import date

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal, once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.printing import xlsx
from webapp.rendering import render, see_other
from webapp.sheets import forms, operations, pages, queries
from webapp.tables import columns
from workflows.file_rules import FileKind
from workflows.sheet_changes import compare
from workflows.sheet_draft import Outline, faults, from_plain, outline_of
from workflows.sheet_table import COLUMNS, rows_of

section = Section("sheets", __name__, url_prefix="/sheets")
Answer = Response | WerkzeugResponse

SHEETS = columns("Лист", "Действует", "Ожидает", "Прежние", "Черновик")
EDITIONS = columns("Редакция", "Действует с", "Основание", "Автор", "Состояние")
FLIGHT = columns("Пакет", "Школа", "Вид", "Редакция листа")


@section.get("", access=P.MANAGE_REGISTERS)
def register() -> Answer:
    return render(
        "sheets/register.html", sheets=queries.sheets(_today(), current_actor().zone), columns=SHEETS
    )


@section.get("/<sheet>", access=P.MANAGE_REGISTERS)
def show(sheet: str) -> Answer:
    return render(
        "sheets/show.html", sheet=queries.sheet(sheet, _today(), current_actor().zone), columns=EDITIONS
    )


@section.get("/<sheet>/v/<int:edition>", access=P.MANAGE_REGISTERS)
def edition(sheet: str, edition: int) -> Answer:
    row = queries.edition(sheet, edition)
    content = queries.content(row)
    return render("sheets/edition.html", row=row, content=content, bounds=pages.bounds_of(content))


@section.get("/<sheet>/v/<int:edition>/export.xlsx", access=P.MANAGE_REGISTERS)
def export(sheet: str, edition: int) -> Answer:
    row = queries.edition(sheet, edition)
    title = f"{row.title}, редакция {row.number}"
    data = xlsx.write_table(
        COLUMNS, rows_of(outline_of(queries.content(row))), title=title, sheet_name="Лист"
    )
    journal.record_download("sheet.exported", kind="sheet", object_id=f"{sheet}/{edition}")
    return attachment(data, f"{title}.xlsx", FileKind.XLSX.media_type)


@section.get("/<sheet>/v/<int:edition>/changes", access=P.MANAGE_REGISTERS)
def changes(sheet: str, edition: int) -> Answer:
    other = request.args.get("with", "")
    row = queries.edition(sheet, edition)
    base = queries.edition(sheet, int(other) if other.isdecimal() and len(other) < 9 else max(edition - 1, 1))
    return render(
        "sheets/changes.html",
        row=row,
        base=base,
        changes=compare(queries.content(base), queries.content(row)),
        editions=queries.sheet(sheet, _today(), current_actor().zone).editions,
    )


@section.post("/<sheet>/draft/begin", access=P.MANAGE_REGISTERS)
def begin(sheet: str) -> Answer:
    operations.start(sheet, actor=current_actor())
    return see_other(url_for(".edit", sheet=sheet))


@section.get("/<sheet>/draft", access=P.MANAGE_REGISTERS)
def edit(sheet: str) -> Answer:
    draft = queries.draft(sheet)
    outline = from_plain(draft.content)
    form = forms.draft_form(outline, seen=draft.seen)
    checked = request.args.get("check") == "1"
    more = form.tell(faults(outline)) if checked else ()
    return _draft_page(sheet, outline, form, more=more)


@section.post("/<sheet>/draft", access=P.MANAGE_REGISTERS)
def save(sheet: str) -> Answer:
    queries.newest(sheet)
    shape = forms.shape_sent(request.form.get("structure", ""))
    form, edit = forms.draft_form(shape, sent=True), forms.edit_of(request.form.get("act", ""))
    outline = form.outline(shape)
    try:
        draft = operations.save(sheet, outline, actor=current_actor(), seen=form.seen.data or 0, edit=edit)
    except operations.Conflict as conflict:
        return _conflict_page(sheet, form, conflict)
    except Invalid as error:
        return _draft_page(sheet, outline, form, more=(error.sentence,), status=422)
    if edit.act != "check":
        return see_other(url_for(".edit", sheet=sheet, _anchor=pages.anchor(edit, from_plain(draft.content))))
    if faults(from_plain(draft.content)):
        return see_other(url_for(".edit", sheet=sheet, check=1))
    return see_other(url_for(".approval", sheet=sheet))


@section.post("/<sheet>/draft/discard", access=P.MANAGE_REGISTERS)
def discard(sheet: str) -> Answer:
    operations.discard(sheet, seen=forms.SeenForm().seen.data or 0)
    return see_other(url_for(".show", sheet=sheet))


@section.get("/<sheet>/draft/import", access=P.MANAGE_REGISTERS)
def table(sheet: str) -> Answer:
    return _import_page(sheet, forms.ImportForm(data={"seen": queries.draft(sheet).seen}))


@section.post("/<sheet>/draft/import", access=P.MANAGE_REGISTERS)
def take_table(sheet: str) -> Answer:
    form = forms.ImportForm()
    queries.draft(sheet)
    if not form.file.data:
        error = Invalid("Выберите файл на компьютере и нажмите «Загрузить в черновик».", "file")
        return _import_page(sheet, form, error=error, status=422)
    try:
        outline = operations.read_table(sheet, form.file.data.filename, form.file.data.stream)
        operations.replace(sheet, outline, actor=current_actor(), seen=form.seen.data or 0)
    except Invalid as error:
        return _import_page(sheet, form, error=error, status=422)
    return see_other(url_for(".edit", sheet=sheet, check=1))


@section.get("/<sheet>/draft/approve", access=P.MANAGE_REGISTERS)
def approval(sheet: str) -> Answer:
    draft = queries.draft(sheet)
    if faults(from_plain(draft.content)):
        return see_other(url_for(".edit", sheet=sheet, check=1))
    return _approval_page(sheet, forms.ApprovalForm(data={"seen": draft.seen, "effective_from": _today()}))


@section.post("/<sheet>/draft/approve", access=P.MANAGE_REGISTERS)
def approve(sheet: str) -> Answer:
    form = forms.ApprovalForm()
    once.leads_to(url_for(".show", sheet=sheet))
    if not form.validate():
        return _approval_page(sheet, form, status=422)
    try:
        number = operations.approve(sheet, form.approval(), actor=current_actor(), seen=form.seen.data or 0)
    except Invalid as error:
        return _approval_page(sheet, form, error=error, status=422)
    return see_other(url_for(".edition", sheet=sheet, edition=number))


def _today() -> date:
    return today_in(current_actor().zone)


def _draft_page(
    sheet: str, outline: Outline, form: forms.DraftForm, *, more: tuple[str, ...] = (), status: int = 200
) -> Answer:
    draft = queries.draft(sheet)
    return render(
        "sheets/draft.html", status=status, form=form, more=more, outline=outline, draft=draft, sheet=sheet
    )


def _conflict_page(sheet: str, form: forms.DraftForm, conflict: operations.Conflict) -> Answer:
    return render(
        "sheets/conflict.html",
        status=409,
        form=form,
        sheet=sheet,
        conflict=conflict,
        differences=pages.differences(conflict),
    )


def _import_page(
    sheet: str, form: forms.ImportForm, *, error: Invalid | None = None, status: int = 200
) -> Answer:
    draft = queries.draft(sheet)
    return form_page("sheets/import.html", form, error=error, status=status, draft=draft, sheet=sheet)


def _approval_page(
    sheet: str, form: forms.ApprovalForm, *, error: Invalid | None = None, status: int = 200
) -> Answer:
    draft = queries.draft(sheet)
    if faults(from_plain(draft.content)):
        return see_other(url_for(".edit", sheet=sheet, check=1))
    page = pages.approval_page(sheet, draft)
    return form_page(
        "sheets/approve.html",
        form,
        error=error,
        status=status,
        page=page,
        sheet=sheet,
        title=draft.content["title"],
        columns=FLIGHT,
        shown=queries.FLIGHT_SHOWN,
    )
