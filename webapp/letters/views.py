"""The letter of a package: read before it is sent, with what is typed and not kept yet, and as it was sent."""

from flask import Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.letters import forms, pages, queries
from webapp.letters.queries import Typed, Written
from webapp.printing import docx, pdf
from webapp.printing.contents import Kind
from webapp.printing.pages import page_of
from webapp.rendering import render
from workflows.file_rules import FileKind
from workflows.verdicts import VerdictKind

section = Section("letters", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse
SECONDS = 20
"""A letter takes half a second; a browser waits no longer than this for one."""
PRINTERS = {"pdf": pdf.render_in_child, "docx": docx.render_in_child}


@section.get("/<number>/letter", access=P.READ_PACKAGES)
def show(number: str) -> Reply:
    return _page(dossiers.dossier(number, current_actor()), None)


@section.post("/<number>/letter", access=P.DECIDE_REMARKS)
def preview(number: str) -> Reply:
    """The letter with what stands in the form of the decision. Nothing is kept."""
    found = dossiers.dossier(number, current_actor())
    return _page(found, _typed(found))


@section.get("/<number>/letter.<any(pdf, docx):kind>", access=P.READ_PACKAGES)
def download(number: str, kind: str) -> Reply:
    return _file(dossiers.dossier(number, current_actor()), None, kind)


@section.post("/<number>/letter.<any(pdf, docx):kind>", access=P.DECIDE_REMARKS)
def download_preview(number: str, kind: str) -> Reply:
    found = dossiers.dossier(number, current_actor())
    return _file(found, _typed(found), kind)


def _page(found: dossiers.Dossier, typed: Typed | None) -> Reply:
    written = _written(found, typed)
    return render(
        "letters/show.html", page=pages.letter_page(written), package=found.package, typed=request.form
    )


def _file(found: dossiers.Dossier, typed: Typed | None, kind: str) -> Reply:
    written = _written(found, typed)
    contents = pages.contents(written, found.package)
    data = PRINTERS[kind](Kind.LETTER, page_of(Kind.LETTER, contents.to_json()), seconds=SECONDS)
    number, draft = found.package.number, "Проект. " if written.is_draft else ""
    journal.record_download(
        "package.letter", kind="package", object_id=number, sha256=contents.provenance.data_hash, note=kind
    )
    name = f"{draft}{written.letter.subject}, пакет {number}.{kind}"
    return attachment(data, name, FileKind(kind).media_type)


def _written(found: dossiers.Dossier, typed: Typed | None) -> Written:
    written = queries.written(found, current_actor(), typed)
    if written is None or (typed is not None and not written.is_draft):
        raise NotThere
    return written


def _typed(found: dossiers.Dossier) -> Typed:
    form = forms.DecisionForm()
    form.offer(found.kind, found.slots)
    form.validate()
    verdict = form.verdict.data if form.verdict.data in set(VerdictKind) else None
    return Typed(
        VerdictKind(verdict) if verdict else None,
        form.text.data or "",
        None if form.day.errors else form.day.day,
        form.chosen(found.slots),
    )
