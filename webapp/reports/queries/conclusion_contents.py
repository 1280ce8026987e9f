"""«Экспертное заключение» on one version of a package, as values to be printed (УГЛ 3.3)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import session
from webapp.dossier.queries import frozen_slots
from webapp.errors import NotThere
from webapp.formatting import accusative, removed_ru, with_removal
from webapp.models import Expertise, Mark, Package, PackageFile, Remark, Report, Verdict, Version, VersionFile
from webapp.printing.contents import (
    Confirmation,
    CriterionRow,
    FileLine,
    PackageConclusion,
    Person,
    RemarkRow,
    Requisites,
    Score,
    SheetEdition,
    SheetGroup,
    SheetPart,
)
from webapp.reports.queries.judged import edition_of
from webapp.reports.queries.official import moment, organisation, person, provenance, signed_name
from workflows.kinds import KINDS
from workflows.sheet import POINTS_PER_CRITERION, Criterion, Group, Sheet
from workflows.verdicts import MarkValue
from workflows.vocabulary import RemarkOrigin, Role

HIDDEN_MARK = "не раскрывается"
"""Stands for marks where the municipality does not show scores to schools: the paper goes to the school."""


def conclusion_contents(report: Report, verdict_id: int, at: datetime) -> PackageConclusion:
    """Return the conclusion as of `at`, sealed. Call it inside a snapshot; six statements."""
    verdict = session.scalar(
        select(Verdict).where(Verdict.id == verdict_id, Verdict.released_at.is_not(None))
    )
    if verdict is None:
        raise NotThere
    package, version = package_of(verdict.package_id), version_of(verdict.version_id)
    expertise = _expertise(verdict.expertise_id)
    sheet, place = expertise.sheet, package.municipality
    shown = place.show_scores
    examiner = person(expertise.examiner_name, expertise.examiner_post, expertise.examiner_role)
    return PackageConclusion(
        requisites=_requisites(report, package, examiner, at),
        package_number=package.number,
        school=package.school.name,
        programme=package.programme.title,
        stage=package.stage.title,
        kind_title=_kind_title(package),
        version=version.number,
        received_at=moment(version.sent_at, place),
        files=file_lines(version, ZoneInfo(place.zone)),
        sheet=_edition(expertise),
        parts=_parts(sheet, {mark.criterion: mark for mark in expertise.marks}, shown=shown),
        score=_score(verdict) if shown else None,
        verdict=verdict.kind.label,
        rationale=tuple(line for line in verdict.rationale.splitlines() if line.strip()),
        remarks=_remarks(package, verdict),
        examiners=(examiner,),
        confirmation=_confirmation(package, verdict),
        provenance=provenance(at, place, f"/packages/{package.number}", report.code),
    ).sealed()


def file_lines(version: Version, zone: ZoneInfo) -> tuple[FileLine, ...]:
    """Return the files of a frozen version with the titles their places had then."""
    return tuple(file_line(version, line.file, zone) for line in version.files)


def file_line(version: Version, file: PackageFile, zone: ZoneInfo) -> FileLine:
    """Return a file with the title its place had then, and with the word of it when its content was removed."""
    titles = {slot.code: slot.title for slot in frozen_slots(version)}
    gone = removed_ru(file.removed_at, file.removed_by_name, zone)
    place = titles.get(file.slot, "Другие файлы")
    return FileLine(place, with_removal(file.name, gone), file.size, file.sha256)


def package_of(package_id: int) -> Package:
    """Return a package with its school, stage, programme and municipality, read anew; raises NotThere."""
    package = session.scalar(
        select(Package)
        .where(Package.id == package_id)
        .options(
            joinedload(Package.school), joinedload(Package.stage), joinedload(Package.programme),
            joinedload(Package.municipality),
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip
    if package is None:
        raise NotThere
    return package


def version_of(version_id: int) -> Version:
    """Return a frozen version with its files; raises NotThere."""
    version = session.scalar(
        select(Version)
        .where(Version.id == version_id)
        .options(selectinload(Version.files).joinedload(VersionFile.file))
        .execution_options(populate_existing=True)
    )
    if version is None:
        raise NotThere
    return version


def _expertise(expertise_id: int) -> Expertise:
    expertise = session.scalar(
        select(Expertise)
        .where(Expertise.id == expertise_id)
        .options(selectinload(Expertise.marks))
        .execution_options(populate_existing=True)
    )
    if expertise is None:
        raise NotThere
    return expertise


def _requisites(report: Report, package: Package, examiner: Person, at: datetime) -> Requisites:
    place = package.municipality
    return Requisites(
        organisation=organisation(place),
        document_kind="Экспертное заключение",
        number=report.number,
        issued_on=at.astimezone(ZoneInfo(place.zone)).date(),
        place=place.place,
        heading=f"по пакету «{_kind_title(package)}», {package.school.name}",
        signatories=(examiner,),
    )


def _kind_title(package: Package) -> str:
    return KINDS[package.kind].title if package.kind in KINDS else package.kind


def _edition(expertise: Expertise) -> SheetEdition:
    """Several sheets of one package stand in one line; what differs between them is left out."""
    editions = [edition_of(line) for line in expertise.editions]
    if not editions:
        return SheetEdition("Экспертный лист", "1")
    first = editions[0]
    return SheetEdition(
        "», «".join(edition.title for edition in editions),
        ", ".join(dict.fromkeys(edition.edition for edition in editions)),
        first.dated if len({edition.dated for edition in editions}) == 1 else None,
        first.approved_by if len({edition.approved_by for edition in editions}) == 1 else "",
    )


def _parts(sheet: Sheet, marks: Mapping[str, Mark], *, shown: bool) -> tuple[SheetPart, ...]:
    parts = [(part.title, sheet.groups_of_part(part.code)) for part in sheet.parts] or [("", sheet.groups)]
    return tuple(
        SheetPart(title, tuple(_group(sheet, group, marks, shown=shown) for group in groups))
        for title, groups in parts
    )


def _group(sheet: Sheet, group: Group, marks: Mapping[str, Mark], *, shown: bool) -> SheetGroup:
    rows = tuple(
        _criterion(criterion, marks.get(criterion.code), shown=shown)
        for criterion in sheet.criteria_of_group(group.code)
    )
    return SheetGroup(group.title, rows)


def _criterion(criterion: Criterion, mark: Mark | None, *, shown: bool) -> CriterionRow:
    value = mark.value if mark and shown else None
    points = Decimal(value.points) if value and value.points is not None else None
    return CriterionRow(
        number=criterion.code,
        text=criterion.text,
        mark=_mark_words(value) if shown else HIDDEN_MARK,
        points=points,
        maximum=Decimal(POINTS_PER_CRITERION),
        comment=mark.comment if mark else "",
        is_blocking=criterion.blocking,
    )


def _mark_words(value: MarkValue | None) -> str:
    if value is None:
        return "не выставлена"
    return value.label.lower() if value.points is None else f"{value.points} – {value.label.lower()}"


def _score(verdict: Verdict) -> Score | None:
    if verdict.percent is None:
        return None
    return Score(
        verdict.points, verdict.maximum, verdict.percent, verdict.zone.label.lower() if verdict.zone else ""
    )


def _remarks(package: Package, verdict: Verdict) -> tuple[RemarkRow, ...]:
    """The remarks of the expertise, those of earlier rounds included, as they stand."""
    rows = session.execute(
        select(Remark, PackageFile.name)
        .outerjoin(PackageFile, PackageFile.id == Remark.file_id)
        .where(Remark.package_id == package.id, Remark.origin == RemarkOrigin.EXPERTISE)
        .where(Remark.published_at.is_not(None), Remark.round <= verdict.round)
        .order_by(Remark.number)
    )
    return tuple(
        RemarkRow(
            number=remark.number,
            kind=remark.kind.label.lower(),
            criterion=f"Критерий {remark.criterion}" if remark.criterion else "",
            place=", ".join(part for part in (name, remark.place) if part),
            text=remark.text,
            due=remark.due_on,
            answer=remark.answer,
            state=remark.state.label.lower(),
        )
        for remark, name in rows
    )


def _confirmation(package: Package, verdict: Verdict) -> Confirmation | None:
    """Who confirmed what was examined; a later round has a confirmation of its own."""
    if package.confirmed_at is None or package.confirmed_at > verdict.decided_at:
        return None
    instead = (
        f"за {signed_name(accusative(package.confirmed_for_name))}" if package.confirmed_for_name else ""
    )
    return Confirmation(
        Person(Role.CURATOR.label, signed_name(package.confirmed_by_name)),
        moment(package.confirmed_at, package.municipality),
        instead,
    )
