"""The answer of the public check in words."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.formatting import datetime_ru, zone_ru
from webapp.verification.queries import Document
from workflows.signing import WHAT_TO_DO, Finding, finding


@dataclass(frozen=True, slots=True)
class PaperLine:
    label: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What is said of a code or of a file; `papers` are compared with a file by the browser itself."""

    status: Finding
    advice: str
    title: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[PaperLine, ...]
    by_file: bool


def answer(document: Document | None, *, by_file: bool = False) -> AnswerPage:
    """Return the answer; None stands for a document that was never issued."""
    found = finding(document.standing if document else None)
    if document is None:
        advice = WHAT_TO_DO[found] if not by_file else FILE_UNKNOWN
        return AnswerPage(found, advice, "", (), (), by_file)
    zone = ZoneInfo(document.zone)
    facts = [
        ("Документ", f"{document.kind.label}, № {document.number}"),
        ("Организация", document.organisation),
        ("Сформирован", f"{datetime_ru(document.issued_at, zone)} ({zone_ru(zone, document.issued_at)})"),
    ]
    if document.revoked_at:
        facts.append(("Отозван", datetime_ru(document.revoked_at, zone)))
    if document.sealed_by:
        facts.append(("Электронная печать", document.sealed_by))
    facts += [
        (
            "Подписал" if one.stands else "Подписывал",
            f"{one.post}, {datetime_ru(one.at, zone)}. {one.way.label}",
        )
        for one in document.signatures
    ]
    return AnswerPage(
        found,
        WHAT_TO_DO[found],
        document.kind.label,
        tuple(facts),
        tuple(PaperLine(one.format.upper(), one.sha256) for one in document.papers),
        by_file,
    )


FILE_UNKNOWN = (
    "Файл изменён после выдачи или выдан не этой системой. Не пользуйтесь им, пока не проверите код, "
    "напечатанный на документе."
)
