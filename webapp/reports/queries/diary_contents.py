"""«Дневник куратора» of some days, as values to be printed (О14)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.database import session
from webapp.diary import queries as diary
from webapp.diary.queries import Extract
from webapp.models import DiaryEntry, Municipality, Report, School, User
from webapp.printing.contents import Agreement, DiaryLine, DiaryReport, Requisites
from webapp.reports.queries.official import moment, organisation, person, provenance
from workflows.diary import state_of
from workflows.vocabulary import Role


def diary_contents(report: Report, asked: Extract, at: datetime) -> DiaryReport:
    """Return the entered entries as of `at`, sealed. Call it inside a snapshot."""
    place = session.scalars(select(Municipality).where(Municipality.id == report.municipality_id)).one()
    zone = ZoneInfo(place.zone)
    rows = diary.of_days(asked, report.municipality_id, zone)
    closed = diary.closed_stages([row.stage_id for row in rows if row.stage_id is not None])
    school = session.scalar(select(School.short_name).where(School.id == asked.school_id)) or ""
    author = session.execute(select(User.name, User.post).where(User.id == asked.author_id)).one_or_none()
    who = session.execute(select(User.name, User.post).where(User.id == report.requested_by_id)).one()
    role = Role.CURATOR if asked.author_id == report.requested_by_id else Role.COORDINATOR
    return DiaryReport(
        requisites=Requisites(
            organisation=organisation(place),
            document_kind="Дневник куратора",
            number=report.number,
            issued_on=at.astimezone(zone).date(),
            place=place.place,
            heading=f"о работе со школами с {asked.since:%d.%m.%Y} по {asked.until:%d.%m.%Y}",
            signatories=(person(who.name, who.post, role),),
        ),
        school=school,
        curator=author.name if author else "",
        since=asked.since,
        until=asked.until,
        lines=tuple(_line(row, place, row.stage_id in closed) for row in rows),
        provenance=provenance(at, place, f"/reports/{report.number}", report.code),
    ).sealed()


def _line(row: DiaryEntry, place: Municipality, closed: bool) -> DiaryLine:
    zone = ZoneInfo(place.zone)
    return DiaryLine(
        number=row.number,
        at=moment(row.happened_at, place),
        school=row.school.short_name,
        curator=row.author_name,
        contact=row.contact.label,
        minutes=row.minutes or 0,
        participants=row.participants,
        stage=row.stage.title if row.stage else "",
        examined=row.examined,
        problems=row.problems,
        recommendations=row.recommendations,
        advance=row.advance.label if row.advance else "",
        state=state_of(diary.facts_when(row, closed=closed)).label,
        agreements=tuple(
            Agreement(
                one.what,
                one.doer.label,
                one.due_on,
                one.done_at.astimezone(zone).date() if one.done_at else None,
            )
            for one in row.agreements
        ),
        additions=tuple(one.text for one in row.additions),
    )
