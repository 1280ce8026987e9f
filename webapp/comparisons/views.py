"""Two versions of a package, two files of them, or the files of two schools, side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.comparisons import operations, pages, queries
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.rendering import render, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import Package, PackageFile, Version

section = Section("comparisons", __name__, url_prefix="/packages", nav="packages")
fragments = Section("comparison_progress", __name__, url_prefix="/_/packages", nav="packages")
Reply = Response | WerkzeugResponse
NOTHING_NEW = 204
DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Asked:
    """Two files the person may see: of two versions of a package, or of two packages."""

    package: "Package"
    before: "PackageFile"
    after: "PackageFile"
    sides: pages.Sides


@section.get("/<number>/compare", access=P.READ_PACKAGES)
def compare(number: str) -> Reply:
    if request.args.get("file"):
        return _text_page(_asked(number))
    package = dossiers.get(number)
    versions = dossiers.versions(package)
    if len(versions) < 2:
        return render("comparisons/overview.html", package=package, page=None)
    earlier, later = _chosen(versions)
    found = queries.pairs(earlier, later, versions)
    states = queries.states([(p.before.sha256, p.after.sha256) for p in found if p.before and p.after])
    page = pages.overview(pages.Editions(package, earlier, later), versions, found, states)
    return render("comparisons/overview.html", package=package, page=page)


@section.post("/<number>/compare", access=P.TURN_PAGES)
def want(number: str) -> Reply:
    """Ask for two files to be compared; the answer leads to the page that shows how far it is."""
    asked = _asked(number)
    operations.want(asked.before, asked.after)
    return see_other(asked.sides.url())


@section.get("/<number>/compare/with", access=P.READ_PACKAGES)
def choose(number: str) -> Reply:
    """Choose a file of another school to compare with: among those like it, or by the number of its package."""
    package = dossiers.get(number)
    if not request.args.get("file"):
        return see_other(url_for("packages.show", number=number, _anchor="files"))
    file = dossiers.file_of(package, _number("file"))
    named = (request.args.get("other") or "").strip()
    choice = pages.choice(package, file, queries.like(package, file), named, _files_of(named))
    return render("comparisons/choose.html", package=package, page=choice)


@fragments.get("/<number>/compare", access=P.READ_PACKAGES, endpoint="progress")
def progress(number: str) -> Reply:
    """The comparison once it is there; nothing is to be swapped meanwhile."""
    if not request.args.get("file"):
        return see_other(url_for("comparisons.compare", number=dossiers.get(number).number))
    asked = _asked(number)
    page = pages.text(asked.sides, queries.look(asked.before, asked.after))
    if page.poll_url:
        return Response(status=NOTHING_NEW)
    return render("comparisons/text.html", block="comparison", page=page, said="Сравнение готово.")


def _text_page(asked: _Asked) -> Reply:
    page = pages.text(asked.sides, queries.look(asked.before, asked.after))
    return render("comparisons/text.html", package=asked.package, page=page, said="")


def _asked(number: str) -> _Asked:
    """Return the files an address or a form names; raises NotThere for one the person may not see."""
    package = dossiers.get(number)
    file = dossiers.file_of(package, _number("file"))
    if other := request.values.get("other"):
        whose = dossiers.get(other)
        before = dossiers.file_of(whose, _number("other_file"))
        return _Asked(package, before, file, pages.schools_sides(package, file, whose, before, _view()))
    versions = dossiers.versions(package)
    earlier, later = _chosen(versions)
    pair = next((p for p in queries.pairs(earlier, later, versions) if p.file.id == file.id), None)
    if pair is None or pair.before is None or pair.after is None:
        raise NotThere
    sides = pages.version_sides(pages.Editions(package, earlier, later), pair.before, pair.after, _view())
    return _Asked(package, pair.before, pair.after, sides)


def _chosen(versions: "Sequence[Version]") -> "tuple[Version, Version]":
    """Return the two versions named, by default the newest and the one before it; raises NotThere."""
    known = {one.number: one for one in versions}
    newest = max(known, default=0)
    later = known.get(_number("to", newest))
    earlier = known.get(_number("from", later.number - 1 if later else 0))
    if earlier is None or later is None:
        raise NotThere
    return earlier, later


def _files_of(number: str) -> "tuple[tuple[Package, PackageFile], ...] | None":
    """Return the files of a package by its number; None when the person is given no such package."""
    if not number:
        return ()
    try:
        package = dossiers.get(number)
    except NotThere:
        return None
    return tuple((package, file) for file in queries.files_of(package))


def _number(name: str, missing: int = 0) -> int:
    """Return a number of the address or the form; 0, which names nothing, for what is none."""
    raw = request.values.get(name, "")
    if not raw:
        return missing
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= DIGITS else 0


def _view() -> pages.View:
    return pages.View(
        whole=bool(request.values.get("all")),
        columns=request.values.get("view") == pages.COLUMNS,
        part=max(_number("part"), 1),
    )
