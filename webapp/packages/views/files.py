"""One file of a package and the curator's decision on it."""

from zoneinfo import ZoneInfo

from flask import Response, request, url_for

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.attachments import stored
from webapp.copies import queries as near
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, Stale
from webapp.filestore import storage
from webapp.formatting import removed_ru
from webapp.forms import blame
from webapp.likeness import copies
from webapp.noticed import noticed
from webapp.packages import forms, operations, pages
from webapp.packages.views.blueprint import Reply, section
from webapp.preview import address, asked, stand_of
from webapp.reading import queries as readings
from webapp.remarks import queries as remarks
from webapp.remarks.operations import Draft
from webapp.rendering import is_fragment, render, see_other
from webapp.suggestions import Suggestion, suggestions, text_of
from workflows.dictionaries.return_reasons import remark_for
from workflows.file_rules import FileKind
from workflows.reading import Problem
from workflows.vocabulary import FileDecision, RemarkKind


@section.post("/<number>/files/<int:file>/viewed", access=P.MARK_VIEWED)
def viewed(number: str, file: int) -> Reply:
    operations.mark_viewed(number, file, viewed=request.form.get("viewed") == "1", actor=current_actor())
    if is_fragment():
        return Response(status=204)
    back = request.form.get("place", "")
    if back:
        return see_other(address(stand_of(back), number, file, asked(request.form.get("page", ""))))
    return see_other(url_for(".show", number=number, _anchor=f"file-{file}"))


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


@section.get("/<number>/files/<int:file>/original", access=P.READ_PACKAGES)
def original(number: str, file: int) -> Reply:
    """The bytes as they were uploaded, never opened inside our own page (UP-05, UP-07)."""
    row = dossiers.file_of(dossiers.get(number), file)
    if gone := removed_ru(row.removed_at, row.removed_by_name, ZoneInfo(current_actor().zone)):
        raise Stale(f"«{row.name}». {gone}.")
    if readings.infected([row]):
        raise Stale(f"«{row.name}». {Problem.INFECTED.label}")
    stream = storage().open(row.sha256)
    journal.record_download(
        "package.original", kind="package", object_id=number, sha256=row.sha256, note=row.name
    )
    return stored(stream, row.name, FileKind(row.kind).media_type, row.sha256)


def _check_page(
    number: str, file: int, form: forms.CheckForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package = dossiers.get(number)
    row = dossiers.file_of(package, file)
    found = readings.reading(row)
    return render(
        "packages/check.html",
        status=status,
        package=package,
        file=row,
        form=form,
        page=pages.file_page(package, row, found, current_actor()),
        noticed=noticed(number, package.kind, row, found, readings.examinations([row]).get(row.sha256)),
        crossings=pages.cross_items(package, dossiers.crossed_with(package, row), current_actor()),
        copies=copies(number, near.found(package, [row])),
        more=blame(form, error),
        suggestions=_suggest(package.municipality_id, number, file, form),
    )


def _suggest(municipality_id: int, number: str, file: int, form: forms.CheckForm) -> tuple[Suggestion, ...]:
    """Return the templates of remarks, and put the one the address names into the words of the form."""
    templates = remarks.templates(municipality_id)
    if request.method == "GET" and (chosen := text_of(templates, request.args.get("template", ""))):
        form.text.data = chosen
    return suggestions(
        templates, None, lambda code: url_for(".check", number=number, file=file, template=code)
    )


def _remark(form: forms.CheckForm, decision: FileDecision) -> Draft | None:
    """Return the remark of a returned file: in the person's words, else in those of the reason they chose."""
    text = (form.text.data or "").strip() or remark_for(form.reason.data or "")
    if decision is not FileDecision.RETURNED or not text:
        return None
    return Draft(
        text=text,
        reason=form.reason.data or "",
        kind=RemarkKind(form.kind.data),
        due_on=form.due_on.day,
        place=form.place.data or "",
    )
