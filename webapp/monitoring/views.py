"""The matrix school × document on the screen and as a table file."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal, once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.monitoring import forms, operations, pages, queries
from webapp.paging import read_place
from webapp.printing import xlsx
from webapp.programmes import queries as programmes
from webapp.rendering import render, see_other
from webapp.schools import queries as schools
from workflows.file_rules import FileKind

section = Section("monitoring", __name__, url_prefix="/monitoring")
Answer = Response | WerkzeugResponse
NOTE_LIMIT = 300


@section.get("", access=P.READ_MONITORING)
def matrix() -> Answer:
    actor, filters = current_actor(), forms.read_filters(request)
    shape = queries.shape(filters)
    place = read_place(request.args.get("after", ""), request.args.get("before", ""))
    found = queries.matrix(filters, shape, place, actor)
    view = pages.matrix_page(
        filters,
        shape,
        found,
        curators=schools.curator_options(today_in(actor.zone)),
        localities=schools.locality_options(),
        actor=actor,
    )
    return render(
        "monitoring/matrix.html",
        view=view,
        found=found,
        filters=filters,
        shape=shape,
        plan=programmes.plan_facts(shape.stage_ids),
    )


@section.get("/reminder", access=P.REMIND)
def reminder() -> Answer:
    """What would be sent to the ticked schools, or to all who have not sent; or what went today."""
    shape = queries.shape(forms.read_filters(request))
    if "sent" in request.args:
        sent = queries.sent_today(shape, current_actor())
        return render("monitoring/reminded.html", sent=sent, back=_matrix_url())
    return _reminder_page(request.args.getlist("school"))


@section.post("/reminder", access=P.REMIND)
def remind() -> Answer:
    filters = forms.read_filters(request)
    asked = pages.conditions_of(filters, queries.shape(filters))
    done = once.leads_to(url_for(".reminder", **asked, sent=1))
    slugs = request.form.getlist("school")[: queries.LIMIT]
    try:
        operations.remind(filters, slugs, actor=current_actor())
    except Invalid as error:
        return _reminder_page(slugs, error.sentence, status=422)
    return see_other(done)


@section.get("/matrix.xlsx", access=P.READ_MONITORING)
def export() -> Answer:
    """Every school the address asks for, as a table file."""
    actor, filters = current_actor(), forms.read_filters(request)
    shape = queries.shape(filters)
    columns, lines = pages.export_table(shape, queries.everything(filters, shape, actor), actor)
    data = xlsx.write_table(
        columns, lines, title=f"Мониторинг размещения, {shape.title}", sheet_name="Мониторинг"
    )
    note = urlencode(pages.conditions_of(filters, shape))[:NOTE_LIMIT]
    journal.record_download("monitoring.matrix_exported", kind="register", object_id="monitoring", note=note)
    return attachment(data, "Мониторинг размещения.xlsx", FileKind.XLSX.media_type)


def _reminder_page(slugs: list[str], refusal: str = "", *, status: int = 200) -> Answer:
    filters, everyone = forms.read_filters(request), "all" in request.args
    if everyone:
        filters = replace(filters, state=queries.MISSING, turn="")
    shape = queries.shape(filters)
    drafts = (
        queries.drafts(filters, shape, slugs[: queries.LIMIT], current_actor()) if slugs or everyone else ()
    )
    asked = pages.conditions_of(forms.read_filters(request), shape)
    return render(
        "monitoring/reminder.html",
        status=status,
        view=pages.reminder_page(drafts, chosen=bool(slugs or everyone), refusal=refusal),
        url=url_for(".remind", **asked),
        back=_matrix_url(),
        limit=queries.LIMIT,
    )


def _matrix_url() -> str:
    filters = forms.read_filters(request)
    return url_for(".matrix", **pages.conditions_of(filters, queries.shape(filters)))
