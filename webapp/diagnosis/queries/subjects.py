"""What the slots of packages are repeated for: activated risks and the measures against them."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.database import session
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, SchoolRisk
from workflows.dictionaries.risks import RISKS
from workflows.kind import Kind, MeasureSubject, RiskSubject, Subject

_NAMES = {risk.code: risk.name for risk in RISKS}


def subject(kind: Kind, *, school_id: int, programme_id: int) -> Subject:
    """Return what the slots of a package of this kind are repeated for: activated risks and their measures.

    Two statements; none for a kind without such slots."""
    if not (kind.needs_risk_programmes or kind.evidence_stage):
        return Subject()
    risks = session.scalars(
        select(SchoolRisk)
        .where(SchoolRisk.school_id == school_id, SchoolRisk.programme_id == programme_id)
        .where(SchoolRisk.activated_on.is_not(None))
        .order_by(SchoolRisk.risk_code)
        .options(selectinload(SchoolRisk.plan).selectinload(AntiRiskProgramme.measures))
    ).all()
    return Subject(
        risks=tuple(
            RiskSubject(risk.risk_code, risk_name(risk.risk_code), risk.plan is not None) for risk in risks
        ),
        measures=tuple(
            _measure(risk, measure)
            for risk in risks
            if risk.plan is not None
            for measure in risk.plan.measures
            if not measure.dropped and measure.monitoring_stage <= kind.evidence_stage
        ),
    )


def risk_name(code: str) -> str:
    """Return the name of a risk factor; the code itself when the dictionary no longer knows it."""
    return _NAMES.get(code, code)


def _measure(risk: SchoolRisk, measure: AntiRiskMeasure) -> MeasureSubject:
    return MeasureSubject(
        id=measure.id,
        risk_code=risk.risk_code,
        risk_name=risk_name(risk.risk_code),
        number=measure.number,
        title=measure.title,
        executor=measure.executor,
        expected_document=measure.expected_document,
        due_on=measure.due_on,
    )
