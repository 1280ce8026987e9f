"""Tables as XLSX: results of a diagnostic with formulas and their values, schedules of lessons."""

import io
from datetime import UTC, date, datetime, time, timedelta

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from demo import people
from demo.files.tallies import Tallies, tallies
from demo.files.wording import school_day, sentence, short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure
from demo.texts.filling import filling
from demo.texts.proofs import BY_CODE

_PLACES = ("каб. 12", "каб. 15", "актовый зал", "каб. 7", "библиотека")


def diagnostics_xlsx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """Results by classes; totals and shares are formulas with computed values, as Excel would store them."""
    results = tallies(school, plan, measure)
    book = _Book(school, f"Диагностика: {measure.title}", measure.due_on)
    sheet = book.sheet("Результаты", f"{measure.title}, {short_date(measure.due_on)}")
    head = ("Класс", "Обучающихся", "Участвовали", sentence(BY_CODE[plan.risk_code].counted), "Доля, %")
    sheet.write_row(2, 0, head, book.bold)
    for row, one in enumerate(results.classes, start=3):
        sheet.write_row(row, 0, (one.name, one.pupils, one.present, one.reached), book.cell)
        _share(sheet, row, one.reached, one.present, book.share)
    _totals(sheet, results, book)
    sheet.write(len(results.classes) + 5, 0, "Фамилии обучающихся не указываются. Источник: протоколы работ.")
    return book.close()


def schedule_xlsx(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """The schedule of the measure: eight lessons before its date."""
    facts = filling(school, plan.starts_on)
    book = _Book(school, f"План-график: {measure.title}", plan.starts_on)
    sheet = book.sheet("План-график", f"План-график «{measure.title}»")
    sheet.write(
        1, 0, f"Утверждаю: директор {people.director_of(school).signature}, {short_date(plan.starts_on)}"
    )
    sheet.write_row(3, 0, ("№", "Дата", "Содержание", "Класс или группа", "Место", "Ведёт"), book.bold)
    topics = (*facts.profile.weak, *facts.profile.weak)
    classes = facts.figures.grade(5, 6, 7, 8)
    start = max(plan.starts_on, measure.due_on - timedelta(days=56))
    for index in range(8):
        day = school_day(start + timedelta(days=7 * index))
        subject = topics[index % len(topics)]
        row = (
            index + 1,
            short_date(day),
            f"Занятие {index + 1}: {subject.name}",
            classes[index % len(classes)].name,
            _PLACES[index % 5],
            measure.executor,
        )
        sheet.write_row(index + 4, 0, row, book.cell)
    return book.close()


def _share(sheet: Worksheet, row: int, part: int, whole: int, style: Format) -> None:
    sheet.write_formula(row, 4, f"=ROUND(D{row + 1}/C{row + 1}*100,1)", style, round(part / whole * 100, 1))


def _totals(sheet: Worksheet, results: Tallies, book: "_Book") -> None:
    row = len(results.classes) + 3
    sheet.write(row, 0, "Итого", book.bold)
    for column, value in enumerate((results.pupils, results.present, results.reached), start=1):
        letter = "ABCD"[column]
        sheet.write_formula(row, column, f"=SUM({letter}4:{letter}{row})", book.bold, value)
    _share(sheet, row, results.reached, results.present, book.share)


class _Book:
    """A workbook in memory with the formats of a school and no time of writing."""

    def __init__(self, school: DemoSchool, title: str, made_on: date) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        moment = datetime.combine(made_on, time(9, 0), tzinfo=UTC).replace(tzinfo=None)
        self._book.set_properties({"title": title, "author": school.short_name, "created": moment})
        self._school = school
        self.bold = self._book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EDEDED"}
        )
        self.cell = self._book.add_format({"border": 1, "text_wrap": True})
        self.share = self._book.add_format({"border": 1, "num_format": "0.0"})

    def sheet(self, name: str, heading: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 5, 22)
        sheet.write(0, 0, f"{self._school.short_name}. {heading}")
        return sheet

    def close(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()
