"""Pages of roadmaps: the table, one measure, its executions, a roadmap entered by hand."""

from webapp.roadmap.views import changing, conditions, drafting, facts, item, parties, schools, table
from webapp.roadmap.views.blueprint import section

__all__ = ["changing", "conditions", "drafting", "facts", "item", "parties", "schools", "section", "table"]
