"""Conditions upon which the product proposes an execution, and accepting what it proposes."""

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.rendering import see_other
from webapp.roadmap import forms, operations, pages, queries
from webapp.roadmap.queries import Line
from webapp.roadmap.views.blueprint import Reply, section
from webapp.roadmap.views.item import item_page
from workflows.roadmaps.words import ConditionKind


@section.get("/items/<ref>/conditions", access=P.EDIT_ROADMAP)
def conditions(ref: str) -> Reply:
    line = _own(ref)
    return _page(line, _form(line))


@section.post("/items/<ref>/conditions", access=P.EDIT_ROADMAP)
def add_condition(ref: str) -> Reply:
    line = _own(ref)
    form = _form(line)
    if not form.validate():
        return _page(line, form, status=422)
    operations.add_condition(ref, ConditionKind(form.kind.data), form.source, actor=current_actor())
    return see_other(url_for(".conditions", ref=ref))


@section.post("/items/<ref>/conditions/<int:condition>/remove", access=P.EDIT_ROADMAP)
def remove_condition(ref: str, condition: int) -> Reply:
    operations.remove_condition(ref, condition, actor=current_actor())
    return see_other(url_for(".conditions", ref=ref))


@section.post("/items/<ref>/accept", access=P.EXECUTE_MEASURES)
def accept(ref: str) -> Reply:
    try:
        operations.accept(ref, actor=current_actor())
    except Invalid as error:
        return item_page(ref, error.sentence, status=422)
    return see_other(url_for(".item", ref=ref))


def _own(ref: str) -> Line:
    actor = current_actor()
    line = queries.line(ref, today_in(actor.zone))
    if not pages.may_edit(line.measure.roadmap, actor):
        raise NotThere
    return line


def _form(line: Line) -> forms.ConditionForm:
    roadmap = line.measure.roadmap
    stages, surveys = queries.stages_to_watch(roadmap), queries.surveys_to_watch(roadmap)
    return forms.condition_form(
        [(str(one.id), one.title) for one in stages], [(str(one.id), one.title) for one in surveys]
    )


def _page(line: Line, form: forms.ConditionForm, *, status: int = 200) -> Reply:
    row = line.measure
    found = queries.conditions_of(row.roadmap, (row.id,)).get(row.id, ())
    return form_page(
        "roadmap/conditions.html",
        form,
        status=status,
        line=line,
        conditions=found,
        name=pages.item_title(line),
    )
