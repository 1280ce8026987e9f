"""All remarks of a school, over its packages and stages."""

from zoneinfo import ZoneInfo

from flask import request, url_for

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.printing import xlsx
from webapp.remarks import pages, queries
from webapp.remarks.views.blueprint import Reply, read_filters
from webapp.rendering import render, see_other
from webapp.schools import queries as schools
from workflows.file_rules import FileKind

school_section = Section("school_remarks", __name__, url_prefix="/schools", nav="schools")


own_section = Section("own_remarks", __name__, url_prefix="/remarks", nav="schools")


@own_section.get("", access=P.READ_PACKAGES)
def find() -> Reply:
    """Lead to the ledger of one's own school, or to where a school is chosen."""
    actor = current_actor()
    if actor.of_school:
        return see_other(url_for("school_remarks.ledger", slug=schools.own_slug(actor)))
    return see_other(url_for("schools.register" if may(actor.role, P.READ_SCHOOLS) else "packages.register"))


@school_section.get("/<slug>/remarks", access=P.READ_PACKAGES)
def ledger(slug: str) -> Reply:
    actor, school, filters = current_actor(), schools.get(slug), read_filters()
    order = pages.order_of(request.args.get("sort", ""))
    place = queries.place_of(request.args.get("after", ""), request.args.get("before", ""), order)
    found = queries.of_school(school.id, filters, order, place=place, today=today_in(actor.zone))
    facets = queries.facets_of_school(school.id)
    return render(
        "remarks/school.html",
        school=school,
        page=pages.school_ledger(slug, found, facets=facets, filters=filters, order=order, actor=actor),
        sees_card=may(actor.role, P.READ_SCHOOLS),
    )


@school_section.get("/<slug>/remarks/export.xlsx", access=P.READ_PACKAGES)
def export(slug: str) -> Reply:
    """Every remark the conditions name, with its history, as a table file."""
    actor, school, filters = current_actor(), schools.get(slug), read_filters()
    today, order = today_in(actor.zone), pages.order_of(request.args.get("sort", ""))
    rows = queries.all_of_school(school.id, filters, order, today=today)
    title = f"Замечания, {school.short_name}"
    lines = pages.table_rows(rows, ZoneInfo(actor.zone), today)
    data = xlsx.write_table(pages.COLUMNS, lines, title=title, sheet_name="Замечания")
    journal.record_download(
        "remark.ledger_exported", kind="school", object_id=slug, note=pages.words_of(filters)
    )
    return attachment(data, f"{title}.xlsx", FileKind.XLSX.media_type)
