"""A return or a conclusion waits before it reaches the school: it can be taken back, it goes once, nothing leaks."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tasks import base
from tests import factories as make
from tests.pages import SignIn
from tests.tasks.conftest import drain
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import moment, now, session, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import (
    Curatorship,
    Delivery,
    HeldStep,
    JournalEntry,
    Municipality,
    Notification,
    OutboxMessage,
    User,
)
from webapp.packages import operations
from webapp.remarks import operations as remarks
from webapp.rendering import STOP_POLLING
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Event, FileDecision, State

DELAY = 10
LATER = timedelta(minutes=DELAY, seconds=30)
LOW = {"Б.1": (MarkValue.ONE, "Решения есть не для всех дефицитов.")}


@pytest.fixture(autouse=True)
def tasks_are_bound(app: Flask) -> None:
    base.bind(app)


@pytest.fixture
def town(town: World) -> World:
    with system_scope("test"), transaction():
        session.execute(
            update(Municipality).where(Municipality.id == town.municipality.id).values(send_delay=DELAY)
        )
    return town


@pytest.fixture
def walk(town: World) -> on.Walk:
    """A package whose return its curator is about to send."""
    walk = on.sent(town)
    walk.check(walk.files()[1], FileDecision.RETURNED, text="Нет подписи.")
    return walk


@pytest.fixture
def held(walk: on.Walk) -> on.Walk:
    walk.step(walk.town.curator, "return")
    return walk


def work(after: timedelta = LATER) -> None:
    """What the worker does when the time has come."""
    session.rollback()
    with moment(now() + after), system_scope("test"):
        drain()


def events(event: Event) -> list[dict[str, Any]]:
    session.rollback()
    with system_scope("look"):
        return [
            row.payload for row in session.scalars(select(OutboxMessage).where(OutboxMessage.event == event))
        ]


def told(town: World) -> list[str]:
    session.rollback()
    with system_scope("look"):
        titles = select(Notification.title).where(Notification.user_id == town.curator.user_id)
        return [title for title in session.scalars(titles) if "не состоялась" in title]


def test_a_return_waits_and_the_school_learns_nothing(held: on.Walk, sign_in: SignIn) -> None:
    row = held.row()
    assert row.state is State.CURATOR_REVIEW and row.returns == 0
    assert row.held_until is not None and row.held_until > now() + timedelta(minutes=DELAY - 1)
    assert held.remarks()[0].published_at is None
    school = sign_in(held.town.school_1.head)
    for path in (f"/packages/{held.number}", f"/packages/{held.number}/history", "/"):
        text = school.get(path).text
        assert "отправка школе" not in text and "Отменить отправку" not in text
    school.post(f"/packages/{held.number}/held/cancel", {}, status=404)
    school.post(f"/packages/{held.number}/held/send", {}, status=404)


def test_it_goes_by_itself_when_its_time_has_come_and_once(held: on.Walk) -> None:
    work(timedelta(minutes=DELAY - 1))
    assert held.row().state is State.CURATOR_REVIEW
    work()
    work()
    row = held.row()
    assert (row.state, row.returns, row.held_until) == (State.CURATOR_RETURNED, 1, None)
    assert held.remarks()[0].published_at is not None
    assert len(events(Event.RETURNED_BY_CURATOR)) == 1
    assert on.count(JournalEntry, JournalEntry.action == "package.return") == 1


def test_without_a_delay_it_goes_at_once(walk: on.Walk) -> None:
    with system_scope("test"), transaction():
        session.execute(update(Municipality).values(send_delay=0))
    walk.step(walk.town.curator, "return")
    assert walk.row().state is State.CURATOR_RETURNED


def test_taken_back_it_never_goes_and_what_was_chosen_is_offered_again(
    walk: on.Walk, sign_in: SignIn
) -> None:
    browser, path = sign_in(walk.town.curator), f"/packages/{walk.number}"
    slot = walk.files()[1].slot
    page = browser.get(f"{path}/steps/return")
    form = {"seen": page.value("seen"), "extent": "named", "parts": [f"slot:{slot}", "question:round"]}
    browser.post(f"{path}/steps/return", form)
    shown = browser.get(path)
    assert "Возврат: отправка школе в" in shown.text and "Отменить отправку" in shown.text
    browser.post(f"{path}/held/cancel", {})
    assert walk.row().held_until is None
    work()
    assert walk.row().state is State.CURATOR_REVIEW
    again = browser.get(f"{path}/steps/return")
    ticked = again.tree.xpath('//input[@name="parts"][@checked]/@value')
    assert sorted(ticked) == ["question:round", f"slot:{slot}"]
    assert again.tree.xpath('//input[@name="extent"][@checked]/@value') == ["named"]
    browser.post(f"{path}/held/cancel", {}, status=409)


def test_held_anew_it_goes_at_the_new_time_only(held: on.Walk) -> None:
    with acting_as(held.town.curator) as actor:
        operations.cancel(held.number, actor=actor)
    with moment(now() + timedelta(minutes=8)):
        held.step(held.town.curator, "return")
    work(timedelta(minutes=DELAY + 2))
    assert held.row().state is State.CURATOR_REVIEW
    work(timedelta(minutes=DELAY + 9))
    assert held.row().state is State.CURATOR_RETURNED


def test_whoever_holds_it_may_send_at_once(held: on.Walk, sign_in: SignIn) -> None:
    browser = sign_in(held.town.curator)
    browser.get(f"/packages/{held.number}")
    browser.post(f"/packages/{held.number}/held/send", {})
    assert held.row().state is State.CURATOR_RETURNED
    work()
    assert held.row().returns == 1


def test_what_the_school_will_read_cannot_change_meanwhile(held: on.Walk) -> None:
    town, file = held.town, held.files()[0]
    with acting_as(town.curator) as actor:
        with pytest.raises(Invalid, match="Отправка школе назначена"):
            remarks.write(held.number, on.remark(town.today, "Ещё одно."), actor=actor)
        with pytest.raises(Invalid, match="Отправка школе назначена"):
            operations.check_file(held.number, file.number, FileDecision.CONFIRMED, None, actor=actor)
        with pytest.raises(Refused, match="Отправка школе назначена"):
            operations.take_step(held.number, "return", operations.Answer(), actor=actor, seen=held.seen)


def test_a_school_that_withdraws_meanwhile_is_free_to_and_the_return_is_off(held: on.Walk) -> None:
    held.step(held.town.school_1.head, "withdraw")
    row = held.row()
    assert row.state is State.WITHDRAWN and row.held_until is None
    work()
    assert held.row().state is State.WITHDRAWN and told(held.town) == []


@pytest.mark.parametrize("how", ["blocked", "relieved"])
def test_a_sender_without_the_right_sends_nothing_and_is_told(held: on.Walk, how: str) -> None:
    town = held.town
    with system_scope("test"), transaction():
        if how == "blocked":
            session.execute(update(User).where(User.id == town.curator.user_id).values(disabled_at=now()))
        else:
            yesterday = make.today() - timedelta(days=1)
            session.execute(
                update(Curatorship).where(Curatorship.user_id == town.curator.user_id).values(until=yesterday)
            )
    work()
    row = held.row()
    assert row.state is State.CURATOR_REVIEW and row.held_until is None
    assert held.remarks()[0].published_at is None
    assert len(events(Event.SENDING_FAILED)) == 1


def test_a_condition_that_fell_away_stops_the_sending_and_the_sender_is_told(held: on.Walk) -> None:
    with system_scope("test"), transaction():
        session.execute(update(Municipality).values(rounds_limit=0))
    work()
    work()
    assert held.row().state is State.CURATOR_REVIEW and held.row().held_until is None
    assert len(told(held.town)) == 1


def test_a_conclusion_is_made_now_and_released_later(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all(LOW)
    walk.conclude(VerdictKind.WITH_REMARKS, release=True)
    row = walk.row()
    assert row.state is State.CONCLUDED and row.verdict is None and row.held_until is not None
    with acting_as(town.coordinator) as actor, pytest.raises(Refused, match="Отмените"):
        operations.take_step(walk.number, "reopen", operations.Answer(), actor=actor, seen=walk.seen)
    assert walk.number in sign_in(town.coordinator).get("/packages/release").text
    work()
    assert walk.row().verdict is VerdictKind.WITH_REMARKS


def test_many_conclusions_are_held_together_and_listed(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.WITH_REMARKS, LOW)
    browser = sign_in(town.coordinator)
    browser.get(f"/packages/release/preview?package={walk.number}")
    browser.post("/packages/release", {"package": f"{walk.number}:{walk.seen}"})
    page = browser.get("/packages/release?done=1")
    assert "Отправка школам назначена" in page.text and "Скоро уйдут школам" in page.text
    assert walk.row().state is State.CONCLUDED
    work()
    assert walk.row().verdict is VerdictKind.WITH_REMARKS


def test_the_coordinator_takes_back_what_a_curator_holds_and_another_curator_does_not(held: on.Walk) -> None:
    town = held.town
    with (
        acting_as(town.curator_b)
        if hasattr(town, "curator_b")
        else acting_as(town.foreign_coordinator) as actor,
        pytest.raises(NotThere),
    ):
        operations.cancel(held.number, actor=actor)
    with acting_as(town.coordinator) as actor:
        with pytest.raises(NotThere):
            operations.send_now(held.number, actor=actor)
        operations.cancel(held.number, actor=actor)
    assert held.row().held_until is None


def test_of_taking_back_and_sending_at_once_exactly_one_happens(app: Flask, held: on.Walk) -> None:
    town = held.town
    results = on.at_once(
        app,
        [
            (town.curator, lambda: operations.cancel(held.number, actor=town.curator)),
            (town.curator, lambda: operations.send_now(held.number, actor=town.curator)),
        ],
    )
    assert sum(isinstance(result, Stale) for result in results) == 1, results
    returned = held.row().state is State.CURATOR_RETURNED
    assert on.count(JournalEntry, JournalEntry.action == "package.sending_cancel") == (0 if returned else 1)


def test_two_workers_send_it_once(app: Flask, held: on.Walk) -> None:
    with system_scope("look"):
        row = session.scalars(select(HeldStep)).one()
    instant, held_id, held_at = now() + LATER, row.id, row.held_at

    def send() -> None:
        with moment(instant), system_scope("worker"):
            operations.send_held(held_id, held_at)

    results = on.at_once(app, [(held.town.curator, send)] * 2)
    assert [
        result for result in results if isinstance(result, Exception) and not isinstance(result, Stale)
    ] == []
    assert held.row().returns == 1 and len(events(Event.RETURNED_BY_CURATOR)) == 1


def test_what_waits_is_no_thing_to_do(held: on.Walk, sign_in: SignIn) -> None:
    home = sign_in(held.town.curator).get("/")
    assert not home.tree.xpath(f'//ol//a[contains(@href, "/packages/{held.number}")]')


def test_the_notice_asks_again_without_prolonging_the_session_and_ends(
    held: on.Walk, sign_in: SignIn
) -> None:
    browser, path = sign_in(held.town.curator), f"/_/packages/{held.number}/held"
    assert browser.get(f"/packages/{held.number}").tree.xpath(f'//*[@hx-get="{path}"]')
    assert "Отменить отправку" in browser.fragment(path, "held").text
    work()
    assert "состоялась" in browser.fragment(path, "held", status=STOP_POLLING).text


def test_the_delivery_waits_in_the_database_not_in_the_broker(held: on.Walk) -> None:
    session.rollback()
    with system_scope("test"):
        drain()
        waiting = session.scalars(select(Delivery).where(Delivery.task == "packages.send_held")).one()
        assert waiting.attempts == 0 and waiting.lease_until is not None
        assert waiting.lease_until > now() + timedelta(minutes=DELAY - 1)
