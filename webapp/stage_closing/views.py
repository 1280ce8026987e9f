"""`/closing/<stage>`: what stands against signing the report of a stage, and what the coordinator says of it."""

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.rendering import see_other
from webapp.reports import queries as reports
from webapp.stage_closing import forms, operations, pages, queries

section = Section("stage_closing", __name__, url_prefix="/closing", nav="reports")
Reply = Response | WerkzeugResponse


@section.get("/<slug>", access=P.SIGN_REPORTS)
def show(slug: str) -> Reply:
    return _page(slug)


@section.post("/<slug>", access=P.BUILD_REPORTS)
def answer(slug: str) -> Reply:
    form = forms.checks_form({})
    if not form.validate():
        return _page(slug, form=form, status=422)
    operations.answer(slug, form.said, actor=current_actor())
    return see_other(url_for(".show", slug=slug))


@section.get("/<slug>/conclusion", access=P.SIGN_REPORTS)
def conclusion(slug: str) -> Reply:
    """The conclusions of the report with every saving before."""
    return _conclusion_page(slug)


@section.post("/<slug>/conclusion", access=P.BUILD_REPORTS)
def conclude(slug: str) -> Reply:
    form = forms.ConclusionForm()
    if not form.validate():
        return _conclusion_page(slug, form=form, status=422)
    try:
        operations.conclude(slug, form.text.data or "", seen=form.known, actor=current_actor())
    except Invalid as error:
        return _conclusion_page(slug, form=form, error=error, status=422)
    return see_other(url_for(".conclusion", slug=slug))


def _conclusion_page(
    slug: str, *, form: forms.ConclusionForm | None = None, error: Invalid | None = None, status: int = 200
) -> Reply:
    """The form with what was typed knows the latest saving: pressed again, it takes the other's place."""
    stage = queries.stage_of(slug)
    rows = reports.conclusions(stage.id)
    now_there = {"seen": str(rows[0].id), "text": rows[0].text} if rows else {}
    if form is not None:
        form.seen.data = now_there.get("seen", "")
    return form_page(
        "stage_closing/conclusion.html",
        form or forms.ConclusionForm(formdata=None, data=now_there),
        error=error,
        status=status,
        page=pages.conclusion_page(stage, rows, current_actor()),
    )


def _page(slug: str, *, form: forms.ChecksForm | None = None, status: int = 200) -> Reply:
    found = queries.closing(slug, today_in(current_actor().zone))
    return form_page(
        "stage_closing/show.html",
        form or forms.checks_form({item: row.met for item, row in found.said.items()}),
        status=status,
        page=pages.closing_page(found, current_actor()),
    )
