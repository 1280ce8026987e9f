"""The page of «Экспертное заключение»."""

from webapp.formatting import date_ru, percent_ru, plural
from webapp.printing.contents import CriterionRow, PackageConclusion, RemarkRow, Score, SheetEdition
from webapp.printing.pages.requisites import file_rows, origin_page, people, requisites_page
from webapp.printing.pages.tables import Numbering, Page, Row
from webapp.printing.wording import day, minute_moment, number, paragraphs


def conclusion_page(document: PackageConclusion) -> Page:
    """The page of one conclusion: facts, composition, sheet, verdict, remarks."""
    numbering = Numbering()
    requisites = requisites_page(document.requisites)
    return {
        "title": f"Экспертное заключение № {document.requisites.number}. {document.school}",
        "requisites": requisites,
        "origin": origin_page(document.provenance, f"Экспертное заключение {requisites['number']}"),
        "facts": _facts(document),
        "closing": _closing(document),
        "sheet": sheet_line(document.sheet),
        "verdict": document.verdict,
        "score": score_line(document.score),
        "rationale": [line for text in document.rationale for line in paragraphs(text)],
        "tables": {
            "files": numbering.table("files", file_rows(document.files)),
            "criteria": numbering.table("criteria", _criteria(document)),
            "remarks": numbering.table("remarks", [_remark(remark) for remark in document.remarks]),
        },
    }


def sheet_line(sheet: SheetEdition) -> str:
    """«Экспертный лист «…», редакция 2 от 1 февраля 2026 г., утверждён приказом …»"""
    dated = f" от {date_ru(sheet.dated)}" if sheet.dated else ""
    approved = f"; утверждение: {sheet.approved_by}" if sheet.approved_by else ""
    kind = "Экспертные листы" if "», «" in sheet.title else "Экспертный лист"
    return f"{kind} «{sheet.title}», редакция {sheet.edition}{dated}{approved}".removesuffix(".") + "."


def score_line(score: Score | None) -> str:
    """«Набрано 18 баллов из 24, 75,0 %, жёлтая зона.»"""
    if score is None:
        return "Баллы не подсчитывались."
    points = f"{number(score.points)} {plural(score.points, 'балл', 'балла', 'баллов')}"
    zone = f", {score.zone} зона" if score.zone else ""
    return f"Набрано {points} из {number(score.maximum)} возможных ({percent_ru(score.percent)}){zone}."


def _closing(document: PackageConclusion) -> str:
    """The sentence above the signatures: a signature never stands on a sheet without the decision."""
    return (
        f"Вывод по редакции {document.version} пакета № {document.package_number}: "
        f"{document.verdict[:1].lower()}{document.verdict[1:]}."
    )


def _facts(document: PackageConclusion) -> list[Row]:
    confirmation = document.confirmation
    package = f"{document.kind_title}, № {document.package_number}, редакция {document.version}"
    facts = [
        ["Школа", document.school],
        ["Пакет документов", package],
        ["Проект", document.programme],
        ["Этап экспертизы", document.stage],
    ]
    if document.received_at:
        facts.append(["Пакет поступил", minute_moment(document.received_at)])
    if confirmation:
        curator = f"{confirmation.curator.post} {confirmation.curator.name}, {minute_moment(confirmation.on)}"
        note = f"\n{confirmation.substitution}" if confirmation.substitution else ""
        facts.append(["Комплектность подтвердил", curator + note])
    facts.append(["Экспертизу провели", "\n".join(people(document.examiners)) or "не указано"])
    return facts


def _criteria(document: PackageConclusion) -> list[Row]:
    rows: list[Row] = []
    for part in document.parts:
        titles = [part.title]
        for group in part.groups:
            title = "\n".join(filter(None, (*titles, group.title)))
            rows.extend([[title]] if title and group.rows else [])
            rows.extend(_criterion(row) for row in group.rows)
            titles = []
    return rows


def _criterion(row: CriterionRow) -> Row:
    text = f"{row.text} (блокирующий)" if row.is_blocking else row.text
    points = "–" if row.points is None else f"{number(row.points)} из {number(row.maximum)}"
    return [row.number, text, row.mark, points, row.comment or "–"]


def _remark(remark: RemarkRow) -> Row:
    where = "\n".join(filter(None, (remark.criterion, remark.place))) or "–"
    text = f"{remark.text}\nВид: {remark.kind}." if remark.kind else remark.text
    state = f"Состояние: {remark.state}." if remark.state else ""
    answer = "\n".join(filter(None, (remark.answer or "Ответ не дан.", state)))
    return [str(remark.number), where, text, day(remark.due), answer]
