"""Places and people of the demonstration as rows: municipalities, schools, accounts, curators, projects, stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from demo import people, schools
from demo.people import DemoPerson
from demo.schools import DemoMunicipality, DemoProgramme, DemoSchool
from webapp import sealing
from webapp.access.actor import Actor, system_scope
from webapp.accounts.operations import hash_password
from webapp.database import moment, now, session, transaction
from webapp.expertise.operations import ensure_editions
from webapp.filestore import settings
from webapp.models import (
    Curatorship,
    Membership,
    Municipality,
    Participation,
    Programme,
    School,
    Stage,
    StageDue,
    User,
)
from workflows.search_keys import fold
from workflows.vocabulary import Role
from workflows.zones import DEFAULT_ZONE, ZONES

SINCE = date(2024, 9, 2)


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage relative to today: it opened, closes and is examined so many days from now."""

    municipality: str
    programme: str
    slug: str
    title: str
    opens_in: int
    closes_in: int
    examined_in: int
    kinds: tuple[str, ...]
    order: str
    planned: tuple[int, int] = (0, 0)
    """Municipal and school programmes that are to be examined (К31)."""


STAGES = (
    StagePlan("srr", "500plus", "concept", "Концептуальные документы", -120, -75, -60, ("concept",), "31-од"),
    StagePlan(
        "srr",
        "500plus",
        "evidence-1",
        "Подтверждающие документы, 1 этап",
        -45,
        -8,
        4,
        ("evidence1",),
        "96-од",
    ),
    StagePlan(
        "srr",
        "500plus",
        "evidence-2",
        "Подтверждающие документы, 2 этап",
        20,
        45,
        60,
        ("evidence2",),
        "97-од",
    ),
    StagePlan(
        "srr", "shmr", "development", "Программы развития школ", -20, 12, 26, ("development",), "118-од"
    ),
    StagePlan(
        "srr",
        "shnor",
        "effective-mode",
        "Программы перевода в эффективный режим",
        -30,
        5,
        19,
        ("effective_mode",),
        "104-од",
        planned=(1, 10),
    ),
    StagePlan("voz", "500plus", "concept", "Концептуальные документы", -30, 10, 24, ("concept",), "27"),
)


@dataclass(frozen=True, slots=True)
class Places:
    """What the story needs by name: actors by e-mail, rows by code."""

    actors: Mapping[str, Actor]
    schools: Mapping[str, School]
    programmes: Mapping[tuple[str, str], Programme]
    stages: Mapping[tuple[str, str], Stage]

    def actor(self, login: str) -> Actor:
        return self.actors[f"{login}@{people.MAIL_DOMAIN}"]

    def staff(self, slug: str, role: Role) -> Actor:
        """The director or the school coordinator of a school; KeyError where nobody has such an account."""
        found = next(
            (a for a in self.actors.values() if a.role is role and a.school_id == self.schools[slug].id), None
        )
        if found is None:
            raise KeyError(f"{slug}: no {role}")
        return found


def exists() -> bool:
    """Tell whether the demonstration has been seeded before."""
    with system_scope("demonstration"):
        return session.scalar(select(Municipality.id).limit(1)) is not None


def fill(today: date) -> Places:
    """Write places and people and return them for the story."""
    with system_scope("demonstration"):
        with transaction():
            rows = {one.code: _municipality(one) for one in schools.MUNICIPALITIES}
            session.flush()
            school_rows = {one.slug: _school(one, rows[one.municipality]) for one in schools.SCHOOLS}
            session.flush()
            password = hash_password(people.PASSWORD)
            actors = {one.email: _person(one, password, rows, school_rows) for one in people.PEOPLE}
            _curators(actors, school_rows, today.year)
            programmes = {
                (one.municipality, one.code): _programme(one, rows, school_rows, today.year)
                for one in schools.PROGRAMMES
            }
            session.flush()
            stages = {(plan.municipality, plan.slug): _stage(plan, programmes, today) for plan in STAGES}
            session.flush()
        for row in rows.values():
            ensure_editions(row.id, date(today.year, 1, 1))
            _seal(row)
    return Places(actors, school_rows, programmes, stages)


def _seal(row: Municipality) -> None:
    """Give a municipality a seal in force from the beginning of the story."""
    if sealing.seal_of(settings().data_dir, row.code) is None:
        with moment(datetime.combine(SINCE, time(9), UTC)):
            sealing.init(settings().data_dir, row.code, row.department, years=10)


def _municipality(one: DemoMunicipality) -> Municipality:
    row = Municipality(
        code=one.code,
        name=one.name,
        region=one.region,
        zone=one.zone,
        zone_label=ZONES[one.zone],
        department=one.department,
        place=one.place,
        chief_post=one.chief_post,
    )
    session.add(row)
    return row


def _school(one: DemoSchool, place: Municipality) -> School:
    row = School(
        municipality_id=place.id,
        slug=one.slug,
        name=one.name,
        short_name=one.short_name,
        locality=one.locality.value,
        pupils=one.pupils,
        teachers=one.teachers,
        director=people.director_of(one).name,
        status_shnor=one.shnor,
        status_shnsu=one.shnsu,
        status_pilot=one.pilot,
        status_mentor=one.mentor,
        search_key=fold(f"{one.short_name} {one.name}"),
    )
    session.add(row)
    return row


def _person(
    one: DemoPerson, password: str, places: Mapping[str, Municipality], own: Mapping[str, School]
) -> Actor:
    user = User(
        email=one.email,
        name=one.name,
        search_key=fold(one.name),
        post=one.post,
        password_hash=password,
        password_changed_at=now(),
        invited_at=now(),
    )
    session.add(user)
    session.flush()
    wide = one.role in {Role.OBSERVER, Role.ADMIN}
    place = None if wide else places[one.municipality]
    school = own.get(one.school)
    region = places[one.municipality].region if one.role is Role.OBSERVER else None
    membership = Membership(
        user_id=user.id,
        role=one.role,
        municipality_id=place.id if place else None,
        school_id=school.id if school else None,
        region=region,
        may_send=one.may_send,
        since=SINCE,
        basis="приказ о назначении",
    )
    session.add(membership)
    session.flush()
    return Actor(
        user_id=user.id,
        name=one.name,
        email=one.email,
        role=one.role,
        membership_id=membership.id,
        municipality_id=place.id if place else None,
        school_id=school.id if school else None,
        region=region,
        zone=place.zone if place else DEFAULT_ZONE,
        may_send=one.may_send,
    )


def _curators(actors: Mapping[str, Actor], own: Mapping[str, School], year: int) -> None:
    for one in people.ASSIGNMENTS:
        for direction in dict.fromkeys(("", one.direction)):
            school = own[one.school]
            session.add(
                Curatorship(
                    municipality_id=school.municipality_id,
                    user_id=actors[one.curator].user_id,
                    school_id=school.id,
                    direction=direction,
                    since=date(year, 1, 21),
                    order_number=one.order_number,
                    order_date=one.order_date(year),
                )
            )


def _programme(
    one: DemoProgramme, places: Mapping[str, Municipality], own: Mapping[str, School], year: int
) -> Programme:
    starts, ends = one.period(year)
    row = Programme(
        municipality_id=places[one.municipality].id,
        code=f"{one.code}-{year}",
        title=one.title,
        short_title=one.short_title,
        year=year,
        starts_on=starts,
        ends_on=ends,
        basis=one.basis.format(year=year),
    )
    session.add(row)
    session.flush()
    for slug in one.schools:
        joined = max(starts, schools.school(slug).joined_on)
        session.add(
            Participation(
                municipality_id=row.municipality_id,
                programme_id=row.id,
                school_id=own[slug].id,
                joined_on=joined,
                basis=row.basis,
            )
        )
    return row


def _stage(plan: StagePlan, programmes: Mapping[tuple[str, str], Programme], today: date) -> Stage:
    programme = programmes[plan.municipality, plan.programme]
    row = Stage(
        municipality_id=programme.municipality_id,
        programme_id=programme.id,
        slug=f"{plan.slug}-{today.year}",
        title=plan.title,
        opens_on=today + timedelta(days=plan.opens_in),
        closes_on=today + timedelta(days=plan.closes_in),
        examine_until=today + timedelta(days=plan.examined_in),
        order_requisites=f"приказ от 12.01.{today.year} № {plan.order}",
        planned_municipal=plan.planned[0],
        planned_school=plan.planned[1],
    )
    session.add(row)
    session.flush()
    for kind in plan.kinds:
        session.add(StageDue(municipality_id=row.municipality_id, stage_id=row.id, kind=kind))
    return row
