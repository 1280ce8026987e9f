"""Home: «Сегодня»."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Response, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import Actor, current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.dashboard import pages, queries
from webapp.database import now
from webapp.frame import Counts
from webapp.rendering import render, see_other
from workflows.vocabulary import SCHOOL_ROLES

section = Section("dashboard", __name__, nav="home")


@section.get("/", access=P.SIGNED_IN)
def home() -> Response:
    answer = VIEWS.get(request.args.get("view", ""), _today)
    return answer(current_actor())


@section.get("/search", access=P.READ_PACKAGES)
def search() -> WerkzeugResponse:
    return see_other(url_for("packages.register", q=request.args.get("q", "")[:100] or None))


def _done(actor: Actor) -> Response:
    return render(
        "dashboard/done.html",
        lines=queries.done(actor),
        moment=now(),
        tabs=pages.tabs("done", _counts(actor)),
        view="done",
    )


def _waiting(actor: Actor) -> Response:
    items = pages.package_items(queries.others(actor), actor, mine=False)
    return render(
        "dashboard/waiting.html",
        groups=pages.groups(items, actor),
        tabs=pages.tabs("waiting", _counts(actor)),
        view="waiting",
    )


def _today(actor: Actor) -> Response:
    items, counts = _mine(actor), _counts(actor)
    stages = queries.stages_on(actor) if may(actor.role, P.READ_PACKAGES) else ()
    return render(
        "dashboard/home.html",
        groups=pages.groups(items, actor),
        tabs=pages.tabs("mine", counts),
        view="mine",
        strip=pages.strip(queries.current_stage(actor, stages), actor),
        dates=pages.dates(stages, actor),
        feed=pages.feed(queries.recent(actor)),
        greeting=pages.greeting(counts),
        all_done=pages.all_done(stages, actor),
        start_url=url_for("assembly.choose") if actor.role in SCHOOL_ROLES else "",
        person=actor.name,
    )


def _counts(actor: Actor) -> Counts:
    """Return the numbers of the frame, which this page says too; the frame does not ask for them again."""
    g.counts = queries.frame_counts(actor)
    return g.counts


def _mine(actor: Actor) -> tuple[pages.QueueItem, ...]:
    items = pages.package_items(queries.mine(actor), actor, mine=True)
    if actor.role in SCHOOL_ROLES:
        items += pages.due_items(queries.dues_not_begun(actor), actor)
    return (
        items
        + pages.report_items(queries.reports_in_work(actor))
        + pages.failure_items(queries.failed_deliveries(actor))
    )


VIEWS: Mapping[str, Callable[[Actor], Response]] = MappingProxyType({"done": _done, "waiting": _waiting})
"""The lists beside one's own queue, by the word of the address."""
