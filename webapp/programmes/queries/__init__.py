"""What is known of programmes: the register, one programme, one stage."""

from webapp.programmes.queries.plan_fact import ExpertisePlan, PlanFact, plan_facts
from webapp.programmes.queries.programme import (
    Participant,
    ProgrammeFacts,
    ProgrammePage,
    ProgrammeRow,
    SchoolOption,
    StageRow,
    facts_of,
    get,
    not_taking_part,
    participant,
    programme_page,
    register,
)
from webapp.programmes.queries.stage import (
    Affected,
    DueFacts,
    Edition,
    ExaminerOption,
    StageFacts,
    affected,
    editions,
    examiner_options,
    kinds_with_packages,
    stage,
    stage_cautions,
    stage_facts,
    zone_of,
)

__all__ = [
    "Affected", "DueFacts", "Edition", "ExaminerOption", "ExpertisePlan", "Participant", "PlanFact", "ProgrammeFacts",
    "ProgrammePage", "ProgrammeRow", "SchoolOption", "StageFacts", "StageRow", "affected", "editions",
    "examiner_options", "facts_of", "get", "kinds_with_packages", "not_taking_part", "participant", "plan_facts",
    "programme_page", "register", "stage", "stage_cautions", "stage_facts", "zone_of",
]  # fmt: skip
