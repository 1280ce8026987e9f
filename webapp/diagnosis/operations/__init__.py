"""What a school and its curator do with the risk profile and the anti-risk programmes."""

from webapp.diagnosis.operations.plan import IndicatorDraft, MeasureDraft, PlanDraft, TaskDraft, save_plan
from webapp.diagnosis.operations.profile import RiskEntry, save_profile, verify

__all__ = [
    "IndicatorDraft", "MeasureDraft", "PlanDraft", "RiskEntry", "TaskDraft", "save_plan", "save_profile", "verify",
]  # fmt: skip
