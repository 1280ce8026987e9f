"""The register of packages, on the screen and as a table file."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import request, url_for

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import attachment
from webapp.packages import pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.paging import read_place
from webapp.printing import xlsx
from webapp.rendering import render, see_other
from webapp.tables import here
from workflows.file_rules import FileKind
from workflows.kinds import KINDS


@section.get("", access=P.READ_PACKAGES)
def register() -> Reply:
    if "status" in request.args:
        return see_other(_by_state())
    filters = _filters()
    found = queries.register(
        filters, read_place(request.args.get("after", ""), request.args.get("before", ""), (datetime, int))
    )
    stages = queries.stages()
    return render(
        "packages/register.html",
        found=found,
        filters=filters,
        stages=stages,
        kinds=KINDS.values(),
        states=pages.state_options(),
        lines=pages.register_lines(found.page, current_actor()),
        columns=pages.REGISTER_COLUMNS,
        chips=pages.register_chips(filters, stages),
        can_start=may(current_actor().role, P.ASSEMBLE_PACKAGES),
        can_allow_late=may(current_actor().role, P.ALLOW_LATE),
        next_url=here(after=found.page.after) if found.page.after else "",
        previous_url=here(before=found.page.before) if found.page.before else "",
        export_url=url_for(".export", **_conditions(filters))
        if may(current_actor().role, P.EXPORT_PACKAGES)
        else "",
        empty_text=pages.empty_register(current_actor()),
    )


@section.get("/register.xlsx", access=P.EXPORT_PACKAGES)
def export() -> Reply:
    """Every line the filters of the register name, as a table file."""
    filters = _filters()
    rows = queries.export_lines(filters, ZoneInfo(current_actor().zone))
    data = xlsx.write_table(queries.EXPORT_COLUMNS, rows, title="Реестр пакетов", sheet_name="Пакеты")
    note = urlencode(_conditions(filters))
    journal.record_download("package.register_exported", kind="register", object_id="packages", note=note)
    return attachment(data, "Реестр пакетов.xlsx", FileKind.XLSX.media_type)


STATUSES = {"returned": "reworked", "rejected": "fails"}
"""Words of the map of addresses whose condition has another name here (ADR 0020)."""


def _by_state() -> str:
    """Return the address with `state` in place of `status`, the name it has in the map of addresses."""
    given: dict[str, Any] = {name: request.args[name] for name in request.args if name != "status"}
    status = request.args["status"].strip()
    if status == "late":
        given["due"] = "overdue"
    else:
        given["state"] = STATUSES.get(status, status)
    return url_for(".register", **given)


def _conditions(filters: queries.Filters) -> dict[str, Any]:
    return {name: value for name, value in asdict(filters).items() if value}


def _filters() -> queries.Filters:
    names = ("stage", "state", "school", "kind", "due", "q")
    return queries.Filters(**{name: request.args.get(name, "").strip()[:100] for name in names})
