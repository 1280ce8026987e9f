"""Steps of the route: the page that asks, and the sending."""

from flask import request, url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.forms import Form
from webapp.opening import OpeningForm
from webapp.packages import forms, operations, pages
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other
from workflows.kinds import route_of
from workflows.route import Refused, Step
from workflows.verdicts import VerdictKind


@section.get("/<number>/steps/<action>", access=P.MOVE_PACKAGES)
def step(number: str, action: str) -> Reply:
    return _step_page(number, action, None)


@section.post("/<number>/steps/<action>", access=P.MOVE_PACKAGES)
def take_step(number: str, action: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    form = _form(found, action)
    if not form.validate() or "preview" in request.form:
        return _step_page(number, action, form, status=422 if form.errors else 200)
    said = "held" if operations.is_held(found.package, action) else action
    done = once.leads_to(url_for(".show", number=number, done=said))
    try:
        operations.take_step(number, action, _answer(form, found), actor=actor, seen=_seen())
    except Refused as refusal:
        return _step_page(number, action, form, status=422, reasons=refusal.reasons)
    return see_other(done)


def _table_step(kind: str, action: str) -> Step:
    found = next((step for step in route_of(kind).steps if step.action == action), None)
    if found is None or action in {"conclude", "release"}:
        raise NotThere
    return found


def _step_page(
    number: str, action: str, form: Form | None, *, status: int = 200, reasons: tuple[str, ...] = ()
) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    table_step = _table_step(found.package.kind, action)
    page = pages.step_page(found, actor, table_step)
    if page is None:
        raise NotThere
    if form is None:
        form = _form(found, action)
        if isinstance(form, OpeningForm):
            form.suggest(found)
            form.restore(operations.chosen_before(found.package, action))
        if isinstance(form, forms.PaperForm):
            pages.suggest_paper(form, found)
    return render(
        "packages/step.html",
        status=status,
        page=page,
        form=form,
        reasons=reasons or page.lacks,
        preview=_preview(form, found, action),
        asks=table_step.asks.value,
    )


def _form(found: dossiers.Dossier, action: str) -> Form:
    form = forms.STEP_FORMS[_table_step(found.package.kind, action).asks]()
    if isinstance(form, OpeningForm):
        form.offer(found.kind, found.slots)
    return form


def _answer(form: Form, found: dossiers.Dossier) -> operations.Answer:
    data = form.data
    day = form.day.day if "day" in form else None
    verdict = VerdictKind(data["verdict"]) if data.get("verdict") else None
    return operations.Answer(
        text=data.get("text") or "",
        declared=bool(data.get("declared")),
        verdict=verdict,
        day=day,
        link=data.get("link") or "",
        parts=form.chosen(found.slots) if isinstance(form, OpeningForm) else None,
        paper=_paper(form),
        until=form.until.day if isinstance(form, forms.RefusalForm) else None,
    )


def _paper(form: Form) -> operations.Paper | None:
    if not isinstance(form, forms.PaperForm):
        return None
    return operations.Paper(form.body.data or "", form.paper.data or "", form.day.day)


def _preview(form: Form, found: dossiers.Dossier, action: str) -> pages.Decision | None:
    """Return what the school will read of a decision that is filled in and not taken yet."""
    if not isinstance(form, forms.PaperForm) or not form.is_submitted() or form.errors:
        return None
    return pages.decision_preview(_answer(form, found), action, current_actor())


def _seen() -> int:
    """Return the package's counter as the page knew it; a form without one is as good as the oldest."""
    raw = request.form.get("seen", "")
    return int(raw) if raw.isdigit() else 0
