"""A person is erased and the journal is still proved whole; nobody erases without the key (AU-05)."""

import json

import pytest
from sqlalchemy import select, update

from tests.webapp.journal.test_protection import migrated  # noqa: F401
from tests.webapp.journal.test_verifying import ENTRIES, rows
from tests.world import World
from webapp import journal
from webapp.access.actor import acting_as, system_scope
from webapp.administration import operations as people
from webapp.database import now, session, transaction
from webapp.errors import Invalid
from webapp.formatting import fio_short
from webapp.models import LoginSession, Mail, Notification, User


def disabled(town: World) -> User:
    with system_scope("test"), transaction():
        user = session.scalars(select(User).where(User.id == town.curator.user_id)).one()
        user.disabled_at = now()
    return user


def spoken_of(town: World) -> None:
    """Acts of the person and acts of another that name them."""
    with acting_as(town.curator), transaction():
        journal.record("test.act", kind="package", object_id=1, after={"by": town.curator.name})
    with acting_as(town.coordinator), transaction():
        journal.record(
            "test.act", kind="school", object_id="a", before=[f"куратор {fio_short(town.curator.name)}"],
            after={"email": town.curator.email},
        )  # fmt: skip
        journal.record("test.act", kind="school", object_id="b", after="без имён")


def test_a_person_is_erased_and_the_chain_stays_provable(town: World) -> None:
    spoken_of(town)
    user, known = disabled(town), journal.head()
    with system_scope("test"):
        before = rows()
    count = people.erase(user.email, "Заявление № 5 от 01.11.2026")
    with system_scope("test"):
        after = rows()
        told = json.dumps([{**one, "at": ""} for one in after], ensure_ascii=False)
        assert session.scalars(select(User.name).where(User.id == user.id)).one().startswith("Удалённый")
        for model in (LoginSession, Mail, Notification):
            assert session.scalars(select(model.id).where(model.user_id == user.id)).all() == []
    for said in (town.curator.name, fio_short(town.curator.name), town.curator.email):
        assert said not in told
    changed = [new for old, new in zip(before, after, strict=False) if old != new]
    assert len(changed) == count == 2 and all(one["erased"] for one in changed)
    assert [one["digest"] for one in before] == [one["digest"] for one in after][: len(before)]
    found = journal.verify(known)
    assert (found.faults, found.erased) == ((), 2)


def test_what_was_erased_cannot_be_changed_again_unseen(town: World) -> None:
    spoken_of(town)
    user = disabled(town)
    people.erase(user.email, "Заявление")
    with system_scope("test"), transaction():
        number = next(one["id"] for one in rows() if one["erased"])
        session.execute(update(ENTRIES).where(ENTRIES.c.id == number).values(actor_name="Другой"))
    assert [(one.number, one.kind) for one in journal.verify().faults] == [(number, "altered")]


def test_an_erasure_without_the_key_is_found(town: World) -> None:
    spoken_of(town)
    with system_scope("test"), transaction():
        number = rows()[0]["id"]
        session.execute(
            update(ENTRIES).where(ENTRIES.c.id == number).values(actor_name="Никто", erased="0" * 64)
        )
    assert [one.kind for one in journal.verify().faults] == ["altered"]


@pytest.mark.parametrize(("email", "words"), [("nobody@example.org", "нет"), ("", "нет")])
def test_an_unknown_person_is_refused_in_a_sentence(town: World, email: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        people.erase(email, "Заявление")


def test_a_person_who_still_works_is_not_erased(town: World) -> None:
    with pytest.raises(Invalid, match="Сначала отключите"):
        people.erase(town.curator.email, "Заявление")
