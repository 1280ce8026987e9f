"""Guessing is slowed and nobody is locked out by it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.webapp.accounts.conftest import PASSWORD, Door
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.accounts import operations
from webapp.accounts.operations import Browser, throttling
from webapp.accounts.operations.throttling import WHOLE, account_key, network_of
from webapp.database import now, session, transaction
from webapp.errors import Invalid, TooMany
from webapp.models import SignInAttempt

WRONG = "не тот пароль совсем"


def total(email: str) -> int:
    with system_scope("test"):
        session.rollback()
        return session.scalar(
            select(SignInAttempt.failures).where(
                SignInAttempt.account_key == account_key(email), SignInAttempt.network == WHOLE
            )
        ) or 0  # fmt: skip


def attempt(email: str, password: str, address: str) -> str:
    try:
        operations.sign_in(email, password, Browser(address))
    except Invalid:
        return "wrong"
    except TooMany:
        return "wait"
    return "in"


def unblock(email: str) -> None:
    """Let the delays pass, but not the hour."""
    with system_scope("test"), transaction():
        session.execute(
            update(SignInAttempt)
            .where(SignInAttempt.account_key == account_key(email))
            .values(blocked_until=None)
        )


@pytest.fixture(autouse=True)
def cheap_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests count checks, thousands of them; what one check is worth is tested beside them."""
    from argon2 import PasswordHasher

    from webapp.accounts.operations import hashing

    monkeypatch.setattr(hashing, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashing._dummy_hash.cache_clear()


def test_a_thousand_wrong_passwords_are_slowed_and_the_right_one_gets_in(curator: Actor) -> None:
    answers = [attempt(curator.email, WRONG, f"127.0.0.{2 + n % 8}") for n in range(1000)]
    assert answers.count("wrong") == total(curator.email) <= 100
    assert answers.count("wrong") >= 8
    assert attempt(curator.email, PASSWORD, "127.0.0.50") == "in"


def test_a_patient_attacker_gets_at_most_a_hundred_checks_an_hour_and_keeps_nobody_out(
    curator: Actor,
) -> None:
    for _ in range(60):
        unblock(curator.email)
        for n in range(2, 10):
            attempt(curator.email, WRONG, f"127.0.0.{n}")
    assert total(curator.email) <= 50
    assert attempt(curator.email, PASSWORD, "127.0.0.50") == "in"


def test_with_hundreds_of_hostile_networks_the_usual_place_still_works(curator: Actor) -> None:
    assert attempt(curator.email, PASSWORD, "10.9.9.9") == "in"
    for n in range(300):
        attempt(curator.email, WRONG, f"172.16.{n // 200}.{n % 200}")
    assert total(curator.email) <= 50
    assert attempt(curator.email, PASSWORD, "192.0.2.1") == "wait"
    assert attempt(curator.email, PASSWORD, "10.9.9.9") == "in"


def test_the_delay_grows_and_is_told_in_words_and_in_seconds(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door("10.0.0.1")
    for _ in range(5):
        here.login(curator.email, WRONG, status=422)
    page = here.login(curator.email, PASSWORD, status=429)
    assert page.has("Повторите через") and 1 <= int(page.headers["Retry-After"]) <= 16
    with system_scope("test"), transaction():
        past = now() - timedelta(seconds=1)
        session.execute(
            update(SignInAttempt).where(SignInAttempt.network == "10.0.0.1").values(blocked_until=past)
        )
    here.login(curator.email, WRONG, status=422)
    later = here.login(curator.email, WRONG, status=429)
    assert 16 < int(later.headers["Retry-After"]) <= 31


def test_a_neighbour_in_the_same_subnet_is_not_slowed(curator: Actor) -> None:
    for _ in range(9):
        attempt(curator.email, WRONG, "10.0.0.1")
    assert attempt(curator.email, PASSWORD, "10.0.0.2") == "in"


def test_unknown_accounts_are_slowed_just_the_same(curator: Actor) -> None:
    known = [attempt(curator.email, WRONG, "10.0.0.1") for _ in range(12)]
    unknown = [attempt("nobody@example.org", WRONG, "10.0.0.2") for _ in range(12)]
    assert known == unknown and "wait" in known


def test_the_right_password_forgets_the_failures_of_this_network(curator: Actor) -> None:
    for _ in range(4):
        attempt(curator.email, WRONG, "10.0.0.1")
    assert attempt(curator.email, PASSWORD, "10.0.0.1") == "in"
    assert total(curator.email) == 0
    assert attempt(curator.email, WRONG, "10.0.0.1") == "wrong"


def test_one_password_tried_on_everybody_is_slowed_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "NETWORK_FAILURES", 20)
    answers = [attempt(f"person{n}@example.org", WRONG, "10.0.0.1") for n in range(30)]
    assert answers == ["wrong"] * 20 + ["wait"] * 10
    assert attempt("person99@example.org", WRONG, "10.0.0.2") == "wrong"


def test_after_an_hour_counting_begins_anew_and_old_counters_are_swept(curator: Actor) -> None:
    for _ in range(8):
        attempt(curator.email, WRONG, "10.0.0.1")
    with system_scope("test"), transaction():
        session.execute(update(SignInAttempt).values(window_start=now() - timedelta(minutes=61)))
    assert attempt(curator.email, WRONG, "10.0.0.1") == "wrong"
    with system_scope("test"), transaction():
        session.execute(update(SignInAttempt).values(window_start=now() - timedelta(hours=3)))
    operations.forget_what_has_served()
    with system_scope("test"):
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_parallel_attempts_do_not_slip_through_between_looking_and_counting(
    app: Flask, curator: Actor
) -> None:
    def one(n: int) -> str:
        with app.app_context():
            try:
                return attempt(curator.email, WRONG, f"127.0.0.{2 + n % 8}")
            finally:
                session.remove()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(160)))
    assert answers.count("wrong") == total(curator.email) <= 50
    assert set(answers) == {"wrong", "wait"}


def test_the_table_holds_no_addresses_of_mail(curator: Actor) -> None:
    attempt(curator.email, WRONG, "10.0.0.1")
    with system_scope("test"):
        rows = session.scalars(select(SignInAttempt)).all()
    assert rows and not any(curator.email in row.account_key for row in rows)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_forwarded_addresses_count_only_behind_a_configured_proxy(
    door: Callable[..., Door], curator: Actor, town: World
) -> None:
    """Without PROXY_HOPS a header changes nothing: the peer is who it is (WB-08)."""
    here = door("10.0.0.1")
    for n in range(5):
        here.post("/login", {"email": curator.email, "password": WRONG}, status=422,
                  headers={"X-Forwarded-For": f"203.0.113.{n}"})  # fmt: skip
    here.post("/login", {"email": curator.email, "password": PASSWORD}, status=429,
              headers={"X-Forwarded-For": "203.0.113.99"})  # fmt: skip
