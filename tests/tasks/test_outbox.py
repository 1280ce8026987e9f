"""From an event to its consequences, whatever breaks between: nothing lost, nothing doubled."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tasks import outbox, subscriptions
from tasks.work import KeepAlive, Subscription
from tests import factories as make
from tests.tasks.conftest import Rows, drain, only, tell
from tests.world import World
from webapp import delivery
from webapp.access.actor import system_scope
from webapp.database import now, session, transaction
from webapp.delivery import BROKEN_OFF, DELIVERIES, MAX_ATTEMPTS, Job, LeaseLost
from webapp.models import Delivery, Notification, OutboxMessage, Report
from workflows.vocabulary import Event, ReportKind, ReportState

Follow = Callable[..., None]


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Follow]:
    """Let other consequences follow an event for the time of a test."""

    def put(event: Event, *consequences: Subscription) -> None:
        monkeypatch.setattr(subscriptions, "ON", {**subscriptions.ON, event: consequences})

    yield put


def effect(user_id: int, log: list[str] | None = None) -> Callable[[Job, KeepAlive], None]:
    """Return a consequence that leaves one row, and no way to leave it twice unnoticed: its key is new each time."""

    def run(job: Job, _keep_alive: KeepAlive) -> None:
        if log is not None:
            log.append(job.key)
        count = session.scalar(select(func.count()).select_from(Notification))
        with transaction():
            session.add(
                Notification(user_id=user_id, key=f"{job.key}-{count}", event="test", title="x", link="/")
            )

    return run


def test_an_event_becomes_one_delivery_for_each_subscriber_and_each_is_done_once(
    town: World, rows: Rows, follow: Follow
) -> None:
    user_id = town.curator.user_id
    follow(Event.RESUMED, Subscription("one", effect(user_id)), Subscription("two", effect(user_id)))
    tell(Event.RESUMED, package_id=1)
    drain()
    drain()
    assert [(row.task, row.state, row.attempts) for row in rows(Delivery)] == [
        ("one", "done", 1),
        ("two", "done", 1),
    ]
    assert len(rows(Notification)) == 2


def test_an_event_without_subscribers_is_spread_and_forgotten(app: Flask, rows: Rows) -> None:
    tell(Event.RESUMED, package_id=1)
    drain()
    assert [row.spread_at is not None for row in rows(OutboxMessage)] == [True]
    assert rows(Delivery) == []


def test_every_event_stands_in_the_table_of_consequences() -> None:
    assert set(subscriptions.ON) == set(Event)
    names = [one.task for followers in subscriptions.ON.values() for one in followers]
    assert all(len(name) <= 64 for name in names)


def test_nothing_is_announced_when_the_operation_fails(app: Flask, rows: Rows) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        subscriptions_of_nothing = OutboxMessage(event=Event.RESUMED, payload={})
        session.add(subscriptions_of_nothing)
        _ = 1 / 0
    assert rows(OutboxMessage) == []


def test_a_doubled_late_message_of_the_broker_changes_nothing(
    town: World, rows: Rows, follow: Follow
) -> None:
    log: list[str] = []
    follow(Event.RESUMED, Subscription("one", effect(town.curator.user_id, log)))
    tell(Event.RESUMED, package_id=1)
    drain()
    row = only(rows)
    for _ in range(3):
        outbox.deliver(row.id)
    outbox.deliver(999_999)
    assert len(log) == 1 and len(rows(Notification)) == 1


def test_a_failing_consequence_leaves_no_effect_and_waits_before_the_next_attempt(
    town: World, rows: Rows, follow: Follow
) -> None:
    def breaks(job: Job, keep_alive: KeepAlive) -> None:
        effect(town.curator.user_id)(job, keep_alive)
        raise ValueError("сервер отчётов занят, token=abcdef")

    follow(Event.RESUMED, Subscription("one", breaks))
    tell(Event.RESUMED, package_id=1)
    drain()
    row = only(rows)
    assert (row.state, row.attempts) == ("ready", 1)
    assert row.last_error == "ValueError: сервер отчётов занят, token=***"
    assert row.lease_until > now()
    assert rows(Notification) == []


def test_a_poisonous_consequence_stops_after_five_attempts_and_the_administrator_learns_of_it(
    town: World, rows: Rows, follow: Follow
) -> None:
    tried: list[str] = []

    def poison(job: Job, _keep_alive: KeepAlive) -> None:
        tried.append(job.key)
        raise RuntimeError("не читается")

    healthy = Subscription("healthy", effect(town.curator.user_id))
    follow(Event.RESUMED, Subscription("poison", poison), healthy)
    tell(Event.RESUMED, package_id=1)
    for _ in range(MAX_ATTEMPTS + 3):
        drain()
        _let_time_pass()
    bad, good = rows(Delivery)
    assert (bad.state, bad.attempts, len(tried)) == ("failed", MAX_ATTEMPTS, MAX_ATTEMPTS)
    assert bad.last_error == "RuntimeError: не читается"
    assert good.state == "done"
    told = rows(Notification, Notification.user_id == town.admin.user_id)
    assert len(told) == 1 and "poison" in told[0].title


def test_work_that_kills_its_process_each_time_ends_too(town: World, rows: Rows, follow: Follow) -> None:
    follow(Event.RESUMED, Subscription("killer", effect(town.curator.user_id)))
    tell(Event.RESUMED, package_id=1)
    outbox.spread()
    delivery_id = only(rows).id
    for attempt in range(1, MAX_ATTEMPTS + 1):
        lease = delivery.claim(DELIVERIES, delivery_id)  # and the process dies here
        assert lease is not None and lease.attempt == attempt
        _let_time_pass()
    assert delivery.claim(DELIVERIES, delivery_id) is None
    outbox.sweep()
    row = only(rows)
    assert (row.state, row.last_error) == ("failed", BROKEN_OFF)
    assert len(rows(Notification, Notification.user_id == town.admin.user_id)) == 1
    outbox.sweep()
    assert len(rows(Notification, Notification.user_id == town.admin.user_id)) == 1


def test_who_gave_up_is_told_once_so_that_a_half_made_thing_does_not_hang(
    town: World, rows: Rows, follow: Follow
) -> None:
    ended: list[str] = []

    def poison(_job: Job, _keep_alive: KeepAlive) -> None:
        raise RuntimeError("нет")

    follow(
        Event.RESUMED, Subscription("poison", poison, long=True, gave_up=lambda job: ended.append(job.key))
    )
    tell(Event.RESUMED, package_id=1)
    for _ in range(MAX_ATTEMPTS + 2):
        drain()
        _let_time_pass()
    assert len(ended) == 1


def test_a_fault_in_telling_of_the_end_does_not_keep_it_from_ending(
    town: World, rows: Rows, follow: Follow
) -> None:
    def poison(_job: Job, _keep_alive: KeepAlive) -> None:
        raise RuntimeError("нет")

    def faulty(job: Job) -> None:
        effect(town.curator.user_id)(job, lambda: None)
        raise RuntimeError("и это не вышло")

    follow(Event.RESUMED, Subscription("poison", poison, gave_up=faulty))
    tell(Event.RESUMED, package_id=1)
    for _ in range(MAX_ATTEMPTS + 2):
        drain()
        _let_time_pass()
    assert only(rows).state == "failed"
    assert rows(Notification, Notification.user_id == town.curator.user_id) == []


def test_a_retried_delivery_gets_five_new_attempts(town: World, rows: Rows, follow: Follow) -> None:
    follow(Event.RESUMED, Subscription("one", effect(town.curator.user_id)))
    tell(Event.RESUMED, package_id=1)
    outbox.spread()
    row = only(rows)
    assert not delivery.retry(DELIVERIES, row.id), "only what has failed"
    with transaction():
        session.execute(update(Delivery).values(state="failed", attempts=5))
    assert delivery.retry(DELIVERIES, row.id)
    drain()
    assert only(rows).state == "done"


def test_a_consequence_this_release_does_not_know_fails_with_a_reason(
    app: Flask, rows: Rows, follow: Follow
) -> None:
    follow(Event.RESUMED, Subscription("old.name", effect(1)))
    tell(Event.RESUMED, package_id=1)
    outbox.spread()
    follow(Event.RESUMED)
    outbox.deliver(only(rows).id)
    row = only(rows)
    assert row.state == "failed" and "old.name" in row.last_error


def test_a_lease_is_held_by_one(town: World, rows: Rows, follow: Follow) -> None:
    delivery_id = _one_delivery(rows, follow, effect(town.curator.user_id))
    first = delivery.claim(DELIVERIES, delivery_id)
    assert first is not None
    assert delivery.claim(DELIVERIES, delivery_id) is None
    assert delivery.due(DELIVERIES) == ()


def test_a_stopped_process_that_wakes_after_its_lease_leaves_no_second_effect(
    town: World, rows: Rows, follow: Follow
) -> None:
    work = effect(town.curator.user_id)
    delivery_id = _one_delivery(rows, follow, work)
    job = delivery.job(delivery_id)
    asleep = delivery.claim(DELIVERIES, delivery_id)
    assert asleep is not None and job is not None
    _let_time_pass()
    outbox.deliver(delivery_id)
    with pytest.raises(LeaseLost):
        delivery.perform(asleep, lambda: work(job, lambda: None))
    assert not delivery.fail(asleep, "поздно"), "and it may not spoil what the other did"
    assert only(rows).state == "done"
    assert len(rows(Notification)) == 1


def test_long_work_holds_its_lease_and_notices_when_it_is_lost(
    town: World, rows: Rows, follow: Follow
) -> None:
    seen: list[Any] = []

    def long(job: Job, keep_alive: KeepAlive) -> None:
        before = only(rows).lease_until
        keep_alive()
        seen.append(only(rows).lease_until > before)
        with transaction():
            session.execute(update(Delivery).values(lease_owner="somebody-else"))
        keep_alive()
        seen.append("unreachable")

    follow(Event.RESUMED, Subscription("long", long, long=True))
    tell(Event.RESUMED, package_id=1)
    outbox.spread()
    outbox.deliver(only(rows).id)
    assert seen == [True]
    assert only(rows).state == "running", "the row belongs to its new owner"


def test_a_clock_set_back_by_a_day_does_not_keep_work_waiting(
    town: World, rows: Rows, follow: Follow
) -> None:
    delivery_id = _one_delivery(rows, follow, effect(town.curator.user_id))
    with transaction():
        session.execute(update(Delivery).values(lease_until=now() + timedelta(days=1), state="running"))
    assert delivery.due(DELIVERIES) == (delivery_id,)
    outbox.deliver(delivery_id)
    assert only(rows).state == "done"


def test_two_workers_at_once_spread_and_deliver_each_thing_once(
    town: World, rows: Rows, follow: Follow
) -> None:
    user_id, each = town.curator.user_id, 25
    follow(Event.RESUMED, Subscription("one", effect(user_id)))
    for number in range(each):
        tell(Event.RESUMED, package_id=number)
    app = outbox.deliver.application
    faults: list[BaseException] = []

    def worker() -> None:
        try:
            with app.app_context(), system_scope("worker"):
                drain(8)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    drain()
    done = rows(Delivery)
    assert [row.state for row in done] == ["done"] * each
    assert [row.attempts for row in done] == [1] * each
    assert len(rows(Notification)) == each


def test_a_crash_between_spreading_and_waking_is_made_good_by_the_sweep(
    town: World, rows: Rows, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(Event.RESUMED, Subscription("one", effect(town.curator.user_id)))
    tell(Event.RESUMED, package_id=1)
    rung: list[tuple[object, ...]] = []
    monkeypatch.setattr(outbox, "ring", lambda name, *args, expires: bool(rung.append((name, *args))))
    outbox.spread()
    rung.clear()  # nobody heard it
    outbox.sweep()
    assert rung == [("outbox.deliver", only(rows).id)]


def _one_delivery(rows: Rows, follow: Follow, run: Callable[[Job, KeepAlive], None]) -> int:
    follow(Event.RESUMED, Subscription("one", run))
    tell(Event.RESUMED, package_id=1)
    outbox.spread()
    return only(rows).id


def _let_time_pass() -> None:
    """Let every pause and every lease run out."""
    with system_scope("clock"), transaction():
        session.execute(
            update(Delivery)
            .where(Delivery.lease_until.is_not(None))
            .values(lease_until=now() - timedelta(seconds=1))
        )


def test_a_report_whose_making_always_kills_its_process_is_shown_as_failed(town: World, rows: Rows) -> None:
    report = make.save(
        Report(
            municipality_id=town.municipality.id, number="1", kind=ReportKind.STAGE, stage_id=town.stage.id, title="Отчёт",
            request_key="r", state=ReportState.BUILDING, content={}, requested_by_id=town.coordinator.user_id,
            requested_by_name="x",
        )
    )  # fmt: skip
    tell(Event.REPORT_REQUESTED, report_id=report.id)
    outbox.spread()
    delivery_id = only(rows).id
    for _ in range(MAX_ATTEMPTS):
        assert delivery.claim(DELIVERIES, delivery_id) is not None  # and the process dies here
        _let_time_pass()
    outbox.sweep()
    assert rows(Report)[0].state is ReportState.FAILED
    drain()
    told = rows(Notification, Notification.user_id == town.coordinator.user_id)
    assert [line.event for line in told] == [Event.REPORT_FAILED]
