"""The table of measures of one roadmap."""

from flask import request

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import holds
from webapp.database import today_in
from webapp.rendering import render
from webapp.roadmap import forms, pages, queries
from webapp.roadmap.views.blueprint import Reply, section
from workflows.roadmaps.indicator import Reading


@section.get("", access=P.READ_ROADMAP)
def show() -> Reply:
    actor, filters = current_actor(), forms.read_filters(request.args)
    today = today_in(actor.zone)
    maps = queries.listed()
    chosen = queries.chosen(filters.map, today, maps)
    if chosen is None:
        return render("roadmap/none.html", may_edit=holds(actor, P.EDIT_ROADMAP))
    shares = queries.shares_of(chosen, today, tuple(Reading))
    found = queries.whole(chosen, today)
    return render(
        "roadmap/table.html",
        page=pages.map_page(found, maps, shares, filters, actor),
        filters=filters,
        columns=pages.COLUMNS,
        proposals=pages.proposals(found, queries.conditions_of(chosen), actor),
    )
