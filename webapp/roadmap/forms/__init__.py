"""Forms of roadmaps: conditions of a list, marking an execution, deciding on it, entering a roadmap by hand."""

from webapp.roadmap.forms.changing import ExclusionForm, ReadingForm, ReturnForm, TransferForm
from webapp.roadmap.forms.conditions import ConditionForm, condition_form
from webapp.roadmap.forms.drafting import (
    MeasureForm,
    PartyForm,
    RoadmapForm,
    SectionForm,
    measure_form,
    party_form,
    roadmap_form,
)
from webapp.roadmap.forms.executing import ExecuteForm, ReasonForm, execute_form
from webapp.roadmap.forms.filters import Filters, read_filters

__all__ = [
    "ConditionForm", "ExclusionForm", "ExecuteForm", "Filters", "MeasureForm", "PartyForm", "ReadingForm",
    "ReasonForm", "ReturnForm", "RoadmapForm", "SectionForm", "TransferForm", "condition_form", "execute_form",
    "measure_form", "party_form", "read_filters", "roadmap_form",
]  # fmt: skip
