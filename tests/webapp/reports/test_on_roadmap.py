"""Reports on a roadmap: as of a day, in three files, for those who may read them (К20, О04, О08)."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import unquote

import openpyxl
import pytest

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.reports.test_building import text_of
from tests.world import World
from webapp.access.actor import acting_as
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.models import Measure, MeasureTerm, ProgressEvidence, Report, Roadmap
from webapp.printing.contents import RoadmapReport
from webapp.reports import operations
from webapp.reports.queries import Asked
from workflows.deadlines import Frame, read_deadline, to_plain
from workflows.roadmaps.indicator import Reading
from workflows.roadmaps.words import EvidenceKind, ProgressState, RoadmapState, TermOrigin
from workflows.vocabulary import ReportState

Read = Callable[[str], Report]
ON = date(2026, 6, 10)
YEAR = Frame.of_year(2026)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=make.ZONE)


@pytest.fixture
def roadmap(town: World) -> Roadmap:
    """Seven measures: confirmed, confirmed later, waiting, overdue, moved, excluded, by years."""
    row = make.roadmap(
        town.municipality, title="Дорожная карта «500+» округа", order_title="Приказ управления образования",
        order_number="15-од", order_date=date(2026, 1, 15), programme_id=town.programme.id,
    )  # fmt: skip
    section = make.section(row, "Организационные мероприятия")
    put = lambda n, deadline, title, **more: make.measure(  # noqa: E731
        row,
        deadline,
        title=title,
        number=f"{n}.",
        position=n,
        section_id=section.id,
        result="Протокол",
        **more,
    )
    done, later = put(1, "март", "Совещание директоров"), put(2, "апрель", "Круглый стол кураторов")
    waiting, moved = put(3, "май", "Выездной семинар"), put(5, "февраль", "Школа молодого педагога")
    put(4, "01.04.2026", "Размещение концептуальных документов")
    put(6, "май", "Отменённый марафон", excluded_on=date(2026, 5, 1), exclusion_reason="Совпадает с п. 3",
        exclusion_order="приказ от 30.04.2026 № 40-од")  # fmt: skip
    put(7, "2026 год", "Школьные программы", plan={
        "total": {"text": "10", "op": "=", "values": [10]}, "years": {"2026": {"text": "10", "op": "=", "values": [10]}},
        "aggregation": "each_year",
    })  # fmt: skip
    fact(
        town,
        done,
        ProgressState.CONFIRMED,
        done_on=date(2026, 3, 20),
        decided_at=at(3, 25),
        executed_at=at(3, 21),
    )
    fact(
        town,
        later,
        ProgressState.CONFIRMED,
        done_on=date(2026, 4, 20),
        decided_at=at(7, 1),
        executed_at=at(4, 21),
    )
    fact(town, waiting, ProgressState.EXECUTED, done_on=date(2026, 5, 20), executed_at=at(5, 21))
    for since, text, origin in ((date(2026, 3, 1), "сентябрь", TermOrigin.TRANSFERRED),):
        make.save(MeasureTerm(
            municipality_id=row.municipality_id, measure_id=moved.id, origin=origin, text=text, since=since,
            deadline=to_plain(read_deadline(text, YEAR)), reason="Болезнь ведущего", order_requisites="приказ № 21-од",
            set_by_name=town.coordinator.name,
        ))  # fmt: skip
    return row


def fact(town: World, measure: Measure, state: ProgressState, **values: object) -> None:
    decided = town.coordinator if state is ProgressState.CONFIRMED else None
    row = make.progress(measure, town.chief, state, decided_by=decided, **values)
    make.save(ProgressEvidence(
        municipality_id=row.municipality_id, progress_id=row.id, kind=EvidenceKind.LINK, title="Протокол совещания",
        url="https://example.org/1",
    ))  # fmt: skip


def made(town: World, roadmap: Roadmap, report_of: Read, **changes: object) -> Report:
    asked = Asked(**{"on": ON, "reading": Reading.DUE, "form": "report", **changes})  # type: ignore[arg-type]
    with acting_as(town.coordinator):
        number = operations.order_on_roadmap(
            roadmap.number, asked, "Мероприятия первого полугодия исполнены.", actor=town.coordinator
        )
    operations.build(report_of(number).id, keep_alive=lambda: None)
    return report_of(number)


def test_it_says_what_was_known_on_the_day(town: World, roadmap: Roadmap, report_of: Read) -> None:
    report = made(town, roadmap, report_of)
    assert report.state is ReportState.READY, report.failure
    contents = RoadmapReport.from_json(json.dumps(report.content))
    assert contents.is_intact()
    statuses = {line.number: line.status for line in contents.measures}
    assert statuses == {
        "1.": "Исполнено и подтверждено", "2.": "Исполнено, ожидает подтверждения", "3.": "Исполнено, ожидает подтверждения",
        "4.": "Не исполнено (просрочено)", "5.": "Срок перенесён", "6.": "Исключено", "7.": "В работе",
    }  # fmt: skip
    assert [(one.numerator, one.denominator, one.is_reported) for one in contents.figures] == [
        (1, 4, True), (1, 6, False),
    ]  # fmt: skip
    assert [(one.number, one.days) for one in contents.overdue] == [("4.", 70)]
    assert {(one.number, one.change) for one in contents.changes} == {
        ("5.", "срок перенесён: сентябрь"), ("6.", "исключено с 01.05.2026"),
    }  # fmt: skip
    assert [(one.year, one.planned, one.actual) for one in contents.years] == [(2026, "10", "")]


def test_a_later_day_and_another_reading_give_another_figure(
    town: World, roadmap: Roadmap, report_of: Read
) -> None:
    report = made(town, roadmap, report_of, on=date(2026, 7, 2), reading=Reading.ALL)
    figures = RoadmapReport.from_json(json.dumps(report.content)).figures
    assert [(one.numerator, one.denominator, one.is_reported) for one in figures] == [
        (2, 4, False),
        (2, 6, True),
    ]


def test_it_comes_as_pdf_docx_and_xlsx(town: World, roadmap: Roadmap, report_of: Read) -> None:
    report = made(town, roadmap, report_of)
    files = {file.format: file for file in report.files}
    assert set(files) == {"pdf", "docx", "xlsx"}
    for kind in ("pdf", "docx"):
        words = text_of(files[kind]).replace("- ", "-")
        for wanted in (
            "Размещение концептуальных документов", "15-од", "Мероприятия первого полугодия исполнены.",
            "Болезнь", "25 %", "Приложение. Мероприятия дорожной карты",
        ):  # fmt: skip
            assert wanted in words.replace("\xa0", " "), (kind, wanted)
    sheet = openpyxl.load_workbook(io.BytesIO(storage().open(files["xlsx"].sha256).read())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 8 and rows[1][2] == "Совещание директоров" and rows[1][8].date() == date(2026, 3, 20)


def test_a_note_is_named_as_one_and_two_orders_make_one(
    town: World, roadmap: Roadmap, report_of: Read
) -> None:
    report = made(town, roadmap, report_of, form="note")
    assert report.title.startswith("Информационная справка о реализации")
    asked = Asked(ON, Reading.DUE, "report")
    with acting_as(town.coordinator):
        numbers = {
            operations.order_on_roadmap(roadmap.number, asked, "", actor=town.coordinator) for _ in range(3)
        }
    assert len(numbers) == 1


def test_what_cannot_be_reported_on_says_why(town: World, roadmap: Roadmap) -> None:
    draft = make.roadmap(town.municipality, title="Проект карты", state=RoadmapState.DRAFT)
    with acting_as(town.coordinator) as actor:
        with pytest.raises(Invalid, match="утверждённой"):
            operations.order_on_roadmap(draft.number, Asked(ON, Reading.DUE, "report"), "", actor=actor)
        with pytest.raises(Invalid, match="не позже сегодняшней"):
            future = Asked(make.today() + timedelta(days=1), Reading.DUE, "report")
            operations.order_on_roadmap(roadmap.number, future, "", actor=actor)
    with acting_as(town.foreign_coordinator) as actor, pytest.raises(NotThere):
        operations.order_on_roadmap(roadmap.number, Asked(ON, Reading.DUE, "report"), "", actor=actor)


def test_the_coordinator_orders_it_on_a_page_and_the_region_reads_it_once_accepted(
    town: World, roadmap: Roadmap, report_of: Read, as_coordinator: Browser, sign_in: SignIn
) -> None:
    page = as_coordinator.get(f"/reports/roadmap?map={roadmap.number}")
    assert page.has("Дорожная карта «500+» округа", "Дата мониторинга")
    told = {
        "map": roadmap.number,
        "on": "31.06.2026",
        "reading": "due",
        "kind": "report",
        "conclusions": "Выводы.",
    }
    wrong = as_coordinator.post("/reports/roadmap", told, status=422)
    assert wrong.has("нет в календаре") and "Выводы." in wrong.text
    done = as_coordinator.post("/reports/roadmap", {**told, "on": "10.06.2026"})
    number = unquote(done.location.rpartition("/")[2])
    operations.build(report_of(number).id, keep_alive=lambda: None)
    page = as_coordinator.get(done.location)
    assert page.has(
        "Чтение А: мероприятия, срок которых наступил на дату, и исполненные досрочно: 1 из 4, 25"
    )
    (xlsx,) = page.tree.xpath("//a[contains(., 'XLSX')]/@href")
    assert as_coordinator.get(xlsx).body[:2] == b"PK"
    observer, curator = sign_in(town.observer), sign_in(town.curator)
    observer.get(f"{done.location}?place={town.municipality.code}", status=404)
    curator.get(done.location, status=404)
    as_coordinator.post(f"{done.location}/accept")
    assert observer.get(f"{done.location}?place={town.municipality.code}").has("Чтение А")
    assert as_coordinator.get("/reports?kind=roadmap").has(number)
    as_coordinator.get("/reports/roadmap?map=nothing", status=404)
    curator.get(f"/reports/roadmap?map={roadmap.number}", status=404)
