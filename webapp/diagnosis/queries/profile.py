"""The risk profile of a school in a programme: factors, significance, verification, activation (К05)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import Actor
from webapp.database import session
from webapp.diagnosis.queries.subjects import risk_name
from webapp.errors import NotThere
from webapp.models import AntiRiskProgramme, Participation, Programme, School, SchoolRisk
from workflows.dictionaries.risks import RISKS
from workflows.vocabulary import Significance


@dataclass(frozen=True, slots=True)
class ProgrammeOption:
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk factor of the profile, or one the dictionary offers (`significance` None)."""

    code: str
    name: str
    significance: Significance | None = None
    verified_by: str = ""
    verified_at: datetime | None = None
    note: str = ""
    activated_on: date | None = None
    measures: int | None = None
    """How many measures its anti-risk programme holds; None without a programme."""

    @property
    def lacks_programme(self) -> bool:
        return self.activated_on is not None and self.measures is None


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of one school in one programme; `programme` is None when it takes part in none."""

    school_id: int
    school_slug: str
    school_name: str
    programme: ProgrammeOption | None
    programmes: tuple[ProgrammeOption, ...]
    risks: tuple[RiskLine, ...]
    offered: tuple[RiskLine, ...]
    """Factors of the dictionary the profile does not hold yet."""
    mark: str

    @property
    def unprogrammed(self) -> tuple[str, ...]:
        return tuple(risk.name for risk in self.risks if risk.lacks_programme)


@dataclass(frozen=True, slots=True)
class Overview:
    """The profile of a school in one programme in four numbers."""

    code: str
    title: str
    found: int
    verified: int
    activated: int
    programmed: int


def profile(slug: str, programme_code: str) -> Profile:
    """Return the risk profile of a school; raises NotThere for an unknown school or programme.

    Without a code it is the programme the school takes part in: of several, the latest running one whose profile
    is filled, else the latest."""
    school = school_by_slug(slug)
    programmes = _programmes(school.id)
    chosen = _chosen(school.id, programmes, programme_code)
    rows = rows_of(school.id, chosen.id) if chosen else ()
    held = {row.risk_code for row in rows}
    return Profile(
        school_id=school.id,
        school_slug=school.slug,
        school_name=school.short_name,
        programme=_option(chosen) if chosen else None,
        programmes=tuple(_option(programme) for programme in programmes),
        risks=tuple(_line(row) for row in rows),
        offered=tuple(
            RiskLine(risk.code, risk.name) for risk in RISKS if risk.active and risk.code not in held
        ),
        mark=rows_mark(rows),
    )


def overview(school_id: int) -> tuple[Overview, ...]:
    """Return the profiles of a school in numbers, one for each programme; two statements and two loads."""
    programmes = _programmes(school_id)
    rows = session.scalars(
        select(SchoolRisk).where(SchoolRisk.school_id == school_id).options(joinedload(SchoolRisk.plan))
    ).all()
    return tuple(
        _overview(programme, [r for r in rows if r.programme_id == programme.id]) for programme in programmes
    )


def school_by_slug(slug: str, *, lock: bool = False) -> School:
    """Return a school; raises NotThere. With `lock` its profile is changed by one person at a time."""
    statement = select(School).where(School.slug == slug).order_by(School.id).limit(1)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    school = session.scalar(statement)
    if school is None:
        raise NotThere
    return school


def own_school(slug: str, actor: Actor) -> School:
    """Return the actor's own school, locked; raises NotThere for everyone else's."""
    school = school_by_slug(slug, lock=True)
    if not actor.of_school or actor.school_id != school.id:
        raise NotThere
    return school


def programme_id(school_id: int, code: str) -> int:
    """Return the key of a programme the school takes part in; raises NotThere."""
    found = _chosen(school_id, _programmes(school_id), code)
    if found is None:
        raise NotThere
    return found.id


def rows_of(school_id: int, programme_id: int) -> Sequence[SchoolRisk]:
    """Return the rows of a profile with their programmes and measures, read anew."""
    return session.scalars(
        select(SchoolRisk)
        .where(SchoolRisk.school_id == school_id, SchoolRisk.programme_id == programme_id)
        .order_by(SchoolRisk.id)
        .options(selectinload(SchoolRisk.plan).selectinload(AntiRiskProgramme.measures))
        .execution_options(populate_existing=True)
    ).all()


def rows_mark(rows: Iterable[SchoolRisk]) -> str:
    """Return a short print of a profile: a page that shows an older one is known to be stale (BZ-02)."""
    values = [
        (row.risk_code, str(row.significance), str(row.activated_on), str(row.verified_at)) for row in rows
    ]
    return hashlib.sha256(repr(sorted(values)).encode()).hexdigest()[:16]


def _programmes(school_id: int) -> Sequence[Programme]:
    return session.scalars(
        select(Programme)
        .join(Participation, Participation.programme_id == Programme.id)
        .where(Participation.school_id == school_id)
        .order_by(
            Programme.archived, Participation.left_on.is_not(None), Programme.year.desc(), Programme.id.desc()
        )
    ).all()


def _chosen(school_id: int, programmes: Sequence[Programme], code: str) -> Programme | None:
    if not code and len(programmes) > 1:
        filled = set(
            session.scalars(
                select(SchoolRisk.programme_id).where(SchoolRisk.school_id == school_id).distinct()
            )
        )
        running = (one for one in programmes if not one.archived and one.id in filled)
        return next(running, programmes[0])
    if not code:
        return programmes[0] if programmes else None
    for programme in programmes:
        if programme.code == code:
            return programme
    raise NotThere


def _option(programme: Programme) -> ProgrammeOption:
    return ProgrammeOption(programme.code, f"{programme.short_title}, {programme.year}")


def _line(row: SchoolRisk) -> RiskLine:
    measures = len([m for m in row.plan.measures if not m.dropped]) if row.plan else None
    return RiskLine(
        row.risk_code,
        risk_name(row.risk_code),
        row.significance,
        row.verified_by_name,
        row.verified_at,
        row.verification_note,
        row.activated_on,
        measures,
    )


def _overview(programme: Programme, rows: Sequence[SchoolRisk]) -> Overview:
    activated = [row for row in rows if row.activated_on is not None]
    return Overview(
        programme.code,
        f"{programme.short_title}, {programme.year}",
        len(rows),
        verified=sum(row.verified_at is not None for row in rows),
        activated=len(activated),
        programmed=sum(row.plan is not None for row in activated),
    )
