"""What people do with roadmaps and their measures."""

from webapp.roadmap.operations.approving import OrderFacts, approve, close, enact, freeze
from webapp.roadmap.operations.deciding import confirm, decline, revoke, withdraw
from webapp.roadmap.operations.drafting import NOT_A_DRAFT, RoadmapFacts, correct, create, kept, new_number
from webapp.roadmap.operations.excluding import Exclusion, bring_back, exclude
from webapp.roadmap.operations.executing import Execution, execute
from webapp.roadmap.operations.history import note
from webapp.roadmap.operations.parties import PartyFacts, explain_party, guess, name_parties
from webapp.roadmap.operations.proofs import Proofs
from webapp.roadmap.operations.proposing import Source, accept, add_condition, remove_condition
from webapp.roadmap.operations.rows import (
    MeasureFacts,
    SectionFacts,
    add_measure,
    add_section,
    correct_measure,
    correct_section,
    move_measure,
    move_section,
    remove_measure,
    remove_section,
)
from webapp.roadmap.operations.terms import Transfer, clarify, put_in_force, transfer

__all__ = [
    "NOT_A_DRAFT",
    "Exclusion",
    "Execution",
    "MeasureFacts",
    "OrderFacts",
    "PartyFacts",
    "Proofs",
    "RoadmapFacts",
    "SectionFacts",
    "Source",
    "Transfer",
    "accept",
    "add_condition",
    "add_measure",
    "add_section",
    "approve",
    "bring_back",
    "clarify",
    "close",
    "confirm",
    "correct",
    "correct_measure",
    "correct_section",
    "create",
    "decline",
    "enact",
    "exclude",
    "execute",
    "explain_party",
    "freeze",
    "guess",
    "kept",
    "move_measure",
    "move_section",
    "name_parties",
    "new_number",
    "note",
    "put_in_force",
    "remove_condition",
    "remove_measure",
    "remove_section",
    "revoke",
    "transfer",
    "withdraw",
]  # fmt: skip
