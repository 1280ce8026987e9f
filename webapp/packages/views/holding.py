"""A decision that waits before it reaches the school: taken back, or sent at once."""

from flask import url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.packages import operations, pages
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import STOP_POLLING, is_fragment, render, see_other

fragments = Section("held_sending", __name__, url_prefix="/_/packages", nav="packages")


@fragments.get("/<number>/held", access=P.READ_PACKAGES)
def held(number: str) -> Reply:
    """The notice as it is now, for a page that stays open until the decision has gone."""
    package = dossiers.get(number)
    if not is_fragment():
        return see_other(url_for("packages.show", number=number))
    notice = pages.held(package, operations.waiting(package), current_actor())
    status = STOP_POLLING if notice is None else 200
    return render(
        "packages/show.html", block="held", status=status, held=notice, gone=notice is None, page=package
    )


@section.post("/<number>/held/cancel", access=P.MOVE_PACKAGES)
def cancel_sending(number: str) -> Reply:
    done = once.leads_to(url_for(".show", number=number, done="cancelled"))
    operations.cancel(number, actor=current_actor())
    return see_other(done)


@section.post("/<number>/held/send", access=P.MOVE_PACKAGES)
def send_now(number: str) -> Reply:
    done = once.leads_to(url_for(".show", number=number, done="sent"))
    operations.send_now(number, actor=current_actor())
    return see_other(done)
