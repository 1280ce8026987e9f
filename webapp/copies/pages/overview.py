"""The page «Похожие документы» of a package."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.copies.queries import Found, Relation
from webapp.likeness import CopyLine, line
from webapp.models import Package, PackageFile
from webapp.tables import columns

COLUMNS = columns("Файл пакета", "Похожий документ", "Совпадает", "Отрывки")
_TAGS = {Relation.EARLIER: "прежняя версия", Relation.SAME_SCHOOL: "документ той же школы"}


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the package and a document that shares text with it; `tag` of one of the same school."""

    name: str
    url: str
    line: CopyLine
    tag: str


@dataclass(frozen=True, slots=True)
class Overview:
    rows: tuple[Row, ...]
    own: tuple[Row, ...]
    """Of the same school: no findings."""
    unsketched: tuple[str, ...]
    threshold: int
    columns: tuple[object, ...] = COLUMNS


def overview(package: Package, files: Sequence[PackageFile], found: Found) -> Overview:
    rows = tuple(_rows(package, found))
    return Overview(
        tuple(row for row in rows if not row.tag),
        tuple(row for row in rows if row.tag),
        tuple(file.name for file in files if file.number in found.unsketched),
        package.municipality.copy_threshold,
    )


def _rows(package: Package, found: Found) -> Iterator[Row]:
    for one in found.likenesses:
        url = url_for("packages.file", number=package.number, file=one.file.number)
        yield Row(one.file.name, url, line(package.number, one), _TAGS.get(one.relation, ""))
