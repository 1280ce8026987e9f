"""Pages of reports: the register, ordering, one report with its progress and files, acceptance; papers of a package."""

from datetime import datetime
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import attachment, stored
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.forms import blame
from webapp.paging import read_place
from webapp.printing import bundle, pdf
from webapp.printing.contents import Kind
from webapp.printing.pages import page_of
from webapp.rendering import STOP_POLLING, is_fragment, render, see_other
from webapp.reports import forms, operations, pages, queries
from webapp.roadmap import queries as roadmaps
from webapp.tables import here
from workflows.file_rules import FileKind

section = Section("reports", __name__, url_prefix="/reports")
fragments = Section("report_progress", __name__, url_prefix="/_/reports", nav="reports")
papers = Section("papers", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse
RECEIPT_SECONDS = 20
"""A receipt takes half a second; a browser waits no longer than this for one."""


@section.get("", access=P.READ_REPORTS)
def register() -> Reply:
    actor, filters = current_actor(), _filters()
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (datetime, int))
    found, options = queries.register(filters, place), tuple(queries.stage_options())
    shown = pages.shows_stages(actor) and not is_fragment()
    return render(
        "reports/register.html",
        filters=filters,
        lines=pages.register_lines(found, actor),
        columns=pages.REGISTER_COLUMNS,
        stages=pages.stage_lines(queries.stages(), actor) if shown else (),
        stage_columns=pages.STAGE_COLUMNS,
        stage_options=[("", "Все этапы"), *((one.slug, one.title) for one in options)],
        kind_options=pages.kind_options(),
        state_options=pages.state_options(),
        chips=pages.register_chips(filters, options),
        next_url=here(after=found.after) if found.after else "",
        previous_url=here(before=found.before) if found.before else "",
    )


@section.get("/new", access=P.BUILD_REPORTS)
def new() -> Reply:
    found, form = queries.prospect(request.args.get("stage", "")), forms.OrderForm()
    form.fill(found.conclusion)
    return _order_page(found, form)


@section.post("/<report>/build", access=P.BUILD_REPORTS)
@section.post("", access=P.BUILD_REPORTS)
def order(report: str = "") -> Reply:
    slug = queries.addressed(report).stage if report else request.form.get("stage", "")
    form = forms.OrderForm()
    if not form.validate():
        return _order_page(queries.prospect(slug), form, status=422)
    number = operations.order(slug, form.text, actor=current_actor())
    return see_other(url_for(".show", report=number))


@section.get("/roadmap", access=P.BUILD_REPORTS)
def new_on_roadmap() -> Reply:
    number = request.args.get("map", "")[:64]
    return _roadmap_page(
        number, forms.RoadmapOrderForm(data={"on": today_in(current_actor().zone).isoformat()})
    )


@section.post("/roadmap", access=P.BUILD_REPORTS)
def order_on_roadmap() -> Reply:
    number, form = request.form.get("map", "")[:64], forms.RoadmapOrderForm()
    if not form.validate():
        return _roadmap_page(number, form, status=422)
    try:
        made = operations.order_on_roadmap(
            number, form.asked, form.conclusions.data or "", actor=current_actor()
        )
    except Invalid as error:
        return _roadmap_page(number, form, more=blame(form, error), status=422)
    return see_other(url_for(".show", report=made))


@section.get("/<report>", access=P.FOLLOW_REPORTS)
def show(report: str) -> Reply:
    try:
        found = queries.get(report, _place())
    except NotThere:
        return _to("show", queries.addressed(report, _place()))
    return render(
        "reports/show.html", page=pages.report_page(queries.around(found), current_actor(), place=_place())
    )


@fragments.get("/<report>/progress", access=P.FOLLOW_REPORTS)
def progress(report: str) -> Reply:
    """The changing part of the page alone; 286 tells htmx that there is nothing more to wait for."""
    found = queries.get(report, _place())
    said = request.args.get("said", "0")
    told = int(said) if said in pages.TOLD else 0
    page = pages.report_page(queries.around(found), current_actor(), place=_place(), said=told)
    return render(
        "reports/show.html", block="progress", status=200 if page.poll_url else STOP_POLLING, page=page
    )


@section.post("/<report>/retry", access=P.BUILD_REPORTS)
def retry(report: str) -> Reply:
    operations.retry(report, actor=current_actor())
    return see_other(url_for(".show", report=report))


@section.get("/<report>/accept", access=P.BUILD_REPORTS)
def accept(report: str) -> Reply:
    found = queries.get(report)
    operations.refuse_outdated(found)
    return render("reports/accept.html", report=found, count=len(queries.to_include(found)))


@section.post("/<report>/accept", access=P.BUILD_REPORTS)
def confirm_accept(report: str) -> Reply:
    number = queries.addressed(report).number
    operations.accept(number, actor=current_actor())
    return see_other(url_for(".show", report=number))


@section.post("/<report>/note", access=P.TAKE_NOTE)
def take_note(report: str) -> Reply:
    operations.take_note(report, _place(), actor=current_actor())
    return see_other(url_for(".show", report=report, place=_place() or None))


@section.get("/<report>/<any(pdf, docx, xlsx):kind>", access=P.READ_PACKAGES)
def download(report: str, kind: str) -> Reply:
    """A file as it was made. A school and its curator get the conclusion on their package by the same address."""
    file = queries.file_of(report, kind, _place())
    stream = storage().open(file.sha256)
    journal.record_download(
        "report.downloaded", kind="report", object_id=report, sha256=file.sha256, note=kind
    )
    return stored(stream, file.name, pages.MEDIA_TYPES[file.format], file.sha256)


@section.get("/<report>/build", access=P.BUILD_REPORTS)
def build(report: str) -> Reply:
    return see_other(url_for(".new", stage=queries.addressed(report).stage or None))


@section.get("/<report>/progress", access=P.READ_REPORTS)
@section.get("/<report>/preview", access=P.READ_REPORTS)
def preview(report: str) -> Reply:
    """The page of a report shows its making and its contents."""
    return _to("show", queries.addressed(report, _place()))


@section.get("/<report>/download.<any(pdf, docx, xlsx):kind>", access=P.READ_PACKAGES)
def download_of_stage(report: str, kind: str) -> Reply:
    return _to("download", queries.addressed(report, _place()), kind=kind)


@papers.get("/<number>/archive", access=P.EXPORT_PACKAGES)
def archive(number: str) -> Reply:
    """The files of a confirmed package with their list, streamed as they are read."""
    found = queries.archive(number)
    name = f"Пакет {number}, редакция {found.head.version}.zip"
    journal.record_download("package.archived", kind="package", object_id=number, note=name)
    return attachment(bundle.bundle(found.head, found.files), name, "application/zip")


@papers.get("/<number>/receipt", access=P.READ_PACKAGES)
def receipt(number: str) -> Reply:
    """«Расписка о приёме пакета» of the version sent last."""
    found = queries.receipt(number)
    data = pdf.render_in_child(Kind.RECEIPT, page_of(Kind.RECEIPT, found.to_json()), seconds=RECEIPT_SECONDS)
    journal.record_download(
        "package.receipt", kind="package", object_id=number, sha256=found.provenance.data_hash
    )
    return attachment(
        data, f"Расписка, пакет {number}, редакция {found.version}.pdf", FileKind.PDF.media_type
    )


def _to(endpoint: str, address: queries.Address, **words: Any) -> Reply:
    """Send to the page of a report, or of a stage without one to the page that orders it (ADR 0020)."""
    if address.number:
        place = _place() or None
        return see_other(url_for(f".{endpoint}", report=address.number, place=place, **words))
    if endpoint == "show" and may(current_actor().role, P.BUILD_REPORTS):
        return see_other(url_for(".new", stage=address.stage))
    raise NotThere


def _order_page(found: queries.Prospect, form: forms.OrderForm, *, status: int = 200) -> Reply:
    return render(
        "reports/new.html", status=status, found=found, form=form, warnings=pages.order_warnings(found),
        errors=form.errors,
    )  # fmt: skip


def _roadmap_page(
    number: str, form: forms.RoadmapOrderForm, *, more: tuple[str, ...] = (), status: int = 200
) -> Reply:
    return render(
        "reports/new_on_roadmap.html", status=status, form=form, more=more, roadmap=roadmaps.get(number)
    )


def _filters() -> queries.Filters:
    return queries.Filters(**{name: request.args.get(name, "")[:100] for name in ("stage", "state", "kind")})


def _place() -> str:
    return request.args.get("place", "")[:64]
