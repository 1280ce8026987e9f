"""The page «Сверка документов»."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.preview import Stand, address

if TYPE_CHECKING:
    from webapp.dossier.queries import Crossed
    from webapp.models import Package


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


def cross_page(package: "Package", crossed: "Crossed") -> CrossPage:
    """Return what the documents of a school say against each other, each with ways to both places."""
    items = tuple(
        CrossItem(
            one.code,
            one.text,
            tuple(
                Way(
                    f"{file.name}, стр. {spot.leaf}",
                    address(Stand.FILE, number, file.number, spot.leaf, block=spot.position),
                )
                for number, file, spot in one.places
            ),
        )
        for one in crossed.found
    )
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


def _named(number: str, name: str, package: "Package") -> str:
    return name if number == package.number else f"{name}, пакет {number}"
