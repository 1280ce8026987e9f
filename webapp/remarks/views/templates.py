"""The library of remarks, which the coordinator keeps."""

from flask import request, url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.remarks import forms, operations, pages, queries
from webapp.remarks.views.blueprint import Reply
from webapp.rendering import render, see_other

template_section = Section("templates", __name__, url_prefix="/remarks/templates")


@template_section.get("", access=P.MANAGE_REGISTERS)
def register() -> Reply:
    sheet, archived = request.args.get("sheet", "")[:64], request.args.get("archived") == "1"
    lines = queries.template_lines(_place())
    sheets = queries.sheets_in_force(_place(), today_in(current_actor().zone))
    return render("remarks/templates.html", page=pages.library_page(lines, sheets, sheet, archived=archived))


@template_section.get("/new", access=P.MANAGE_REGISTERS)
def new() -> Reply:
    return _form_page(None, forms.TemplateForm())


@template_section.post("/new", access=P.MANAGE_REGISTERS)
def add() -> Reply:
    form = _offered(forms.TemplateForm())
    if not form.validate():
        return _form_page(None, form, status=422)
    once.leads_to(url_for(".register"))
    try:
        code = operations.add_template(pages.draft_of(form), actor=current_actor())
    except Invalid as error:
        return _form_page(None, form, error=error, status=422)
    return see_other(url_for(".register", _anchor=code))


@template_section.get("/<template>/edit", access=P.MANAGE_REGISTERS)
def edit(template: str) -> Reply:
    line = queries.template_line(_place(), template)
    return _form_page(line, forms.TemplateForm(data=pages.values_of(line)))


@template_section.post("/<template>/edit", access=P.MANAGE_REGISTERS)
def save(template: str) -> Reply:
    line = queries.template_line(_place(), template)
    form = _offered(forms.TemplateForm(), line)
    if not form.validate():
        return _form_page(line, form, status=422)
    actor, seen = current_actor(), form.seen.data or 0
    try:
        operations.save_template(template, pages.draft_of(form), actor=actor, seen=seen)
    except operations.TemplateConflict as conflict:
        form.seen.data = conflict.seen
        return _form_page(line, form, conflict=conflict, status=409)
    except Invalid as error:
        return _form_page(line, form, error=error, status=422)
    return see_other(url_for(".register", _anchor=template))


@template_section.post("/<template>/archive", access=P.MANAGE_REGISTERS)
def archive(template: str) -> Reply:
    return _move(template, archived=True)


@template_section.post("/<template>/restore", access=P.MANAGE_REGISTERS)
def restore(template: str) -> Reply:
    return _move(template, archived=False)


def _move(template: str, *, archived: bool) -> Reply:
    queries.template_line(_place(), template)
    seen = forms.SeenForm().seen.data or 0
    operations.archive_template(template, archived=archived, actor=current_actor(), seen=seen)
    return see_other(url_for(".register", archived=None if archived else 1, _anchor="found"))


def _place() -> int:
    return current_actor().municipality_id or 0


def _offered(form: forms.TemplateForm, line: queries.TemplateLine | None = None) -> forms.TemplateForm:
    """Return the form with the criteria that may be named; those the template names already stay."""
    sheets = queries.sheets_in_force(_place(), today_in(current_actor().zone))
    form.criteria.choices = pages.ref_choices(sheets, line)
    return form


def _form_page(
    line: queries.TemplateLine | None,
    form: forms.TemplateForm,
    *,
    error: Invalid | None = None,
    conflict: operations.TemplateConflict | None = None,
    status: int = 200,
) -> Reply:
    _offered(form, line)
    return form_page(
        "remarks/template.html", form, error=error, status=status, line=line, conflict=conflict,
        groups=pages.ref_groups(form),
    )  # fmt: skip
