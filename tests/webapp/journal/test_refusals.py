"""Refusals are acts too: a page that is not one's own, a wrong password; told once, never in the way (AU-01)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.pages import Browser
from tests.world import World
from webapp import journal, refusals
from webapp.access.actor import system_scope
from webapp.accounts import operations as accounts
from webapp.accounts.operations.sessions import Browser as Device
from webapp.database import session
from webapp.errors import Invalid
from webapp.models import JournalEntry


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    refusals.forget()


def written(action: str) -> list[JournalEntry]:
    session.rollback()
    with system_scope("test"):
        return list(
            session.scalars(
                select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.id)
            )
        )


def test_what_is_not_ones_own_is_refused_and_told_once(town: World, as_head: Browser) -> None:
    other = f"/schools/{town.school_2.school.slug}"
    for _twice in range(2):
        as_head.get(other, status=404)
    as_head.get("/admin/failures", status=404)
    as_head.get("/no-such-page", status=404)
    as_head.get("/verify/0000-0000-0000-0000", status=404)
    found = written("access.refused")
    assert [one.object_id for one in found] == [other, "/admin/failures"]
    assert {one.actor_id for one in found} == {town.school_1.head.user_id}
    assert found[0].details["method"] == "GET"
    assert journal.verify().faults == ()


def test_a_person_who_tries_thousands_does_not_fill_the_journal(
    town: World, as_head: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "MOST", 3)
    for number in range(10):
        as_head.get(f"/diary/{number + 100}", status=404)
    assert len(written("access.refused")) == 3


def test_a_journal_that_cannot_be_written_does_not_change_the_answer(
    town: World, as_head: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise OperationalError("", {}, Exception("locked"))

    monkeypatch.setattr(refusals.journal, "record", broken)
    as_head.get("/admin/failures", status=404)


def test_a_wrong_password_is_told_with_its_owner_and_an_unknown_address_without(town: World) -> None:
    device = Device(address="203.0.113.7", name="Firefox")
    for email in (town.curator.email, "nobody@example.org"):
        with pytest.raises(Invalid, match="Неверный адрес"):
            accounts.sign_in(email, "не тот пароль", device)
    known, unknown = written("session.refused")
    assert (known.object_id, known.municipality_id) == (str(town.curator.user_id), town.municipality.id)
    assert (unknown.object_id, unknown.municipality_id) == ("", None)
    assert "nobody" not in str(unknown.details)
