"""The evidence matrix of a package, the choice of documents for one measure, the matrix as a table file."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.errors import Invalid
from webapp.evidence import forms, operations, pages, queries
from webapp.printing import xlsx
from webapp.rendering import render, see_other
from workflows.file_rules import FileKind

section = Section("evidence", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/<number>/evidence", access=P.READ_PACKAGES)
def matrix(number: str) -> Reply:
    actor = current_actor()
    shown = queries.matrix(number, actor)
    page = pages.matrix_page(shown, request.args.get("state", ""), actor)
    return render("evidence/matrix.html", package=shown.found.package, page=page, columns=pages.COLUMNS)


@section.get("/<number>/evidence.xlsx", access=P.READ_PACKAGES)
def export(number: str) -> Reply:
    actor = current_actor()
    columns, rows = pages.export_table(queries.matrix(number, actor), actor)
    data = xlsx.write_table(
        columns, rows, title=f"Матрица подтверждений, пакет {number}", sheet_name="Подтверждения"
    )
    journal.record_download("evidence.matrix_exported", kind="package", object_id=number)
    return attachment(data, f"Матрица подтверждений {number}.xlsx", FileKind.XLSX.media_type)


@section.get("/<number>/evidence/<measure>", access=P.LINK_EVIDENCE)
def measure(number: str, measure: str) -> Reply:
    return _measure_page(number, measure)


@section.post("/<number>/evidence/<measure>", access=P.LINK_EVIDENCE)
def choose(number: str, measure: str) -> Reply:
    actor = current_actor()
    shown = queries.matrix(number, actor)
    form = forms.choose_form(pages.measure_page(shown, measure, actor).choices, ())
    if not form.validate():
        return _measure_page(number, measure, ("Выберите документы из списка.",), status=422)
    try:
        operations.choose(number, measure, form.files.data or (), actor=actor)
    except Invalid as error:
        return _measure_page(number, measure, (error.sentence,), status=422)
    return see_other(url_for(".matrix", number=number))


def _measure_page(number: str, measure: str, more: tuple[str, ...] = (), *, status: int = 200) -> Reply:
    actor = current_actor()
    shown = queries.matrix(number, actor)
    page = pages.measure_page(shown, measure, actor)
    return render(
        "evidence/measure.html",
        status=status,
        package=shown.found.package,
        page=page,
        measure=measure,
        form=forms.choose_form(page.choices, page.chosen),
        more=more,
    )
