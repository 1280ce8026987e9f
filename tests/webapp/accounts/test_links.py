"""One-time links: who gets one, what it opens, what kills it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories as make
from tests.webapp.accounts.conftest import Door, replayed
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.accounts import operations
from webapp.accounts.operations import Purpose
from webapp.administration import operations as administration
from webapp.database import now, session, transaction
from webapp.models import AccessLink, Mail, OutboxMessage, User
from workflows.vocabulary import Event

NEW = "семь жирафов под дождём"


def letters(user_id: int) -> list[Mail]:
    with system_scope("test"):
        session.rollback()
        return list(session.scalars(select(Mail).where(Mail.user_id == user_id).order_by(Mail.id)))


def link_for(user_id: int, purpose: Purpose = Purpose.RESET, key: str = "delivery-1") -> str:
    operations.send_link(user_id, purpose, key)
    found = re.search(r"(/(?:reset|invitation)/\S+)", letters(user_id)[-1].body)
    assert found is not None
    return found.group(1)


def events() -> list[OutboxMessage]:
    with system_scope("test"):
        session.rollback()
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def uninvited() -> int:
    user: User = make.save(User(email="new@example.org", name="Новичкова Вера Павловна"))
    return user.id


def test_asking_for_a_link_answers_the_same_for_everybody(
    door: Callable[..., Door], town: World, curator: Actor
) -> None:
    with acting_as(town.admin):
        administration.disable(town.expert.user_id)
    pages = [
        door().post("/login/reset", {"email": email})
        for email in (curator.email, "nobody@example.org", town.expert.email)
    ]
    assert {page.location for page in pages} == {"/login?notice=reset"}
    assert len({(page.status, len(page.body)) for page in pages}) == 1
    assert [one.event for one in events()] == [Event.RESET_REQUESTED] * 3
    assert [one.payload["user_id"] for one in events()] == [curator.user_id, 0, town.expert.user_id]
    for one in events():
        operations.send_link(one.payload["user_id"], Purpose.RESET, f"message-{one.id}")
    assert len(letters(curator.user_id)) == 1 and not letters(town.expert.user_id)


def test_the_letter_leads_to_the_configured_address_and_only_its_hash_is_kept(
    app: Flask, curator: Actor
) -> None:
    path = link_for(curator.user_id)
    letter = letters(curator.user_id)[0]
    assert f"http://127.0.0.1:8000{path}" in letter.body and curator.name in letter.body
    token = path.rpartition("/")[2]
    assert len(token) >= 43
    with system_scope("test"):
        kept = session.scalars(select(AccessLink)).one()
    assert token not in kept.token_hash and len(kept.token_hash) == 64


def test_one_delivery_writes_one_letter_and_one_link_however_often_it_runs(curator: Actor) -> None:
    for _ in range(3):
        operations.send_link(curator.user_id, "reset", "delivery-1")
    assert len(letters(curator.user_id)) == 1
    with system_scope("test"):
        assert len(session.scalars(select(AccessLink)).all()) == 1


def test_a_link_sets_the_password_once_and_ends_all_sessions(
    app: Flask, door: Callable[..., Door], curator: Actor
) -> None:
    signed_in = door()
    signed_in.login(curator.email)
    path, other = link_for(curator.user_id), link_for(curator.user_id, key="delivery-2")
    here = door()
    assert here.browser.get(path).has(curator.email)
    assert here.post(path, {"new": "коротко"}, status=422).has("не менее 12 знаков")
    assert here.post(path, {"new": NEW}).location == "/login?notice=password"
    assert replayed(app, signed_in.token) == 303
    for gone in (path, other):
        assert here.browser.get(gone, status=404).has("Ссылка не действует")
        here.post(gone, {"new": "ещё один новый пароль"}, status=404)
    here.login(curator.email, NEW)


def test_an_invitation_lets_a_new_person_in(door: Callable[..., Door], town: World) -> None:
    grant = administration.Grant(
        role=town.curator.role, since=make.today(), municipality_id=town.municipality.id
    )
    with acting_as(town.admin):
        user_id = administration.create_user(
            administration.NewUser("Новичкова Вера Павловна", "new@example.org"), grant
        )
    assert events()[-1].event == Event.INVITED and events()[-1].payload == {"user_id": user_id}
    path = link_for(user_id, Purpose.INVITATION)
    here = door()
    here.browser.get(path)
    here.post(path.replace("invitation", "reset"), {"new": NEW}, status=404)
    here.post(path, {"new": NEW})
    here.login("new@example.org", NEW)
    assert here.is_in()


@pytest.mark.parametrize(("purpose", "minutes"), [(Purpose.RESET, 60), (Purpose.INVITATION, 72 * 60)])
def test_a_link_dies_of_age(
    door: Callable[..., Door], curator: Actor, purpose: Purpose, minutes: int
) -> None:
    path = link_for(curator.user_id, purpose)
    with system_scope("test"):
        lives = session.scalars(select(AccessLink.expires_at)).one() - now()
    assert timedelta(minutes=minutes - 1) < lives <= timedelta(minutes=minutes)
    with system_scope("test"), transaction():
        session.execute(update(AccessLink).values(expires_at=now() - timedelta(seconds=1)))
    door().browser.get(path, status=404)
    door().post(path, {"new": NEW}, status=404)


def test_a_link_dies_with_a_new_password_a_new_address_and_the_account(
    door: Callable[..., Door], town: World, curator: Actor
) -> None:
    acts: list[Callable[[], object]] = [
        lambda: operations.give_password(curator.user_id, NEW),
        lambda: administration.change_email(curator.user_id, "moved@example.org"),
        lambda: administration.disable(curator.user_id),
    ]
    for n, act in enumerate(acts):
        path = link_for(curator.user_id, key=f"delivery-{n}")
        door().browser.get(path)
        with acting_as(town.admin):
            act()
        door().browser.get(path, status=404)


def test_nobody_uninvited_gets_a_reset_link(app: Flask) -> None:
    user_id = uninvited()
    operations.send_link(user_id, Purpose.RESET, "delivery-1")
    operations.send_link(0, Purpose.RESET, "delivery-2")
    assert letters(user_id) == []


def test_a_made_up_link_is_not_there(door: Callable[..., Door]) -> None:
    for path in ("/reset/x", "/invitation/" + "A" * 43, "/reset/%00", "/reset/" + "я" * 20):
        door().browser.get(path, status=404)


def test_a_mailbox_is_not_flooded_and_a_network_that_asks_too_much_must_wait(
    door: Callable[..., Door], curator: Actor
) -> None:
    here = door("10.0.0.1")
    pages = [here.post("/login/reset", {"email": curator.email}) for _ in range(6)]
    assert len({page.location for page in pages}) == 1
    assert [one.payload["user_id"] for one in events()].count(curator.user_id) == 3
    for n in range(14):
        here.post("/login/reset", {"email": f"person{n}@example.org"})
    refused = here.post("/login/reset", {"email": "more@example.org"}, status=429)
    assert int(refused.headers["Retry-After"]) > 0
    door("10.0.0.2").post("/login/reset", {"email": "more@example.org"})
