"""The map of addresses people were promised: what it names is there, under its name or sent on from it (ADR 0020)."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from tests import factories as make
from tests.pages import Browser
from tests.world import World
from workflows.vocabulary import State

PROMISED = [
    "/login",
    "/login/reset",
    "/",
    "/packages",
    "/packages/new",
    "/packages/p-1",
    "/packages/p-1/edit/kind",
    "/packages/p-1/edit/files",
    "/packages/p-1/edit/answers",
    "/packages/p-1/edit/check",
    "/packages/p-1/edit/submit",
    "/packages/p-1/files/3",
    "/packages/p-1/files/3/text",
    "/packages/p-1/files/3/original",
    "/packages/p-1/versions",
    "/packages/p-1/versions/2",
    "/packages/p-1/sheet",
    "/packages/p-1/verdict",
    "/packages/p-1/history",
    "/packages/p-1/remarks",
    "/schools",
    "/schools/s-6",
    "/roadmap",
    "/roadmap/timeline",
    "/roadmap/items/26",
    "/roadmap/import",
    "/roadmap/import/17/columns",
    "/roadmap/import/17/check",
    "/reports",
    "/reports/stage-2",
    "/reports/stage-2/build",
    "/reports/stage-2/progress",
    "/reports/stage-2/preview",
    "/reports/stage-2/sign",
    "/reports/stage-2/download.docx",
    "/reports/stage-2/download.pdf",
    "/programmes",
    "/curators",
    "/notifications",
    "/search",
    "/admin/users",
    "/help",
    "/help/packages",
    "/accessibility",
    "/display",
]
PROMISED_ACTS = [
    "/logout",
    "/session/extend",
    "/packages/p-1/verdict",
    "/reports/stage-2/build",
    "/reports/stage-2/sign",
    "/display",
]


@pytest.mark.parametrize(("method", "paths"), [("GET", PROMISED), ("POST", PROMISED_ACTS)])
def test_every_promised_address_is_there(bare_app: Flask, method: str, paths: list[str]) -> None:
    there, missing = bare_app.url_map.bind("127.0.0.1"), []
    for path in paths:
        try:
            there.match(path, method=method)
        except NotFound:
            missing.append(path)
    assert missing == []


@pytest.mark.parametrize(
    ("status", "own"),
    [
        ("expert", "state=expert"),
        ("draft", "state=draft"),
        ("returned", "state=reworked"),
        ("accepted", "state=accepted"),
        ("rejected", "state=fails"),
        ("late", "due=overdue"),
    ],
)
def test_the_promised_name_of_a_condition_leads_to_ours(
    town: World, as_coordinator: Browser, status: str, own: str
) -> None:
    answer = as_coordinator.get(f"/packages?stage=concept-2026&status={status}", status=303)
    assert answer.location.split("?")[0] == "/packages"
    assert sorted(answer.location.split("?")[1].split("&")) == sorted(["stage=concept-2026", own])


def test_a_condition_by_its_promised_name_is_kept(town: World, as_coordinator: Browser) -> None:
    make.package(town.school_1.school, town.stage, number="srr-2026-1", state=State.ADMITTED)
    make.package(town.school_2.school, town.stage, number="srr-2026-2", state=State.CURATOR_REVIEW)
    page = as_coordinator.follow(as_coordinator.get("/packages?status=expert", status=303))
    assert "srr-2026-1" in page.text and "srr-2026-2" not in page.text


def test_the_search_of_the_map_has_its_page(town: World, as_coordinator: Browser) -> None:
    assert as_coordinator.get("/search?q=%D0%BB%D0%B5%D1%81%D0%BD%D0%BE%D0%B9").has(
        "Поиск", "Ничего не найдено"
    )
