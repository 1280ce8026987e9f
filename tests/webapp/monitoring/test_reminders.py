"""Reminding schools: what is shown is what goes, to those shown, once a day, also to a school without a package."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.packages.walk import at_once
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import now, session
from webapp.errors import Invalid
from webapp.models import JournalEntry, Mail, Notification, OutboxMessage, SchoolReminder
from webapp.monitoring import operations
from webapp.monitoring.queries import Filters
from webapp.notifications import operations as notifications
from workflows.vocabulary import Event, State

PATH = "/monitoring/reminder?programme=500-2026"


def slug(town: World, n: int) -> str:
    return [town.school_1, town.school_2, town.school_3][n - 1].school.slug


def sent() -> int:
    with system_scope("test"):
        return session.scalar(select(func.count()).select_from(SchoolReminder)) or 0


def deliver() -> None:
    with system_scope("test"):
        for one in session.scalars(
            select(OutboxMessage).where(OutboxMessage.event == Event.SCHOOL_REMINDED)
        ).all():
            notifications.notify(one.event, one.payload, key=f"delivery-{one.id}")
            notifications.notify(one.event, one.payload, key=f"delivery-{one.id}")


def test_what_is_shown_is_what_goes_to_whom_it_is_shown(as_coordinator: Browser, town: World) -> None:
    page = as_coordinator.get(f"{PATH}&school={slug(town, 1)}")
    text = page.tree.xpath('//td[@data-label="Текст"]')[0].text_content()
    people = page.tree.xpath('//td[@data-label="Кому"]')[0].text_content().replace("\xa0", " ")
    assert "концептуальные документы – не представлено, срок" in text
    assert sorted(people.split(", ")) == ["Директорова 1. Е.", "Координаторова 1. О."]
    assert page.has("Отправить 1 школе")
    done = as_coordinator.post(PATH, {"school": page.value("school")})
    assert as_coordinator.follow(done).has("Напоминания отправлены", "Лесногорская СОШ", "Образцова М. П.")
    deliver()
    with system_scope("test"):
        rows = session.execute(select(Notification.user_id, Notification.title)).all()
        letters = session.scalar(select(func.count()).select_from(Mail))
        entry = session.scalar(select(JournalEntry).where(JournalEntry.action == "school.reminded"))
    assert {user for user, _title in rows} == {town.school_1.head.user_id, town.school_1.coordinator.user_id}
    assert {title for _user, title in rows} == {text} and letters == 2
    assert entry is not None and entry.details["schools"] == slug(town, 1)


def test_all_who_have_not_sent_are_offered_and_nobody_else(as_coordinator: Browser, town: World) -> None:
    make.package(town.school_2.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    page = as_coordinator.get(f"{PATH}&kind=concept&all=1")
    assert page.tree.xpath('//input[@name="school"]/@value') == [slug(town, 1), slug(town, 3)]
    assert page.has("Отправить 2 школам") and not page.has("Чужая")


def test_a_returned_package_is_the_schools_turn(as_coordinator: Browser, town: World) -> None:
    make.package(
        town.school_1.school,
        town.stage,
        kind="development",
        state=State.CURATOR_RETURNED,
        due_at=now() - timedelta(days=3),
    )
    page = as_coordinator.get(f"{PATH}&kind=development&school={slug(town, 1)}")
    assert page.has("ждём доработанный пакет, срок прошёл")


def test_a_school_hears_of_a_stage_once_a_day(as_coordinator: Browser, town: World, sign_in: SignIn) -> None:
    as_coordinator.post(PATH, {"school": slug(town, 1)}, token="one")
    again = as_coordinator.post(PATH, {"school": slug(town, 1)}, token="one")
    assert again.location.startswith("/monitoring/reminder") and sent() == 1
    refused = sign_in(town.curator).post(PATH, {"school": slug(town, 1)}, status=422)
    assert refused.has("Сегодня уже отправлено", "сегодня уже напомнили") and sent() == 1


def test_nobody_is_reminded_beyond_ones_schools(
    as_coordinator: Browser, town: World, sign_in: SignIn
) -> None:
    as_curator = sign_in(town.other_curator)
    as_curator.post(PATH, {"school": slug(town, 1)}, status=422)
    as_coordinator.post(PATH, {"school": town.foreign_school.school.slug}, status=422)
    as_coordinator.post(PATH, status=422)
    assert sent() == 0
    for actor in (town.chief, town.observer, town.school_1.head):
        sign_in(actor).get(PATH, status=404)
        sign_in(actor).post(PATH, {"school": slug(town, 1)}, status=404)


def test_who_has_sent_meanwhile_is_left_in_peace(town: World) -> None:
    make.package(town.school_1.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    with acting_as(town.coordinator) as actor, pytest.raises(Invalid):
        operations.remind(Filters(kind="concept"), [slug(town, 1)], actor=actor)


def test_of_two_who_remind_at_once_one_does(app: Flask, town: World) -> None:
    def reminding(actor: Actor) -> int:
        return operations.remind(Filters(), [slug(town, 1), slug(town, 2)], actor=actor)

    results = at_once(
        app, [(actor, lambda actor=actor: reminding(actor)) for actor in (town.coordinator, town.curator)]
    )
    assert sent() == 2
    assert sum(one for one in results if isinstance(one, int)) == 2, results


def test_the_page_without_schools_says_what_to_do(as_coordinator: Browser, town: World) -> None:
    assert as_coordinator.get(PATH).has("Отметьте в таблице школы")
    assert as_coordinator.get(f"{PATH}&sent=1").has("Сегодня никому не напоминали")
