"""Sheets, verdicts and remarks of a package in a dossier: of every round and every examiner."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import session
from webapp.formatting import date_ru, datetime_ru, name_for, number_ru, percent_ru
from webapp.models import Expertise, Mark, Package, PackageFile, Remark, Verdict
from webapp.printing.dossier import CaseMark, CaseRemark, CaseSheet, Fact, Group, Happening
from workflows.sheet import Criterion


def sheets(package: Package) -> tuple[CaseSheet, ...]:
    """Return every sheet that was begun, in the order of time, each with its marks; four statements."""
    zone = ZoneInfo(package.municipality.zone)
    rows = session.scalars(
        select(Expertise)
        .where(Expertise.package_id == package.id)
        .order_by(Expertise.id)
        .options(selectinload(Expertise.marks), joinedload(Expertise.verdict), joinedload(Expertise.version))
        .execution_options(populate_existing=True)
    ).all()
    names = {
        number: name
        for number, name in session.execute(
            select(PackageFile.id, PackageFile.name).where(PackageFile.package_id == package.id)
        )
    }
    return tuple(_sheet(row, names, zone) for row in rows)


def remarks(package: Package) -> tuple[CaseRemark, ...]:
    """Return the remarks by number, each with its way; two statements."""
    zone = ZoneInfo(package.municipality.zone)
    rows = session.scalars(
        select(Remark)
        .where(Remark.package_id == package.id)
        .order_by(Remark.number)
        .options(joinedload(Remark.file), selectinload(Remark.changes))
        .execution_options(populate_existing=True)
    )
    return tuple(_remark(row, zone) for row in rows)


def _sheet(row: Expertise, names: Mapping[int, str], zone: ZoneInfo) -> CaseSheet:
    marks = {mark.criterion: mark for mark in row.marks}
    parts = {part.code: part.title for part in row.sheet.parts}
    groups = (
        Group(
            ". ".join(title for title in (parts.get(group.part, ""), group.title) if title),
            tuple(_mark(one, marks.get(one.code), names) for one in row.sheet.criteria_of_group(group.code)),
        )
        for group in row.sheet.groups
    )
    title = "Сведённый лист" if row.reconciles else "Экспертный лист"
    return CaseSheet(
        title=f"{title}: редакция {row.version.number}, раунд {row.round}",
        facts=_of_sheet(row, zone),
        groups=tuple(group for group in groups if group.marks),
        verdict=_of_verdict(row.verdict, zone) if row.verdict else (),
    )


def _of_sheet(row: Expertise, zone: ZoneInfo) -> tuple[Fact, ...]:
    post = f", {row.examiner_post}" if row.examiner_post else ""
    editions = "; ".join(
        f"«{one['title']}», редакция {one['number']}"
        + (f", {one['approved_by']}" if one["approved_by"] else "")
        for one in row.editions
    )
    dated = (("Начат", row.started_at), ("Сдан", row.handed_in_at), ("Завершён", row.concluded_at))
    return (
        Fact("Составил", f"{row.examiner_name}{post}, {row.examiner_role.label.lower()}"),
        Fact("Лист", editions or row.sheet.title),
        *(Fact(label, datetime_ru(at, zone)) for label, at in dated if at),
    )


def _mark(criterion: Criterion, mark: Mark | None, names: Mapping[int, str]) -> CaseMark:
    value = mark.value if mark else None
    points = f"{value.points} – " if value and value.points is not None else ""
    lines = (mark.comment, mark.reason and f"Обоснование решения: {mark.reason}") if mark else ()
    where = (names.get(mark.file_id or 0, ""), mark.place) if mark else ()
    return CaseMark(
        code=criterion.code,
        text=criterion.text + (" (обязательный)" if criterion.blocking else ""),
        mark=f"{points}{value.label.lower()}" if value else "не выставлена",
        comment="\n".join(line for line in lines if line),
        place=", ".join(part for part in where if part),
    )


def _of_verdict(row: Verdict, zone: ZoneInfo) -> tuple[Fact, ...]:
    share = f", {percent_ru(row.percent)}" if row.percent is not None else ""
    zone_words = f", зона: {row.zone.label.lower()}" if row.zone else ""
    sent = (
        f"{datetime_ru(row.released_at, zone)}, {row.released_by_name}" if row.released_at else "не направлен"
    )
    return (
        Fact("Вердикт", row.kind.label),
        Fact("Баллы", f"{number_ru(row.points, 1)} из {number_ru(row.maximum)}{share}{zone_words}"),
        Fact("Обоснование", row.rationale),
        Fact("Вынес", f"{row.decided_by_name}, {datetime_ru(row.decided_at, zone)}"),
        Fact("Направлен школе", sent),
    )


def _remark(row: Remark, zone: ZoneInfo) -> CaseRemark:
    where = ", ".join(part for part in (row.file.name if row.file else "", row.place) if part)
    facts = (
        ("Автор", f"{name_for(row.author_name, row.acting_for)}, {row.author_role.label.lower()}"),
        ("Раунд", str(row.round)),
        ("Критерий", row.criterion),
        ("Место", where),
        ("Срок", date_ru(row.due_on) if row.due_on else ""),
        ("Направлено школе", datetime_ru(row.published_at, zone) if row.published_at else "нет"),
        ("Ответ школы", _said(row.answer, row.answered_by_name)),
        ("Решение по замечанию", _settled(row)),
    )
    return CaseRemark(
        number=row.number,
        kind=row.kind.label,
        state=row.state.label,
        text=row.text,
        facts=tuple(Fact(label, value) for label, value in facts if value),
        changes=tuple(
            Happening(
                datetime_ru(one.at, zone),
                f"{name_for(one.actor_name, one.acting_for)}, {one.actor_role.label.lower()}",
                one.state.label,
                one.text,
                f"Раунд {one.round}, редакция {one.version_number}",
            )
            for one in row.changes
        ),
    )


def _settled(row: Remark) -> str:
    if not row.resolved_by_name:
        return ""
    return _said(row.resolution or row.state.label, name_for(row.resolved_by_name, row.resolved_for))


def _said(text: str, who: str) -> str:
    return ". ".join(part for part in (text.strip().rstrip("."), who) if part)
