"""What the product knows of a school's programme against risks, to be laid beside its documents."""

from sqlalchemy import select

from webapp.database import session
from webapp.diagnosis.queries.plan import first_stage_opens
from webapp.diagnosis.queries.subjects import risk_name
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, SchoolRisk
from workflows.cross_checks import Known, KnownMeasure


def known(*, school_id: int, programme_id: int) -> Known:
    """Return the activated risks, measures and the beginning of the first window; three statements."""
    risks = session.scalars(
        select(SchoolRisk.risk_code)
        .where(SchoolRisk.school_id == school_id, SchoolRisk.programme_id == programme_id)
        .where(SchoolRisk.activated_on.is_not(None))
        .order_by(SchoolRisk.risk_code)
    ).all()
    measures = session.execute(
        select(
            AntiRiskMeasure.title,
            AntiRiskMeasure.due_on,
            SchoolRisk.risk_code,
            AntiRiskMeasure.monitoring_stage,
        )
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
        .where(SchoolRisk.school_id == school_id, SchoolRisk.programme_id == programme_id)
        .where(AntiRiskMeasure.dropped.is_(False))
        .order_by(AntiRiskMeasure.id)
    ).all()
    opens = first_stage_opens(programme_id)
    return Known(
        tuple((code, risk_name(code)) for code in risks),
        tuple(KnownMeasure(*row) for row in measures),
        opens,
    )
