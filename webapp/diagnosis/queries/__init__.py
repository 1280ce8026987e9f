"""What the risk profile and the anti-risk programmes of a school say."""

from webapp.diagnosis.queries.known import known
from webapp.diagnosis.queries.plan import (
    IndicatorLine,
    MeasureLine,
    PlanView,
    TaskLine,
    evidenced,
    plan_of,
    risk_row,
    view_of,
)
from webapp.diagnosis.queries.profile import (
    Overview,
    Profile,
    ProgrammeOption,
    RiskLine,
    overview,
    own_school,
    profile,
    programme_id,
    rows_mark,
    rows_of,
    school_by_slug,
)
from webapp.diagnosis.queries.subjects import risk_name, subject

__all__ = [
    "IndicatorLine", "MeasureLine", "Overview", "PlanView", "Profile", "ProgrammeOption", "RiskLine", "TaskLine",
    "evidenced", "known", "overview", "own_school", "plan_of", "profile", "programme_id", "risk_name", "risk_row",
    "rows_mark", "rows_of", "school_by_slug", "subject", "view_of",
]  # fmt: skip
