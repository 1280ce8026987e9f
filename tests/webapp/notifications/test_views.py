"""The page of notifications and the letters of the demonstration, through HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from tests import pages
from tests.factories import save
from tests.world import World
from webapp import mail
from webapp.access.actor import system_scope
from webapp.database import db, now, reading_only, session, transaction
from webapp.models import Notification
from webapp.notifications.queries import PAGE_SIZE


def tell(user_id: int, n: int, title: str = "Пакет возвращён куратором", days_ago: int = 0) -> Notification:
    reading_only("")
    row: Notification = save(
        Notification(user_id=user_id, key=f"k{n}", event="submitted", title=f"{title} {n}", link="/notifications",
                     created_at=now() - timedelta(days=days_ago))
    )  # fmt: skip
    return row


def test_the_page_shows_own_notifications_by_day_and_never_foreign_ones(
    town: World, as_curator: pages.Browser
) -> None:
    tell(town.curator.user_id, 1, days_ago=2)
    tell(town.curator.user_id, 2)
    tell(town.coordinator.user_id, 3, title="Чужое уведомление")
    page = as_curator.get("/notifications")
    assert page.has("Пакет возвращён куратором 1", "Пакет возвращён куратором 2", "Не прочитано")
    assert not page.has("Чужое уведомление")
    assert len(page.tree.xpath("//main//h2")) == 2


def test_an_empty_page_says_so(as_curator: pages.Browser) -> None:
    assert as_curator.get("/notifications").has("Уведомлений пока нет")
    assert as_curator.get("/notifications?show=unread").has("Новых уведомлений нет")


def test_opening_one_marks_it_as_read_and_leads_to_the_thing(town: World, as_curator: pages.Browser) -> None:
    row = tell(town.curator.user_id, 1)
    answer = as_curator.post(f"/notifications/{row.id}/open")
    assert answer.location == "/notifications"
    page = as_curator.get("/notifications")
    assert page.has("Прочитано") and not page.has("Не прочитано")
    assert as_curator.get("/notifications?show=unread").has("Новых уведомлений нет")


def test_a_foreign_notification_is_not_there(town: World, as_curator: pages.Browser) -> None:
    row = tell(town.coordinator.user_id, 1)
    as_curator.post(f"/notifications/{row.id}/open", status=404)
    as_curator.post("/notifications/999999/open", status=404)
    with system_scope("test"):
        session.rollback()
        session.refresh(row)
    assert row.read_at is None


def test_marking_all_read_leaves_what_came_later_and_what_is_foreign(
    town: World, as_curator: pages.Browser
) -> None:
    mine, other = tell(town.curator.user_id, 1), tell(town.coordinator.user_id, 2)
    seen = as_curator.get("/notifications").value("up_to")
    later = tell(town.curator.user_id, 3)
    as_curator.post("/notifications/read", {"up_to": seen})
    with system_scope("test"):
        session.rollback()
        for row in (mine, other, later):
            session.refresh(row)
    assert mine.read_at is not None
    assert later.read_at is None and other.read_at is None


@pytest.mark.parametrize("up_to", ["", "0", "-1", "много", "9" * 40])
def test_a_strange_number_marks_nothing_and_breaks_nothing(
    town: World, as_curator: pages.Browser, up_to: str
) -> None:
    tell(town.curator.user_id, 1)
    as_curator.post("/notifications/read", {"up_to": up_to})
    assert as_curator.get("/notifications").has("Не прочитано") or up_to == "9" * 40


def test_pages_follow_each_other_without_gaps(town: World, as_curator: pages.Browser) -> None:
    for n in range(PAGE_SIZE + 5):
        tell(town.curator.user_id, n, title="Уведомление №")
    first = as_curator.get("/notifications")
    after = first.tree.xpath("//nav[@class='pages']//a[contains(., 'следующие')]/@href")[0]
    second = as_curator.get(after)
    titles = [
        text
        for page in (first, second)
        for text in page.tree.xpath("//h3[contains(@class, 'q__title')]/a/text()")
    ]
    assert len(titles) == len(set(titles)) == PAGE_SIZE + 5
    back = second.tree.xpath("//nav[@class='pages']//a[contains(., 'предыдущим')]/@href")[0]
    assert as_curator.get(back).tree.xpath("//h3/a/text()") == first.tree.xpath("//h3/a/text()")


def test_nobody_reads_notifications_without_signing_in(app: Flask, town: World) -> None:
    answer = app.test_client().get("/notifications", base_url=pages.BASE)
    assert answer.status_code == 303 and "/login" in answer.headers["Location"]


def test_letters_of_the_demonstration_are_shown_with_a_working_link(app: Flask, town: World) -> None:
    with system_scope("test"), transaction():
        mail.enqueue(
            user_id=town.curator.user_id,
            key="k",
            template="notice",
            title="Пакет <b>направлен</b>",
            link="/packages/1",
        )
    with system_scope("test"):
        assert mail.send_due() == 1
    browser = pages.Browser(app.test_client())
    listed = browser.get("/dev/mail")
    assert listed.has("Пакет <b>направлен</b>", town.curator.email, "(UTC+3)"), (
        "no place, but a clock by its name"
    )
    href = listed.tree.xpath("//main//a[contains(@href, '/dev/mail/')]/@href")[0]
    shown = browser.get(href)
    assert shown.tree.xpath("//main//a/@href")[0] == "http://127.0.0.1:8000/packages/1"


@pytest.mark.parametrize("name", ["x", "0" * 32, "..%2f..%2fsecret", "0" * 31 + "G"])
def test_a_letter_that_is_not_there_is_not_there(app: Flask, town: World, name: str) -> None:
    pages.Browser(app.test_client()).get(f"/dev/mail/{name}", status=404)


def test_outside_the_demonstration_letters_are_not_there(
    app: Flask, town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DEMO", False)
    pages.Browser(app.test_client()).get("/dev/mail", status=404)


def test_reading_a_page_costs_the_same_with_one_and_with_many(town: World, as_curator: pages.Browser) -> None:
    counts = []
    for number in (1, 25):
        for n in range(number):
            tell(town.curator.user_id, number * 100 + n)
        counts.append(statements(lambda: as_curator.get("/notifications")))
    assert counts[0] == counts[1]


def statements(act: Callable[[], object]) -> int:
    """Return how many statements an act costs."""
    seen: list[str] = []

    def listener(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", listener)
    act()
    event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)
