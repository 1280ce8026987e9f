"""Real workers, a real broker, real signals: whatever is killed, nothing is lost and nothing is doubled."""

import signal
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.services.crew import Crew, until
from tests.services.valkey import ValkeyServer
from tests.tasks.conftest import Rows, tell
from tests.world import World
from webapp.database import session
from webapp.models import Delivery, Heartbeat, Mail, Notification
from workflows.vocabulary import Event, State

pytestmark = [pytest.mark.slow]
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For what the database does not change."""


def all_done(rows: Rows, count: int) -> Callable[[], bool]:
    return lambda: [row.state for row in rows(Delivery)] == ["done"] * count


def nothing_waits(rows: Rows) -> bool:
    """Whoever else follows an event has been told, too."""
    return all(row.state == "done" for row in rows(Delivery))


def test_a_worker_killed_in_the_middle_of_its_work_is_replaced_and_the_work_done_once(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=60)
    crew.beat()
    first = crew.worker()
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    first.kill()
    first.wait(10)
    assert rows(Notification) == []
    crew.worker()
    until(all_done(rows, 1), crew, "never done")
    assert [row.attempts for row in rows(Delivery)] == [2]
    assert len(rows(Notification)) == 1


def test_the_broker_may_die_be_emptied_and_return_and_every_letter_still_goes_out_once(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    crew.beat()
    crew.worker()
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    tell(Event.SUBMITTED, package_id=package.id)
    until(lambda: crew.letters() == 1, crew, "the first letter")
    valkey.kill()
    for _ in range(5):
        tell(Event.SUBMITTED, package_id=package.id)
    time.sleep(1)
    valkey.start()
    valkey.flush()
    for _ in range(4):
        tell(Event.SUBMITTED, package_id=package.id)
    valkey.flush()
    until(lambda: crew.letters() == 10 and nothing_waits(rows), crew, "all letters")
    time.sleep(1.5)
    assert len(rows(Notification)) == crew.letters() == len(rows(Mail)) == 10
    assert {row.attempts for row in rows(Mail)} == {1}


def test_a_broker_emptied_while_everybody_is_connected_costs_delay_and_no_more(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    """What says where messages go is lost with them; those who think it is still there must say it again."""
    crew.beat()
    crew.worker()
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    for letter in (1, 2, 3):
        tell(Event.SUBMITTED, package_id=package.id)
        until(lambda: crew.letters() == letter, crew, f"letter {letter}")  # noqa: B023
        valkey.flush()
    assert len(rows(Mail)) == 3


def test_two_workers_and_two_schedulers_do_everything_once(town: World, crew: Crew, rows: Rows) -> None:
    for _ in range(40):
        tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    for _ in range(2):
        crew.worker()
        crew.beat()
    until(all_done(rows, 40), crew, "never done")
    assert len(rows(Notification)) == 40


@on_postgresql
def test_a_worker_stopped_for_longer_than_its_lease_does_no_harm_when_it_wakes(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=3)
    crew.beat()
    sleeper = crew.worker()
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    sleeper.send_signal(signal.SIGSTOP)
    crew.worker()
    until(all_done(rows, 1), crew, "never done")
    sleeper.send_signal(signal.SIGCONT)
    until(lambda: "lease lost" in crew.log, crew, "the sleeper never noticed")
    assert [(row.state, row.attempts) for row in rows(Delivery)] == [("done", 2)]
    assert len(rows(Notification)) == 1


@on_postgresql
def test_work_that_kills_its_process_stops_after_five_attempts_while_others_go_on(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.INCLUDED_IN_REPORT, user_id=town.curator.user_id)
    crew.beat()
    crew.worker("prefork")
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    until(lambda: [row.state for row in rows(Delivery)] == ["failed", "done"], crew, "never ended")
    deadly, quick = rows(Delivery)
    assert (deadly.attempts, crew.attempts(deadly), crew.attempts(quick)) == (5, 5, 1)
    assert "обрывалась" in deadly.last_error
    lines = rows(Notification)
    assert [line.event for line in lines if line.user_id == town.curator.user_id] == ["trial"]
    assert [line.event for line in lines if line.user_id == town.admin.user_id] == ["failed"]


@on_postgresql
def test_a_committed_event_wakes_the_worker_at_once_and_a_hung_broker_keeps_nobody_waiting(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    user_id = town.curator.user_id
    statement = f"announce(Event.EXPERTISE_STARTED, user_id={user_id})"
    crew.worker()  # and no scheduler: only the bell can wake it
    until(
        lambda: bool(session.scalars(select(Heartbeat)).all()) or session.rollback() is not None,
        crew,
        "no worker",
    )
    crew.act(statement)
    until(all_done(rows, 1), crew, "the bell was not heard")
    valkey.stop_hung()
    assert crew.act(statement) < 0.5
    valkey.kill()
    valkey.start()
    valkey.flush()
    crew.beat()
    until(all_done(rows, 2), crew, "not made up for")
    assert len(rows(Notification)) == 2


@on_postgresql
def test_a_worker_whose_broker_dies_under_its_work_stays_and_goes_on(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    """It has a message to hand back and nobody to hand it to: no reason to end."""
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=3)
    crew.beat()
    worker = crew.worker("prefork")
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    valkey.kill()
    time.sleep(1)
    valkey.start()
    until(all_done(rows, 1), crew, "never done")
    tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    until(all_done(rows, 2), crew, "never done")
    assert worker.poll() is None


@on_postgresql
def test_a_message_held_through_the_death_of_its_broker_costs_the_worker_nothing(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    """Both ends of it: handed back when the connection is closed, acknowledged when the work is done later."""
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=6)
    crew.beat()
    worker = crew.worker()
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    for _ in range(3):
        valkey.kill()
        time.sleep(0.3)
        valkey.start()
        time.sleep(2.5)
    until(all_done(rows, 1), crew, "never done")
    tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    until(all_done(rows, 2), crew, "never done")
    assert worker.poll() is None
    assert "Unrecoverable" not in crew.log
