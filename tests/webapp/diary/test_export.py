"""The diary of some days as a document: who gets which, made in the background, nothing lost of long texts."""

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp.filestore import storage
from webapp.models import Report, ReportFile
from webapp.reports import operations as reports
from workflows.vocabulary import ReportKind, ReportState

EXAMINED = "Посмотрели план воспитательной работы и два урока математики."


def entered(town: World, curator: Browser, **changes: Any) -> None:
    curator.post("/diary/new", {
        "school": str(town.school_1.school.id), "happened_on": (make.today() - timedelta(days=1)).isoformat(),
        "contact": "visit", "examined": EXAMINED, "what": "Прислать приказ", "doer": "school", "due_on": "",
        "doer_2": "school", "doer_3": "school", "question": "Не печатается", **changes,
    })  # fmt: skip


def asked(**changes: str) -> dict[str, str]:
    since, until = make.today() - timedelta(days=30), make.today()
    return {"since": since.isoformat(), "until": until.isoformat(), "school": "", "curator": "", **changes}


def test_a_curator_gets_their_own_and_the_coordinator_everybodys(
    town: World, as_curator: Browser, as_coordinator: Browser, as_head: Browser, sign_in: SignIn
) -> None:
    entered(town, as_curator)
    for person in (as_curator, as_coordinator):
        person.post("/diary/export", asked())
        person.post("/diary/export", asked())
    mine, all_of_them = rows(Report, Report.kind == ReportKind.DIARY)
    assert (mine.requested_by_id, all_of_them.requested_by_id) == (
        town.curator.user_id,
        town.coordinator.user_id,
    )
    for row in (mine, all_of_them):
        reports.build(row.id, keep_alive=lambda: None)
    files = {one.format: one for one in rows(ReportFile, ReportFile.report_id == mine.id)}
    assert set(files) == {"pdf", "docx", "xlsx"}
    with storage().open(files["xlsx"].sha256) as kept:
        sheet = load_workbook(io.BytesIO(kept.read())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert EXAMINED in cells and any("Прислать приказ" in one for one in cells)
    assert not any("Не печатается" in one for one in cells)
    assert as_curator.get(f"/reports/{mine.number}").has("Скачать PDF", "Скачать XLSX")
    assert as_curator.get(f"/reports/{mine.number}/xlsx").status == 200
    as_curator.get(f"/reports/{all_of_them.number}", status=404)
    sign_in(town.other_curator).get(f"/reports/{mine.number}", status=404)
    as_head.get(f"/reports/{mine.number}", status=404)
    as_head.get("/diary/export", status=404)
    as_curator.get("/reports", status=404)


def test_one_school_and_one_curator(town: World, as_curator: Browser, as_coordinator: Browser) -> None:
    entered(town, as_curator)
    refused = as_coordinator.post("/diary/export", asked(school=str(town.school_3.school.id)), status=422)
    assert refused.has("записей нет")
    as_coordinator.post(
        "/diary/export", asked(school=str(town.school_1.school.id), curator=str(town.curator.user_id))
    )
    (row,) = rows(Report, Report.kind == ReportKind.DIARY)
    reports.build(row.id, keep_alive=lambda: None)
    (row,) = rows(Report, Report.kind == ReportKind.DIARY)
    assert row.state is ReportState.READY
    assert row.content["school"] == town.school_1.school.short_name and len(row.content["lines"]) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"until": "2020-01-01"}, "раньше первого"), ({"since": ""}, "первый день"), ({"school": "x"}, "Школа")],
)
def test_bad_input_is_said_in_a_sentence(
    town: World, as_coordinator: Browser, changes: dict[str, str], words: str
) -> None:
    assert as_coordinator.post("/diary/export", asked(**changes), status=422).has(words)


def test_more_than_a_document_holds_is_refused_with_its_number(
    town: World, as_curator: Browser, as_coordinator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        entered(town, as_curator)
    monkeypatch.setattr(reports.ordering, "DIARY_LIMIT", 1)
    assert as_coordinator.post("/diary/export", asked(), status=422).has("Записей больше 1: 2.")
