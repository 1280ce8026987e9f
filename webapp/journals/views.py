"""Pages of the journal: the list with its filters, one entry, the table to take along."""

from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.journals import forms, pages, queries
from webapp.paging import read_place
from webapp.printing import xlsx
from webapp.rendering import render
from webapp.tables import here
from workflows.file_rules import FileKind

section = Section("journals", __name__, url_prefix="/journal", nav="journal")
Reply = Response | WerkzeugResponse
NOTE_LIMIT = 300


@section.get("", access=P.READ_JOURNAL)
def register() -> Reply:
    actor = current_actor()
    filters = forms.read_filters(request, today_in(actor.zone))
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (int,))
    found = queries.register(filters, place, ZoneInfo(actor.zone))
    return render(
        "journals/register.html",
        filters=filters,
        lines=pages.lines(found.rows, actor),
        columns=pages.COLUMNS,
        acts=pages.act_options(),
        kinds=pages.kind_options(),
        roles=pages.role_options(),
        export_url=url_for(".export", **pages.args(filters)),
        next_url=here(after=found.after) if found.after else "",
        previous_url=here(before=found.before) if found.before else "",
    )


@section.get("/export.xlsx", access=P.READ_JOURNAL)
def export() -> Reply:
    """At most fifty thousand entries of the filter, the latest first."""
    actor = current_actor()
    filters = forms.read_filters(request, today_in(actor.zone))
    rows = [pages.exported_row(row) for row in queries.exported(filters, ZoneInfo(actor.zone))]
    data = xlsx.write_table(pages.EXPORTED, rows, title="Журнал действий", sheet_name="Журнал")
    note = request.query_string.decode(errors="replace")[:NOTE_LIMIT]
    journal.record_download("journal.exported", kind="journal", object_id="", note=note)
    return attachment(data, "Журнал действий.xlsx", FileKind.XLSX.media_type)


@section.get("/<int:number>", access=P.READ_JOURNAL)
def show(number: int) -> Reply:
    return render("journals/show.html", page=pages.entry_page(queries.entry(number), current_actor()))
