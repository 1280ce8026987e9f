"""The documents of a school laid side by side: what contradicts, with both places."""

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.packages import pages
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render


@section.get("/<number>/cross", access=P.READ_PACKAGES)
def cross(number: str) -> Reply:
    found = dossiers.dossier(number, current_actor())
    files = [line.file for line in (found.draft_files() if found.assembling else found.files)]
    crossed = dossiers.crossed(found.package, files)
    return render("packages/cross.html", package=found.package, page=pages.cross_page(found.package, crossed))
