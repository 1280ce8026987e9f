"""Risk profiles of the schools of «500+» and their anti-risk programmes as rows (САЯ 8)."""

from datetime import date, timedelta

from demo import schools
from demo.stage_hands import Hands
from demo.texts.anti_risk import AntiRiskPlan, PlanIndicator, anti_risk_plan
from demo.texts.risk_profiles import RISK_PROFILES, ProfileRisk, activated
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.models import AntiRiskIndicator, AntiRiskMeasure, AntiRiskProgramme, AntiRiskTask, SchoolRisk
from workflows.vocabulary import Role

_BEGUN_DAYS_AGO = {"srr": 120, "voz": 25}
_PROVED_DAYS_AGO = 32
"""Evidence of stage 1 is assembled from the thirtieth day before today: its measures are done by then."""


def programme_start(slug: str, today: date) -> date:
    """The first day of the school's programmes, for rows and files alike.

    Summer and New Year holidays move measures on, so a programme may have had to begin some weeks earlier.
    """
    place = schools.school(slug).municipality
    start = today - timedelta(days=_BEGUN_DAYS_AGO[place])
    while place == schools.MAIN.code and _last_of_stage_1(slug, start) > today - timedelta(
        days=_PROVED_DAYS_AGO
    ):
        start -= timedelta(days=7)
    return start


def plans(slug: str, today: date) -> tuple[AntiRiskPlan, ...]:
    """The programmes of the school, one for each activated risk."""
    return _plans(slug, programme_start(slug, today))


def write(hands: Hands, slug: str) -> None:
    """Write the profile verified by the curator, and a programme with measures for each activated risk."""
    curator = _curator_of(hands, slug)
    programmes = {plan.risk_code: plan for plan in plans(slug, hands.today)}
    with system_scope("demonstration"), transaction():
        for risk in RISK_PROFILES[slug]:
            row = _risk(hands, slug, risk, curator)
            session.add(row)
            session.flush()
            if risk.activated:
                _programme(row, programmes[risk.code])


def _plans(slug: str, starts_on: date) -> tuple[AntiRiskPlan, ...]:
    school = schools.school(slug)
    return tuple(anti_risk_plan(school, risk.code, starts_on) for risk in activated(slug))


def _last_of_stage_1(slug: str, starts_on: date) -> date:
    return max(
        measure.due_on for plan in _plans(slug, starts_on) for measure in plan.measures if measure.stage == 1
    )


def _curator_of(hands: Hands, slug: str) -> Actor:
    place = hands.places.schools[slug].municipality_id
    return next(
        one
        for one in hands.places.actors.values()
        if one.role is Role.CURATOR and one.municipality_id == place
    )


def _risk(hands: Hands, slug: str, risk: ProfileRisk, curator: Actor) -> SchoolRisk:
    school = hands.places.schools[slug]
    programme = hands.places.programmes[schools.school(slug).municipality, "500plus"]
    begun = programme_start(slug, hands.today)
    return SchoolRisk(
        municipality_id=school.municipality_id,
        school_id=school.id,
        programme_id=programme.id,
        risk_code=risk.code,
        significance=risk.significance,
        verified_by_id=curator.user_id,
        verified_by_name=curator.name,
        verified_at=now() - (hands.today - begun) - timedelta(days=20),
        verification_note=risk.note,
        activated_on=begun - timedelta(days=15) if risk.activated else None,
    )


def _programme(risk: SchoolRisk, plan: AntiRiskPlan) -> None:
    ids = {"municipality_id": risk.municipality_id, "school_id": risk.school_id}
    row = AntiRiskProgramme(
        risk_id=risk.id,
        aim=plan.aim,
        collection=plan.collection,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        **ids,
    )
    session.add(row)
    session.flush()
    ids |= {"plan_id": row.id}
    session.add_all(AntiRiskTask(number=n, text=text, **ids) for n, text in enumerate(plan.tasks, start=1))
    session.add_all(
        AntiRiskIndicator(
            number=one.number,
            title=one.title,
            unit=one.unit,
            base=_value(one.base, one),
            planned=_value(one.planned, one),
            due_on=one.due_on,
            **ids,
        )
        for one in plan.indicators
    )
    session.add_all(
        AntiRiskMeasure(
            task_number=one.task,
            number=one.number,
            title=one.title,
            due_on=one.due_on,
            executor=one.executor,
            expected_document=one.expected_document,
            monitoring_stage=one.stage,
            **ids,
        )
        for one in plan.measures
    )


def _value(text: str, indicator: PlanIndicator) -> str:
    """The value without the unit that stands in a field of its own: «18,4 %» is «18,4»."""
    return text.removesuffix(indicator.unit).rstrip() if indicator.unit else text
