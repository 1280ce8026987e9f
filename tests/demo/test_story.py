"""The demonstration as it stands in a database after `flask seed-demo`, seeded once for the whole module."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import String, Text, func, select

from demo import commands, people, schools, story
from demo.stage_hands import Chapter, Hands
from demo.story import neighbours, profiles
from demo.texts.risk_profiles import RISK_PROFILES
from tasks import subscriptions
from tests import conftest, pages
from webapp import create_app, delivery
from webapp.access.actor import system_scope
from webapp.database import Base, db, now, session, today_in
from webapp.health.queries import oldest_age
from webapp.invariants import examine
from webapp.models import (
    AntiRiskIndicator,
    AntiRiskMeasure,
    AntiRiskProgramme,
    EvidenceLink,
    Expertise,
    LatePermit,
    Mark,
    Message,
    Municipality,
    OutboxMessage,
    Package,
    PackageFile,
    Remark,
    Roadmap,
    School,
    SchoolRisk,
    Substitution,
    User,
    Verdict,
    Version,
)
from webapp.roadmap import queries
from webapp.roadmap.queries.counting import share_of
from workflows.deadlines import Status
from workflows.roadmaps.indicator import Reading
from workflows.roadmaps.words import MeasureStatus, RoadmapState
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, Role, State

PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\.\s?[А-ЯЁ]\."
    r"|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s[А-ЯЁ][а-яё]+"
    r"|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ична|ьич)\b"
)


class Interrupted(RuntimeError):
    pass


def _breaks(_hands: Hands) -> None:
    raise Interrupted


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demonstration whose first filling broke off in the middle and whose second one went through."""
    place = tmp_path_factory.mktemp("demonstration")
    app = create_app(conftest.settings_for(f"sqlite:///{place / 'demo.sqlite3'}", place, throttle=False))
    commands.install(app)
    with app.app_context(), system_scope("test schema"):
        Base.metadata.create_all(db.engine)
        session.remove()
    whole: tuple[Chapter, ...] = story.CHAPTERS
    story.CHAPTERS = (*neighbours.CHAPTERS, _breaks)
    try:
        broken = app.test_cli_runner().invoke(args=["seed-demo"])
    finally:
        story.CHAPTERS = whole
    assert isinstance(broken.exception, Interrupted)
    with app.app_context(), system_scope("test"):
        assert session.scalar(select(func.count(Package.id))) == 1
        session.remove()
    done = app.test_cli_runner().invoke(args=["seed-demo"])
    assert done.exit_code == 0, done.output
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(seeded: Flask) -> Iterator[Flask]:
    with seeded.app_context(), system_scope("test"):
        yield seeded
        session.rollback()
        session.remove()


def test_packages_stand_in_every_state(app: Flask) -> None:
    assert set(session.scalars(select(Package.state).distinct())) == set(State)


def test_an_interrupted_filling_is_filled_anew(app: Flask) -> None:
    assert session.scalar(select(func.count(Municipality.id))) == len(schools.MUNICIPALITIES)
    numbers = session.scalars(
        select(Package.number).join(School).where(School.slug == "verkhneozyorskaya")
    ).all()
    assert [number.rpartition("-")[2] for number in numbers] == ["1"]


def test_a_second_seeding_changes_nothing(app: Flask) -> None:
    before = _counts()
    result = app.test_cli_runner().invoke(args=["seed-demo"])
    assert result.exit_code == 0
    assert "уже есть" in result.output
    assert _counts() == before


def test_what_a_worker_is_to_do_waits_from_the_seeding_and_not_from_the_story(app: Flask) -> None:
    waiting = session.scalar(select(func.count()).where(OutboxMessage.spread_at.is_(None)))
    assert waiting and oldest_age() < timedelta(hours=1)


def test_no_invariant_is_broken_once_a_worker_has_run(app: Flask) -> None:
    while delivery.spread(subscriptions.subscribers):
        pass
    assert examine(deep=True) == ()


def test_nobody_is_named_but_the_people_of_the_demonstration(app: Flask) -> None:
    known = {form for one in _everybody() for form in (one.name, one.initials, one.signature)}
    found = {match.group() for text in _texts() for match in PERSON.finditer(text)}
    assert found, "the search itself must find the people who acted"
    assert not found - known


@pytest.mark.parametrize("login", people.LOGINS, ids=lambda login: login.email)
def test_every_printed_login_signs_in(app: Flask, login: people.Login) -> None:
    browser = pages.Browser(app.test_client())
    browser.get("/login")
    answer = browser.post("/login", {"email": login.email, "password": people.PASSWORD})
    assert "/login" not in answer.location
    browser.get("/")


def test_the_second_municipality_sees_only_its_own_packages(app: Flask) -> None:
    browser = _signed_in(app, "coordinator-b@example.org")
    foreign = session.scalars(select(Package.number).where(Package.number.like("srr-%"))).all()
    own = session.scalars(select(Package.number).where(Package.number.like("voz-%"))).all()
    assert foreign
    assert own
    for number in own:
        browser.get(f"/packages/{number}")
    for number in foreign:
        browser.get(f"/packages/{number}", status=404)


def test_case_a_came_back_twice_and_conforms_with_remarks(app: Flask) -> None:
    package = _package("school-2-zarechny", "concept")
    verdicts = session.scalars(
        select(Verdict.kind).where(Verdict.package_id == package.id).order_by(Verdict.id)
    ).all()
    versions = session.scalar(select(func.count(Version.id)).where(Version.package_id == package.id))
    assert package.state is State.CONFORMS_WITH_REMARKS
    assert list(verdicts) == [VerdictKind.REWORK, VerdictKind.WITH_REMARKS]
    assert versions == 3


def test_case_b_is_returned_for_the_names_of_pupils(app: Flask) -> None:
    package = _package("school-5", "evidence1")
    essential = session.scalars(
        select(Remark.text).where(Remark.package_id == package.id, Remark.kind == RemarkKind.ESSENTIAL)
    ).all()
    assert package.state is State.EXPERTISE_RETURNED
    assert len(essential) == 1
    assert "152-ФЗ" in essential[0]


def test_case_c_was_sent_late_with_a_permit(app: Flask) -> None:
    package = _package("lesnogorskaya", "evidence1")
    sent = session.scalar(select(Version).where(Version.package_id == package.id))
    permit = session.scalar(select(LatePermit).where(LatePermit.school_id == package.school_id))
    assert package.state is State.CURATOR_REVIEW
    assert permit is not None
    assert permit.reason
    assert sent is not None
    assert sent.late


def test_measures_of_the_late_package_are_proved_unevenly(app: Flask) -> None:
    package = _package("lesnogorskaya", "evidence1")
    links = session.scalars(select(EvidenceLink).where(EvidenceLink.package_id == package.id)).all()
    files = session.scalars(select(PackageFile).where(PackageFile.package_id == package.id)).all()
    assert [(one.related, one.set_by_role) for one in links] == [(False, Role.CURATOR)]
    assert len({one.sha256 for one in files}) < len(files), "one document proves two measures"
    assert any(one.name.startswith("Фото, мера") for one in files)


def test_rows_of_programmes_are_those_printed_in_the_files(app: Flask) -> None:
    slug, today = "lesnogorskaya", commands._today()
    for plan in profiles.plans(slug, today):
        query = (
            select(AntiRiskMeasure.title, AntiRiskMeasure.due_on)
            .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
            .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
            .join(School, School.id == SchoolRisk.school_id)
            .where(School.slug == slug, SchoolRisk.risk_code == plan.risk_code)
            .order_by(AntiRiskMeasure.number)
        )
        rows = [tuple(row) for row in session.execute(query)]
        assert rows == [(one.title, one.due_on) for one in plan.measures]


def test_values_of_indicators_carry_no_unit(app: Flask) -> None:
    rows = session.execute(
        select(AntiRiskIndicator.unit, AntiRiskIndicator.base, AntiRiskIndicator.planned)
    ).all()
    assert "%" in {unit for unit, *_ in rows}
    assert not [value for unit, *values in rows for value in values if unit and unit in value]


def test_a_mark_below_the_highest_says_why(app: Flask) -> None:
    bare = session.scalars(
        select(Mark).where(Mark.value.in_((MarkValue.ZERO, MarkValue.ONE)), Mark.comment == "")
    ).all()
    assert not bare


def test_nothing_has_happened_in_the_future(app: Flask) -> None:
    moments = [*session.scalars(select(Expertise.started_at)), *session.scalars(select(Version.sent_at))]
    assert moments
    assert all(one <= now() for one in moments)


@pytest.mark.parametrize("shift", range(0, 366, 14))
def test_measures_of_stage_1_are_done_whenever_the_demonstration_is_seeded(shift: int) -> None:
    today = date(2026, 9, 1) + timedelta(days=shift)
    own = [slug for slug in RISK_PROFILES if schools.school(slug).municipality == schools.MAIN.code]
    for slug in own:
        for plan in profiles.plans(slug, today):
            due = [one.due_on for one in plan.measures if one.stage == 1]
            assert max(due) <= today - timedelta(days=32)


def _counts() -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def _everybody() -> set[people.DemoPerson]:
    own = (make(one) for one in schools.SCHOOLS for make in (people.director_of, people.deputy_of))
    return {*people.PEOPLE, *own}


def _texts() -> Iterator[str]:
    """Everything written in the database: columns of words and of JSON."""
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if isinstance(one.type, String | Text | db.JSON)]
        if columns:
            for row in session.execute(select(*columns)):
                yield from (str(value) for value in row if value)


def _package(slug: str, kind: str) -> Package:
    return session.scalars(
        select(Package).join(School).where(School.slug == slug, Package.kind == kind)
    ).one()


def _signed_in(app: Flask, email: str) -> pages.Browser:
    assert session.scalar(select(User.id).where(User.email == email)) is not None
    browser = pages.Browser(app.test_client())
    browser.get("/login")
    browser.post("/login", {"email": email, "password": people.PASSWORD})
    browser.csrf = ""
    return browser


def test_case_d_a_curator_is_on_leave_and_another_has_come_back(app: Flask) -> None:
    leaves = session.scalars(select(Substitution).order_by(Substitution.since)).all()
    assert len(leaves) == 2
    said = session.scalars(select(Message.acting_for).where(Message.acting_for != "")).all()
    assert len(said) == 1
    assert "Посмотреть, что было за дни замещения" in _signed_in(app, "curator3@example.org").get("/").text
    both = _signed_in(app, "curator2@example.org").get("/").words
    assert "СОШ № 5" in both and "СОШ № 5" not in _signed_in(app, "curator1@example.org").get("/").words


def test_the_roadmap_stands_as_the_story_says(app: Flask) -> None:
    """19 confirmed, 3 waiting, 2 overdue, 4 ahead; the twins, a broken deadline, a deadline of every kind."""
    today = today_in(schools.MAIN.zone)
    roadmap, real = (
        session.scalars(select(Roadmap).where(which)).one()
        for which in (Roadmap.state == RoadmapState.APPROVED, Roadmap.number == "sayansk")
    )
    lines = queries.whole(roadmap, today).lines
    counts = Counter(line.status for line in lines)
    assert counts[MeasureStatus.CONFIRMED] == 19 and counts[MeasureStatus.EXECUTED] == 3
    assert counts[MeasureStatus.OVERDUE] == 2 and len(lines) == 28
    assert any(line.measure.term_status is not Status.PARSED for line in lines)
    assert len({line.deadline.kind for line in lines}) >= 18
    real = queries.get(real.number)
    denominators = [
        share_of(real, on, reading).denominator
        for on in (date(2022, 6, 10), date(2022, 9, 10), date(2022, 12, 31))
        for reading in Reading
    ]
    assert denominators == [19, 50, 26, 50, 49, 50]
