"""Documents that share text with the files of a package, and the passages of two of them side by side."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.comparisons import queries as comparisons
from webapp.copies import pages, queries
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.preview import asked
from webapp.rendering import render, see_other

section = Section("copies", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/<number>/copies", access=P.READ_COPIES)
def overview(number: str) -> Reply:
    package = dossiers.get(number)
    files = comparisons.files_of(package)
    page = pages.overview(package, files, queries.found(package, files))
    return render("copies/overview.html", package=package, page=page)


@section.get("/<number>/copies/passages", access=P.READ_COPIES)
def passages(number: str) -> Reply:
    package = dossiers.get(number)
    if not request.args.get("file"):
        return see_other(url_for(".overview", number=number))
    theirs = dossiers.get(request.args.get("other", ""))
    if theirs.municipality_id != package.municipality_id:
        raise NotThere
    file, other = (
        dossiers.file_of(whose, asked(request.args.get(name, "")))
        for whose, name in ((package, "file"), (theirs, "other_file"))
    )
    laid = queries.laid(package.municipality_id, file, other)
    return render("copies/passages.html", package=package, page=pages.passages(file, other, laid))
