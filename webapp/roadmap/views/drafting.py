"""A roadmap entered by hand: the whole, its sections, its measures."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import request, url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.rendering import render, see_other
from webapp.roadmap import forms, operations, pages, queries
from webapp.roadmap.queries import Whole
from webapp.roadmap.views.blueprint import Reply, section

if TYPE_CHECKING:
    from webapp.models import Roadmap


@section.get("/new", access=P.EDIT_ROADMAP)
def new() -> Reply:
    return form_page("roadmap/new.html", _roadmap_form())


@section.post("/new", access=P.EDIT_ROADMAP)
def create() -> Reply:
    form = _roadmap_form()
    if not form.validate():
        return form_page("roadmap/new.html", form, status=422)
    try:
        number = operations.create(form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/new.html", form, error=error, status=422)
    return see_other(url_for(".edit", number=number))


@section.get("/maps/<number>", access=P.EDIT_ROADMAP)
def edit(number: str) -> Reply:
    return _edit_page(_own(number))


@section.get("/maps/<number>/requisites", access=P.EDIT_ROADMAP)
def requisites(number: str) -> Reply:
    found = _own(number)
    return form_page("roadmap/requisites.html", _roadmap_form(found.roadmap), whole=found)


@section.post("/maps/<number>/requisites", access=P.EDIT_ROADMAP)
def correct(number: str) -> Reply:
    found, form = _own(number), _roadmap_form()
    if not form.validate():
        return form_page("roadmap/requisites.html", form, whole=found, status=422)
    try:
        operations.correct(number, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/requisites.html", form, error=error, whole=found, status=422)
    return see_other(url_for(".edit", number=number))


@section.get("/maps/<number>/sections/new", access=P.EDIT_ROADMAP)
def section_new(number: str) -> Reply:
    return form_page("roadmap/section.html", forms.SectionForm(), whole=_own(number), row=None)


@section.post("/maps/<number>/sections/new", access=P.EDIT_ROADMAP)
def section_add(number: str) -> Reply:
    found, form = _own(number), forms.SectionForm()
    if not form.validate():
        return form_page("roadmap/section.html", form, whole=found, row=None, status=422)
    try:
        operations.add_section(number, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/section.html", form, error=error, whole=found, row=None, status=422)
    return see_other(url_for(".edit", number=number))


@section.get("/maps/<number>/sections/<int:part>", access=P.EDIT_ROADMAP)
def section_edit(number: str, part: int) -> Reply:
    found = _own(number)
    row = pages.section_of(found, part)
    form = forms.SectionForm(
        data={"number": row.number, "title": row.title, "goals": row.goals, "level": str(row.level)}
    )
    return form_page("roadmap/section.html", form, whole=found, row=row)


@section.post("/maps/<number>/sections/<int:part>", access=P.EDIT_ROADMAP)
def section_correct(number: str, part: int) -> Reply:
    found, form = _own(number), forms.SectionForm()
    row = pages.section_of(found, part)
    if not form.validate():
        return form_page("roadmap/section.html", form, whole=found, row=row, status=422)
    try:
        operations.correct_section(number, part, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/section.html", form, error=error, whole=found, row=row, status=422)
    return see_other(url_for(".edit", number=number))


@section.post("/maps/<number>/sections/<int:part>/move", access=P.EDIT_ROADMAP)
def section_move(number: str, part: int) -> Reply:
    return _done(
        number,
        lambda: operations.move_section(
            number, part, up=request.form.get("to") == "up", actor=current_actor()
        ),
    )


@section.post("/maps/<number>/sections/<int:part>/remove", access=P.EDIT_ROADMAP)
def section_remove(number: str, part: int) -> Reply:
    return _done(number, lambda: operations.remove_section(number, part, actor=current_actor()))


@section.get("/maps/<number>/items/new", access=P.EDIT_ROADMAP)
def measure_new(number: str) -> Reply:
    found = _own(number)
    form = forms.measure_form(pages.section_choices(found), {"section": request.args.get("section", "")[:20]})
    return form_page("roadmap/measure.html", form, whole=found, row=None)


@section.post("/maps/<number>/items/new", access=P.EDIT_ROADMAP)
def measure_add(number: str) -> Reply:
    found = _own(number)
    form = forms.measure_form(pages.section_choices(found))
    if not form.validate():
        return form_page("roadmap/measure.html", form, whole=found, row=None, status=422)
    done = once.leads_to(url_for(".edit", number=number))
    try:
        operations.add_measure(number, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/measure.html", form, error=error, whole=found, row=None, status=422)
    return see_other(done)


@section.get("/items/<ref>/edit", access=P.EDIT_ROADMAP)
def measure_edit(ref: str) -> Reply:
    found, row = _own_measure(ref)
    form = forms.measure_form(pages.section_choices(found), pages.measure_values(row.measure))
    return form_page("roadmap/measure.html", form, whole=found, row=row)


@section.post("/items/<ref>/edit", access=P.EDIT_ROADMAP)
def measure_correct(ref: str) -> Reply:
    found, row = _own_measure(ref)
    form = forms.measure_form(pages.section_choices(found))
    if not form.validate():
        return form_page("roadmap/measure.html", form, whole=found, row=row, status=422)
    try:
        operations.correct_measure(ref, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/measure.html", form, error=error, whole=found, row=row, status=422)
    return see_other(url_for(".edit", number=found.roadmap.number))


@section.post("/items/<ref>/move", access=P.EDIT_ROADMAP)
def measure_move(ref: str) -> Reply:
    found, _row = _own_measure(ref)
    up = request.form.get("to") == "up"
    return _done(found.roadmap.number, lambda: operations.move_measure(ref, up=up, actor=current_actor()))


@section.post("/items/<ref>/remove", access=P.EDIT_ROADMAP)
def measure_remove(ref: str) -> Reply:
    found, _row = _own_measure(ref)
    return _done(found.roadmap.number, lambda: operations.remove_measure(ref, actor=current_actor()))


def _own(number: str) -> Whole:
    """Return a roadmap the person keeps; raises NotThere."""
    actor = current_actor()
    roadmap = queries.get(number)
    if not pages.may_edit(roadmap, actor):
        raise NotThere
    return queries.whole(roadmap, today_in(actor.zone))


def _own_measure(ref: str) -> tuple[Whole, queries.Line]:
    line = queries.line(ref, today_in(current_actor().zone))
    return _own(line.measure.roadmap.number), line


def _roadmap_form(roadmap: "Roadmap | None" = None) -> forms.RoadmapForm:
    """Return the form of a new roadmap, or of one there is; a school's may roll up to a municipal one."""
    parents = [one for one in queries.listed() if one.school_id is None] if current_actor().of_school else []
    values = pages.roadmap_values(roadmap, parents) if roadmap else None
    return forms.roadmap_form(
        [(one.code, one.short_title) for one in queries.programmes()],
        [(one.number, one.title) for one in parents],
        values,
    )


def _done(number: str, act: Callable[[], None]) -> Reply:
    found = _own(number)
    try:
        act()
    except Invalid as error:
        return _edit_page(found, error.sentence, status=422)
    return see_other(url_for(".edit", number=number))


def _edit_page(found: Whole, refusal: str = "", *, status: int = 200) -> Reply:
    return render(
        "roadmap/edit.html",
        page=pages.edit_page(found, current_actor()),
        whole=found,
        refusal=refusal,
        columns=pages.EDIT_COLUMNS,
        status=status,
    )
