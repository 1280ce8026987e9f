"""The page of «Лист согласования»."""

from webapp.printing.contents import AgreementSheet, Stamp
from webapp.printing.pages.requisites import file_rows, origin_page, requisites_page
from webapp.printing.pages.tables import Numbering, Page, Row
from webapp.printing.wording import day, minute_moment, paragraphs


def agreement_page(sheet: AgreementSheet) -> Page:
    """The page of one sheet: the programme, the papers about it, the decision."""
    numbering = Numbering()
    requisites = requisites_page(sheet.requisites)
    return {
        "title": f"Лист согласования № {sheet.requisites.number}. {sheet.school}",
        "requisites": requisites,
        "origin": origin_page(sheet.provenance, f"Лист согласования {requisites['number']}"),
        "facts": _facts(sheet),
        "closing": sheet.decision,
        "text": [line for text in sheet.text for line in paragraphs(text)],
        "tables": {
            "stamps": numbering.table("stamps", [_stamp(one) for one in sheet.stamps]),
            "files": numbering.table("files", file_rows(sheet.files)),
        },
    }


def _facts(sheet: AgreementSheet) -> list[Row]:
    return [
        ["Школа", sheet.school],
        ["Программа развития", f"пакет № {sheet.package_number}, редакция {sheet.version}"],
        ["Период реализации", sheet.period or "не указан"],
        ["Проект", sheet.programme],
        ["Этап экспертизы", sheet.stage],
        ["Представлена", minute_moment(sheet.sent_at)],
        ["Экспертное заключение", "; ".join(filter(None, (sheet.verdict, sheet.conclusion)))],
    ]


def _stamp(stamp: Stamp) -> Row:
    return [stamp.act, stamp.body, stamp.number, day(stamp.on)]
