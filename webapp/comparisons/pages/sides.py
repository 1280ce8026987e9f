"""What is compared with what, in words and as addresses."""

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from webapp.models import Package, PackageFile, Version
from workflows.file_rules import FileKind

COLUMNS = "columns"
"""The value of `view` for two columns."""


@dataclass(frozen=True, slots=True)
class View:
    """How the text is shown: whole or what changed only, in one column or two, which part of a long one."""

    whole: bool = False
    columns: bool = False
    part: int = 1


@dataclass(frozen=True, slots=True)
class Editions:
    """Two frozen versions of a package."""

    package: Package
    earlier: Version
    later: Version

    def url(self, **more: Any) -> str:
        values = {"from": self.earlier.number, "to": self.later.number, **more}
        return url_for("comparisons.compare", number=self.package.number, **values)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two files: whose it is, its name, where it is read, its bytes."""

    whose: str
    name: str
    url: str
    sha256: str
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Sides:
    number: str
    before: Side
    after: Side
    named: tuple[tuple[str, Any], ...]
    """What names the two files in an address."""
    view: View
    back: tuple[str, str]
    """Where this page was come to from: words and an address."""
    two_schools: bool

    def url(self, *, anchor: str = "", **changes: Any) -> str:
        """The address of this comparison, with another view when `whole`, `columns` or `part` are given."""
        view = replace(self.view, **changes)
        return url_for(
            "comparisons.compare", number=self.number, _anchor=anchor or None, **self._values(view)
        )

    @property
    def poll_url(self) -> str:
        return url_for("comparison_progress.progress", number=self.number, **self._values(self.view))

    @property
    def want_url(self) -> str:
        return url_for("comparisons.want", number=self.number)

    @property
    def fields(self) -> dict[str, Any]:
        """What a form that asks for this comparison names."""
        return {name: value for name, value in self._values(self.view).items() if value is not None}

    def _values(self, view: View) -> dict[str, Any]:
        return {
            **dict(self.named),
            "all": 1 if view.whole else None,
            "view": COLUMNS if view.columns else None,
            "part": view.part if view.part > 1 else None,
        }


def version_sides(between: Editions, before: PackageFile, after: PackageFile, view: View) -> Sides:
    number = between.package.number
    earlier, later = between.earlier.number, between.later.number
    named = (("from", earlier), ("to", later), ("file", after.number))
    return Sides(
        number,
        _side(number, before, f"Редакция {earlier}"),
        _side(number, after, f"Редакция {later}"),
        named,
        view,
        ("Сравнение редакций", between.url()),
        two_schools=False,
    )


def schools_sides(
    package: Package, file: PackageFile, other: Package, other_file: PackageFile, view: View
) -> Sides:
    named = (("file", file.number), ("other", other.number), ("other_file", other_file.number))
    return Sides(
        package.number,
        _side(other.number, other_file, f"{other.school.short_name}, пакет {other.number}"),
        _side(package.number, file, f"{package.school.short_name}, пакет {package.number}"),
        named,
        view,
        ("Выбор файла", url_for("comparisons.choose", number=package.number, file=file.number)),
        two_schools=True,
    )


def _side(number: str, file: PackageFile, whose: str) -> Side:
    url = url_for("packages.file", number=number, file=file.number)
    return Side(whose, file.name, url, file.sha256, FileKind(file.kind))
