"""The page of «Дневник куратора», and its rows as a spreadsheet."""

from collections import Counter
from collections.abc import Iterable

from webapp.formatting import counted, date_ru
from webapp.printing.contents.diary_report import Agreement, DiaryLine, DiaryReport
from webapp.printing.pages.requisites import origin_page, requisites_page
from webapp.printing.pages.tables import Numbering, Page, Row, numbered
from webapp.printing.wording import day, minute_moment, number

SHEET = (
    "№ записи", "Дата и время", "Школа", "Куратор", "Форма", "Минут", "Участники", "Этап", "Что рассмотрено",
    "Проблемы", "Рекомендации", "Договорённости", "Продвижение", "Состояние",
)  # fmt: skip


def diary_report_page(report: DiaryReport) -> Page:
    """The page of one diary: whose it is, its sums, its entries."""
    numbering = Numbering()
    requisites = requisites_page(report.requisites)
    return {
        "title": f"Дневник куратора № {report.requisites.number}",
        "requisites": requisites,
        "origin": origin_page(report.provenance, f"Дневник {requisites['number']}"),
        "facts": _facts(report),
        "closing": "",
        "tables": {
            "contacts": numbering.table("contacts", _contacts(report.lines)),
            "entries": numbering.table("entries", numbered([_entry(one) for one in report.lines])),
        },
    }


def sheet_rows(report: DiaryReport) -> Iterable[tuple[object, ...]]:
    """The entries as rows of a spreadsheet, a number as a number."""
    for one in report.lines:
        yield (
            one.number, one.at.local, one.school, one.curator, one.contact, one.minutes or None,
            one.participants, one.stage, one.examined, one.problems, one.recommendations,
            "\n".join(map(_agreed, one.agreements)), one.advance, one.state,
        )  # fmt: skip


def _facts(report: DiaryReport) -> list[Row]:
    agreed = [one for line in report.lines for one in line.agreements]
    done = sum(one.done_on is not None for one in agreed)
    return [
        ["Период", f"{date_ru(report.since)} – {date_ru(report.until)}"],
        ["Школа", report.school or "все школы"],
        ["Куратор", report.curator or "все кураторы"],
        ["Записей", number(len(report.lines))],
        ["Школ", number(len({line.school for line in report.lines}))],
        [
            "Продолжительность",
            counted(sum(line.minutes for line in report.lines), "минута", "минуты", "минут"),
        ],
        ["Договорённости", f"выполнено {done} из {len(agreed)}" if agreed else "нет"],
    ]


def _contacts(lines: Iterable[DiaryLine]) -> list[Row]:
    found = Counter(line.contact for line in lines)
    return [
        [contact, number(count)]
        for contact, count in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    ]


def _entry(one: DiaryLine) -> Row:
    about = [one.contact, f"{one.minutes} мин" if one.minutes else "", one.participants, one.stage]
    said = [
        one.examined,
        f"Проблемы: {one.problems}" if one.problems else "",
        f"Рекомендации: {one.recommendations}" if one.recommendations else "",
        f"Продвижение: {one.advance.lower()}" if one.advance else "",
        *(f"Дополнено: {text}" for text in one.additions),
    ]
    return [
        f"{minute_moment(one.at)}\n{one.school}",
        "\n".join(filter(None, about)),
        "\n".join(filter(None, said)),
        "\n".join(map(_agreed, one.agreements)) or "–",
        f"{one.curator}\n{one.state}",
    ]


def _agreed(one: Agreement) -> str:
    due = f", до {day(one.due_on)}" if one.due_on else ""
    return f"{one.what} ({one.doer.lower()}{due}): {f'выполнено {day(one.done_on)}' if one.done_on else 'не выполнено'}"
