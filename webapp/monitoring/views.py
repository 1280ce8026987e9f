"""The matrix school × document on the screen and as a table file."""

from urllib.parse import urlencode

from flask import Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.monitoring import forms, pages, queries
from webapp.paging import read_place
from webapp.printing import xlsx
from webapp.rendering import render
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
    return render("monitoring/matrix.html", view=view, found=found, filters=filters, shape=shape)


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
