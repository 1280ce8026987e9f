"""Home: «Сегодня»."""

from flask import Response, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.dashboard import pages, queries
from webapp.database import now
from webapp.rendering import render
from workflows.vocabulary import SCHOOL_ROLES

section = Section("dashboard", __name__, nav="home")


@section.get("/", access=P.SIGNED_IN)
def home() -> Response | WerkzeugResponse:
    actor, view = current_actor(), request.args.get("view", "mine")
    if view == "done":
        return render(
            "dashboard/done.html",
            lines=queries.done(actor),
            moment=now(),
            tabs=pages.tabs("done", 0),
            view=view,
        )
    if view == "waiting":
        items = pages.package_items(queries.others(actor), actor, mine=False)
        return render(
            "dashboard/waiting.html",
            groups=pages.groups(items, actor),
            tabs=pages.tabs("waiting", 0),
            view=view,
        )
    items = _mine()
    stages = queries.stages_on(actor)
    return render(
        "dashboard/home.html",
        groups=pages.groups(items, actor),
        tabs=pages.tabs("mine", len(items)),
        view="mine",
        strip=pages.strip(queries.current_stage(actor, stages), actor),
        dates=pages.dates(stages, actor),
        feed=pages.feed(queries.recent(actor)),
        greeting=pages.greeting(items),
        all_done=pages.all_done(stages, actor),
        start_url=url_for("assembly.choose") if actor.role in SCHOOL_ROLES else "",
        person=g.visitor.actor.name,
    )


def _mine() -> tuple[pages.QueueItem, ...]:
    actor = current_actor()
    items = pages.package_items(queries.mine(actor), actor, mine=True)
    if actor.role in SCHOOL_ROLES:
        items += pages.due_items(queries.dues_not_begun(actor), actor)
    return (
        items
        + pages.report_items(queries.reports_in_work(actor))
        + pages.failure_items(queries.failed_deliveries(actor))
    )
