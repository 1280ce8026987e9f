"""What people take with them: an original, the archive of a package, the receipt. Each taking is journalled."""

from collections.abc import Iterable

from flask import Response, send_file

from webapp.access.permissions import Permission as P
from webapp.documents.names import content_disposition
from webapp.dossier import queries as dossiers
from webapp.filestore import storage
from webapp.packages.views.blueprint import Reply, section
from webapp.printing import bundle, pdf
from webapp.printing.contents import Kind
from webapp.printing.pages import page_of
from webapp.reports import operations as reports
from webapp.reports import queries as documents
from workflows.file_rules import FileKind

RECEIPT_SECONDS = 20
"""A receipt takes half a second; a browser waits no longer than this for one."""


@section.get("/<number>/files/<int:file>/original", access=P.READ_PACKAGES)
def original(number: str, file: int) -> Reply:
    """The bytes as they were uploaded, never opened inside our own page (UP-05, UP-07)."""
    row = dossiers.file_of(dossiers.get(number), file)
    stream = storage().open(row.sha256)
    reports.record_download(
        "package.original", kind="package", object_id=number, sha256=row.sha256, note=row.name
    )
    response = send_file(stream, mimetype=FileKind(row.kind).media_type, max_age=0)
    response.headers["Content-Disposition"] = content_disposition(row.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-File-SHA256"] = row.sha256
    return response


@section.get("/<number>/archive", access=P.EXPORT_PACKAGES)
def archive(number: str) -> Reply:
    """The files of a confirmed package with their list, streamed as they are read."""
    found = documents.archive(number)
    name = f"Пакет {number}, редакция {found.head.version}.zip"
    reports.record_download("package.archived", kind="package", object_id=number, note=name)
    return attachment(bundle.bundle(found.head, found.files), name, "application/zip")


@section.get("/<number>/receipt", access=P.READ_PACKAGES)
def receipt(number: str) -> Reply:
    """«Расписка о приёме пакета» of the version sent last."""
    found = documents.receipt(number)
    data = pdf.render_in_child(Kind.RECEIPT, page_of(Kind.RECEIPT, found.to_json()), seconds=RECEIPT_SECONDS)
    reports.record_download(
        "package.receipt", kind="package", object_id=number, sha256=found.provenance.data_hash
    )
    return attachment(
        data, f"Расписка, пакет {number}, редакция {found.version}.pdf", FileKind.PDF.media_type
    )


def attachment(content: bytes | Iterable[bytes], name: str, media_type: str) -> Response:
    """Return the content as a file to keep, which no browser opens inside our own page."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
