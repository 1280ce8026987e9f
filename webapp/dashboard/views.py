"""Home: «Сегодня»."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from flask import Response, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import Actor, current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.dashboard import forms, operations, pages, queries
from webapp.database import now, today_in
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.frame import Counts
from webapp.rendering import render, see_other
from workflows.vocabulary import SCHOOL_ROLES

section = Section("dashboard", __name__, nav="home")
fragments = Section("queue_news", __name__, url_prefix="/_/queue", nav="home")
Reply = Response | WerkzeugResponse
MOMENT_DIGITS = 15
"""Milliseconds of a moment, with room for a few thousand years."""


@section.get("/", access=P.SIGNED_IN)
def home() -> Response:
    answer = VIEWS.get(request.args.get("view", ""), _today)
    return answer(current_actor())


@section.get("/later/<number>", access=P.MOVE_PACKAGES)
def later(number: str) -> Reply:
    return _later_page(number, forms.LaterForm(), None)


@section.post("/later/<number>", access=P.MOVE_PACKAGES)
def put_off(number: str) -> Reply:
    form = forms.LaterForm()
    form.until.today = today_in(current_actor().zone)
    if not form.validate() or form.until.day is None:
        return _later_page(number, form, None, status=422)
    try:
        operations.put_off(number, form.until.day, actor=current_actor())
    except Invalid as error:
        return _later_page(number, form, error, status=422)
    return see_other(url_for(".home"))


@section.post("/later/<number>/back", access=P.MOVE_PACKAGES)
def take_back(number: str) -> Reply:
    operations.take_back(number, actor=current_actor())
    return see_other(url_for(".home", view="later"))


@fragments.get("/news", access=P.SIGNED_IN)
def news() -> Reply:
    """What has come while the page stood open: a quiet line, or nothing. The list itself is never moved."""
    said = pages.news(queries.arrived_since(current_actor(), _since()))
    return render("dashboard/news.html", block="news", words=said)


def _since() -> datetime:
    """Return the instant the open page was made at; now for an address that does not say."""
    raw = request.args.get("since", "")
    return (
        datetime.fromtimestamp(int(raw) / 1000, UTC) if raw.isdigit() and len(raw) < MOMENT_DIGITS else now()
    )


def _later_page(number: str, form: forms.LaterForm, error: Invalid | None, *, status: int = 200) -> Reply:
    dossiers.get(number)
    line = queries.one_of_mine(current_actor(), number)
    if line is None:  # somebody has moved it meanwhile
        return see_other(url_for(".home"))
    (item,) = pages.put_off_items((line,), current_actor())
    return render(
        "dashboard/later.html", status=status, form=form, more=blame(form, error), item=item, number=number
    )


def _put_off_list(actor: Actor) -> Response:
    counts = _counts(actor)
    return render(
        "dashboard/put_off.html",
        items=pages.put_off_items(queries.put_off(actor), actor),
        tabs=pages.tabs("later", counts),
        view="later",
    )


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
    items, counts, of_school = _mine(actor), _counts(actor), actor.role in SCHOOL_ROLES
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
        put_off=pages.put_off_words(counts),
        news_url=url_for("queue_news.news", since=int(now().timestamp() * 1000)),
        first_steps=pages.first_steps() if of_school and queries.is_new_school(actor) else (),
        start_url=url_for("assembly.choose") if of_school else "",
        remarks_url=url_for("own_remarks.find") if of_school else "",
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
        + pages.errand_items(queries.errands(actor), actor)
        + pages.failure_items(queries.failed_deliveries(actor))
    )


VIEWS: Mapping[str, Callable[[Actor], Response]] = MappingProxyType(
    {"done": _done, "waiting": _waiting, "later": _put_off_list}
)
"""The lists beside one's own queue, by the word of the address."""
