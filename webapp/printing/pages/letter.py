"""The page of «Письмо школе»."""

from itertools import groupby

from webapp.formatting import date_ru
from webapp.printing.contents import LetterRow, SchoolLetter
from webapp.printing.pages.requisites import organisation_page, origin_page
from webapp.printing.pages.tables import Numbering, Page, Row
from webapp.printing.wording import day, minute_moment, paragraphs

DRAFT = "ПРОЕКТ. Школе не направлено."


def letter_page(letter: SchoolLetter) -> Page:
    """The page of one letter: to whom, the decision, what to mend by criterion, what is open, by when."""
    facts = [
        ["Кому", letter.school],
        [
            "Пакет документов",
            f"{letter.kind}, № {letter.package}, редакция {letter.version}, раунд {letter.round}",
        ],
    ]
    if letter.mend_by:
        facts.append(["Исправить до", f"{date_ru(letter.mend_by)} включительно"])
    number = f"№\u00a0{letter.package}"
    return {
        "title": f"{letter.subject}. Пакет № {letter.package}",
        "requisites": {
            **organisation_page(letter.organisation),
            "document_kind": letter.subject.upper(),
            "number": number,
            "date": minute_moment(letter.provenance.as_of),
            "margin": 20,
        },
        "origin": origin_page(letter.provenance, f"{letter.subject}, пакет {number}"),
        "draft": DRAFT if letter.is_draft else "",
        "facts": facts,
        "verdict": letter.verdict,
        "text": [line for text in letter.text for line in paragraphs(text)],
        "opened": letter.opened,
        "closing": f"{letter.sender.post} {letter.sender.name}".strip(),
        "tables": {"letter": Numbering().table("letter", _rows(letter))},
    }


def _rows(letter: SchoolLetter) -> list[Row]:
    """The remarks under the lines of their criteria."""
    rows: list[Row] = []
    for title, remarks in groupby(letter.remarks, key=lambda remark: remark.group):
        rows.append([title])
        rows.extend(_row(remark) for remark in remarks)
    return rows


def _row(remark: LetterRow) -> Row:
    return [str(remark.number), remark.text, remark.kind, remark.place or "–", day(remark.due)]
