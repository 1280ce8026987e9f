"""What people are told about: the thing an event names, who it concerns, where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.database import Base, now, session, today_in
from webapp.models import (
    LatePermit,
    Measure,
    Message,
    Municipality,
    Package,
    Progress,
    Recommendation,
    Report,
    School,
    SchoolReminder,
    Substitution,
)
from workflows.kinds import KINDS
from workflows.vocabulary import Turn

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Case:
    """What people are told about: the thing they must be able to see, its name, address and circle."""

    model: type[Base]
    row_id: int
    name: str
    link: str
    municipality_id: int
    today: date
    package_id: int | None = None
    school_id: int | None = None
    stage_id: int | None = None
    kind: str = ""
    examiner_id: int | None = None
    turn: Turn = Turn.NOBODY
    named_id: int | None = None
    """The one person the event itself names: the assigned expert, who asked for the report, who marked an execution."""
    measure_id: int | None = None


def case_of(payload: Mapping[str, Any]) -> Case | None:
    """Return what an event is about; None when it is no longer there."""
    for key, find in _CASES.items():
        if key in payload:
            return find(payload[key])
    return package_case(
        payload["package_id"], message_id=payload.get("message_id"), named_id=payload.get("user_id")
    )


def package_case(
    package_id: int, *, message_id: int | None = None, named_id: int | None = None
) -> Case | None:
    """Return the case of a package, or of a message in it: then those are told who may read the message."""
    package = session.scalar(
        select(Package)
        .where(Package.id == package_id)
        .options(joinedload(Package.school), joinedload(Package.municipality))
    )
    if package is None:
        return None
    return Case(
        model=Message if message_id else Package,
        row_id=message_id or package.id,
        name=f"{KINDS[package.kind].short_title}, {package.school.short_name}, № {package.number}",
        link=f"/packages/{package.number}",
        municipality_id=package.municipality_id,
        today=today_in(package.municipality.zone),
        package_id=package.id,
        school_id=package.school_id,
        stage_id=package.stage_id,
        kind=package.kind,
        examiner_id=package.examiner_id,
        turn=package.turn,
        named_id=named_id,
    )


def _permit_case(permit_id: int) -> Case | None:
    """Return the case of a leave to send late: the package may not be begun yet."""
    permit = session.scalar(
        select(LatePermit)
        .where(LatePermit.id == permit_id)
        .options(joinedload(LatePermit.school).joinedload(School.municipality))
    )
    if permit is None:
        return None
    return Case(
        model=LatePermit,
        row_id=permit.id,
        name=f"{KINDS[permit.kind].short_title}, {permit.school.short_name}",
        link="/packages/new",
        municipality_id=permit.municipality_id,
        today=today_in(permit.school.municipality.zone),
        school_id=permit.school_id,
        stage_id=permit.stage_id,
        kind=permit.kind,
    )


def _reminder_case(reminder_id: int) -> Case | None:
    """Return the case of a reminder to a school: what was shown before it was sent is what is told."""
    row = session.execute(
        select(SchoolReminder, Municipality.zone)
        .join(Municipality, Municipality.id == SchoolReminder.municipality_id)
        .where(SchoolReminder.id == reminder_id)
    ).one_or_none()
    if row is None:
        return None
    reminder, zone = row
    return Case(
        model=SchoolReminder,
        row_id=reminder.id,
        name=reminder.text,
        link="/",
        municipality_id=reminder.municipality_id,
        today=today_in(zone),
        school_id=reminder.school_id,
        stage_id=reminder.stage_id,
    )


def _substitution_case(substitution_id: int) -> Case | None:
    row = session.scalar(
        select(Substitution)
        .where(Substitution.id == substitution_id)
        .options(joinedload(Substitution.absent))
    )
    if row is None:
        return None
    zone = session.scalar(select(Municipality.zone).where(Municipality.id == row.municipality_id)) or "UTC"
    return Case(
        model=Substitution,
        row_id=row.id,
        name=f"{row.absent.name}, с {row.since:%d.%m.%Y} по {row.until:%d.%m.%Y}",
        link=f"/curators/substitutions/{row.id}",
        municipality_id=row.municipality_id,
        today=today_in(zone),
    )


def _progress_case(progress_id: int) -> Case | None:
    """Return the case of an executed measure: those are told who may see this very execution."""
    row = session.scalar(select(Progress).where(Progress.id == progress_id))
    case = _measure_case(row.measure_id) if row else None
    if row is None or case is None:
        return None
    return replace(case, model=Progress, row_id=row.id, school_id=row.school_id, named_id=row.executed_by_id)


def _measure_case(measure_id: int) -> Case | None:
    row = session.scalar(select(Measure).where(Measure.id == measure_id))
    if row is None:
        return None
    zone = session.scalar(select(Municipality.zone).where(Municipality.id == row.municipality_id)) or "UTC"
    return Case(
        model=Measure,
        row_id=row.id,
        name=f"{row.number} {shorten(row.title, TITLE_LENGTH, placeholder='…')}".strip(),
        link=f"/roadmap/items/{row.ref}",
        municipality_id=row.municipality_id,
        today=today_in(zone),
        measure_id=row.id,
    )


def _report_case(report_id: int) -> Case | None:
    report = session.scalar(select(Report).where(Report.id == report_id))
    if report is None:
        return None
    place = session.scalar(select(Municipality).where(Municipality.id == report.municipality_id))
    number = session.scalar(select(Package.number).where(Package.id == report.package_id))
    of_package = report.package_id is not None and number
    return Case(
        model=Report,
        row_id=report.id,
        name=f"{report.title}, № {report.number}",
        link=f"/packages/{number}" if of_package else f"/reports/{report.number}",
        municipality_id=report.municipality_id,
        today=today_in(place.zone) if place else now().date(),
        named_id=report.requested_by_id,
    )


def _recommendation_case(recommendation_id: int) -> Case | None:
    row = session.scalar(
        select(Recommendation)
        .where(Recommendation.id == recommendation_id)
        .options(joinedload(Recommendation.school).joinedload(School.municipality))
    )
    if row is None:
        return None
    return Case(
        model=Recommendation,
        row_id=row.id,
        name=f"{row.school.short_name}, рекомендация № {row.number}",
        link=f"/recommendations/{row.number}",
        municipality_id=row.municipality_id,
        today=today_in(row.school.municipality.zone),
        school_id=row.school_id,
    )


_CASES: Mapping[str, Callable[[int], Case | None]] = MappingProxyType(
    {
        "report_id": _report_case,
        "school_reminder_id": _reminder_case,
        "progress_id": _progress_case,
        "measure_id": _measure_case,
        "substitution_id": _substitution_case,
        "permit_id": _permit_case,
        "recommendation_id": _recommendation_case,
    }
)
"""What a payload names, and how it is found."""
