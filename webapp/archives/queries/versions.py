"""The versions of a package in a dossier: what was sent, with which files, and what the curator decided on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.archives.queries.places import Folder
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.formatting import date_ru, datetime_ru, filesize_ru, name_for, removed_ru
from webapp.models import FileCheck, Package, PackageFile, Version
from webapp.printing.dossier import CaseFile, CaseVersion, Fact
from webapp.reading import queries as readings
from workflows.dates import from_iso
from workflows.kinds import KINDS

CHANGES = {"new": "новый", "changed": "изменён", "same": "прежний"}
INFECTED = "В файле найден вирус: содержимое в досье не включено."


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known of the files of a package besides their rows."""

    checks: Mapping[int, FileCheck]
    infected: frozenset[int]
    zone: ZoneInfo
    folder: Folder


def versions(package: Package, folder: Folder) -> tuple[CaseVersion, ...]:
    """Return the versions, the first one first; each file lies with the version that brought it."""
    found = list(reversed(dossiers.versions(package)))
    files = {line.file.id: line.file for one in found for line in one.files}
    checks = session.scalars(select(FileCheck).where(FileCheck.package_id == package.id))
    beside = _Beside(
        {check.file_id: check for check in checks},
        frozenset(file.id for file in readings.infected(list(files.values()))),
        ZoneInfo(package.municipality.zone),
        folder,
    )
    return tuple(_version(package, one, beside) for one in found)


def _version(package: Package, one: Version, beside: _Beside) -> CaseVersion:
    titles = {slot.code: slot.title for slot in dossiers.frozen_slots(one)}
    return CaseVersion(
        title=f"Редакция {one.number}, раунд {one.round}",
        facts=(
            Fact("Направлена", datetime_ru(one.sent_at, beside.zone)),
            Fact("Направил", f"{one.sent_by_name}, {one.sent_by_role.label.lower()}"),
            *((Fact("Срок", "направлена после закрытия приёма"),) if one.late else ()),
        ),
        answers=_answers(package.kind, one.answers),
        explanations=tuple(Fact(told["about"], told["reason"]) for told in one.explanations),
        files=tuple(
            _file(line.file, line.change, one, titles.get(line.file.slot, "Другие файлы"), beside)
            for line in one.files
        ),
    )


def _file(file: PackageFile, change: str, version: Version, place: str, beside: _Beside) -> CaseFile:
    gone = (
        INFECTED
        if file.id in beside.infected
        else removed_ru(file.removed_at, file.removed_by_name, beside.zone)
    )
    path = (
        ""
        if gone
        else beside.folder.place(
            file.id, (f"Редакция {version.number}", place), file.name, size=file.size, sha256=file.sha256
        )
    )
    return CaseFile(
        place=place,
        name=file.name,
        note=file.note,
        change=CHANGES.get(change, change),
        uploaded=f"{file.uploaded_by_name}, {datetime_ru(file.uploaded_at, beside.zone)}",
        decision=_decision(beside.checks.get(file.id), beside.zone),
        size=filesize_ru(file.size),
        sha256=file.sha256,
        path=path,
        gone=gone,
    )


def _decision(check: FileCheck | None, zone: ZoneInfo) -> str:
    if check is None:
        return "нет"
    who = name_for(check.checked_by_name, check.acting_for)
    return f"{check.decision.label}: {who}, {datetime_ru(check.checked_at, zone)}"


def _answers(kind: str, answers: Mapping[str, str]) -> tuple[Fact, ...]:
    if kind not in KINDS:
        return ()
    asked = ((one.title, answers.get(one.code, "").strip()) for one in KINDS[kind].questions)
    return tuple(Fact(title, _day(text)) for title, text in asked if text)


def _day(text: str) -> str:
    day = from_iso(text)
    return date_ru(day) if day else text
