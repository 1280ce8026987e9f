"""The page of «Отчёт по итогам содержательной экспертизы …»."""

from webapp.formatting import counted, number_ru, percent_ru
from webapp.printing.contents import (
    AppendixPackage,
    CriterionAverage,
    Deadline,
    GeneralFacts,
    SchoolCounts,
    SchoolResult,
    StageReport,
    TypicalRemark,
    VerdictCount,
)
from webapp.printing.pages.conclusion import sheet_line
from webapp.printing.pages.measures import confirmed_words, measure_rows, outcome_words
from webapp.printing.pages.requisites import file_rows, origin_page, people, requisites_page
from webapp.printing.pages.tables import Numbering, Page, Row, grouped, numbered
from webapp.printing.wording import day, minute_moment, number, paragraphs, share

SCHOOLS_NAMED = 20
"""Schools that a typical remark names; a list of hundreds would fill pages that nobody reads."""


def stage_report_page(report: StageReport) -> Page:
    """The page of one report; its tables are numbered in the order of the sections."""
    requisites = requisites_page(report.requisites)
    subject = f"{report.requisites.document_kind.capitalize()} {requisites['number']}"
    return {
        "title": f"{subject} {report.requisites.heading}",
        "requisites": requisites,
        "origin": origin_page(report.provenance, subject),
        "facts": _facts(report.general),
        "grounds": list(report.general.grounds),
        "reviewers": people(report.general.reviewers),
        "order": _texts(report.parameters.order),
        "sheets": [sheet_line(sheet) for sheet in report.parameters.sheets],
        "summary": _summary(report),
        "conclusions": _texts(report.conclusions),
        "closing": _closing(report),
        "bars": _bars(report.verdicts),
        "tables": _tables(report),
    }


def _tables(report: StageReport) -> dict[str, Page]:
    """Every table in the order in which the sections print them: the numbers depend on it."""
    parameters, general = report.parameters, report.general
    rows: dict[str, list[Row]] = {
        "composition": [
            [line.kind_title, number(line.due), number(line.sent), share(line.sent, line.due)]
            for line in general.composition
        ],
        "counts": _counts(general.schools),
        "deadlines": numbered([_deadline(deadline) for deadline in report.deadlines]),
        "scale": [[step.mark, step.meaning] for step in parameters.scale],
        "thresholds": [[step.verdict, step.condition] for step in parameters.thresholds],
        "zones": [[zone.zone, zone.range] for zone in parameters.zones],
        "verdicts": _verdicts(report.verdicts),
        "results": numbered([_result(result) for result in report.results]),
        "measures": measure_rows(report.measures),
        "changes": grouped(
            (change.school, [change.risk, change.outcome, change.basis or "–"]) for change in report.changes
        ),
        "averages": [_average(average) for average in report.criteria],
        "typical": numbered([_typical(remark) for remark in report.typical_remarks]),
        "recommendations": numbered(
            [[line.school, line.text, day(line.due)] for line in report.recommendations]
        ),
        "appendix": _appendix(report.appendix),
    }
    numbering = Numbering()
    return {name: numbering.table(name, table_rows) for name, table_rows in rows.items()}


def _facts(general: GeneralFacts) -> list[Row]:
    return [
        ["Проект", general.programme],
        ["Этап экспертизы", general.stage],
        ["Приём пакетов открыт", minute_moment(general.opens)],
        ["Приём пакетов окончен", minute_moment(general.closes)],
    ]


def _closing(report: StageReport) -> str:
    """The note on the appendix, which stands above the signatures (ГОСТ Р 7.0.97-2025)."""
    if not report.appendix:
        return "Приложение: перечень пакетов и файлов (пакеты не представлены)."
    count = sum(len(package.files) for package in report.appendix)
    packages = counted(len(report.appendix), "пакет", "пакета", "пакетов")
    files = counted(count, "файл", "файла", "файлов")
    return f"Приложение: перечень пакетов и файлов ({packages}, {files})."


def _counts(schools: SchoolCounts) -> list[Row]:
    lines = (
        ("Должны представить пакеты", schools.due),
        ("Представили пакеты", schools.sent),
        ("в том числе с нарушением срока", schools.late),
        ("Не представили пакеты", schools.not_sent),
    )
    return [[title, number(count), share(count, schools.due)] for title, count in lines]


def _summary(report: StageReport) -> list[str]:
    """The sentences with the totals that the tables below spell out."""
    judged = sum(verdict.count for verdict in report.verdicts)
    words = f"вынесено {counted(judged, 'заключение', 'заключения', 'заключений')}"
    lines = [f"По итогам экспертизы {words if judged else 'заключения не вынесены'}."]
    if any(measure.total for measure in report.measures):
        lines.append(f"{confirmed_words(report.measures).capitalize()}.")
        lines.extend(outcome_words(report.measures))
    return lines


def _verdicts(verdicts: tuple[VerdictCount, ...]) -> list[Row]:
    total = sum(verdict.count for verdict in verdicts)
    return [[verdict.verdict, number(verdict.count), share(verdict.count, total)] for verdict in verdicts]


def _bars(verdicts: tuple[VerdictCount, ...]) -> list[Page]:
    """A bar for each verdict: its length in per cent of the longest one."""
    longest = max((verdict.count for verdict in verdicts), default=0) or 1
    return [
        {
            "label": verdict.verdict,
            "count": number(verdict.count),
            "length": round(verdict.count * 100 / longest),
        }
        for verdict in verdicts
    ]


def _result(result: SchoolResult) -> Row:
    number_words = f", № {result.package_number}" if result.package_number else ""
    late = "\nс нарушением срока" if result.is_late else ""
    placed = f"\nразмещён в ИС МЭДК {day(result.placed_on)}" if result.placed_on else ""
    school = f"{result.school}\n{result.kind_title}{number_words}{late}{placed}"
    verdict = result.verdict or "Экспертиза не завершена"
    score = result.score
    if score is None:
        return [school, verdict, "–", "–", "–", str(result.rounds)]
    points = f"{number(score.points)} из {number(score.maximum)}"
    return [school, verdict, points, percent_ru(score.percent), score.zone or "–", str(result.rounds)]


def _average(average: CriterionAverage) -> Row:
    text = f"{average.text} (блокирующий)" if average.is_blocking else average.text
    mean = number_ru(average.average, 2) if average.assessed else "–"
    return [
        average.number,
        text,
        f"{mean} из {number(average.maximum)}",
        number(average.assessed),
        number(average.zeros),
        "слабое место" if average.is_weak else "–",
    ]


def _deadline(deadline: Deadline) -> Row:
    presented = minute_moment(deadline.presented) if deadline.presented else "не представлен"
    return [deadline.school, deadline.kind_title, presented, deadline.reason or "не указана"]


def _typical(remark: TypicalRemark) -> Row:
    named, more = "; ".join(remark.schools[:SCHOOLS_NAMED]), len(remark.schools) - SCHOOLS_NAMED
    if more > 0:
        named += f" и ещё {counted(more, 'школа', 'школы', 'школ')}"
    return [remark.criterion or "–", remark.text, number(remark.count), named or "–"]


def _appendix(packages: tuple[AppendixPackage, ...]) -> list[Row]:
    """A line across the table for each package, then its files."""
    rows: list[Row] = []
    for package in packages:
        about = f"{package.school}: {package.kind_title}, № {package.number}, редакция {package.version}"
        rows.append([about])
        rows.extend(file_rows(package.files) or [["–", "файлов нет", "–", "–", "–"]])
    return rows


def _texts(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in paragraphs(text)]
