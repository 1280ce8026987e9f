"""Signing a report, declining to, taking its stage up again; the agreement of simple signatures."""

from typing import TYPE_CHECKING

from flask import Response, g, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import stored
from webapp.database import now
from webapp.errors import Invalid, NotThere, Stale
from webapp.filestore import storage
from webapp.form_page import form_page
from webapp.forms import blame
from webapp.reading.operations import Upload
from webapp.rendering import render, see_other
from webapp.reports import queries as reports
from webapp.signing import forms, operations, pages, queries
from workflows.vocabulary import ReportState

section = Section("signing", __name__, url_prefix="/reports", nav="reports")
agreement = Section("signature_agreement", __name__, url_prefix="/municipality/signature", nav="municipality")
if TYPE_CHECKING:
    from webapp.models import Stage

Reply = Response | WerkzeugResponse


@section.get("/<report>/sign", access=P.SIGN_REPORTS)
def show(report: str) -> Reply:
    return _page(reports.addressed(report).number or report)


@section.post("/<report>/sign", access=P.SIGN_REPORTS)
def sign(report: str) -> Reply:
    """A password given long ago is asked for again before anything is signed (SE-09)."""
    if not _is_fresh():
        return see_other(url_for("accounts.fresh", next=url_for(".show", report=report)))
    form = forms.SignForm()
    if not form.validate():
        return _page(report, more=tuple(form.sha256.errors), status=422)
    try:
        operations.sign(report, form.sha256.data or "", actor=current_actor(), address=_address())
    except Invalid as error:
        return _page(report, more=(error.sentence,), status=422)
    return see_other(url_for("reports.show", report=report))


@section.post("/<report>/sign/file", access=P.SIGN_REPORTS)
def attach_signature(report: str) -> Reply:
    if not _is_fresh():
        return see_other(url_for("accounts.fresh", next=url_for(".show", report=report)))
    form = forms.AttachForm()
    if not form.validate():
        return _page(report, attach_form=form, status=422)
    sent = form.signature.data
    try:
        operations.attach_signature(
            report, _seen(), sent.filename or "", sent.stream, actor=current_actor(), address=_address()
        )
    except Invalid as error:
        return _page(report, attach_form=form, more=blame(form, error), status=422)
    return see_other(url_for("reports.show", report=report))


@section.post("/<report>/sign/scan", access=P.SIGN_REPORTS)
def attach_scan(report: str) -> Reply:
    if not _is_fresh():
        return see_other(url_for("accounts.fresh", next=url_for(".show", report=report)))
    form = forms.ScanForm()
    if not form.validate() or form.signed_on.day is None:
        return _page(report, scan_form=form, status=422)
    upload = Upload(form.scan.data.filename or "", form.scan.data.stream)
    by, on = form.signed_by.data or "", form.signed_on.day
    try:
        operations.attach_scan(report, _seen(), upload, by, on, actor=current_actor(), address=_address())
    except Invalid as error:
        return _page(report, scan_form=form, more=blame(form, error), status=422)
    return see_other(url_for("reports.show", report=report))


@section.get("/<report>/signatures/<int:signature>", access=P.READ_REPORTS)
def attached(report: str, signature: int) -> Reply:
    """The file of a signature, as it was attached."""
    row = queries.attached(report, signature)
    sha256 = row.attachment_sha256 or ""
    stream = storage().open(sha256)
    operations.note_download(report, row)
    return stored(stream, row.attachment_name, queries.media_type(row), sha256)


@section.post("/<report>/decline", access=P.SIGN_REPORTS)
def decline(report: str) -> Reply:
    form = forms.DeclineForm()
    if not form.validate():
        return _page(report, decline_form=form, status=422)
    try:
        operations.decline(report, form.reason.data or "", actor=current_actor())
    except Invalid as error:
        return _page(report, decline_form=form, more=blame(form, error), status=422)
    return see_other(url_for("reports.show", report=report))


@section.get("/<report>/reopen", access=P.SIGN_REPORTS)
def reopening(report: str) -> Reply:
    """A report that closes nothing now leads back to its page."""
    if queries.closed_by(report) is None:
        return see_other(url_for("reports.show", report=report))
    return _reopen_page(report, forms.ReopenForm(formdata=None))


@section.post("/<report>/reopen", access=P.SIGN_REPORTS)
def reopen(report: str) -> Reply:
    form = forms.ReopenForm()
    if not form.validate():
        return _reopen_page(report, form, status=422)
    try:
        operations.reopen(_closed(report).slug, form.reason.data or "", actor=current_actor())
    except Invalid as error:
        return _reopen_page(report, form, more=blame(form, error), status=422)
    return see_other(url_for("reports.show", report=report))


@section.get("/<report>/revoke", access=P.SIGN_REPORTS)
def revoking(report: str) -> Reply:
    return _revoke_page(report, forms.RevokeForm(formdata=None))


@section.post("/<report>/revoke", access=P.SIGN_REPORTS)
def revoke(report: str) -> Reply:
    form = forms.RevokeForm()
    if not form.validate():
        return _revoke_page(report, form, status=422)
    try:
        operations.revoke(report, form.reason.data or "", actor=current_actor())
    except Invalid as error:
        return _revoke_page(report, form, error=error, status=422)
    return see_other(url_for("reports.show", report=report))


@agreement.get("", access=P.MANAGE_REGISTERS)
def requisites() -> Reply:
    return _agreement_page(forms.AgreementForm(formdata=None))


@agreement.post("", access=P.MANAGE_REGISTERS)
def record() -> Reply:
    form = forms.AgreementForm()
    if not form.validate():
        return _agreement_page(form, status=422)
    try:
        operations.record_agreement(form.requisites, actor=current_actor())
    except Invalid as error:
        return _agreement_page(form, more=blame(form, error), status=422)
    return see_other(url_for(".requisites"))


def _page(
    number: str,
    *,
    decline_form: forms.DeclineForm | None = None,
    attach_form: forms.AttachForm | None = None,
    scan_form: forms.ScanForm | None = None,
    more: tuple[str, ...] = (),
    status: int = 200,
) -> Reply:
    return render(
        "signing/sign.html",
        status=status,
        page=pages.sign_page(queries.signing(number), current_actor(), fresh=_is_fresh()),
        refused=attach_form or scan_form or decline_form,
        decline_form=decline_form or forms.DeclineForm(formdata=None),
        attach_form=attach_form or forms.AttachForm(formdata=None),
        scan_form=scan_form or forms.ScanForm(formdata=None),
        more=more,
        errors=status != 200,
    )


def _is_fresh() -> bool:
    return bool(g.visitor.fresh_until >= now())


def _seen() -> str:
    """The hash of the paper that the page has shown."""
    return request.form.get("sha256", "")[:64]


def _address() -> str:
    return request.remote_addr or ""


def _revoke_page(
    number: str, form: forms.RevokeForm, *, error: Invalid | None = None, status: int = 200
) -> Reply:
    found = reports.get(reports.addressed(number).number or number)
    if found.state is not ReportState.READY:
        raise NotThere
    return form_page(
        "signing/revoke.html", form, error=error, number=found.number, title=found.title, status=status
    )


def _reopen_page(
    number: str, form: forms.ReopenForm, *, more: tuple[str, ...] = (), status: int = 200
) -> Reply:
    stage = _closed(number)
    return render(
        "signing/reopen.html", status=status, number=number, stage=stage.title, form=form, more=more
    )


def _closed(number: str) -> "Stage":
    found = queries.closed_by(number)
    if found is None:
        raise Stale("Отчёт этапа не подписан, возобновлять нечего.")
    return found


def _agreement_page(form: forms.AgreementForm, *, more: tuple[str, ...] = (), status: int = 200) -> Reply:
    actor = current_actor()
    found = queries.agreements(actor.municipality_id or 0)
    return render(
        "signing/agreement.html",
        status=status,
        form=form,
        more=more,
        lines=pages.agreement_lines(tuple(found), actor),
    )
