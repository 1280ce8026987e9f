"""Measures and the documents that prove them, as a page and as a table."""

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.dossier import queries as dossiers
from webapp.packages import pages
from webapp.packages.views.blueprint import Reply, section
from webapp.printing import xlsx
from webapp.rendering import render
from workflows.file_rules import FileKind


@section.get("/<number>/evidence", access=P.READ_PACKAGES)
def evidence(number: str) -> Reply:
    found = dossiers.dossier(number, current_actor())
    page = pages.evidence_page(number, dossiers.evidence_matrix(found, current_actor().role))
    return render("packages/evidence.html", package=found.package, page=page, columns=pages.EVIDENCE_COLUMNS)


@section.get("/<number>/evidence.xlsx", access=P.READ_PACKAGES)
def evidence_table(number: str) -> Reply:
    found = dossiers.dossier(number, current_actor())
    page = pages.evidence_page(number, dossiers.evidence_matrix(found, current_actor().role))
    name = f"Меры и документы {number}.xlsx"
    rows = pages.evidence_rows(page)
    data = xlsx.write_table(
        pages.EVIDENCE_TITLES, rows, title=f"Меры и документы, {number}", sheet_name="Меры"
    )
    journal.record_download("package.evidence_exported", kind="package", object_id=number, note=name)
    return attachment(data, name, FileKind.XLSX.media_type)
