"""The page «Сверка документов»."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from webapp.access.permissions import Permission, may
from webapp.preview import Stand, address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.access.actor import Actor
    from webapp.dossier.queries import Crossed, Crossing
    from webapp.models import Package, PackageFile
    from workflows.cross_checks import Spot


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a place in a document."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class CrossItem:
    """One contradiction; `id` is its anchor."""

    id: str
    text: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class CrossPage:
    items: tuple[CrossItem, ...]
    files: tuple[Way, ...]
    """What was laid side by side."""
    unread: tuple[str, ...]
    """Names of files whose words are not known yet, or never will be."""


def cross_page(package: "Package", crossed: "Crossed", actor: "Actor") -> CrossPage:
    """Return what the documents of a school say against each other, each with ways to both places."""
    items = cross_items(package, crossed.found, actor)
    return CrossPage(
        items,
        tuple(
            Way(
                _named(one.package, one.file.name, package), address(Stand.FILE, one.package, one.file.number)
            )
            for one in crossed.files
            if one.is_read
        ),
        tuple(_named(one.package, one.file.name, package) for one in crossed.files if not one.is_read),
    )


def cross_items(package: "Package", found: "Iterable[Crossing]", actor: "Actor") -> tuple[CrossItem, ...]:
    """Return contradictions with ways to their places, programme and roadmap in the product among them."""
    return tuple(
        CrossItem(
            one.code,
            one.text,
            (
                *(_way(*place) for place in one.places),
                *_programme(package, one.risk, actor),
                *_roadmap(one.measure, actor),
            ),
        )
        for one in found
    )


def _way(number: str, file: "PackageFile", spot: "Spot") -> Way:
    where = f", стр. {spot.leaf}" if spot.leaf else ""
    url = address(Stand.FILE, number, file.number, spot.leaf or 1, block=spot.position)
    return Way(f"{file.name}{where}", url)


def _programme(package: "Package", risk: str, actor: "Actor") -> tuple[Way, ...]:
    if not risk or not may(actor.role, Permission.READ_RISKS):
        return ()
    url = url_for("diagnosis.plan", slug=package.school.slug, risk=risk, programme=package.programme.code)
    return (Way("Антирисковая программа", url),)


def _roadmap(measure: str, actor: "Actor") -> tuple[Way, ...]:
    if not measure or not may(actor.role, Permission.READ_ROADMAP):
        return ()
    return (Way("Дорожная карта", url_for("roadmap.item", ref=measure)),)


def _named(number: str, name: str, package: "Package") -> str:
    return name if number == package.number else f"{name}, пакет {number}"
