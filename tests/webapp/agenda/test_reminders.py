"""Reminders of measures: whom, in which words, and never twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.webapp.agenda.conftest import MONDAY, Plan
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.agenda import operations
from webapp.database import moment, session
from webapp.models import Mail, Measure, Notification, User
from workflows.deadlines import Frame, read_deadline, to_plain
from workflows.roadmaps.words import PartyKind, ProgressState

ZONE = ZoneInfo("Asia/Krasnoyarsk")


@contextmanager
def at(day: date, hour: int = 12) -> Iterator[None]:
    with moment(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)), system_scope("test"):
        yield


def told(actor: Actor) -> list[str]:
    with system_scope("test"):
        rows = session.scalars(
            select(Notification.title).where(Notification.user_id == actor.user_id).order_by(Notification.id)
        )
        return [title.replace("\xa0", " ") for title in rows]


def due(plan: Plan, days: int, *parties: object, title: str = "Семинар") -> Measure:
    """Return a measure due so many days after the Monday, known for a long time."""
    with moment(datetime(2026, 1, 12, 12, tzinfo=ZONE)):
        day = MONDAY + timedelta(days=days)
        return make.measure(plan.roadmap, f"{day:%d.%m.%Y}", *parties, title=title)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "words"), [
    (8, None),
    (7, "До срока 7 дней (30.11.2026): «Семинар»"),
    (3, "До срока 3 дня (26.11.2026): «Семинар»"),
    (1, "До срока 1 день (24.11.2026): «Семинар»"),
    (0, "Сегодня истекает срок: «Семинар»"),
    (-1, "Срок истёк 22.11.2026: «Семинар»"),
    (-40, None),
])  # fmt: skip
def test_the_words_of_a_reminder(town: World, plan: Plan, days: int, words: str | None) -> None:
    due(plan, days, plan.department)
    with at(MONDAY):
        assert operations.remind() == (1 if words else 0)
    assert told(town.coordinator) == ([words] if words else [])


def test_each_is_reminded_once_whatever_happens_twice(town: World, plan: Plan) -> None:
    due(plan, 3, plan.department, plan.curators)
    with at(MONDAY):
        assert operations.remind() == 3
        assert operations.remind() == 0
    with at(MONDAY + timedelta(days=1)):
        assert operations.remind() == 0
    with at(MONDAY + timedelta(days=2)):
        assert operations.remind() == 3
    assert len(told(town.coordinator)) == len(told(town.curator)) == len(told(town.other_curator)) == 2
    with system_scope("test"):
        assert len(session.scalars(select(Mail)).all()) == 6


def test_several_of_one_day_are_one_reminder(town: World, plan: Plan) -> None:
    for n in range(3):
        due(plan, 3, plan.department, title=f"Дело {n}")
    with at(MONDAY):
        assert operations.remind() == 1
    assert told(town.coordinator) == ["До срока 3 дня (26.11.2026): 3 мероприятия дорожной карты"]


def test_only_those_are_told_whom_the_names_mean(town: World, plan: Plan) -> None:
    person = make.party(plan.roadmap, "Директор", PartyKind.PERSON, user_id=town.school_2.head.user_id)
    due(plan, 3, plan.first_school)
    due(plan, 1, person)
    due(plan, 7, plan.other)
    with at(MONDAY):
        assert operations.remind() == 3
    for actor, count in (
        (town.school_1.head, 1),
        (town.school_1.coordinator, 1),
        (town.school_2.head, 1),
        (town.school_2.coordinator, 0),
        (town.school_3.head, 0),
        (town.coordinator, 0),
        (town.foreign_coordinator, 0),
        (town.foreign_school.head, 0),
    ):
        assert len(told(actor)) == count, actor.name


def test_schools_of_the_project_are_told_and_no_other(town: World, plan: Plan) -> None:
    outsider = make.school(town.municipality, slug="school-4", name="МБОУ «Вне проекта»")
    head = make.person("Внешнева Елена Павловна", "head", school=outsider)
    due(plan, 3, plan.schools)
    with at(MONDAY):
        assert operations.remind() == 6
    assert told(head) == [] and len(told(town.school_3.head)) == 1


def test_what_is_executed_is_not_reminded_of(town: World, plan: Plan) -> None:
    make.progress(due(plan, 3, plan.department), town.coordinator, ProgressState.EXECUTED)
    with at(MONDAY):
        assert operations.remind() == 0


def test_a_foreign_municipality_hears_of_its_own_only(town: World, plan: Plan) -> None:
    due(plan, 3, plan.department)
    with moment(datetime(2026, 1, 12, 12, tzinfo=ZONE)):
        foreign = make.roadmap(town.foreign)
        make.measure(foreign, "26.11.2026", make.party(foreign, "УО"), title="Чужое")
    with at(MONDAY):
        assert operations.remind() == 2
    assert "Чужое" not in told(town.coordinator)[0] and "Чужое" in told(town.foreign_coordinator)[0]


def test_nobody_is_woken_and_what_was_missed_is_made_up_for(town: World, plan: Plan) -> None:
    due(plan, 3, plan.department)
    with at(MONDAY, hour=5):
        assert operations.remind() == 0
    with at(MONDAY + timedelta(days=1)):
        assert operations.remind() == 1
    assert told(town.coordinator) == ["До срока 2 дня (26.11.2026): «Семинар»"]


def test_who_has_just_got_the_deadline_is_not_told_of_it_again(town: World, plan: Plan) -> None:
    with moment(datetime(2026, 11, 23, 9, tzinfo=ZONE)):
        make.measure(plan.roadmap, "25.11.2026", plan.department)
        make.measure(plan.roadmap, "01.10.2026", plan.department)
    with at(MONDAY):
        assert operations.remind() == 0
    with at(MONDAY + timedelta(days=1)):
        assert operations.remind() == 1


def test_a_transfer_is_reminded_of_anew(town: World, plan: Plan) -> None:
    measure = due(plan, 3, plan.department)
    with at(MONDAY):
        assert operations.remind() == 1
    later = to_plain(read_deadline("10.12.2026", Frame.of_year(2026)))
    measure.deadline, measure.due_on, measure.starts_on = later, date(2026, 12, 10), date(2026, 12, 10)
    make.save(measure)
    with at(date(2026, 12, 3)):
        assert operations.remind() == 1


def test_a_blocked_person_is_not_told(town: World, plan: Plan) -> None:
    due(plan, 3, plan.department)
    with at(MONDAY):
        make.save(_blocked(town.coordinator))
        assert operations.remind() == 0


def _blocked(actor: Actor) -> object:
    with system_scope("test"):
        row = session.scalars(select(User).where(User.id == actor.user_id)).one()
    row.disabled_at = datetime(2026, 11, 1, tzinfo=ZONE)
    return row
