"""Signing in: who gets in, what everybody else is told, where the browser goes afterwards."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.pages import SESSION_COOKIE, Browser
from tests.webapp.accounts.conftest import PASSWORD, Door, replayed
from tests.world import World
from webapp.access.actor import Actor, system_scope
from webapp.accounts import operations
from webapp.accounts.forms import safe_next
from webapp.accounts.operations import hashing
from webapp.accounts.operations.signing_in import WRONG
from webapp.database import now, session, transaction
from webapp.models import JournalEntry, LoginSession, User

HX = {"HX-Request": "true"}


def change_user(user_id: int, **values: object) -> None:
    with system_scope("test"), transaction():
        user = session.scalars(select(User).where(User.id == user_id)).one()
        for name, value in values.items():
            setattr(user, name, value)


def test_the_right_password_opens_a_session_and_leads_home(door: Callable[..., Door], curator: Actor) -> None:
    here = door()
    page = here.login(curator.email)
    assert page.location == "/"
    assert here.is_in()
    cookie = next(value for value in page.headers.get("Set-Cookie", "").split("\n") if "session" in value)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    with system_scope("test"):
        row = session.scalars(select(LoginSession)).one()
        assert here.token not in {row.token_hash, str(row.id)} and len(here.token) >= 43
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "session.started")).one()
    assert entry.actor_id == curator.user_id
    assert row.address == "127.0.0.1"


def test_the_address_is_taken_in_any_case_and_with_spaces_around(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    here.login(f"  {curator.email.upper()} ")
    assert here.is_in()


def test_over_https_the_cookie_is_bound_to_the_host(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from webapp.accounts.views import cookie_name

    assert cookie_name() == "session"
    settings = replace(app.extensions["settings"], base_url="https://exp.example.org")
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert cookie_name() == "__Host-session"


def test_nothing_of_a_password_is_cut_and_forms_of_a_letter_are_one(
    curator: Actor, door: Callable[..., Door]
) -> None:
    long = "жй😀ё" * 32
    operations.give_password(curator.user_id, long)
    door().login(curator.email, long[:-1] + "е", status=422)
    door().login(curator.email, long[:-1], status=422)
    door().login(curator.email, long + " ", status=422)
    door().login(curator.email, long.replace("й", "и\u0306"))
    with system_scope("test"):
        kept = session.scalars(select(User.password_hash).where(User.id == curator.user_id)).one()
    assert kept.startswith("$argon2id$")


def test_a_known_unknown_disabled_and_uninvited_person_get_one_answer(
    door: Callable[..., Door], town: World, curator: Actor
) -> None:
    operations.give_password(town.expert.user_id, PASSWORD)
    change_user(town.expert.user_id, disabled_at=now())
    cases = [
        (curator.email, "не тот пароль совсем"),
        ("nobody123@example.org", PASSWORD),
        (town.expert.email, PASSWORD),
        (town.other_curator.email, PASSWORD),
        (town.other_curator.email, "nobody has this password"),
    ]
    pages = [
        door(f"10.0.0.{n}").login(email, password, status=422) for n, (email, password) in enumerate(cases)
    ]
    assert all(page.has(WRONG) for page in pages)
    shown = {page.words.replace(email, "") for page, (email, _password) in zip(pages, cases, strict=True)}
    assert len(shown) == 1
    assert not any(
        "Set-Cookie" in page.headers and "session=" in page.headers["Set-Cookie"] for page in pages
    )


def test_an_unknown_person_costs_the_same_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = hashing.HASHER.verify

    def counting(self: object, known: str, password: str) -> bool:
        checked.append(known)
        return bool(real(known, password))

    monkeypatch.setattr(type(hashing.HASHER), "verify", counting)
    assert not hashing.is_right("nobody has this password", "")
    parameters = hashing.hash_password("любой пароль").rpartition("$")[0].rpartition("$")[0]
    assert len(checked) == 1 and checked[0].startswith(parameters)


def test_a_person_without_a_current_role_is_told_whom_to_ask(door: Callable[..., Door], town: World) -> None:
    user = make.save(User(email="idle@example.org", name="Безролева Анна Ивановна"))
    operations.give_password(user.id, PASSWORD)
    assert door().login("idle@example.org", status=422).has("нет действующей роли", "администратору")


def test_a_planted_cookie_is_never_adopted_and_an_old_session_of_this_browser_ends(
    app: Flask, door: Callable[..., Door], curator: Actor
) -> None:
    planted = door()
    planted.browser.client.set_cookie(SESSION_COOKIE, "planted-by-somebody-else", domain="127.0.0.1")
    planted.login(curator.email)
    first = planted.token
    assert first != "planted-by-somebody-else"
    planted.login(curator.email)
    assert planted.token != first
    assert replayed(app, first) == 303
    assert planted.is_in()


def test_login_needs_the_token_of_this_browser(app: Flask, curator: Actor) -> None:
    client = app.test_client()
    form = {"email": curator.email, "password": PASSWORD}
    assert client.post("/login", data=form, base_url="http://127.0.0.1:8000").status_code == 400
    browser = Browser(app.test_client())
    browser.post("/login", form, status=403, headers={"Origin": "https://evil.example"})
    browser.post("/login", form, status=403, headers={"Sec-Fetch-Site": "cross-site"})


def test_the_page_asked_for_is_shown_after_signing_in(
    app: Flask, door: Callable[..., Door], curator: Actor
) -> None:
    here = door()
    page = here.browser.get(here.sent_to("/sessions?a=1&b=%D1%88"))
    arrived = here.login(curator.email, next=page.value("next"))
    assert arrived.location == "/sessions?a=1&b=%D1%88"
    assert here.sent_to("/login") == "/"


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    "/%09/\x00",
    "https://evil.example/",
    "http:evil.example",
    "http://127.0.0.1:8000@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "evil.example",
    "?next=/",
    "http://[::1",
    "//[",
    "/\u2028/evil.example",
    "/\x85/evil.example",
    "/" + "a" * 5000,
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_return_address_leads_home(hostile: str) -> None:
    assert safe_next(hostile, "http://127.0.0.1:8000") == "/"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/packages/srr-2026-1?tab=files#f-2", "/packages/srr-2026-1?tab=files#f-2"),
        ("/schools?q=школа", "/schools?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0"),
        ("/schools?back=//evil.example", "/schools?back=//evil.example"),
        ("/a%2Fb", "/a%2Fb"),
        ("", "/"),
    ],
)
def test_an_own_return_address_is_kept(given: str, expected: str) -> None:
    assert safe_next(given, "http://127.0.0.1:8000") == expected


def test_hostile_return_addresses_never_break_the_pages(door: Callable[..., Door], curator: Actor) -> None:
    here = door()
    for hostile in (one for one in HOSTILE[:12] if "\0" not in one):
        assert here.browser.client.get(
            "/login", query_string={"next": hostile}, base_url="http://127.0.0.1:8000"
        ).status_code == 200  # fmt: skip
        assert here.login(curator.email, next=hostile).location == "/"
        here.post("/logout")


def test_the_dialog_lets_only_the_same_person_go_on(
    app: Flask, door: Callable[..., Door], town: World, curator: Actor
) -> None:
    operations.give_password(town.expert.user_id, PASSWORD)
    here = door()
    here.login(curator.email)
    with system_scope("test"), transaction():
        operations.end_all_sessions(curator.user_id, "test")
    ended = here.browser.get("/sessions", status=401, headers=HX)
    assert '"session-ended"' in ended.headers["HX-Trigger"] and ended.headers["HX-Trigger"].isascii()
    form = {"email": curator.email, "password": "не тот пароль совсем", "in_place": "1"}
    refused = here.post("/login", form, status=422, headers=HX)
    assert refused.has(WRONG) and "<html" not in refused.text

    same = here.post("/login", {**form, "password": PASSWORD}, status=204, headers=HX)
    assert '"same": true' in same.headers["HX-Trigger"] and "HX-Redirect" not in same.headers
    assert here.is_in()

    with system_scope("test"), transaction():
        operations.end_all_sessions(curator.user_id, "test")
    other = {"email": town.expert.email, "password": PASSWORD}
    answer = here.post("/login/again", other, status=204, headers=HX)
    assert '"same": false' in answer.headers["HX-Trigger"] and answer.headers["HX-Redirect"] == "/"


def test_signing_in_begins_in_the_role_of_the_last_time(
    door: Callable[..., Door], town: World, curator: Actor
) -> None:
    from webapp.models import Membership

    second = make.save(
        Membership(
            user_id=curator.user_id,
            role=town.expert.role,
            municipality_id=town.municipality.id,
            since=make.today(),
        )
    )
    here = door()
    here.login(curator.email)
    here.post("/role", {"membership": str(second.id)})
    here.post("/logout")
    here.login(curator.email)
    assert here.browser.get("/sessions").has("Эксперт")
