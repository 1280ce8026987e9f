"""What supervisors are told: the truth about each part, quickly, and nothing about the inside."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import save
from tests.services.valkey import ValkeyServer
from webapp import upkeep
from webapp.access.actor import system_scope
from webapp.database import now, reading_only
from webapp.delivery import DELIVERIES
from webapp.models import Delivery, Heartbeat, OutboxMessage
from workflows.vocabulary import Event

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    reading_only("")
    yield app.test_client()
    reading_only("")


@pytest.fixture
def alive(app: Flask, client: FlaskClient) -> None:
    with system_scope("test"):
        upkeep.show_life("worker")


def ask(client: FlaskClient) -> tuple[int, dict[str, str], str]:
    answer = client.get("/readyz", base_url=BASE)
    reading_only("")
    assert answer.json is not None
    return answer.status_code, answer.json["checks"], answer.json["status"]


def test_the_process_answers_whatever_the_rest_does(client: FlaskClient) -> None:
    answer = client.get("/healthz", base_url=BASE)
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_sound_system_is_ready(client: FlaskClient, alive: None) -> None:
    status, checks, word = ask(client)
    assert (status, word) == (200, "ready")
    assert checks == {"database": "ok", "storage": "ok", "outbox": "ok", "broker": "ok", "worker": "ok"}


def test_without_a_worker_the_pages_work_and_the_answer_says_what_is_missing(client: FlaskClient) -> None:
    status, checks, word = ask(client)
    assert (status, word, checks["worker"]) == (200, "degraded", "down")


def test_a_worker_silent_for_minutes_is_down(client: FlaskClient) -> None:
    save(Heartbeat(part="worker", at=now() - timedelta(minutes=3)))
    assert ask(client)[1]["worker"] == "down"


@pytest.mark.parametrize(("minutes", "status"), [(4, 200), (6, 503)])
def test_an_event_nobody_spreads_makes_the_system_unready_after_five_minutes(
    client: FlaskClient, alive: None, minutes: int, status: int
) -> None:
    save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=now() - timedelta(minutes=minutes)))
    assert ask(client)[0] == status


def test_a_delivery_that_waits_for_its_next_attempt_is_not_late_but_one_whose_worker_died_is(
    client: FlaskClient, alive: None
) -> None:
    old = now() - timedelta(minutes=30)
    message = save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=old, spread_at=old))
    waits = Delivery(
        message_id=message.id, task="a", created_at=old, lease_until=now() + timedelta(minutes=5)
    )
    save(waits)
    assert ask(client)[0] == 200
    save(Delivery(message_id=message.id, task="b", state=DELIVERIES.busy, created_at=old, lease_until=old))
    assert ask(client)[1]["outbox"] == "down"


def test_a_broker_that_hangs_costs_half_a_second_and_is_told(
    app: Flask, client: FlaskClient, alive: None, valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in (valkey.celery_url, valkey.url):
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], redis_url=url))
        assert ask(client)[1]["broker"] == "ok"
    valkey.stop_hung()
    started = time.monotonic()
    status, checks, word = ask(client)
    assert time.monotonic() - started < 2
    assert (status, word, checks["broker"]) == (200, "degraded", "down")
    valkey.resume()
    valkey.kill()
    assert ask(client)[1]["broker"] == "down"


def test_a_full_disk_makes_the_system_unready(
    app: Flask, client: FlaskClient, alive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["settings"], free_space_floor=2**60)
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert ask(client)[1]["storage"] == "down"
    assert ask(client)[0] == 503


def test_strangers_learn_no_versions_and_no_reasons(client: FlaskClient) -> None:
    text = client.get("/readyz", base_url=BASE).get_data(as_text=True).lower()
    assert not any(word in text for word in ("sqlite", "postgres", "redis", "valkey", "/", "error", "3."))
