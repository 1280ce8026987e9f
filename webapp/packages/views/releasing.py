"""Many conclusions sent to their schools at once, after the exact list was shown."""

from flask import request, url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.errors import Invalid, Stale
from webapp.form_page import form_page
from webapp.forms import Form
from webapp.packages import operations, pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other
from webapp.tables import columns
from workflows.route import Refused

PREPARED = columns("Школа", "Вердикт", "Замечаний", "Подготовил")


@section.get("/release", access=P.ASSIGN_EXPERTS)
def prepared() -> Reply:
    return render(
        "packages/prepared.html",
        prepared=queries.prepared(),
        columns=PREPARED,
        waiting=pages.on_their_way(queries.on_their_way(), current_actor()),
        done=request.args.get("done", ""),
    )


@section.get("/release/preview", access=P.ASSIGN_EXPERTS)
def release_preview() -> Reply:
    picked = request.args.getlist("package")
    if not picked:
        return see_other(url_for(".prepared"))
    return _list_page(picked)


@section.post("/release", access=P.ASSIGN_EXPERTS)
def release_together() -> Reply:
    wanted = _wanted()
    try:
        if not wanted:
            raise Invalid("Отметьте хотя бы одно заключение.")
        done = once.leads_to(url_for(".prepared", done=len(wanted)))
        operations.release_together(wanted, actor=current_actor())
    except Refused as refusal:
        return _list_page(wanted, Invalid(" ".join(refusal.reasons)))
    except Stale as stale:
        return _list_page(wanted, Invalid(stale.what), status=409)
    except Invalid as error:
        return _list_page(wanted, error)
    return see_other(done)


def _list_page(
    numbers: "list[str] | dict[str, int]", error: Invalid | None = None, *, status: int = 422
) -> Reply:
    return form_page(
        "packages/release.html",
        Form(),
        error=error,
        status=status if error else 200,
        prepared=queries.prepared(numbers) if numbers else (),
    )


def _wanted() -> dict[str, int]:
    """Return number → counter of the packages on the list, as the page knew them."""
    pairs = (value.rpartition(":") for value in request.form.getlist("package"))
    return {number: int(seen) for number, _, seen in pairs if number and seen.isdecimal() and len(seen) < 10}
