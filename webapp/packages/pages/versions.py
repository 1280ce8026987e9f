"""Frozen versions, their files, and the page of one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.dossier import queries
from webapp.formatting import datetime_ru, fio_short, removed_ru
from webapp.models import Package, PackageFile, Reading, Version
from webapp.packages.pages.parts import (
    CHANGE_TAGS,
    FILE_ICONS,
    Fact,
    Tag,
    answer_facts,
    explained,
    file_meta,
    zone_of,
)
from webapp.tables import columns
from workflows.file_rules import FileKind
from workflows.kinds import KINDS
from workflows.scanning import ScanState
from workflows.vocabulary import SCHOOL_ROLES

VERSION_COLUMNS = columns(
    "Редакция", "Отправлена", "Раунд", "Файлов", "Что изменилось", numeric=frozenset({"Раунд", "Файлов"})
)

FROZEN_COLUMNS = columns("Файл", "Место в пакете", "Изменение", "SHA-256")


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A frozen version in the list: who sent it, when, and what was different."""

    number: int
    url: str
    sent: str
    who: str
    round: int
    late: bool
    changed: tuple[str, ...]
    total: int
    changes_url: str
    """What changed since the version before; '' for the first."""


def version_items(package: Package, versions: Sequence[Version], actor: Actor) -> tuple[VersionItem, ...]:
    zone = zone_of(actor)
    return tuple(
        VersionItem(
            number=one.number,
            url=url_for("packages.version", number=package.number, version=one.number),
            sent=datetime_ru(one.sent_at, zone),
            who=f"{fio_short(one.sent_by_name)}, {one.sent_by_role.label.lower()}",
            round=one.round,
            late=one.late,
            total=len(one.files),
            changes_url=changes_url(package, one),
            changed=tuple(
                f"{CHANGE_TAGS[line.change][2].lower()}: {line.file.name}"
                for line in one.files
                if line.change in CHANGE_TAGS
            ),
        )
        for one in versions
    )


def changes_url(package: Package, version: Version, file: PackageFile | None = None) -> str:
    """Return where a version, or a file of it, is compared with the version before; '' for the first."""
    if version.number == 1:
        return ""
    between: dict[str, Any] = {"from": version.number - 1, "to": version.number}
    return url_for(
        "comparisons.compare", number=package.number, file=file.number if file else None, **between
    )


@dataclass(frozen=True, slots=True)
class FrozenFile:
    name: str
    url: str
    slot: str
    meta: str
    sha256: str
    change: Tag | None
    changes_url: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    number: int
    sent: str
    who: str
    changes_url: str
    files: tuple[FrozenFile, ...]
    answers: tuple[Fact, ...]
    explanations: tuple[Fact, ...]


def version_page(package: Package, version: Version, actor: Actor) -> VersionPage:
    zone, kind = zone_of(actor), KINDS[package.kind]
    titles = {slot.code: slot.title for slot in queries.frozen_slots(version)}
    return VersionPage(
        number=version.number,
        sent=datetime_ru(version.sent_at, zone),
        who=f"{fio_short(version.sent_by_name)}, {version.sent_by_role.label.lower()}",
        changes_url=changes_url(package, version),
        files=tuple(
            FrozenFile(
                line.file.name,
                url_for("packages.file", number=package.number, file=line.file.number),
                titles.get(line.file.slot, "Другие файлы"),
                removed_ru(line.file.removed_at, line.file.removed_by_name, zone)
                or ", ".join(file_meta(line.file)),
                line.file.sha256,
                Tag(*CHANGE_TAGS[line.change]) if line.change in CHANGE_TAGS else None,
                changes_url(package, version, line.file) if line.change == "changed" else "",
            )
            for line in version.files
        ),
        answers=answer_facts(kind, version.answers),
        explanations=explained(version),
    )


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file's facts: for its own page and for the curator's check."""

    icon: str
    name: str
    kind: str
    download_url: str
    """'' where the content was removed, which `removed` says then."""
    compare_url: str
    """Where to choose another school's file to compare with; '' for those who see one school."""
    removed: str
    clean_copy: str
    """How the school sends another in place of a removed content; '' for everyone else."""
    removal_url: str
    """Where the coordinator removes the content for personal data; '' where that is nothing to do."""
    facts: tuple[Fact, ...]


def file_page(package: Package, file: PackageFile, found: Reading | None, actor: Actor) -> FilePage:
    number, gone = package.number, removed_ru(file.removed_at, file.removed_by_name, zone_of(actor))
    facts = (
        Fact("Вид", FileKind(file.kind).label),
        Fact("Объём", ", ".join(file_meta(file))),
        Fact("Загрузил", fio_short(file.uploaded_by_name)),
        Fact("Загружен", datetime_ru(file.uploaded_at, zone_of(actor))),
        Fact("Контрольная сумма SHA-256", file.sha256),
        *((Fact("Основание удаления", file.removal_reason),) if gone else ()),
        *(() if gone else (Fact("Проверка на вирусы", _scanned(found, actor)),)),
    )
    return FilePage(
        FILE_ICONS.get(file.kind, "file"),
        file.name,
        FileKind(file.kind).label,
        "" if gone else url_for("packages.original", number=number, file=file.number),
        ""
        if gone or actor.role in SCHOOL_ROLES
        else url_for("comparisons.choose", number=number, file=file.number),
        gone,
        _clean_copy(package, actor) if gone else "",
        url_for("packages.removal", number=number, file=file.number)
        if not gone and may(actor.role, P.REMOVE_CONTENT)
        else "",
        facts,
    )


def _clean_copy(package: Package, actor: Actor) -> str:
    if actor.role not in SCHOOL_ROLES:
        return ""
    if package.state in queries.ASSEMBLING:
        return (
            "Загрузите документ без персональных данных на то же место: «Продолжить подготовку», шаг «Файлы»."
        )
    return (
        "Документ без персональных данных можно будет загрузить, когда пакет вернут на доработку. "
        "Если он нужен раньше, напишите куратору в обсуждении пакета."
    )


def _scanned(found: Reading | None, actor: Actor) -> str:
    if found is None or found.scan is None or found.scanned_at is None:
        return "Не проводилась"
    signature = f" ({found.signature})" if found.scan is ScanState.INFECTED else ""
    return f"{found.scan.label.removesuffix('.')}{signature}, {datetime_ru(found.scanned_at, zone_of(actor))}"
