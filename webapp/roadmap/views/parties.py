"""The dictionary of the responsible: whom each name means in this roadmap."""

from typing import TYPE_CHECKING

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.rendering import render, see_other
from webapp.roadmap import forms, operations, pages, queries
from webapp.roadmap.views.blueprint import Reply, section

if TYPE_CHECKING:
    from webapp.models import Roadmap


@section.get("/maps/<number>/parties", access=P.EDIT_ROADMAP)
def parties(number: str) -> Reply:
    roadmap = _own(number)
    return render(
        "roadmap/parties.html",
        roadmap=roadmap,
        lines=pages.party_lines(roadmap, queries.parties(roadmap)),
        columns=pages.PARTY_COLUMNS,
    )


@section.get("/maps/<number>/parties/<int:party>", access=P.EDIT_ROADMAP)
def party(number: str, party: int) -> Reply:
    roadmap = _own(number)
    row = queries.party(roadmap, party)
    return form_page("roadmap/party.html", _form(pages.party_values(row)), roadmap=roadmap, party=row)


@section.post("/maps/<number>/parties/<int:party>", access=P.EDIT_ROADMAP)
def explain(number: str, party: int) -> Reply:
    roadmap, form = _own(number), _form()
    row = queries.party(roadmap, party)
    if not form.validate():
        return form_page("roadmap/party.html", form, roadmap=roadmap, party=row, status=422)
    try:
        operations.explain_party(number, party, form.facts(), actor=current_actor())
    except Invalid as error:
        return form_page("roadmap/party.html", form, error=error, roadmap=roadmap, party=row, status=422)
    return see_other(url_for(".parties", number=number))


def _own(number: str) -> "Roadmap":
    roadmap = queries.get(number)
    if not pages.may_edit(roadmap, current_actor()):
        raise NotThere
    return roadmap


def _form(values: dict[str, object] | None = None) -> forms.PartyForm:
    today = today_in(current_actor().zone)
    return forms.party_form(
        [(str(one.id), one.short_name) for one in queries.schools()],
        [(str(one.id), one.name) for one in queries.people(today)],
        values,
    )
