"""Making a report: frozen once, resumed anywhere, ready once, failed with a reason."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from tests import factories as make
from tests.webapp.reports.conftest import NO_GOAL, rows
from tests.webapp.reports.judging import Case, change_verdict, judged
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.delivery import MAX_ATTEMPTS, LeaseLost
from webapp.filestore import storage
from webapp.models import JournalEntry, OutboxMessage, Package, Report, ReportFile, Stage
from webapp.printing.contents import PackageConclusion, StageReport
from webapp.reports import operations
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Event, ReportKind, ReportState

Order = Callable[..., str]
Read = Callable[[str], Report]
Made = Callable[[Stage], Report]


def text_of(file: ReportFile) -> str:
    """The words of a PDF or DOCX, white space folded."""
    data = storage().open(file.sha256).read()
    if file.format == "pdf":
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        words = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return " ".join(words.replace("\xad", "").replace("\u200b", "").replace("\u2060", "").split())


def events(kind: Event) -> list[OutboxMessage]:
    return rows(OutboxMessage, OutboxMessage.event == kind)


def test_a_made_report_has_its_data_its_files_and_one_notice(
    town: World, stage: Stage, packages: list[Package], made: Made
) -> None:
    report = made(stage)
    assert (report.state, report.done, report.step, report.attempts) == (ReportState.READY, 100, "", 1)
    contents = StageReport.from_json(json.dumps(report.content))
    assert contents.is_intact() and contents.provenance.data_hash == report.content_sha256
    assert contents.provenance.as_of.at == report.frozen_at
    assert [file.format for file in report.files] == ["docx", "pdf"]
    for file in report.files:
        assert storage().verify(file.sha256) and storage().size(file.sha256) == file.size
        assert report.number in file.name
    assert [message.payload for message in events(Event.REPORT_READY)] == [{"report_id": report.id}]
    assert [entry.action for entry in rows(JournalEntry, JournalEntry.action.like("report.%"))] == [
        "report.requested", "report.built",
    ]  # fmt: skip


def test_the_documents_name_every_school_and_every_verdict(
    town: World, stage: Stage, packages: list[Package], made: Made
) -> None:
    report = made(stage)
    for file in report.files:
        words = text_of(file).replace("- ", "-")
        for one in (town.school_1, town.school_2, town.school_3):
            assert all(part in words for part in one.school.name.split()), (file.format, one.school.name)
        for package in packages:
            assert package.number in words.replace(" ", "")
        assert "Соответствует с замечаниями" in words
        assert "Школы в целом справились." in words
        assert "Пакет не начат" in words
        assert report.number in words


def test_a_conclusion_is_made_of_its_verdict(
    town: World, stage: Stage, packages: list[Package], report_of: Read
) -> None:
    operations.order_conclusion(packages[1].id)
    (asked,) = rows(Report)
    operations.build(asked.id, keep_alive=lambda: None)
    report = report_of(asked.number)
    assert (report.kind, report.state) == (ReportKind.CONCLUSION, ReportState.READY)
    contents = PackageConclusion.from_json(json.dumps(report.content))
    assert contents.verdict == "Соответствует с замечаниями"
    assert contents.remarks[0].text == NO_GOAL
    low = {
        row.number: row.mark
        for part in contents.parts
        for group in part.groups
        for row in group.rows
        if row.points != 2
    }
    assert set(low) == {remark.criterion.removeprefix("Критерий ") for remark in contents.remarks} | {"А.1"}
    assert sorted(low.values()) == ["0 – не соответствует", "1 – частично"]
    assert len(contents.files) == 2 and all(len(file.sha256) == 64 for file in contents.files)
    for file in report.files:
        words = text_of(file)
        assert "Документ рассмотрен." in words and "Цель не измерима" in words
        assert packages[1].number in words.replace(" ", "")


def test_scores_that_a_school_may_not_see_are_not_on_its_paper(
    town: World, stage: Stage, packages: list[Package], report_of: Read
) -> None:
    with system_scope("test"), transaction():
        place = session.merge(town.municipality)
        place.show_scores = False
    operations.order_conclusion(packages[1].id)
    (asked,) = rows(Report)
    operations.build(asked.id, keep_alive=lambda: None)
    contents = PackageConclusion.from_json(json.dumps(report_of(asked.number).content))
    marks = {row.mark for part in contents.parts for group in part.groups for row in group.rows}
    assert contents.score is None and marks == {"не раскрывается"}


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_killed_between_any_two_steps_the_next_attempt_makes_one_report(
    stage: Stage, packages: list[Package], order: Order, report_of: Read, stop_at: int
) -> None:
    number = order(stage)
    report_id = report_of(number).id
    calls = 0

    def dies() -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise LeaseLost("test")

    with pytest.raises(LeaseLost):
        operations.build(report_id, keep_alive=dies)
    half = report_of(number)
    assert half.state is ReportState.BUILDING and half.files == [] and half.content
    sealed, frozen_at = half.content_sha256, half.frozen_at
    assert not events(Event.REPORT_READY) and not events(Event.REPORT_FAILED)
    change_verdict(packages[0].number, VerdictKind.FAILS)
    operations.build(report_id, keep_alive=lambda: None)
    operations.build(report_id, keep_alive=lambda: None)
    report = report_of(number)
    assert report.state is ReportState.READY and report.attempts == 2
    assert (report.content_sha256, report.frozen_at) == (sealed, frozen_at)
    assert len(rows(ReportFile)) == 2 and len(events(Event.REPORT_READY)) == 1


def test_two_workers_on_one_report_make_one_set_of_files(
    stage: Stage, packages: list[Package], order: Order, report_of: Read
) -> None:
    number = order(stage)
    report_id = report_of(number).id
    began = False

    def another_comes() -> None:
        nonlocal began
        if not began:
            began = True
            operations.build(report_id, keep_alive=lambda: None)

    operations.build(report_id, keep_alive=another_comes)
    assert report_of(number).state is ReportState.READY
    assert len(rows(ReportFile)) == 2 and len(events(Event.REPORT_READY)) == 1


def test_numbers_are_those_of_the_frozen_instant_whatever_changes_meanwhile(
    stage: Stage, packages: list[Package], order: Order, report_of: Read
) -> None:
    number = order(stage)

    def life_goes_on() -> None:
        change_verdict(packages[0].number, VerdictKind.FAILS)

    operations.build(report_of(number).id, keep_alive=life_goes_on)
    report = report_of(number)
    contents = StageReport.from_json(json.dumps(report.content))
    counts = {line.verdict: line.count for line in contents.verdicts}
    assert counts == {
        "Соответствует": 1,
        "Соответствует с замечаниями": 1,
        "Требует доработки": 0,
        "Не соответствует": 0,
    }
    pdf = next(file for file in report.files if file.format == "pdf")
    assert "Не соответствует 0" in text_of(pdf)


def test_an_error_is_raised_for_another_attempt_and_the_last_one_fails_with_a_reason(
    stage: Stage, packages: list[Package], order: Order, report_of: Read
) -> None:
    number = order(stage)
    report_id = report_of(number).id

    def breaks() -> None:
        raise RuntimeError("test")

    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(RuntimeError):
            operations.build(report_id, keep_alive=breaks)
    assert report_of(number).state is ReportState.BUILDING
    operations.build(report_id, keep_alive=breaks)
    report = report_of(number)
    assert report.state is ReportState.FAILED and report.attempts == MAX_ATTEMPTS
    assert report.failure.startswith("Во время формирования произошла ошибка")
    assert len(events(Event.REPORT_FAILED)) == 1 and not rows(ReportFile)
    operations.build(report_id, keep_alive=breaks)
    assert report_of(number).attempts == MAX_ATTEMPTS


def test_damaged_data_fail_at_once_in_plain_words(stage: Stage, order: Order, report_of: Read) -> None:
    number = order(stage)
    with system_scope("test"), transaction():
        session.merge(Report(id=report_of(number).id, content={"чужое": 1}))
    operations.build(report_of(number).id, keep_alive=lambda: None)
    report = report_of(number)
    assert report.state is ReportState.FAILED and "повреждены" in report.failure


def test_a_report_on_an_empty_stage_is_a_report(town: World, order: Order, report_of: Read) -> None:
    empty = make.stage(town.programme, slug="empty-2026", title="Пустой этап", kinds=("concept",))
    number = order(empty, "")
    operations.build(report_of(number).id, keep_alive=lambda: None)
    report = report_of(number)
    assert report.state is ReportState.READY
    assert StageReport.from_json(json.dumps(report.content)).general.schools.not_sent == 3


def test_unfinished_expertise_is_in_the_report_without_a_verdict(
    town: World, stage: Stage, made: Made
) -> None:
    package = judged(town, town.school_1.school, stage, Case(None))
    contents = StageReport.from_json(json.dumps(made(stage).content))
    assert [(one.package_number, one.verdict, one.score) for one in contents.results] == [
        (package.number, "", None)
    ]
    assert contents.verdicts == () and contents.criteria == ()


def test_the_end_of_the_journal_stands_on_the_paper(
    town: World, stage: Stage, packages: list[Package], made: Made
) -> None:
    report = made(stage)
    (paper,) = [file for file in report.files if file.format == "pdf"]
    told = re.search(r"Конец журнала действий: (\d+):([0-9a-f ]{64,80})", text_of(paper))
    assert told is not None
    entry = rows(JournalEntry, JournalEntry.id == int(told[1]))[0]
    assert entry.digest == told[2].replace(" ", "")[:64]


def test_records_made_before_it_keep_their_seal(
    town: World, stage: Stage, packages: list[Package], made: Made
) -> None:
    content = made(stage).content
    found = StageReport.from_json(json.dumps(content))
    assert found.is_intact()
    older = replace(found, provenance=replace(found.provenance, journal="")).sealed()
    assert '"journal"' not in older.to_json() and StageReport.from_json(older.to_json()).is_intact()
