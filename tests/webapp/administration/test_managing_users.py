"""What an administrator may do with accounts, and every refusal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.accounts import operations as accounts
from webapp.administration import operations
from webapp.administration.operations import Grant, NewUser
from webapp.administration.operations.people import TAKEN
from webapp.administration.operations.standing import LAST, NOT_YOURS
from webapp.database import session
from webapp.errors import Invalid, NotThere
from webapp.models import JournalEntry, LoginSession, Membership, OutboxMessage, User
from workflows.vocabulary import Event, Role

PERSON = NewUser("  Новичкова   Вера Павловна ", " New@Example.org ", "методист")


def rows(model: Any) -> list[Any]:
    with system_scope("test"):
        session.rollback()
        session.expire_all()
        return list(session.scalars(select(model).order_by(model.id)))


def journal_of(user_id: int) -> list[str]:
    return [entry.action for entry in rows(JournalEntry) if entry.object_id == str(user_id)]


def user_by_id(user_id: int) -> User:
    found: User = next(row for row in rows(User) if row.id == user_id)
    return found


def grant(role: str, **values: Any) -> Grant:
    return Grant(role=Role(role), **{"since": make.today(), **values})


def test_a_new_person_gets_an_account_a_role_and_a_letter(town: World) -> None:
    school_id, place_id = town.school_1.school.id, town.municipality.id
    with acting_as(town.admin):
        user_id = operations.create_user(
            PERSON, grant("school", school_id=school_id, may_send=True, basis="приказ № 7")
        )
    user = user_by_id(user_id)
    assert (user.email, user.name, user.password_hash) == ("new@example.org", "Новичкова Вера Павловна", "")
    assert user.invited_at is not None
    held = next(row for row in rows(Membership) if row.user_id == user_id)
    assert (held.school_id, held.municipality_id, held.may_send) == (school_id, place_id, True)
    assert rows(OutboxMessage)[-1].event == Event.INVITED
    assert journal_of(user_id) == ["user.created", "user.role_granted", "user.invited"]


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (NewUser("", "new@example.org"), "name"),
        (NewUser("Новичкова Вера", "не адрес"), "email"),
        (NewUser("Новичкова Вера", "a@b@c"), "email"),
        (NewUser("Новичкова Вера", "x@y.ru\nBcc: z@y.ru"), "email"),
    ],
)
def test_a_person_without_a_name_or_an_address_is_refused(town: World, person: NewUser, field: str) -> None:
    with acting_as(town.admin), pytest.raises(Invalid) as refused:
        operations.create_user(person, grant("curator", municipality_id=town.municipality.id))
    assert refused.value.field == field


def test_an_address_belongs_to_one_account(town: World) -> None:
    here = grant("curator", municipality_id=town.municipality.id)
    before = len(rows(User))
    with acting_as(town.admin), pytest.raises(Invalid, match=TAKEN):
        operations.create_user(NewUser("Двойникова Анна", town.expert.email.upper()), here)
    with acting_as(town.admin), pytest.raises(Invalid, match=TAKEN):
        operations.change_email(town.curator.user_id, town.expert.email)
    assert len(rows(User)) == before and user_by_id(town.curator.user_id).email == town.curator.email


@pytest.mark.parametrize(
    ("role", "values", "field"),
    [
        ("school", {}, "school"),
        ("head", {"school_id": 10**6}, "school"),
        ("curator", {}, "municipality"),
        ("coordinator", {"municipality_id": 10**6}, "municipality"),
        ("observer", {}, "region"),
        ("observer", {"region": "нет такого"}, "region"),
        ("curator", {"until": make.today() - timedelta(days=1)}, "until"),
    ],
)
def test_a_role_without_its_place_is_refused(
    town: World, role: str, values: dict[str, Any], field: str
) -> None:
    with acting_as(town.admin), pytest.raises(Invalid) as refused:
        operations.create_user(PERSON, grant(role, **values))
    assert refused.value.field == field


def test_fields_that_do_not_belong_to_a_role_are_dropped(town: World) -> None:
    """A curator with a smuggled school, region and right to send is a curator and nothing else (AZ-05)."""
    smuggled = grant(
        "curator",
        municipality_id=town.municipality.id,
        school_id=town.foreign_school.school.id,
        region="vostok",
        may_send=True,
    )
    with acting_as(town.admin):
        operations.grant_role(town.expert.user_id, smuggled)
    held = rows(Membership)[-1]
    assert (held.school_id, held.region, held.may_send) == (None, None, False)


def test_the_same_role_is_not_given_twice_at_one_time(town: World) -> None:
    again = grant("curator", municipality_id=town.municipality.id)
    with acting_as(town.admin):
        with pytest.raises(Invalid):
            operations.grant_role(town.curator.user_id, again)
        operations.grant_role(town.curator.user_id, grant("curator", municipality_id=town.foreign.id))


def test_a_local_administrator_gives_roles_only_at_home(town: World, local_admin: Actor) -> None:
    cases = [
        (grant("curator", municipality_id=town.foreign.id), "municipality"),
        (grant("school", school_id=town.foreign_school.school.id), "school"),
        (grant("observer", region="vostok"), "role"),
        (grant("admin"), "municipality"),
        (grant("admin", municipality_id=town.foreign.id), "municipality"),
    ]
    for wanted, field in cases:
        with acting_as(local_admin), pytest.raises(Invalid) as refused:
            operations.grant_role(town.curator.user_id, wanted)
        assert refused.value.field == field
    with acting_as(local_admin):
        operations.grant_role(town.curator.user_id, grant("admin", municipality_id=town.municipality.id))


def test_a_local_administrator_cannot_touch_people_of_another_municipality(
    town: World, local_admin: Actor
) -> None:
    stranger = town.foreign_curator
    acts: list[Callable[[], object]] = [
        lambda: operations.disable(stranger.user_id),
        lambda: operations.enable(stranger.user_id),
        lambda: operations.invite(stranger.user_id),
        lambda: operations.send_reset(stranger.user_id),
        lambda: operations.end_sessions(stranger.user_id),
        lambda: operations.change_email(stranger.user_id, "mine@example.org"),
        lambda: operations.rename(stranger.user_id, "Иная", ""),
        lambda: operations.grant_role(
            stranger.user_id, grant("curator", municipality_id=town.municipality.id)
        ),
        lambda: operations.end_role(stranger.user_id, stranger.membership_id),
    ]
    for act in acts:
        with acting_as(local_admin), pytest.raises(NotThere):
            act()
    assert user_by_id(stranger.user_id).disabled_at is None


def test_an_account_shared_with_another_municipality_is_not_a_local_matter(
    town: World, local_admin: Actor
) -> None:
    """Whoever could change the address of a shared account could sign in as its owner elsewhere."""
    shared = town.foreign_curator
    with acting_as(town.admin):
        operations.grant_role(shared.user_id, grant("expert", municipality_id=town.municipality.id))
        operations.grant_role(town.admin.user_id, grant("expert", municipality_id=town.municipality.id))
    for person in (shared, town.admin):
        for act in (
            lambda user_id: operations.change_email(user_id, "mine@example.org"),
            operations.disable,
            operations.send_reset,
            operations.end_sessions,
        ):
            with acting_as(local_admin), pytest.raises(Invalid, match=NOT_YOURS):
                act(person.user_id)
    own = next(row for row in rows(Membership) if row.user_id == shared.user_id and row.role == Role.EXPERT)
    with acting_as(local_admin):
        with pytest.raises(NotThere):
            operations.end_role(shared.user_id, shared.membership_id)
        operations.end_role(shared.user_id, own.id)


def test_a_role_ends_at_once_or_with_its_last_day(town: World) -> None:
    with acting_as(town.admin):
        operations.end_role(town.expert.user_id, town.expert.membership_id)
        operations.end_role(
            town.curator.user_id, town.curator.membership_id, last_day=make.today() + timedelta(days=5)
        )
    ended = {row.id: row.until for row in rows(Membership)}
    assert ended[town.expert.membership_id] == make.today() - timedelta(days=1)
    assert ended[town.curator.membership_id] == make.today() + timedelta(days=5)
    assert "user.role_ended" in journal_of(town.expert.user_id)


def test_ending_a_role_never_prolongs_it(town: World) -> None:
    with acting_as(town.admin):
        operations.end_role(town.expert.user_id, town.expert.membership_id, last_day=make.today())
        for impossible in (make.today() + timedelta(days=1), make.today() - timedelta(days=3650)):
            with pytest.raises(Invalid):
                operations.end_role(town.expert.user_id, town.expert.membership_id, last_day=impossible)


def test_the_last_administrator_cannot_be_removed(town: World, local_admin: Actor) -> None:
    """An administrator of one municipality does not stand in for the one of all."""
    with acting_as(town.admin):
        with pytest.raises(Invalid, match=LAST):
            operations.disable(town.admin.user_id)
        with pytest.raises(Invalid, match=LAST):
            operations.end_role(town.admin.user_id, town.admin.membership_id)
    with acting_as(local_admin):  # the administrator of all stays, so the local one may go
        operations.disable(local_admin.user_id)


def test_two_administrators_cannot_remove_each_other_at_one_moment(app: Flask, town: World) -> None:
    other = make.person("Второва Нина Олеговна", "admin")

    def remove(who: Actor, whom: Actor) -> str:
        with app.app_context(), acting_as(who):
            try:
                operations.disable(whom.user_id)
            except Invalid:
                return "refused"
            finally:
                session.remove()
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(remove, town.admin, other), pool.submit(remove, other, town.admin)
        answers = sorted((first.result(), second.result()))
    assert answers == ["refused", "removed"]


def test_a_closed_account_is_opened_again_with_its_password_but_without_its_sessions(town: World) -> None:
    accounts.give_password(town.curator.user_id, "три слона на одном балконе")
    make.save(LoginSession(token_hash="0" * 64, user_id=town.curator.user_id))
    with acting_as(town.admin):
        operations.disable(town.curator.user_id)
        operations.disable(town.curator.user_id)
        with pytest.raises(Invalid):
            operations.send_reset(town.curator.user_id)
        operations.enable(town.curator.user_id)
        operations.send_reset(town.curator.user_id)
    assert all(row.ended_at is not None for row in rows(LoginSession))
    user = user_by_id(town.curator.user_id)
    assert user.disabled_at is None and user.password_hash
    assert journal_of(user.id)[-3:] == ["user.disabled", "user.enabled", "user.reset_sent"]


def test_an_invitation_is_for_those_without_a_password_and_a_reset_for_those_with_one(town: World) -> None:
    with acting_as(town.admin):
        with pytest.raises(Invalid, match="приглашение"):
            operations.send_reset(town.curator.user_id)
        operations.invite(town.curator.user_id)
    accounts.give_password(town.curator.user_id, "три слона на одном балконе")
    with acting_as(town.admin), pytest.raises(Invalid, match="уже задан"):
        operations.invite(town.curator.user_id)


def test_a_new_address_ends_the_sessions_and_is_journalled_with_both(town: World) -> None:
    make.save(LoginSession(token_hash="0" * 64, user_id=town.curator.user_id))
    with acting_as(town.admin):
        operations.change_email(town.curator.user_id, "Moved@Example.org")
        operations.change_email(town.curator.user_id, "moved@example.org")
    assert user_by_id(town.curator.user_id).email == "moved@example.org"
    assert rows(LoginSession)[0].end_reason == "email changed"
    entries = [entry for entry in rows(JournalEntry) if entry.action == "user.email_changed"]
    assert [entry.details for entry in entries] == [
        {"before": town.curator.email, "after": "moved@example.org"}
    ]
    assert entries[0].actor_id == town.admin.user_id
