"""Two experts, a held conclusion, a second round that opens on the remarks, the founder: by pages alone, all roles."""

import io
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import update

from tests import samples
from tests.journeys.test_the_whole_way import (
    agree_and_approve,
    answer,
    begin,
    check,
    seen,
    send,
    upload,
    work,
)
from tests.pages import Browser, SignIn
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import moment, now, session, transaction
from webapp.models import Municipality

DELAY = 10


@pytest.fixture
def town(town: World) -> Iterator[World]:
    with system_scope("test"), transaction():
        session.execute(update(Municipality).values(send_delay=DELAY))
    yield town


def test_two_experts_two_rounds_and_the_founder(app: Flask, town: World, sign_in: SignIn) -> None:
    school, head = sign_in(town.school_1.coordinator), sign_in(town.school_1.head)
    coordinator, curator = sign_in(town.coordinator), sign_in(town.curator)
    first, second = sign_in(town.expert), sign_in(town.other_expert)

    number = begin(school)
    upload(school, number, "programme", "Программа.docx", samples.docx_file("Программа развития"))
    upload(school, number, "diagnosis", "Протокол.docx", samples.docx_file("Протокол самодиагностики"))
    answer(school, number)
    send(head, number, "submit")
    confirm(curator, number, (1, 2))

    page = coordinator.get(f"/packages/{number}/experts")
    coordinator.post(f"/packages/{number}/experts/joint", {"joint": "y", "seen": seen(coordinator, number)})
    for person in (town.expert, town.other_expert):
        coordinator.post(f"/packages/{number}/experts", {"expert": str(person.user_id)})
    assert page.status == 200

    fill(first, number, "begin", {"Б.1": ("zero", "Решения названы не для всех дефицитов.")})
    assert not second.get(f"/packages/{number}").has("Решения названы не для всех")
    fill(second, number, "join", {"Б.1": ("one", "Нет сроков решений.")})
    coordinator.post(f"/packages/{number}/steps/reconcile", {"seen": seen(coordinator, number)})
    compared = coordinator.get(f"/packages/{number}/reconciliation")
    assert compared.has("Решения названы не для всех дефицитов.", "Нет сроков решений.")
    mark(
        coordinator,
        number,
        "Б.1",
        "zero",
        "Решения названы не для всех дефицитов.",
        reason="Таблица 3 пуста.",
    )

    due = town.today + timedelta(days=6)
    verdict = {
        "verdict": "rework", "text": "Дополните решения.", "day": f"{due:%d.%m.%Y}", "release": "y",
        "extent": "named", "parts": ["slot:programme"], "seen": seen(coordinator, number),
    }  # fmt: skip
    typed = {name: value for name, value in verdict.items() if name not in {"release", "seen"}}
    draft = coordinator.post(f"/packages/{number}/letter", typed, status=200)
    coordinator.post(f"/packages/{number}/verdict", verdict)
    assert coordinator.get(f"/packages/{number}").has("Заключение: отправка школе в")
    head.get(f"/packages/{number}/letter", status=404)
    pass_minutes(app)
    letter = head.get(f"/packages/{number}/letter")
    assert lines(letter) == lines(draft)
    assert letter.has("Для исправления открыто: Программа развития")

    refused = school.post(
        f"/packages/{number}/edit/files/diagnosis",
        {"files": (io.BytesIO(samples.docx_file("Другой")), "Другой.docx")},
        content_type="multipart/form-data", status=422,
    )  # fmt: skip
    assert refused.has("не открыт для исправления")
    upload(
        school, number, "programme", "Программа, исправлена.docx", samples.docx_file("Программа развития, 2")
    )
    ledger = school.get(f"/packages/{number}/remarks")
    school.post(
        f"/packages/{number}/remarks/1/answer", {"text": "Таблица 3 заполнена.", "seen": ledger.value("seen")}
    )
    send(head, number, "resubmit")
    confirm(curator, number, (3,))

    fill(first, number, "begin", {})
    again = second.post(f"/packages/{number}/steps/join", {"seen": seen(second, number)})
    assert again.status == 303
    sheet = second.get(f"/packages/{number}/sheet")
    assert sheet.has("Таблица 3 заполнена.")
    fill(second, number, "", {})
    coordinator.post(f"/packages/{number}/steps/reconcile", {"seen": seen(coordinator, number)})
    settle(coordinator, number)
    coordinator.post(
        f"/packages/{number}/verdict",
        {"verdict": "conforms", "text": "Исправлено.", "release": "y", "seen": seen(coordinator, number)},
    )
    coordinator.post(f"/packages/{number}/held/send", {})
    assert head.get(f"/packages/{number}/letter").has("Соответствует", "Исправлено.")

    agree_and_approve(sign_in(town.chief), head, number)
    assert school.get(f"/packages/{number}").has("Утверждён после согласования", "№ 118-од")
    history = coordinator.get(f"/packages/{number}/history")
    assert history.has("отправка школе назначена")


def confirm(curator: Browser, number: str, files: tuple[int, ...]) -> None:
    for file in files:
        check(curator, number, file, "confirmed")
    curator.post(f"/packages/{number}/steps/confirm", {"text": "Полон.", "seen": seen(curator, number)})


def fill(expert: Browser, number: str, action: str, low: dict[str, tuple[str, str]]) -> None:
    """Begin a sheet, mark every criterion and hand it in."""
    if action:
        expert.post(f"/packages/{number}/steps/{action}", {"seen": seen(expert, number)})
    page = expert.get(f"/packages/{number}/sheet")
    for form in page.tree.xpath("//form[contains(@class, 'cr')]"):
        code = unquote(form.get("action").rsplit("/", 1)[1])
        value, comment = low.get(code, ("two", ""))
        mark(expert, number, code, value, comment)
    expert.post(f"/packages/{number}/steps/hand_in", {"seen": seen(expert, number)})


def mark(
    browser: Browser, number: str, code: str, value: str, comment: str = "", *, reason: str = ""
) -> None:
    told = {"value": value, "comment": comment, "reason": reason, "seen": "0"}
    browser.post(f"/packages/{number}/sheet/{code}", told)


def settle(coordinator: Browser, number: str) -> None:
    """Accept every answer that waits for its check."""
    page = coordinator.get(f"/packages/{number}/remarks")
    for form in page.tree.xpath("//form[contains(@action, '/settle')]"):
        told = {"state": "confirmed", "text": "", "seen": form.xpath('.//input[@name="seen"]/@value')[0]}
        coordinator.post(form.get("action"), told)


def pass_minutes(app: Flask) -> None:
    """Let the worker find that the time of a held sending has come."""
    with moment(now() + timedelta(minutes=DELAY + 1)):
        work(app)


def lines(page: object) -> list[str]:
    found = page.tree.xpath("//*[@data-letter]")  # type: ignore[attr-defined]
    return [" ".join(part.split()) for part in found[0].itertext() if part.strip()]
