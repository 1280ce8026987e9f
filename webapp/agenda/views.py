"""The times of roadmaps on the screen, and the calendar that a telephone reads by its secret address."""

from flask import Response, current_app, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import acting_as, current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.agenda import forms, operations, pages, queries
from webapp.calendars.queries import calendars
from webapp.database import today_in
from webapp.errors import NotThere
from webapp.rendering import render, see_other
from webapp.roadmap import queries as roadmaps

section = Section("agenda", __name__, nav="roadmap")
Answer = Response | WerkzeugResponse
KEPT = "private, max-age=900"
"""A calendar may be kept by the program that reads it for a quarter of an hour, and by nobody between."""


@section.get("/roadmap/timeline", access=P.READ_ROADMAP)
def timeline() -> Answer:
    today = today_in(current_actor().zone)
    maps = roadmaps.listed()
    roadmap = roadmaps.chosen(forms.asked(request, "map"), today, maps)
    view = window = None
    if roadmap is not None:
        window = forms.read_window(request, roadmap.starts_on, roadmap.ends_on)
        view = None if window.fault else pages.timeline_page(roadmaps.whole(roadmap, today), window, today)
    return render(
        "agenda/timeline.html",
        status=422 if window and window.fault else 200,
        view=view,
        window=window,
        roadmap=roadmap,
        roadmaps=maps,
    )


@section.get("/roadmap/calendar", access=P.READ_ROADMAP)
def calendar() -> Answer:
    today, typed = today_in(current_actor().zone), forms.asked(request, "month")
    maps = roadmaps.listed()
    roadmap = roadmaps.chosen(forms.asked(request, "map"), today, maps)
    fault, view, first = "", None, today.replace(day=1)
    try:
        first = forms.read_month(typed) or first
    except ValueError as error:
        fault = str(error)
    if roadmap is not None and not fault:
        last = forms.end_of_month(first)
        due = queries.due_in(roadmap, first, last, today)
        stages = queries.stages_in(roadmap, first, last)
        view = pages.month_page(first, due, stages, calendars(), number=roadmap.number, today=today)
    return render(
        "agenda/calendar.html",
        status=422 if fault else 200,
        view=view,
        month=typed if fault else f"{first:%Y-%m}",
        fault=fault,
        roadmap=roadmap,
        roadmaps=maps,
    )


@section.get("/roadmap/mine", access=P.READ_ROADMAP)
def mine() -> Answer:
    return _mine_page()


@section.get("/roadmap/overdue", access=P.READ_ROADMAP)
def overdue() -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    view = pages.overdue_page(queries.overdue(today), today, actor)
    return render("agenda/overdue.html", view=view)


@section.post("/roadmap/feed", access=P.KEEP_FEED)
def make_feed() -> Answer:
    """Make the secret address and show it, once: a repeated send leads back to the list."""
    once.leads_to(url_for(".mine"))
    token = operations.make_feed(current_actor())
    return _mine_page(current_app.config["BASE_URL"] + url_for(".feed", token=token))


@section.post("/roadmap/feed/revoke", access=P.KEEP_FEED)
def revoke_feed() -> Answer:
    operations.revoke_feed(current_actor())
    return see_other(url_for(".mine"))


@section.get("/feed/<token>.ics", access=P.PUBLIC)
def feed(token: str) -> Answer:
    """Answer what the owner of the address owes, as they would see it themselves today."""
    operations.count_reading(request.remote_addr or "")
    actor = queries.reader_of(token)
    if actor is None:
        raise NotThere
    with acting_as(actor):
        duties = queries.mine(actor, today_in(actor.zone))
        text = pages.calendar_file(duties, current_app.config["BASE_URL"])
    response = Response(text.encode(), mimetype="text/calendar")
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'inline; filename="roadmap.ics"'
    response.headers["Cache-Control"] = KEPT
    return response


def _mine_page(address: str = "") -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    view = pages.mine_page(queries.mine(actor, today), queries.feed_of(actor), today, actor)
    return render("agenda/mine.html", view=view, address=address)
