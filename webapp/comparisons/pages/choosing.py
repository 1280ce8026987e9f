"""Choosing a file of another school to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.models import Package, PackageFile


@dataclass(frozen=True, slots=True)
class Candidate:
    school: str
    name: str
    package: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Files like this one, and those of a package named by its number. `wrong` says why there are none of it."""

    name: str
    file: int
    like: tuple[Candidate, ...]
    named: str
    found: tuple[Candidate, ...]
    wrong: str


def choice(
    package: Package,
    file: PackageFile,
    like: Sequence[PackageFile],
    named: str,
    found: Sequence[tuple[Package, PackageFile]] | None,
) -> Choice:
    wrong = ""
    if named and not found:
        wrong = "Такого пакета нет среди тех, что вам видны, или в нём нет файлов. Проверьте номер."
    return Choice(
        file.name,
        file.number,
        tuple(_candidate(package, file, one.package, one) for one in like),
        named,
        tuple(_candidate(package, file, whose, one) for whose, one in found or () if one.id != file.id),
        wrong,
    )


def _candidate(package: Package, file: PackageFile, whose: Package, other: PackageFile) -> Candidate:
    url = url_for(
        "comparisons.compare",
        number=package.number,
        file=file.number,
        other=whose.number,
        other_file=other.number,
    )
    return Candidate(whose.school.short_name, other.name, whose.number, url)
