"""The documents of a school laid side by side: what contradicts, with both places."""

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.packages import pages
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render


@section.get("/<number>/cross", access=P.READ_PACKAGES)
def cross(number: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    crossed = dossiers.crossed(found.package, [line.file for line in found.shown_files(actor.role)])
    return render(
        "packages/cross.html", package=found.package, page=pages.cross_page(found.package, crossed, actor)
    )
