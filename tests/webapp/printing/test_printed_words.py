"""Words of printed documents: zones, shares, clean text, numbered and grouped tables."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.webapp.printing import samples
from webapp.printing import wording
from webapp.printing.contents import Kind, MeasureResult, Moment
from webapp.printing.pages import page_of
from webapp.printing.pages.conclusion import sheet_line
from webapp.printing.pages.measures import measure_rows, outcome_words
from webapp.printing.volumes import volumes


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Krasnoyarsk", "22.11.2026 12:04:30 (красноярское время, UTC+7)"),
        ("Europe/Kaliningrad", "22.11.2026 07:04:30 (калининградское время, UTC+2)"),
        ("Asia/Kamchatka", "22.11.2026 17:04:30 (камчатское время, UTC+12)"),
        ("Asia/Kathmandu", "22.11.2026 10:49:30 (UTC+5:45)"),
    ],
)
def test_instant_is_read_in_its_zone(zone: str, words: str) -> None:
    moment = Moment(datetime(2026, 11, 22, 5, 4, 30, tzinfo=UTC), zone)
    assert wording.exact_moment(moment).replace("\u00a0", " ") == words


def test_negative_offset_has_no_russian_name() -> None:
    assert wording.zone_words(timedelta(hours=-3)) == "UTC−3"


@pytest.mark.parametrize(
    ("value", "words"),
    [("7.5", "7,5"), ("20", "20"), ("20.00", "20"), ("1250", "1\u00a0250"), ("0", "0"), ("0.125", "0,125")],
)
def test_number_has_the_digits_it_needs(value: str, words: str) -> None:
    assert wording.number(Decimal(value)) == words


def test_share_of_nothing_is_a_dash() -> None:
    assert wording.share(0, 0) == "–"
    assert wording.share(18, 21) == "85,7\u00a0%"


def test_printable_text_loses_only_what_paper_cannot_hold() -> None:
    assert wording.printable("а\x00б\x1bв\u202eг\ud800\r\nд\rе\tж № 5") == "абвг\nд\nе ж №\u00a05"


def test_every_table_with_rows_has_the_next_number_and_empty_ones_have_none() -> None:
    page = page_of(Kind.STAGE_REPORT, samples.stage_report(2, changes=()).to_json())
    captions = [table["caption"] for table in page["tables"].values()]
    numbers = [caption.split(".")[0] for caption in captions if caption.startswith("Таблица")]
    assert numbers == [f"Таблица {n}" for n in range(1, len(numbers) + 1)]
    assert page["tables"]["changes"]["caption"] == "Позитивные изменения по рискам"


def test_every_row_is_as_wide_as_its_table_or_is_the_title_of_a_group() -> None:
    for kind, document in (
        (Kind.STAGE_REPORT, samples.stage_report(4)),
        (Kind.CONCLUSION, samples.conclusion()),
        (Kind.RECEIPT, samples.receipt()),
        (Kind.AGREEMENT, samples.agreement()),
        (Kind.ROADMAP_REPORT, samples.roadmap_report()),
    ):
        for table in page_of(kind, document.to_json())["tables"].values():
            assert {len(row) for row in table["rows"]} <= {1, len(table["head"])}


def test_package_without_files_says_so() -> None:
    report = samples.stage_report(1, files=0)
    rows = page_of(Kind.STAGE_REPORT, report.to_json())["tables"]["appendix"]["rows"]
    assert rows[1][1] == "файлов нет"


@pytest.mark.parametrize("cells", [10, 57, 400, 100_000])
def test_runs_together_hold_every_row_once_and_in_order(cells: int) -> None:
    page = page_of(Kind.STAGE_REPORT, samples.stage_report(17).to_json())
    runs = volumes(Kind.STAGE_REPORT, page, cells=cells)
    for name, table in page["tables"].items():
        numbered = [row for row in table["rows"] if len(row) > 1]
        printed = [
            row for run in runs for row in run["tables"].get(name, {"rows": []})["rows"] if len(row) > 1
        ]
        assert printed == numbered
    assert next(piece["name"] for run in runs for piece in run["pieces"] if not piece["continued"]) == "head"


def test_run_begins_with_the_title_of_the_group_it_continues_and_never_ends_with_a_title() -> None:
    page = page_of(Kind.STAGE_REPORT, samples.stage_report(9, files=7).to_json())
    for run in volumes(Kind.STAGE_REPORT, page, cells=25):
        for table in run["tables"].values():
            if table["rows"]:
                assert len(table["rows"][-1]) > 1
        appendix = run["tables"].get("appendix")
        if appendix:
            assert len(appendix["rows"][0]) == 1


def test_a_typical_remark_names_so_many_schools_as_can_be_read() -> None:
    schools = tuple(f"СОШ № {number}" for number in range(1, 28))
    remarks = (
        samples.TypicalRemark("Критерий 1", "Нет даты.", 27, schools),
        samples.TypicalRemark("Критерий 2", "Нет подписи.", 20, schools[:20]),
    )
    page = page_of(Kind.STAGE_REPORT, samples.stage_report(typical_remarks=remarks).to_json())
    many, few = (row[-1].replace("\u00a0", " ") for row in page["tables"]["typical"]["rows"])
    assert many.endswith("СОШ № 20 и ещё 7 школ") and many.count(";") == 19
    assert few.endswith("СОШ № 20")


@pytest.mark.parametrize(
    ("title", "approved_by", "words"),
    [
        ("Концепция", "", "Экспертный лист «Концепция», редакция 2 от 1 февраля 2026 г."),
        ("Концепция", "приказ № 5.", "Экспертный лист «Концепция», редакция 2 от 1 февраля 2026 г.; утверждение: приказ № 5."),
        ("Концепция», «Программа", "", "Экспертные листы «Концепция», «Программа», редакция 2 от 1 февраля 2026 г."),
    ],
)  # fmt: skip
def test_a_sheet_is_named_with_one_full_stop(title: str, approved_by: str, words: str) -> None:
    edition = samples.SheetEdition(title, "2", date(2026, 2, 1), approved_by)
    assert sheet_line(edition).replace("\u00a0", " ") == words


DONE, PARTLY, NOT_DONE = "Исполнена и подтверждена", "Исполнена частично", "Не подтверждена"


def test_confirmed_measures_are_summed_by_school_by_risk_and_over_all_schools() -> None:
    measures = (
        MeasureResult("Школа № 1", "Кадры", "Мера 1", 1, 1, DONE),
        MeasureResult("Школа № 1", "Ресурсы", "Мера 2", 0, 1, PARTLY),
        MeasureResult("Школа № 1", "Кадры", "Мера 3", 0, 1, NOT_DONE),
        MeasureResult("Школа № 2", "Кадры", "Мера 1", 1, 1, DONE),
    )
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in measure_rows(measures)] == [
        ["Школа № 1: подтверждено 1 из 3 мероприятий (33,3 %)"],
        ["–", "Риск «Кадры»", "всего по риску", "1 из 2", "50 %"],
        ["1", "Мера 1", DONE, "1 из 1", "–"],
        ["2", "Мера 3", NOT_DONE, "0 из 1", "–"],
        ["–", "Риск «Ресурсы»", "всего по риску", "0 из 1", "0 %"],
        ["3", "Мера 2", PARTLY, "0 из 1", "–"],
        ["Школа № 2: подтверждено 1 из 1 мероприятия (100 %)"],
        ["–", "Риск «Кадры»", "всего по риску", "1 из 1", "100 %"],
        ["4", "Мера 1", DONE, "1 из 1", "–"],
        ["Все школы: подтверждено 2 из 4 мероприятий (50 %)"],
        ["–", "Риск «Кадры»", "всего по риску", "2 из 3", "66,7 %"],
        ["–", "Риск «Ресурсы»", "всего по риску", "0 из 1", "0 %"],
    ]
    assert outcome_words(measures) == [
        "Выводы по мерам: исполнена и подтверждена – 2; исполнена частично – 1; не подтверждена – 1."
    ]
