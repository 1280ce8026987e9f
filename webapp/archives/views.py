"""Pages of dossiers: asking for one, taking a finished one. How far it is, the page of its report shows."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.archives import operations, pages, queries
from webapp.attachments import attachment
from webapp.filestore import storage
from webapp.printing import dossier
from webapp.rendering import render, see_other

section = Section("archives", __name__, url_prefix="/reports", nav="reports")
of_packages = Section("dossiers", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@of_packages.get("/<number>/dossier", access=P.BUILD_REPORTS)
def of_package(number: str) -> Reply:
    back = (f"Пакет {number}", url_for("packages.show", number=number))
    page = pages.order_page(queries.about_package(number), current_actor(), back)
    return render(
        "archives/order.html", page=page, action=url_for(".order_of_package", number=number), stage=""
    )


@of_packages.post("/<number>/dossier", access=P.BUILD_REPORTS)
def order_of_package(number: str) -> Reply:
    made = operations.order_of_package(number, actor=current_actor())
    return see_other(url_for("reports.show", report=made))


@section.get("/dossier", access=P.BUILD_REPORTS)
def of_stage() -> Reply:
    stage = request.args.get("stage", "")[:64]
    back = ("Отчёты этапов", url_for("reports.register"))
    page = pages.order_page(queries.about_stage(stage), current_actor(), back)
    return render("archives/order.html", page=page, action=url_for(".order_of_stage"), stage=stage)


@section.post("/dossier", access=P.BUILD_REPORTS)
def order_of_stage() -> Reply:
    made = operations.order_of_stage(request.form.get("stage", "")[:64], actor=current_actor())
    return see_other(url_for("reports.show", report=made))


@section.get("/<report>/zip", access=P.READ_REPORTS)
def download(report: str) -> Reply:
    """The pages as they were made and the documents from the store, streamed as they are read."""
    found = queries.sent(report, request.args.get("place", "")[:64])
    kept = storage().open(found.pages)
    journal.record_download(
        "report.downloaded", kind="report", object_id=report, sha256=found.control, note="zip"
    )
    return attachment(dossier.whole(kept, found.documents, found.at), found.name, "application/zip")
