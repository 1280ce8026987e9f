"""The calendar of a person by a secret address: what it holds, and everything that ends it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import factories as make
from tests.pages import Browser, Page
from tests.webapp.agenda.conftest import Plan
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.agenda import operations, queries
from webapp.agenda.operations import pace
from webapp.database import session, transaction
from webapp.logs import redact
from webapp.models import CalendarFeed, JournalEntry, Membership, User


@pytest.fixture
def outside(app: Flask) -> Browser:
    return Browser(app.test_client())


def address(actor: Actor) -> str:
    with acting_as(actor):
        return f"/feed/{operations.make_feed(actor)}.ics"


def lines(page: Page) -> list[str]:
    return page.body.decode().replace("\r\n ", "").split("\r\n")


def change(statement: object) -> None:
    with system_scope("test"), transaction():
        session.execute(statement)  # type: ignore[call-overload]


def test_the_calendar_holds_what_its_owner_owes(
    outside: Browser, town: World, plan: Plan, monday: date
) -> None:
    own = make.measure(plan.roadmap, "27.11.2026", plan.department, title="Отчёт; сводка", result="Справка")
    make.measure(plan.roadmap, "28.11.2026", plan.curators, title="Дело кураторов")
    make.measure(plan.roadmap, "постоянно", plan.department, title="Без последнего дня")
    page = outside.get(address(town.coordinator))
    found = lines(page)
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Cache-Control"].startswith("private")
    assert found.count("BEGIN:VEVENT") == 1 and r"SUMMARY:Отчёт\; сводка" in found
    assert "DTSTART;VALUE=DATE:20261127" in found and "DTEND;VALUE=DATE:20261128" in found
    assert f"UID:{own.ref}@127.0.0.1" in found
    assert f"URL:http://127.0.0.1:8000/roadmap/items/{own.ref}" in found
    again = lines(outside.get(address(town.coordinator)))
    assert [line for line in again if line.startswith("UID")] == [
        line for line in found if line.startswith("UID")
    ]


def test_a_foreign_calendar_tells_nothing_of_others(
    outside: Browser, town: World, plan: Plan, monday: date
) -> None:
    make.measure(plan.roadmap, "27.11.2026", plan.department, title="Чужое дело")
    assert "BEGIN:VEVENT" not in lines(outside.get(address(town.foreign_coordinator)))
    assert "BEGIN:VEVENT" not in lines(outside.get(address(town.school_1.head)))


def test_the_address_itself_is_kept_nowhere(app: Flask, town: World) -> None:
    path = address(town.coordinator)
    token = path.removeprefix("/feed/").removesuffix(".ics")
    assert len(token) >= 43
    with system_scope("test"):
        row = session.scalars(select(CalendarFeed)).one()
        told = session.scalars(select(JournalEntry)).all()
    assert row.token_sha256 == queries.token_hash(token) != token
    assert all(token not in str(vars(one)) for one in told)
    assert token not in redact(f"GET {path} 200")


def test_what_was_revoked_is_not_there(outside: Browser, town: World, plan: Plan) -> None:
    path = address(town.coordinator)
    outside.get(path)
    with acting_as(town.coordinator):
        operations.revoke_feed(town.coordinator)
        operations.revoke_feed(town.coordinator)
    outside.get(path, status=404)
    with system_scope("test"):
        told = select(func.count(JournalEntry.id)).where(JournalEntry.action == "calendar_feed.revoked")
        assert session.scalar(told) == 1


def test_a_new_address_ends_the_one_before_it(outside: Browser, town: World) -> None:
    first, second = address(town.coordinator), address(town.coordinator)
    outside.get(first, status=404)
    outside.get(second)


def test_nobody_ends_the_address_of_another(outside: Browser, town: World) -> None:
    path = address(town.coordinator)
    with acting_as(town.chief):
        operations.revoke_feed(town.chief)
        assert queries.feed_of(town.chief) is None
    outside.get(path)


def test_a_blocked_person_has_no_calendar(outside: Browser, town: World) -> None:
    path = address(town.coordinator)
    change(
        update(User).where(User.id == town.coordinator.user_id).values(disabled_at=func.current_timestamp())
    )
    outside.get(path, status=404)


def test_a_role_that_is_over_has_no_calendar(outside: Browser, town: World) -> None:
    path = address(town.coordinator)
    yesterday = town.today - timedelta(days=1)
    change(update(Membership).where(Membership.id == town.coordinator.membership_id).values(until=yesterday))
    outside.get(path, status=404)


def test_a_role_without_roadmaps_has_no_calendar(outside: Browser, town: World) -> None:
    outside.get(address(town.expert), status=404)


@pytest.mark.parametrize("token", ["", "no-such-token", "a" * 43, "%00", "..%2f..%2fetc"])
def test_an_address_that_never_was_is_not_there(outside: Browser, town: World, token: str) -> None:
    outside.get(f"/feed/{token}.ics", status=404)


def test_guessing_is_slowed(outside: Browser, town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 3)
    for _ in range(3):
        outside.get("/feed/no-such-token.ics", status=404)
    page = outside.get("/feed/no-such-token.ics", status=429)
    assert page.has("Слишком много запросов календаря") and int(page.headers["Retry-After"]) > 0


def test_an_address_is_shown_once(as_coordinator: Browser, town: World, plan: Plan) -> None:
    as_coordinator.get("/roadmap/mine")
    page = as_coordinator.post("/roadmap/feed", {}, status=200, token="one-and-the-same")
    made = str(page.tree.xpath('//input[@id="feed-address"]/@value')[0])
    assert made.startswith("http://127.0.0.1:8000/feed/")
    again = as_coordinator.post("/roadmap/feed", {}, token="one-and-the-same")
    assert again.location == "/roadmap/mine"
    later = as_coordinator.get("/roadmap/mine")
    assert later.has("Адрес создан") and made not in later.text
    as_coordinator.client.get(made)
    as_coordinator.post("/roadmap/feed/revoke")
    assert not as_coordinator.get("/roadmap/mine").has("Адрес создан")


def test_an_address_reads_in_the_role_it_was_made_in(outside: Browser, town: World) -> None:
    with acting_as(town.curator):
        operations.make_feed(town.curator)
    with acting_as(town.other_curator):
        assert queries.feed_of(town.other_curator) is None
    with acting_as(town.curator):
        assert queries.feed_of(town.curator) is not None
