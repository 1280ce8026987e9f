"""Pages of programmes, their participants and their stages."""

from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.paging import read_place
from webapp.programmes import forms, operations, pages, queries
from webapp.programmes.operations import Template, Unconfirmed
from webapp.rendering import render, see_other

section = Section("programmes", __name__, url_prefix="/programmes")
Answer = Response | WerkzeugResponse


@section.get("", access=P.READ_REGISTERS)
def register() -> Answer:
    actor = current_actor()
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (int, int))
    page = queries.register(place, ZoneInfo(actor.zone))
    return render(
        "programmes/register.html", page=page, columns=pages.REGISTER_COLUMNS, may_manage=pages.manages(actor)
    )


@section.get("/new", access=P.MANAGE_REGISTERS)
def new() -> Answer:
    return form_page("programmes/new.html", forms.NewProgrammeForm())


@section.post("/new", access=P.MANAGE_REGISTERS)
def enter() -> Answer:
    form = forms.NewProgrammeForm()
    if not form.validate():
        return form_page("programmes/new.html", form, status=422)
    try:
        code = operations.enter(
            form.facts(), form.code.data or "", Template(form.template.data), actor=current_actor()
        )
    except Invalid as error:
        return form_page("programmes/new.html", form, error=error, status=422)
    return see_other(url_for(".show", code=code))


@section.get("/<code>", access=P.READ_REGISTERS)
def show(code: str) -> Answer:
    actor = current_actor()
    page = queries.programme_page(code, ZoneInfo(actor.zone))
    return render(
        "programmes/show.html", page=page, view=pages.programme_view(page), may_manage=pages.manages(actor)
    )


@section.get("/<code>/edit", access=P.MANAGE_REGISTERS)
def edit(code: str) -> Answer:
    facts = queries.facts_of(queries.get(code))
    return form_page("programmes/edit.html", forms.programme_form(facts), code=code, name=facts.title)


@section.post("/<code>/edit", access=P.MANAGE_REGISTERS)
def correct(code: str) -> Answer:
    name, form = queries.get(code).title, forms.EditProgrammeForm()
    if not form.validate():
        return form_page("programmes/edit.html", form, code=code, name=name, status=422)
    try:
        facts = form.facts(archived=bool(form.archived.data))
        operations.correct(code, facts, actor=current_actor(), mark=form.mark.data or "")
    except Invalid as error:
        return form_page("programmes/edit.html", form, error=error, code=code, name=name, status=422)
    return see_other(url_for(".show", code=code))


@section.get("/<code>/schools", access=P.MANAGE_REGISTERS)
def participants(code: str) -> Answer:
    form = forms.ParticipantsForm(data={"joined_on": today_in(current_actor().zone)})
    return _participants_page(code, form)


@section.post("/<code>/schools", access=P.MANAGE_REGISTERS)
def add_schools(code: str) -> Answer:
    form = forms.ParticipantsForm().offer(queries.not_taking_part(queries.get(code).id))
    if not form.validate() or form.joined_on.day is None:
        return _participants_page(code, form, status=422)
    try:
        operations.add_schools(
            code, form.schools.data or (), form.joined_on.day, form.basis.data or "", actor=current_actor()
        )
    except Invalid as error:
        return _participants_page(code, form, error=error, status=422)
    return see_other(url_for(".show", code=code, _anchor="participants"))


@section.get("/<code>/schools/<school>/end", access=P.MANAGE_REGISTERS)
def leaving(code: str, school: str) -> Answer:
    return _leaving_page(code, school, forms.LeaveForm(data={"left_on": today_in(current_actor().zone)}))


@section.post("/<code>/schools/<school>/end", access=P.MANAGE_REGISTERS)
def leave(code: str, school: str) -> Answer:
    form = forms.LeaveForm()
    if not form.validate() or form.left_on.day is None:
        return _leaving_page(code, school, form, status=422)
    try:
        operations.leave(code, school, form.left_on.day, form.basis.data or "", actor=current_actor())
    except Invalid as error:
        return _leaving_page(code, school, form, error=error, status=422)
    return see_other(url_for(".show", code=code, _anchor="participants"))


@section.get("/<code>/stages/new", access=P.MANAGE_REGISTERS)
def stage_new(code: str) -> Answer:
    form = forms.StageForm().offer(queries.examiner_options(today_in(current_actor().zone)))
    return _stage_page(pages.new_stage(queries.get(code)), form)


@section.post("/<code>/stages/new", access=P.MANAGE_REGISTERS)
def stage_enter(code: str) -> Answer:
    actor = current_actor()
    where = pages.new_stage(queries.get(code))
    form = forms.StageForm().offer(queries.examiner_options(today_in(actor.zone)))
    if not form.validate():
        return _stage_page(where, form, status=422)
    try:
        slug = operations.enter_stage(code, form.facts(), actor=actor)
    except Invalid as error:
        return _stage_page(where, form, error=error, status=422)
    return see_other(url_for(".show", code=code, _anchor=f"stage-{slug}"))


@section.get("/<code>/stages/<slug>/edit", access=P.MANAGE_REGISTERS)
def stage_edit(code: str, slug: str) -> Answer:
    row = queries.stage(slug, of=code)
    facts = queries.stage_facts(row)
    form = forms.stage_form(facts, queries.examiner_options(today_in(current_actor().zone)))
    return _stage_page(pages.old_stage(row), form, cautions=queries.stage_cautions(facts))


@section.post("/<code>/stages/<slug>/edit", access=P.MANAGE_REGISTERS)
def stage_save(code: str, slug: str) -> Answer:
    actor = current_actor()
    where = pages.old_stage(queries.stage(slug, of=code))
    form = forms.StageForm().offer(queries.examiner_options(today_in(actor.zone)))
    if not form.validate():
        return _stage_page(where, form, status=422)
    facts = form.facts()
    try:
        operations.change_stage(
            slug, facts, actor=actor, mark=form.mark.data or "", confirmed=form.confirmed.data == "1"
        )
    except Invalid as error:
        return _stage_page(where, form, error=error, status=422)
    except Unconfirmed as question:
        form.confirmed.data = "1"
        return _stage_page(
            where, form, status=422, affected=question.affected, cautions=queries.stage_cautions(facts)
        )
    return see_other(url_for(".show", code=where.code, _anchor=f"stage-{slug}"))


def _stage_page(
    where: pages.StagePlace,
    form: forms.StageForm,
    *,
    error: Invalid | None = None,
    status: int = 200,
    affected: queries.Affected | None = None,
    cautions: tuple[str, ...] = (),
) -> Answer:
    return form_page(
        "programmes/stage.html",
        form,
        error=error,
        status=status,
        where=where,
        affected=affected,
        cautions=cautions,
        kinds=pages.kind_lines(where),
        plan=queries.plan_facts([where.stage_id]) if where.stage_id else (),
    )


def _participants_page(
    code: str, form: forms.ParticipantsForm, *, error: Invalid | None = None, status: int = 200
) -> Answer:
    programme = queries.get(code)
    form.offer(queries.not_taking_part(programme.id))
    return form_page("programmes/participants.html", form, error=error, status=status, programme=programme)


def _leaving_page(
    code: str, school: str, form: forms.LeaveForm, *, error: Invalid | None = None, status: int = 200
) -> Answer:
    programme = queries.get(code)
    row = queries.participant(programme.id, school)
    return form_page("programmes/leave.html", form, error=error, status=status, programme=programme, row=row)
