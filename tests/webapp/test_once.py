"""A form acts once, whoever sends it twice and however fast (BZ-04)."""

from contextvars import copy_context

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.world import World
from webapp import once
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session, transaction
from webapp.models import FormToken, Message, MessageDraft, Package
from workflows.vocabulary import State

TOKEN = "t" * 32


@pytest.fixture
def package(town: World) -> Package:
    return make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)


def write(actor: Actor, package: Package, text: str) -> None:
    """An operation: one row in one transaction."""
    with acting_as(actor), transaction() as own:
        own.add(MessageDraft(user_id=actor.user_id, package_id=package.id, text=text))


def drafts() -> list[str]:
    session.rollback()
    with system_scope("look"):
        return list(session.scalars(select(MessageDraft.text)))


def spent() -> int:
    session.rollback()
    with system_scope("look"):
        return session.scalar(select(func.count()).select_from(FormToken)) or 0


def test_a_second_send_is_answered_with_the_place_of_the_first_result(town: World, package: Package) -> None:
    actor = town.curator
    once.present(actor.user_id, TOKEN)
    write(actor, package, "первое")
    once.settle("/packages/1#messages")
    with pytest.raises(once.AlreadyActed) as already:
        once.present(actor.user_id, TOKEN)
    assert already.value.location == "/packages/1#messages"
    assert once.first_result(already.value, actor.user_id, TOKEN, "/elsewhere") == "/packages/1#messages"


def test_a_form_that_failed_may_be_sent_again(town: World, package: Package) -> None:
    once.present(town.curator.user_id, TOKEN)
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    assert spent() == 0
    once.present(town.curator.user_id, TOKEN)
    write(town.curator, package, "со второго раза")
    assert drafts() == ["со второго раза"] and spent() == 1


def test_of_two_sends_at_once_the_second_writes_nothing(town: World, package: Package) -> None:
    first, second = copy_context(), copy_context()
    first.run(once.present, town.curator.user_id, TOKEN)
    second.run(once.present, town.curator.user_id, TOKEN)
    first.run(write, town.curator, package, "первое")
    with pytest.raises(once.AlreadyActed):
        second.run(write, town.other_curator, package, "второе")
    assert drafts() == ["первое"] and spent() == 1


def test_the_same_token_of_another_person_is_another_form(town: World, package: Package) -> None:
    for actor in (town.curator, town.other_curator):
        once.present(actor.user_id, TOKEN)
        write(actor, package, actor.name)
    assert len(drafts()) == 2 and spent() == 2


def test_several_transactions_of_one_request_spend_one_token(town: World, package: Package) -> None:
    once.present(town.curator.user_id, TOKEN)
    write(town.curator, package, "первое")
    write(town.other_curator, package, "второе")
    assert spent() == 1 and len(drafts()) == 2


def test_a_form_without_a_token_is_nobodys_ticket(town: World, package: Package) -> None:
    once.present(town.curator.user_id, "")
    write(town.curator, package, "без знака")
    assert spent() == 0


def test_tokens_are_unlike_each_other_and_long() -> None:
    tokens = {once.new_token() for _ in range(100)}
    assert len(tokens) == 100 and all(len(token) >= 32 for token in tokens)


def test_over_http_a_repeated_send_leads_to_the_same_page_and_writes_once(
    app: Flask, town: World, as_curator: Browser, sign_in: SignIn, package: Package
) -> None:
    path, data = (
        f"/packages/{package.number}/messages",
        {"text": "Посмотрите приложение 2.", "audience": "everyone"},
    )
    first = as_curator.post(path, data, token=TOKEN)
    again = as_curator.post(path, data, token=TOKEN)
    other_window = sign_in(town.curator).post(path, data, token=TOKEN)
    assert first.location == again.location == other_window.location != ""
    session.rollback()
    with system_scope("look"):
        assert session.scalar(select(func.count()).select_from(Message)) == 1
    as_curator.post(path, data, token="another" * 5)
    session.rollback()
    with system_scope("look"):
        assert session.scalar(select(func.count()).select_from(Message)) == 2


def test_every_form_of_a_page_carries_its_own_token(
    town: World, as_curator: Browser, package: Package
) -> None:
    path = f"/packages/{package.number}"
    tokens = [as_curator.get(path).tree.xpath('//input[@name="form_token"]/@value') for _ in range(2)]
    assert tokens[0] and not set(tokens[0]) & set(tokens[1])


@pytest.fixture(autouse=True)
def _no_ticket_left() -> None:
    once.clear()
