"""A file shown inside the product: its pages as pictures and as text, asked for as they are turned."""

from typing import TYPE_CHECKING

from flask import Response, request

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import picture as picture_answer
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.filestore import storage
from webapp.noticed import noticed
from webapp.packages import pages
from webapp.packages.views.blueprint import Reply, section
from webapp.preview import TEXT, Stand, Viewer, address, asked, progress, stand_of, viewer, viewer_id
from webapp.reading import operations as reading
from webapp.reading import queries as readings
from webapp.rendering import is_fragment, render, see_other

if TYPE_CHECKING:
    from webapp.models import Package, PackageFile

fragments = Section("package_previews", __name__, url_prefix="/_/packages", nav="packages")


@section.get("/<number>/files/<int:file>", access=P.READ_PACKAGES)
def file(number: str, file: int) -> Reply:
    return _file_page(number, file, as_text=False)


@section.get("/<number>/files/<int:file>/text", access=P.READ_PACKAGES)
def text(number: str, file: int) -> Reply:
    return _file_page(number, file, as_text=True)


@section.get("/<number>/files/<int:file>/pages/<int:page>", access=P.READ_PACKAGES)
def picture(number: str, file: int, page: int) -> Reply:
    """A drawn page: our own picture of it, by the same right as the file itself."""
    row = readings.picture(dossiers.file_of(dossiers.get(number), file), page)
    if row is None or row.picture is None:
        raise NotThere
    return picture_answer(lambda: storage().open(str(row.picture)), row.picture)


@section.post("/<number>/files/<int:file>/pages", access=P.TURN_PAGES)
def want_page(number: str, file: int) -> Reply:
    """Ask for a page to be drawn: by a fragment that shows how far it is, by a button that leads back."""
    row = dossiers.file_of(dossiers.get(number), file)
    stand, page = stand_of(request.form.get("place", "")), asked(request.form.get("page", ""))
    reading.want(row, page)
    if not is_fragment():
        return see_other(address(stand, number, file, page))
    if request.form.get("ahead"):
        return Response(status=204)
    return _fragment(viewer(readings.look(row, page), stand, number))


@fragments.get("/<number>/files/<int:file>", access=P.READ_PACKAGES, endpoint="progress")
def preview_progress(number: str, file: int) -> Reply:
    """The viewer again once something has changed; nothing is to be swapped meanwhile."""
    row = dossiers.file_of(dossiers.get(number), file)
    look = readings.look(row, asked(request.args.get("page", "")), as_text=request.args.get("view") == TEXT)
    if request.args.get("known", "") == progress(look):
        return Response(status=204)
    shown = viewer(look, stand_of(request.args.get("place", "")), number)
    return _fragment(shown, said="" if shown.making.waiting else "Просмотр готов.")


def _file_page(number: str, file: int, *, as_text: bool) -> Reply:
    package = dossiers.get(number)
    row = dossiers.file_of(package, file)
    look = readings.look(row, asked(request.args.get("page", "")), as_text=as_text)
    part, block = asked(request.args.get("part", "")), asked(request.args.get("block", ""))
    if is_fragment() and request.headers.get("HX-Target") == viewer_id(Stand.ROW, file):
        return _fragment(viewer(look, Stand.ROW, number, part=part, block=block))
    return _whole(package, row, viewer(look, Stand.FILE, number, part=part, block=block))


def _whole(package: "Package", row: "PackageFile", shown: Viewer) -> Reply:
    actor = current_actor()
    return render(
        "packages/file.html",
        package=package,
        file=row,
        page=pages.file_page(package, row, actor),
        viewer=shown,
        noticed=noticed(
            package.number,
            package.kind,
            row,
            readings.reading(row),
            readings.examinations([row]).get(row.sha256),
        ),
        viewed=dossiers.is_viewed(row, actor.user_id) if may(actor.role, P.MARK_VIEWED) else None,
    )


def _fragment(shown: Viewer, *, said: str = "") -> Reply:
    return render("packages/viewer.html", block="viewer", viewer=shown, said=said)
