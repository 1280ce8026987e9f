"""Pages of schools: the register, the card, and what the coordinator changes in them."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.diagnosis import queries as diagnosis
from webapp.diary import queries as diary
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.paging import read_place
from webapp.printing import xlsx
from webapp.rendering import is_fragment, render, see_other
from webapp.roadmap import queries as roadmaps
from webapp.schools import forms, operations, pages, queries
from workflows.file_rules import FileKind

section = Section("schools", __name__, url_prefix="/schools")
Answer = Response | WerkzeugResponse
NOTE_LIMIT = 300


@section.get("", access=P.READ_SCHOOLS)
def register() -> Answer:
    actor = current_actor()
    if actor.of_school:
        return see_other(url_for(".show", slug=queries.own_slug(actor)))
    filters, today = forms.read_filters(request), today_in(actor.zone)
    place = read_place(request.args.get("after", ""), request.args.get("before", ""))
    found = queries.register(filters, place, today=today)
    choices = pages.Choices(queries.programme_options(), queries.curator_options(today))
    return render(
        "schools/register.html",
        filters=filters,
        found=found,
        choices=choices,
        view=pages.register_page(filters, found, choices),
        may_manage=may(actor.role, P.MANAGE_SCHOOLS),
        fragment=is_fragment(),
    )


@section.get("/export.xlsx", access=P.READ_SCHOOLS)
def export() -> Answer:
    rows = queries.export(forms.read_filters(request), today=today_in(current_actor().zone))
    columns, lines = pages.export_table(rows)
    data = xlsx.write_table(columns, lines, title="Реестр школ", sheet_name="Школы")
    note = request.query_string.decode(errors="replace")[:NOTE_LIMIT]
    journal.record_download("school.register_exported", kind="register", object_id="schools", note=note)
    return attachment(data, "Реестр школ.xlsx", FileKind.XLSX.media_type)


@section.get("/new", access=P.MANAGE_SCHOOLS)
def new() -> Answer:
    return form_page("schools/new.html", forms.NewSchoolForm())


@section.post("/new", access=P.MANAGE_SCHOOLS)
def enter() -> Answer:
    form = forms.NewSchoolForm()
    if not form.validate():
        return form_page("schools/new.html", form, status=422)
    try:
        slug = operations.enter(form.requisites, form.slug.data or "", actor=current_actor())
    except Invalid as error:
        return form_page("schools/new.html", form, error=error, status=422)
    return see_other(url_for(".show", slug=slug))


@section.get("/<slug>", access=P.READ_SCHOOLS)
def show(slug: str) -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    card = queries.card(slug, today=today)
    tab = pages.tab_of(request.args.get("tab", ""), actor)
    return render(
        "schools/show.html",
        card=card,
        tab=tab,
        view=pages.card_page(card, tab, actor),
        packages=pages.package_rows(queries.packages_of(card.id), actor) if tab == "packages" else (),
        maps=pages.map_parts(roadmaps.of_school(card.id, today), actor) if tab == "roadmap" else (),
        diary=pages.diary_rows(diary.of_school(card.id), actor) if tab == "diary" else (),
        diary_new_url=url_for("diary.new", school=slug) if may(actor.role, P.WRITE_DIARY) else "",
        risks=diagnosis.overview(card.id) if tab == "risks" else (),
        contacts=queries.contacts(card.id, today=today)
        if tab == "people" and pages.sees_contacts(actor)
        else (),
    )


@section.get("/<slug>/edit", access=P.MANAGE_SCHOOLS)
def edit(slug: str) -> Answer:
    requisites = queries.requisites_of(queries.get(slug))
    form = forms.SchoolForm(data=forms.values_of(requisites))
    return form_page("schools/edit.html", form, slug=slug, name=requisites.short_name, mark=requisites.mark)


@section.post("/<slug>/edit", access=P.MANAGE_SCHOOLS)
def correct(slug: str) -> Answer:
    name, form = queries.get(slug).short_name, forms.SchoolForm()
    mark = request.form.get("mark", "")
    if not form.validate():
        return form_page("schools/edit.html", form, slug=slug, name=name, mark=mark, status=422)
    try:
        operations.correct(slug, form.requisites, actor=current_actor(), mark=mark)
    except Invalid as error:
        return form_page("schools/edit.html", form, error=error, slug=slug, name=name, mark=mark, status=422)
    return see_other(url_for(".show", slug=slug))


@section.get("/<slug>/close", access=P.MANAGE_SCHOOLS)
def closing(slug: str) -> Answer:
    return _closing_page(slug, forms.CloseForm())


@section.post("/<slug>/close", access=P.MANAGE_SCHOOLS)
def close(slug: str) -> Answer:
    form = forms.CloseForm()
    if not form.validate():
        return _closing_page(slug, form, status=422)
    operations.close(slug, form.basis.data or "", actor=current_actor())
    return see_other(url_for(".show", slug=slug))


@section.post("/<slug>/reopen", access=P.MANAGE_SCHOOLS)
def reopen(slug: str) -> Answer:
    operations.reopen(slug, actor=current_actor())
    return see_other(url_for(".show", slug=slug))


def _closing_page(slug: str, form: forms.CloseForm, *, status: int = 200) -> Answer:
    school = queries.get(slug)
    return form_page(
        "schools/close.html", form, school=school, waiting=queries.on_the_way(school.id), status=status
    )
