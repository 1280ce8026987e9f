"""A file shown inside the product: its pages as pictures and as text, asked for as they are turned."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, request

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import picture as picture_answer
from webapp.copies import queries as near
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.likeness import copies
from webapp.noticed import noticed
from webapp.packages import pages
from webapp.packages.views.blueprint import Reply, section
from webapp.pinning import PinForm
from webapp.preview import PAGES, READY, Stand, Viewer, address, asked, stand_of, unchanged, viewer, viewer_id
from webapp.reading import operations as reading
from webapp.reading import queries as readings
from webapp.remarks import operations as remarks
from webapp.remarks import queries as pinnable
from webapp.rendering import is_fragment, render, see_other

if TYPE_CHECKING:
    from webapp.models import Package, PackageFile


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
    """Ask for a page to be drawn; the page that asks looks again by itself, or is led back to."""
    row = dossiers.file_of(dossiers.get(number), file)
    stand, page = stand_of(request.form.get("place", "")), asked(request.form.get("page", ""))
    reading.want(row, page)
    if is_fragment():
        return Response(status=204)
    return see_other(address(stand, number, file, page, as_pages=request.form.get("view") == PAGES))


@section.post("/<number>/files/<int:file>/pins", access=P.DECIDE_REMARKS)
def pin(number: str, file: int) -> Reply:
    """Pin a remark that the school has not seen to a place in this file."""
    form, remark = PinForm(), asked(request.form.get("owner", ""))
    try:
        place = replace(form.place(), file=file)
        remarks.pin_remark(number, remark, place, actor=current_actor())
    except Invalid as error:
        return _file_page(number, file, as_text=False, owner=remark, fault=error.sentence)
    return see_other(address(Stand.FILE, number, file, place.page, as_text=bool(place.quote)))


@section.post("/<number>/pins/<int:pin>/remove", access=P.DECIDE_REMARKS)
def unpin(number: str, pin: int) -> Reply:
    file, page = asked(request.form.get("file", "")), asked(request.form.get("page", ""))
    try:
        remarks.unpin_remark(number, pin, actor=current_actor())
    except Invalid as error:
        return _file_page(number, file, as_text=False, fault=error.sentence)
    return see_other(address(Stand.FILE, number, file, page))


def _file_page(number: str, file: int, *, as_text: bool, owner: int = 0, fault: str = "") -> Reply:
    package = dossiers.get(number)
    row = dossiers.file_of(package, file)
    as_pages = request.args.get("view") == PAGES
    look = readings.look(row, asked(request.values.get("page", "")), as_text=as_text, as_pages=as_pages)
    if unchanged(look):
        return Response(status=204)
    own = pinnable.own_unsent(package, current_actor())
    in_row = is_fragment() and request.headers.get("HX-Target") == viewer_id(Stand.ROW, file)
    stand = Stand.ROW if in_row else Stand.FILE
    pins = pages.pins_shown(package, look, stand, pinnable.pinned(package, row), own)
    shown = viewer(
        look,
        stand,
        number,
        part=asked(request.args.get("part", "")),
        block=asked(request.args.get("block", "")),
        pins=pins,
        pinning=pages.pinning(package, look, own, owner=owner, fault=fault) if own and not in_row else None,
    )
    said = READY if "known" in request.args and not shown.making.waiting else ""
    if in_row:
        return render("packages/viewer.html", block="viewer", viewer=shown, said=said)
    return _whole(package, row, shown, said, status=422 if fault else 200)


def _whole(package: "Package", row: "PackageFile", shown: Viewer, said: str, *, status: int) -> Reply:
    actor, found = current_actor(), readings.reading(row)
    return render(
        "packages/file.html",
        status=status,
        package=package,
        file=row,
        page=pages.file_page(package, row, found, actor),
        viewer=shown,
        said=said,
        noticed=noticed(
            package.number,
            package.kind,
            row,
            found,
            readings.examinations([row]).get(row.sha256),
        ),
        copies=copies(package.number, near.found(package, [row])) if may(actor.role, P.READ_COPIES) else None,
        viewed=dossiers.is_viewed(row, actor.user_id) if may(actor.role, P.MARK_VIEWED) else None,
    )
