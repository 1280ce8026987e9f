"""Whole packages of a school as named files, each with the slot it is for; slots are those of `workflows.kinds`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from demo.files.anti_risk import anti_risk_docx, medium_term_docx, medium_term_pdf
from demo.files.concept import Quality, concept_docx
from demo.files.development import development_docx
from demo.files.diagnosis import diagnosis, protocol_pdf
from demo.files.effective_mode import effective_mode_docx
from demo.files.evidence import (
    approval_order_pdf,
    attendance_docx,
    contract_pdf,
    minutes_pdf,
    order_docx,
    order_pdf,
    participation_docx,
    report_docx,
    report_pdf,
)
from demo.files.pictures import photo_jpeg, photo_report_pdf, publication_png
from demo.files.spreadsheets import diagnostics_xlsx, schedule_xlsx
from demo.files.wording import short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure, anti_risk_plan
from demo.texts.risk_profiles import activated

Maker = Callable[[DemoSchool, AntiRiskPlan, PlanMeasure], bytes]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file on its way into a slot. The slot of evidence is empty: the row of the measure decides it."""

    slot: str
    name: str
    data: bytes


def concept_package(
    school: DemoSchool, made_on: date, *, quality: Quality, scanned: bool = False
) -> tuple[DemoFile, ...]:
    """Concept, medium-term programme, an anti-risk programme for each activated risk, the order.

    `scanned` makes the medium-term programme a PDF. Only the concept depends on the quality.
    """
    risks = [risk.code for risk in activated(school.slug)]
    plans = [anti_risk_plan(school, code, made_on) for code in risks]
    kind, medium = ("pdf", medium_term_pdf) if scanned else ("docx", medium_term_docx)
    documents = ("Концепция развития", "Среднесрочная программа развития", *(_named(plan) for plan in plans))
    return (
        DemoFile("concept", "Концепция развития.docx", concept_docx(school, risks, made_on, quality=quality)),
        DemoFile("medium_term", f"Среднесрочная программа развития.{kind}", medium(school, risks, made_on)),
        *(
            DemoFile(f"anti_risk-{plan.risk_code}", f"{_named(plan)}.docx", anti_risk_docx(school, plan))
            for plan in plans
        ),
        DemoFile("order", "Приказ об утверждении.pdf", approval_order_pdf(school, documents, made_on)),
    )


def evidence_files(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> tuple[DemoFile, ...]:
    """The documents that prove the measure: of the expected type first, then what such a measure usually leaves."""
    day = short_date(measure.due_on)
    return tuple(
        DemoFile("", f"{title}, мера {measure.number}, {day}.{kind}", make(school, plan, measure))
        for title, kind, make in _EVIDENCE[measure.document_type]
    )


def attendance_file(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> DemoFile:
    """The registration sheet with names of pupils: to be refused for personal data."""
    return DemoFile("", "Лист регистрации.docx", attendance_docx(school, plan, measure))


def participation_file(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> DemoFile:
    """What replaces it: the summary without names."""
    return DemoFile("", "Сводка участия.docx", participation_docx(school, plan, measure))


def development_package(
    school: DemoSchool, made_on: date, *, built_on: int = 2, attached: int = 2
) -> tuple[DemoFile, ...]:
    """The development programme and the protocol of the self-diagnosis, rounds by number (1 or 2).

    A programme built on round 1 with the protocol of round 2 attached is the mistake of the ninth remark.
    """
    basis, protocol = (diagnosis(school, _held_on(made_on, one), number=one) for one in (built_on, attached))
    return (
        DemoFile("programme", "Программа развития.docx", development_docx(school, basis, made_on)),
        DemoFile(
            "diagnosis", f"Протокол самодиагностики, раунд {attached}.pdf", protocol_pdf(school, protocol)
        ),
    )


def effective_mode_package(school: DemoSchool, made_on: date) -> tuple[DemoFile, ...]:
    title = "Программа перевода в эффективный режим"
    return (
        DemoFile("programme", f"{title}.docx", effective_mode_docx(school, made_on)),
        DemoFile("order", "Приказ об утверждении.pdf", approval_order_pdf(school, (title,), made_on)),
    )


def _named(plan: AntiRiskPlan) -> str:
    return f"Антирисковая программа «{plan.risk_name}»"


def _held_on(made_on: date, number: int) -> date:
    """Round 1 is held half a year before the programme, round 2 a month before it."""
    return made_on - timedelta(days={1: 180, 2: 30}[number])


def _photo(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    return photo_jpeg(school, measure)


_ORDER: tuple[str, str, Maker] = ("Приказ", "pdf", order_pdf)
_REPORT: tuple[str, str, Maker] = ("Справка по итогам", "docx", report_docx)
_EVIDENCE: dict[str, tuple[tuple[str, str, Maker], ...]] = {
    "order": (_ORDER, _REPORT),
    "minutes": (("Протокол педагогического совета", "pdf", minutes_pdf),),
    "plan": (("План-график", "xlsx", schedule_xlsx), _REPORT),
    "timetable": (("План-график", "xlsx", schedule_xlsx), ("Приказ", "docx", order_docx)),
    "report": (_REPORT, _ORDER),
    "analysis": (("Аналитическая справка", "docx", report_docx), ("Результаты", "xlsx", diagnostics_xlsx)),
    "diagnostics": (
        ("Результаты диагностики", "xlsx", diagnostics_xlsx),
        ("Справка по итогам", "pdf", report_pdf),
    ),
    "attendance": (("Сводка участия", "docx", participation_docx), ("Программа и приказ", "pdf", order_pdf)),
    "photo": (("Фотоотчёт", "pdf", photo_report_pdf), ("Фото", "jpg", _photo), _ORDER),
    "publication": (("Публикация на сайте", "png", publication_png), ("Фотоотчёт", "pdf", photo_report_pdf)),
    "contract": (("Соглашение", "pdf", contract_pdf),),
    "certificate": (_REPORT, _ORDER),
}
