"""The page of notifications, and in the demonstration the letters the system has sent."""

from zoneinfo import ZoneInfo

from flask import Response, current_app, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.errors import NotThere
from webapp.notifications import operations, queries
from webapp.notifications.forms import MarkRead
from webapp.paging import read_place
from webapp.rendering import render, see_other
from workflows.zones import DEFAULT_ZONE

section = Section("notifications", __name__)


@section.get("/notifications", access=Permission.SIGNED_IN)
def inbox() -> Response:
    actor, unread = current_actor(), request.args.get("show") == "unread"
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (int,))
    days, page = queries.inbox(actor, place, unread=unread)
    return render("notifications/inbox.html", days=days, page=page, unread=unread, zone=ZoneInfo(actor.zone))


@section.post("/notifications/<int:notification_id>/open", access=Permission.SIGNED_IN)
def open_one(notification_id: int) -> WerkzeugResponse:
    return see_other(operations.mark_read(notification_id, actor=current_actor()))


@section.post("/notifications/read", access=Permission.SIGNED_IN)
def read_all() -> WerkzeugResponse:
    form = MarkRead()
    if form.validate() and form.up_to.data:
        operations.mark_all_read(up_to=form.up_to.data, actor=current_actor())
    return see_other(url_for("notifications.inbox"))


@section.get("/dev/mail", access=Permission.PUBLIC)
def letters() -> Response:
    _only_in_demonstration()
    return render("notifications/letters.html", letters=queries.letters(), zone=_zone())


@section.get("/dev/mail/<name>", access=Permission.PUBLIC)
def letter(name: str) -> Response:
    _only_in_demonstration()
    return render("notifications/letter.html", letter=queries.letter(name), zone=_zone())


def _zone() -> ZoneInfo:
    """Whoever has not signed in has no place; the clock of Moscow is the one everybody reckons with."""
    return ZoneInfo(g.visitor.actor.zone if g.visitor else DEFAULT_ZONE)


def _only_in_demonstration() -> None:
    """Elsewhere letters belong to the people they were written to."""
    if not current_app.config["DEMO"]:
        raise NotThere
