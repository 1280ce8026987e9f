"""What a package consists of: slots for files, questions, the route and the sheet of one kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.dates import from_iso
from workflows.vocabulary import Labelled


class Per(StrEnum):
    """What a slot is repeated for."""

    PACKAGE = "package"
    RISK = "risk"
    MEASURE = "measure"


class Answering(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    PERIOD = "period"


class SheetUse(Labelled):
    WHOLE = "whole", "один лист на пакет"
    PER_DOCUMENT = "per_document", "лист на каждый документ"
    PER_MEASURE = "per_measure", "лист на каждую меру"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one document (or several). After expansion `code` is unique inside a package."""

    code: str
    title: str
    hint: str = ""
    required: bool = True
    many: bool = False
    per: Per = Per.PACKAGE
    sheet: str = ""
    """Code of the sheet that judges this document when sheets are per document."""
    subject: str = ""
    """Code of the risk or number of the measure the slot was repeated for."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    title: str
    hint: str = ""
    answering: Answering = Answering.LINE
    required: bool = True


@dataclass(frozen=True, slots=True)
class RiskSubject:
    """An activated risk of the school, as far as a package needs it."""

    code: str
    name: str
    has_programme: bool


@dataclass(frozen=True, slots=True)
class MeasureSubject:
    """A measure of an anti-risk programme: a place for evidence."""

    id: int
    risk_code: str
    risk_name: str
    number: int
    title: str
    executor: str
    expected_document: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What the slots of one package are repeated for."""

    risks: tuple[RiskSubject, ...] = ()
    measures: tuple[MeasureSubject, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of package: everything the product needs to know about it."""

    code: str
    title: str
    short_title: str
    purpose: str
    """One sentence for the school: what this package is and who needs it."""
    route: str
    sheet: str
    sheet_use: SheetUse
    slots: tuple[Slot, ...]
    questions: tuple[Question, ...] = ()
    needs_risk_programmes: bool = False
    evidence_stage: int = 0
    """1 or 2 when the slots are measures to be evidenced by that stage of monitoring; else 0."""
    sources: tuple[str, ...] = ()

    def question(self, code: str) -> Question:
        return next(question for question in self.questions if question.code == code)


def expand(kind: Kind, subject: Subject) -> tuple[Slot, ...]:
    """Return the slots of one package: those repeated for risks and measures become one each, codes unique."""
    return tuple(slot for template in kind.slots for slot in _repeated(template, subject))


def missing_slots(slots: Iterable[Slot], filled: Iterable[str]) -> tuple[str, ...]:
    """Return the titles of the required slots that hold no file."""
    present = set(filled)
    return tuple(slot.title for slot in slots if slot.required and slot.code not in present)


def missing_answers(kind: Kind, answers: dict[str, str]) -> tuple[str, ...]:
    """Return the titles of the required questions without an answer, and of the dates that are none."""
    return tuple(q.title for q in kind.questions if not _is_answered(q, answers.get(q.code, "").strip()))


def _is_answered(question: Question, text: str) -> bool:
    if not text:
        return not question.required
    return question.answering is not Answering.DATE or from_iso(text) is not None


def unprogrammed_risks(kind: Kind, subject: Subject) -> tuple[str, ...]:
    """Return the names of activated risks without a programme, when the kind asks for them (К05)."""
    if not kind.needs_risk_programmes:
        return ()
    if not subject.risks:
        return ("в рисковом профиле не активирован ни один риск",)
    return tuple(risk.name for risk in subject.risks if not risk.has_programme)


def _repeated(template: Slot, subject: Subject) -> Iterable[Slot]:
    if template.per is Per.RISK:
        for risk in subject.risks:
            yield Slot(
                f"{template.code}-{risk.code}",
                f"{template.title} «{risk.name}»",
                template.hint,
                template.required,
                template.many,
                Per.RISK,
                template.sheet,
                risk.code,
            )
    elif template.per is Per.MEASURE:
        risks = list(dict.fromkeys(measure.risk_code for measure in subject.measures))
        for measure in subject.measures:
            place = f"{risks.index(measure.risk_code) + 1}.{measure.number}"
            yield Slot(
                f"{template.code}-{measure.id}",
                f"{place}. {measure.title}",
                f"Ожидаемый документ: {measure.expected_document}. Риск «{measure.risk_name}».",
                template.required,
                template.many,
                Per.MEASURE,
                template.sheet,
                str(measure.id),
                measure.due_on,
            )
    else:
        yield template
