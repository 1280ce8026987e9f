"""The diary fills itself with drafts: of a curator's own acts, once each, and nothing is entered by itself."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp.access.actor import Actor
from webapp.diary import operations
from webapp.models import DiaryEntry, JournalEntry, Message, Package
from workflows.vocabulary import Audience, Event, State


@pytest.fixture
def package(town: World) -> Package:
    found: Package = make.package(
        town.school_1.school, town.stage, kind="concept", state=State.CURATOR_RETURNED
    )
    return found


def happened(event: Event, package: Package, actor: Actor, key: str = "1", **more: object) -> None:
    operations.propose(event, {"package_id": package.id, "actor_id": actor.user_id, **more}, key=key)


def test_what_a_curator_did_waits_as_a_draft_until_they_enter_it(
    town: World, package: Package, as_curator: Browser, as_coordinator: Browser
) -> None:
    for _redelivered in range(2):
        happened(Event.RETURNED_BY_CURATOR, package, town.curator)
    (row,) = rows(DiaryEntry)
    assert row.entered_at is None and row.author_id == town.curator.user_id
    assert package.number in row.examined and "на доработку" in row.examined
    as_coordinator.get(f"/diary/{row.number}", status=404)
    assert as_curator.get("/").has("Разобрать черновики дневника", "1 запись предложена")
    assert as_curator.get("/diary?show=drafts").has("предложена системой")
    as_curator.post(f"/diary/{row.number}/accept")
    assert as_coordinator.get(f"/diary/{row.number}").has("на доработку")
    assert not as_curator.get("/").has("Разобрать черновики дневника")
    as_curator.post(f"/diary/{row.number}/accept", status=409)
    assert {"diary.proposed", "diary.entered"} <= {one.action for one in rows(JournalEntry)}


def test_a_dropped_draft_does_not_come_back_with_the_next_one(
    town: World, package: Package, as_curator: Browser
) -> None:
    happened(Event.CONFIRMED, package, town.curator, key="1")
    as_curator.post(f"/diary/{rows(DiaryEntry)[0].number}/drop")
    assert rows(DiaryEntry) == []
    happened(Event.REMINDED, package, town.curator, key="2")
    (row,) = rows(DiaryEntry)
    assert "напомнили" in row.examined


def test_letters_of_one_day_about_one_package_are_one_draft_and_inner_ones_none(
    town: World, package: Package
) -> None:
    def letter(audience: Audience, text: str) -> int:
        row: Message = make.save(Message(
            package_id=package.id, audience=audience, text=text, author_id=town.curator.user_id,
            author_name=town.curator.name, author_role=town.curator.role,
        ))  # fmt: skip
        return row.id

    inner = letter(Audience.INTERNAL, "Только для экспертов.")
    happened(Event.MESSAGE_POSTED, package, town.curator, message_id=inner)
    assert rows(DiaryEntry) == []
    for key in ("2", "3"):
        sent = letter(Audience.EVERYONE, "Приложите график консультаций. " * 80)
        happened(Event.MESSAGE_POSTED, package, town.curator, key=key, message_id=sent)
    (row,) = rows(DiaryEntry)
    assert "Приложите график" in row.examined and len(row.examined) < 1200


def test_acts_of_others_propose_nothing(town: World, package: Package) -> None:
    happened(Event.CONFIRMED, package, town.other_curator)
    happened(Event.CONFIRMED, package, town.coordinator)
    happened(Event.VERDICT_RELEASED, package, town.curator)
    operations.propose(Event.CONFIRMED, {"package_id": 0, "actor_id": town.curator.user_id}, key="9")
    assert rows(DiaryEntry) == []


def test_another_persons_draft_is_not_accepted(
    town: World, package: Package, as_coordinator: Browser, as_head: Browser
) -> None:
    happened(Event.CONFIRMED, package, town.curator)
    number = rows(DiaryEntry)[0].number
    as_coordinator.post(f"/diary/{number}/accept", status=404)
    as_head.post(f"/diary/{number}/accept", status=404)
    assert rows(DiaryEntry)[0].entered_at is None


def test_a_month_shows_contacts_and_what_was_agreed(
    town: World, as_curator: Browser, as_coordinator: Browser, as_head: Browser
) -> None:
    today = make.today()
    facts = {
        "school": str(town.school_1.school.id), "happened_on": today.isoformat(), "happened_time": "00:01",
        "contact": "visit", "examined": "Уроки", "what": "Прислать приказ", "doer": "school",
        "due_on": (today + timedelta(days=40)).isoformat(), "doer_2": "school", "doer_3": "school",
    }  # fmt: skip
    as_curator.post("/diary/new", facts)
    month, later = f"{today:%Y-%m}", f"{today + timedelta(days=40):%Y-%m}"
    for person in (as_curator, as_coordinator, as_head):
        assert person.get(f"/diary/calendar?month={month}").has("посещение школы")
        assert person.get(f"/diary/calendar?month={later}").has("Прислать приказ")
    assert as_coordinator.get("/diary/calendar?month=nothing").has("посещение школы")

    def cost() -> int:
        with statements() as seen:
            as_coordinator.get(f"/diary/calendar?month={month}")
        return len(seen)

    first = cost()
    as_curator.post("/diary/new", {**facts, "contact": "phone"})
    assert cost() == first
