"""Pages of packages: the register, one package, its steps, files and messages."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, request, send_file, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.documents.names import content_disposition
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.forms import Form
from webapp.packages import forms, operations, pages, queries
from webapp.paging import read_place
from webapp.printing import bundle, pdf, xlsx
from webapp.printing.contents import Kind
from webapp.remarks.operations import Draft
from webapp.rendering import is_fragment, render, see_other
from webapp.reports import operations as reports
from webapp.reports import queries as documents
from webapp.tables import here
from workflows.file_rules import FileKind
from workflows.kinds import KINDS, route_of
from workflows.route import Refused, Step
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Audience, FileDecision, RemarkKind, State

section = Section("packages", __name__, url_prefix="/packages")
Reply = Response | WerkzeugResponse
RECEIPT_SECONDS = 20
"""A receipt takes half a second; a browser waits no longer than this for one."""


@section.get("", access=P.READ_PACKAGES)
def register() -> Reply:
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
        states=State,
        lines=pages.register_lines(found.page, current_actor()),
        columns=pages.REGISTER_COLUMNS,
        chips=pages.register_chips(filters, stages),
        can_start=may(current_actor().role, P.ASSEMBLE_PACKAGES),
        can_allow_late=may(current_actor().role, P.ALLOW_LATE),
        next_url=here(after=found.page.after) if found.page.after else "",
        previous_url=here(before=found.page.before) if found.page.before else "",
        empty_text=pages.empty_register(current_actor()),
    )


@section.get("/register.xlsx", access=P.EXPORT_PACKAGES)
def export() -> Reply:
    """Every line the filters of the register name, as a table file."""
    filters = _filters()
    rows = queries.export_lines(filters, ZoneInfo(current_actor().zone))
    data = xlsx.write_table(queries.EXPORT_COLUMNS, rows, title="Реестр пакетов", sheet_name="Пакеты")
    note = urlencode({name: value for name, value in asdict(filters).items() if value})
    reports.record_download("package.register_exported", kind="register", object_id="packages", note=note)
    return _attachment(data, "Реестр пакетов.xlsx", FileKind.XLSX.media_type)


@section.get("/<number>/archive", access=P.EXPORT_PACKAGES)
def archive(number: str) -> Reply:
    """The files of a confirmed package with their list, streamed as they are read."""
    found = documents.archive(number)
    name = f"Пакет {number}, редакция {found.head.version}.zip"
    reports.record_download("package.archived", kind="package", object_id=number, note=name)
    return _attachment(bundle.bundle(found.head, found.files), name, "application/zip")


@section.get("/<number>/receipt", access=P.READ_PACKAGES)
def receipt(number: str) -> Reply:
    """«Расписка о приёме пакета» of the version sent last."""
    found = documents.receipt(number)
    data = pdf.render_in_child(Kind.RECEIPT, found.to_json(), seconds=RECEIPT_SECONDS)
    reports.record_download(
        "package.receipt", kind="package", object_id=number, sha256=found.provenance.data_hash
    )
    return _attachment(
        data, f"Расписка, пакет {number}, редакция {found.version}.pdf", FileKind.PDF.media_type
    )


@section.get("/<number>", access=P.READ_PACKAGES)
def show(number: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.package_page(found, actor, dossiers.stream(found.package))
    draft = dossiers.message_draft(found.package, actor.user_id)
    return _show(found, page, draft, "")


@section.get("/<number>/versions", access=P.READ_PACKAGES)
def versions(number: str) -> Reply:
    package = dossiers.get(number)
    return render(
        "packages/versions.html",
        package=package,
        versions=pages.version_items(package, dossiers.versions(package), current_actor()),
        columns=pages.VERSION_COLUMNS,
    )


@section.get("/<number>/versions/<int:version>", access=P.READ_PACKAGES)
def version(number: str, version: int) -> Reply:
    package = dossiers.get(number)
    frozen = dossiers.version(package, version)
    return render(
        "packages/version.html",
        package=package,
        columns=pages.FROZEN_COLUMNS,
        version=pages.version_page(package, frozen, current_actor()),
    )


@section.get("/<number>/history", access=P.READ_PACKAGES)
def history(number: str) -> Reply:
    package = dossiers.get(number)
    entries = [
        pages.entry(
            dossiers.StreamItem(event.at, event=event), current_actor(), pages.zone_of(current_actor())
        )
        for event in dossiers.history(package)
    ]
    return render("packages/history.html", package=package, entries=entries)


@section.get("/<number>/files/<int:file>", access=P.READ_PACKAGES)
def file(number: str, file: int) -> Reply:
    package = dossiers.get(number)
    row = dossiers.file_of(package, file)
    return render(
        "packages/file.html", package=package, file=row, page=pages.file_page(package, row, current_actor())
    )


@section.get("/<number>/files/<int:file>/original", access=P.READ_PACKAGES)
def original(number: str, file: int) -> Reply:
    """The bytes as they were uploaded, never opened inside our own page (UP-05, UP-07)."""
    row = dossiers.file_of(dossiers.get(number), file)
    response = send_file(storage().open(row.sha256), mimetype=FileKind(row.kind).media_type, max_age=0)
    response.headers["Content-Disposition"] = content_disposition(row.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-File-SHA256"] = row.sha256
    return response


@section.post("/<number>/files/<int:file>/viewed", access=P.MARK_VIEWED)
def viewed(number: str, file: int) -> Reply:
    operations.mark_viewed(number, file, viewed=request.form.get("viewed") == "1", actor=current_actor())
    return (
        Response(status=204)
        if is_fragment()
        else see_other(url_for(".show", number=number, _anchor=f"file-{file}"))
    )


@section.get("/<number>/files/<int:file>/check", access=P.CHECK_FILES)
def check(number: str, file: int) -> Reply:
    return _check_page(number, file, forms.CheckForm(decision=request.args.get("decision", "")))


@section.post("/<number>/files/<int:file>/check", access=P.CHECK_FILES)
def check_file(number: str, file: int) -> Reply:
    form = forms.CheckForm()
    if not form.validate():
        return _check_page(number, file, form, status=422)
    decision = FileDecision(form.decision.data)
    try:
        operations.check_file(number, file, decision, _remark(form, decision), actor=current_actor())
    except Invalid as error:
        return _check_page(number, file, form, status=422, error=error)
    return see_other(url_for(".show", number=number, _anchor=f"file-{file}"))


@section.get("/<number>/steps/<action>", access=P.MOVE_PACKAGES)
def step(number: str, action: str) -> Reply:
    return _step_page(number, action, None)


@section.post("/<number>/steps/<action>", access=P.MOVE_PACKAGES)
def take_step(number: str, action: str) -> Reply:
    actor = current_actor()
    package = dossiers.get(number)
    form = forms.STEP_FORMS[_table_step(package.kind, action).asks]()
    if not form.validate():
        return _step_page(number, action, form, status=422)
    try:
        operations.take_step(number, action, _answer(form), actor=actor, seen=_seen())
    except Refused as refusal:
        return _step_page(number, action, form, status=422, reasons=refusal.reasons)
    return see_other(url_for(".show", number=number, done=action))


@section.post("/<number>/messages", access=P.WRITE_MESSAGES)
def post_message(number: str) -> Reply:
    form, actor = forms.MessageForm(), current_actor()
    audience = Audience(form.audience.data) if form.audience.data in set(Audience) else Audience.EVERYONE
    try:
        message = operations.post_message(number, form.text.data or "", audience, actor=actor)
    except Invalid as error:
        return _composer(number, form.text.data or "", error.sentence)
    if not is_fragment():
        return see_other(url_for(".show", number=number, _anchor=f"message-{message.id}"))
    shown = pages.entry(dossiers.StreamItem(message.sent_at, message=message), actor, pages.zone_of(actor))
    return render(
        "packages/message.html", block="message", entry=shown, number=number, audiences=pages.audiences(actor)
    )


@section.post("/<number>/messages/draft", access=P.WRITE_MESSAGES)
def save_draft(number: str) -> Reply:
    operations.save_message_draft(number, request.form.get("text", ""), actor=current_actor())
    return Response(status=204)


@section.get("/late", access=P.ALLOW_LATE)
def late() -> Reply:
    return _late_page(_late_form())


@section.post("/late", access=P.ALLOW_LATE)
def allow_late() -> Reply:
    form = _late_form()
    if not form.validate():
        return _late_page(form, status=422)
    stage, _, kind = str(form.due.data).partition(":")
    try:
        operations.allow_late(stage, str(form.school.data), kind, form.text.data or "", actor=current_actor())
    except Invalid as error:
        _attach(form, error)
        return _late_page(form, status=422)
    return see_other(url_for(".late"))


@section.get("/<number>/round", access=P.ALLOW_LATE)
def extra_round(number: str) -> Reply:
    return _permission_page(number, forms.ReasonForm())


@section.post("/<number>/round", access=P.ALLOW_LATE)
def allow_round(number: str) -> Reply:
    form = forms.ReasonForm()
    if not form.validate():
        return _permission_page(number, form, status=422)
    operations.allow_round(number, form.text.data or "", actor=current_actor())
    return see_other(url_for(".show", number=number))


@section.get("/<number>/experts", access=P.ASSIGN_EXPERTS)
def experts(number: str) -> Reply:
    return _experts_page(number, forms.ExpertForm())


@section.post("/<number>/experts", access=P.ASSIGN_EXPERTS)
def assign_expert(number: str) -> Reply:
    form = forms.ExpertForm()
    form.expert.choices = pages.expert_choices(queries.experts())
    if not form.validate():
        return _experts_page(number, form, status=422)
    try:
        operations.assign_expert(number, int(form.expert.data), actor=current_actor())
    except Invalid as error:
        return _experts_page(number, form, status=422, error=error)
    return see_other(url_for(".experts", number=number))


def _attachment(content: bytes | Iterable[bytes], name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


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
    form = form or forms.STEP_FORMS[table_step.asks]()
    return render(
        "packages/step.html",
        status=status,
        page=page,
        form=form,
        reasons=reasons or page.lacks,
        asks=table_step.asks.value,
    )


def _check_page(
    number: str, file: int, form: forms.CheckForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package = dossiers.get(number)
    row = dossiers.file_of(package, file)
    _attach(form, error)
    return render(
        "packages/check.html",
        status=status,
        package=package,
        file=row,
        form=form,
        page=pages.file_page(package, row, current_actor()),
        more=_loose(form, error),
    )


def _permission_page(number: str, form: Form, *, status: int = 200) -> Reply:
    return render("packages/permission.html", status=status, package=dossiers.get(number), form=form)


def _late_form() -> forms.LateForm:
    form = forms.LateForm(school=request.args.get("school"))
    form.due.choices = pages.due_choices(queries.closed_dues(pages.today_of(current_actor())))
    form.school.choices = pages.school_choices(queries.schools_by_name())
    return form


def _late_page(form: forms.LateForm, *, status: int = 200) -> Reply:
    return render("packages/late.html", status=status, form=form, permits=queries.permits(), kinds=KINDS)


def _experts_page(
    number: str, form: forms.ExpertForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package = dossiers.get(number)
    people = queries.experts()
    form.expert.choices = pages.expert_choices(people)
    _attach(form, error)
    return render(
        "packages/experts.html",
        status=status,
        package=package,
        form=form,
        more=_loose(form, error),
        assigned=queries.assigned(package.id),
    )


def _composer(number: str, text: str, error: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.package_page(found, actor, dossiers.stream(found.package))
    return _show(found, page, text, error, status=422)


def _show(
    found: dossiers.Dossier, page: pages.PackagePage, draft: str, error: str, *, status: int = 200
) -> Reply:
    actor = current_actor()
    files = queries.conclusion_files(found.package.id)
    return render(
        "packages/show.html",
        status=status,
        page=page,
        found=found,
        draft=draft,
        error=error,
        tabs=pages.tabs(found, "show"),
        done=pages.done_words(request.args.get("done", "")),
        conclusion=pages.conclusion(found, actor, files),
        extras=pages.extras(found, actor),
    )


def _remark(form: forms.CheckForm, decision: FileDecision) -> Draft | None:
    if decision is not FileDecision.RETURNED or not (form.text.data or "").strip():
        return None
    return Draft(
        text=form.text.data or "",
        kind=RemarkKind(form.kind.data),
        due_on=form.due_on.day,
        place=form.place.data or "",
    )


def _answer(form: Form) -> operations.Answer:
    data = form.data
    day = form.day.day if "day" in form else None
    verdict = VerdictKind(data["verdict"]) if data.get("verdict") else None
    return operations.Answer(
        text=data.get("text") or "",
        declared=bool(data.get("declared")),
        verdict=verdict,
        day=day,
        link=data.get("link") or "",
    )


def _seen() -> int:
    """Return the package's counter as the page knew it; a form without one is as good as the oldest."""
    raw = request.form.get("seen", "")
    return int(raw) if raw.isdigit() else 0


def _attach(form: Form, error: Invalid | None) -> None:
    if error is not None and error.field in form:
        form[error.field].errors = [*form[error.field].errors, error.sentence]


def _loose(form: Form, error: Invalid | None) -> tuple[str, ...]:
    return (error.sentence,) if error is not None and error.field not in form else ()


def _filters() -> queries.Filters:
    names = ("stage", "state", "school", "kind", "due", "q")
    return queries.Filters(**{name: request.args.get(name, "").strip()[:100] for name in names})
