"""What has failed for good is shown to the administrator of the whole system, who gives it another try."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import now, session
from webapp.delivery import DELIVERIES, MAILS, reason_of
from webapp.health import operations, queries
from webapp.models import Delivery, JournalEntry, Mail, OutboxMessage
from workflows.vocabulary import Event

PAGE = "/admin/failures"


def failed(task: str = "notify", *, state: str = "failed", reason: str = "ValueError: занято") -> Delivery:
    message = make.save(OutboxMessage(event=Event.SUBMITTED, payload={}, spread_at=now()))
    row: Delivery = make.save(
        Delivery(message_id=message.id, task=task, state=state, attempts=5, last_error=reason)
    )
    return row


def letter(town: World, *, state: str = "failed") -> Mail:
    row: Mail = make.save(
        Mail(
            key=f"key-{state}", user_id=town.curator.user_id, recipient=town.curator.email, subject="Тайное письмо",
            body="Тайное", message_id=f"<{state}@x>", state=state, attempts=5, last_error="SMTPError: 550 нет ящика",
        )
    )  # fmt: skip
    return row


def states() -> list[tuple[str, int]]:
    session.rollback()
    with system_scope("test"):
        return [
            (row.state, row.attempts)
            for model in (Delivery, Mail)
            for row in session.scalars(select(model).order_by(model.id))
        ]


def test_the_page_tells_what_when_how_often_and_why_and_nothing_personal(
    as_admin: Browser, town: World
) -> None:
    failed()
    failed("other", state="ready", reason="ещё идёт")
    letter(town)
    page = as_admin.get(PAGE)
    assert page.has(
        Event.SUBMITTED.label, "notify", "ValueError: занято", "5", "SMTPError: 550 нет ящика", "1 случай"
    )
    for hidden in ("ещё идёт", "Тайное", town.curator.email, town.curator.name):
        assert hidden not in page.text


def test_another_try_puts_the_work_back_and_is_journalled(as_admin: Browser, town: World) -> None:
    delivery_id, mail_id = failed().id, letter(town).id
    as_admin.get(PAGE)
    as_admin.post(f"{PAGE}/deliveries/{delivery_id}/retry")
    after = as_admin.follow(as_admin.post(f"{PAGE}/letters/{mail_id}/retry"))
    assert after.has("Сбоев нет")
    assert states() == [("ready", 0), ("ready", 0)]
    with system_scope("test"):
        lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        assert [(one.action, one.object_kind, one.actor_id) for one in lines] == [
            ("outbox.retried", "delivery", town.admin.user_id),
            ("outbox.retried", "mail", town.admin.user_id),
        ]
    assert as_admin.post(f"{PAGE}/deliveries/{delivery_id}/retry", status=409).has("уже нет")
    as_admin.post(f"{PAGE}/letters/999/retry", status=409)


def test_only_what_has_failed_is_given_another_try(town: World) -> None:
    running, sent = failed(state="running").id, letter(town, state="sent").id
    with acting_as(town.admin):
        assert not operations.retry(DELIVERIES, running) and not operations.retry(MAILS, sent)
    assert states() == [("running", 5), ("sent", 5)]


def test_an_administrator_of_one_municipality_has_neither_the_line_nor_the_page(
    town: World, sign_in: SignIn
) -> None:
    delivery_id = failed().id
    local = sign_in(make.person("Местнова Алла Юрьевна", "admin", municipality=town.municipality))
    assert PAGE not in local.get("/admin/users").text
    local.get(PAGE, status=404)
    local.post(f"{PAGE}/deliveries/{delivery_id}/retry", status=404)
    assert states() == [("failed", 5)]


def test_the_page_costs_the_same_however_much_has_failed(town: World) -> None:
    failed()
    with acting_as(town.admin):
        with statements() as few:
            queries.failures()
        for _ in range(60):
            failed()
        with statements() as many:
            found = queries.failures()
    assert (len(found.deliveries), found.delivery_count) == (queries.FAILED_SHOWN, 61)
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 <vera.ivanova@school.example.org>: нет ящика", "SMTPError: 550 <***>: нет ящика"),
        ("Вера@школа.рф, token=abc", "SMTPError: ***, token=***"),
    ],
)
def test_a_reason_names_nobody(said: str, kept: str) -> None:
    class SMTPError(Exception):
        """As a mail server's."""

    assert reason_of(SMTPError(said)) == kept
