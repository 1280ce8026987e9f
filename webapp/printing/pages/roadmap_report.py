"""The page of «Отчёт о реализации мероприятий дорожной карты», and its measures as rows of a spreadsheet."""

from collections.abc import Iterator, Sequence

from webapp.formatting import counted, date_ru
from webapp.printing.contents.roadmap_report import Figure, MeasureLine, RoadmapReport
from webapp.printing.pages.requisites import origin_page, requisites_page
from webapp.printing.pages.tables import Numbering, Page, Row, numbered
from webapp.printing.wording import day, number, paragraphs, share

SHEET = (
    "Раздел", "№", "Мероприятие", "Срок", "Срок прочитан", "Ответственные", "Ожидаемый результат", "Состояние",
    "Исполнено", "Подтверждено", "Подтверждающие материалы", "В показателе",
)  # fmt: skip


def roadmap_report_page(report: RoadmapReport) -> Page:
    """The page of one report; the table of all measures is an appendix on landscape sheets."""
    requisites = requisites_page(report.requisites)
    subject = f"{report.requisites.document_kind.capitalize()} {requisites['number']}"
    return {
        "title": f"{subject} {report.requisites.heading}",
        "requisites": requisites,
        "origin": origin_page(report.provenance, subject),
        "facts": _facts(report),
        "summary": _summary(report),
        "conclusions": [line for text in report.conclusions for line in paragraphs(text)],
        "closing": f"Приложение: мероприятия дорожной карты ({_count(report)}).",
        "tables": _tables(report),
    }


def sheet_rows(report: RoadmapReport) -> Iterator[tuple[object, ...]]:
    """Yield the measures for `SHEET`, dates as dates."""
    for line in report.measures:
        yield (
            line.section, line.number, line.title, line.term, line.term_read, line.responsible, line.result,
            line.status, line.done_on, line.confirmed_on, "\n".join(line.evidence), line.counted,
        )  # fmt: skip


def _facts(report: RoadmapReport) -> list[Row]:
    return [
        ["Дорожная карта", f"{report.roadmap} (№ {report.number})"],
        ["Утверждена", report.approved or "реквизиты не указаны"],
        ["Период", report.period],
        *([["Проект", report.project]] if report.project else []),
        ["Дата мониторинга", date_ru(report.on)],
        ["Мероприятий", number(len(report.measures))],
    ]


def _summary(report: RoadmapReport) -> list[str]:
    figure = next(one for one in report.figures if one.is_reported)
    part = f"{figure.numerator} из {figure.denominator}"
    late = len(report.overdue)
    said = (
        f"Доля исполненных и подтверждённых мероприятий дорожной карты от общего числа запланированных "
        f"на {date_ru(report.on)}: {share(figure.numerator, figure.denominator)} ({part}). {figure.rule}."
    )
    overdue = f"Не исполнено в срок: {counted(late, 'мероприятие', 'мероприятия', 'мероприятий')}."
    return [said, overdue if late else "Мероприятий, не исполненных в срок, нет."]


def _tables(report: RoadmapReport) -> dict[str, Page]:
    rows: dict[str, list[Row]] = {
        "figures": [_figure(one) for one in report.figures],
        "overdue": numbered(
            [
                [_named(one.number, one.title), day(one.due_on), number(one.days), one.responsible or "–"]
                for one in report.overdue
            ]
        ),
        "amendments": numbered(
            [[_named(one.number, one.title), one.change, one.ground or "–"] for one in report.changes]
        ),
        "plan_years": [
            [_named(one.number, one.title), str(one.year), one.planned or "–", one.actual or "–"]
            for one in report.years
        ],
        "roadmap": list(_by_section(report.measures)),
    }
    numbering = Numbering()
    return {name: numbering.table(name, table_rows) for name, table_rows in rows.items()}


def _by_section(lines: Sequence[MeasureLine]) -> Iterator[Row]:
    """Yield the measures under the titles of their sections, each with the number it has in the roadmap."""
    last = None
    for line in lines:
        if line.section != last:
            yield [line.section or "Без раздела"]
            last = line.section
        yield [line.number or "–", *_measure(line)]


def _figure(figure: Figure) -> Row:
    mark = " (представляется в отчёт)" if figure.is_reported else ""
    return [
        f"{figure.rule}{mark}",
        number(figure.numerator),
        number(figure.denominator),
        share(figure.numerator, figure.denominator),
    ]


def _measure(line: MeasureLine) -> Row:
    term = line.term or "не указан"
    return [
        line.title,
        f"{term}\n({line.term_read})" if line.term_read and line.term_read != line.term else term,
        line.responsible or "–",
        line.result or "–",
        "\n".join(part for part in (line.status, f"исполнено {day(line.done_on)}" if line.done_on else "",
                                    f"подтверждено {day(line.confirmed_on)}" if line.confirmed_on else "") if part),
        "\n".join(line.evidence) or "–",
        line.counted,
    ]  # fmt: skip


def _named(number: str, title: str) -> str:
    return f"{number} {title}".strip()


def _count(report: RoadmapReport) -> str:
    return counted(len(report.measures), "мероприятие", "мероприятия", "мероприятий")
