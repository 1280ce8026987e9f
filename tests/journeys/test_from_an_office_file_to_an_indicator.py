"""A municipality's file becomes a roadmap, is carried out by two people, counted, amended and given back (К17–К20, К40)."""

import io
from pathlib import Path

import docx
from flask import Flask

from tests import samples
from tests.journeys.test_the_whole_way import work
from tests.journeys.test_two_facts_by_two_people import mark, waiting
from tests.pages import Browser, SignIn
from tests.webapp.roadmap_imports.test_wizard import accepted, named, rows, sent
from tests.world import World
from webapp.documents.roadmap_lines import lines_of_file
from webapp.models import Measure, Roadmap, RoadmapImport, RoadmapParty
from workflows.roadmaps import read_roadmap

TITLE = "Дорожная карта проекта «500+» Среднереченского муниципального округа на 2026 год"
HEADER = ("Ответственные", "№", "Мероприятие", "Результат", "Срок")
FIRST = (
    ("МОУО", "1", "Назначение координатора проекта", "Приказ", "до 1 февраля"),
    ("МБОУ «Лесногорская СОШ»", "2", "Семинар школьной команды", "Программа", "март"),
    ("ОО, кураторы", "3", "Мониторинг мер", "Отчёт", "когда-нибудь"),
)
AMENDED = (
    FIRST[0],
    ("МБОУ «Лесногорская СОШ»", "2", "Семинар школьной команды", "Программа", "март – апрель"),
    FIRST[2],
    ("МОУО", "4", "Итоговый отчёт", "Отчёт", "20 декабря"),
)
ORDER = {"title": "Приказ Управления образования", "reason": "Уточнение сроков"}


def test_from_a_file_to_an_indicator_and_back(
    app: Flask, town: World, sign_in: SignIn, tmp_path: Path
) -> None:
    coordinator, school = sign_in(town.coordinator), sign_in(town.school_1.coordinator)
    brought = bring(app, coordinator, FIRST)
    page = coordinator.follow(named(coordinator, brought))
    assert page.has("уточните", "когда-нибудь", "Семинар школьной команды")
    roadmap = accepted(coordinator, brought)
    for party in rows(RoadmapParty):
        if party.name.startswith("МБОУ"):
            explain(coordinator, roadmap, party, town)
    coordinator.post(
        f"/roadmap/maps/{roadmap.number}/approve",
        {**ORDER, "number": "12-од", "dated": "15.01.2026", "seen": rows(Roadmap)[0].seen},
    )
    seminar = next(one for one in rows(Measure) if one.title.startswith("Семинар"))
    assert school.get("/schools/school-1?tab=roadmap").has("Семинар школьной команды")
    assert figure(coordinator, roadmap, "30.06.2026").has("0 из 2")

    mark(
        school, seminar.ref, note="", done_on="2026-03-20",
        files=(io.BytesIO(samples.pdf("программа")), "Программа.pdf"),
    )  # fmt: skip
    work(app)
    coordinator.post(f"{waiting(coordinator, seminar.ref)}/confirm")
    assert figure(coordinator, roadmap, "30.06.2026").has("1 из 2", "50 %")

    again = bring(app, coordinator, AMENDED, amends=roadmap.number)
    named(coordinator, again)
    url = f"/roadmap/import/{again.number}/differences"
    assert coordinator.get(url).has("было: март", "стало: март – апрель", "Новое", "Итоговый отчёт")
    seen = rows(RoadmapImport)[-1].seen
    coordinator.post(url, {**ORDER, "number": "40-од", "dated": "10.06.2026", "seen": seen})
    assert coordinator.get(f"/roadmap/items/{seminar.ref}").has("Исполнено и подтверждено")
    assert figure(coordinator, roadmap, "30.06.2026").has("1 из 2", "50 %"), "the same date, the same figure"
    assert figure(coordinator, roadmap, "31.12.2026").has("1 из 3")

    for kind in ("docx", "xlsx"):
        path = tmp_path / f"карта.{kind}"
        path.write_bytes(coordinator.get(f"/roadmap/maps/{roadmap.number}/export.{kind}").body)
        found = read_roadmap(lines_of_file(path))
        assert [name.lower() for name in found.columns.names] == [name.lower() for name in HEADER]
        assert [(one.number, one.title, one.deadline_text) for one in found.items] == [
            (number, title, deadline) for _, number, title, _, deadline in AMENDED
        ]


def office_file(lines: tuple[tuple[str, ...], ...]) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEADER))
    for line in (HEADER, *lines):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    return samples.docx_bytes(document)


def bring(app: Flask, browser: Browser, lines: tuple[tuple[str, ...], ...], **more: str) -> RoadmapImport:
    """Upload the file and let the worker read it."""
    sent(browser, office_file(lines), "Дорожная карта.docx", **more)
    work(app)
    row: RoadmapImport = rows(RoadmapImport)[-1]
    return row


def explain(browser: Browser, roadmap: Roadmap, party: RoadmapParty, town: World) -> None:
    browser.post(
        f"/roadmap/maps/{roadmap.number}/parties/{party.id}",
        {"kind": "school", "school": str(town.school_1.school.id), "meaning": "", "person": ""},
    )


def figure(browser: Browser, roadmap: Roadmap, on: str) -> "object":
    return browser.get(f"/roadmap/indicator?map={roadmap.number}&on={on}")
