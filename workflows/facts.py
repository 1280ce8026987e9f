"""What a guard may know about a package: a small frozen value, never a database row."""

from dataclasses import dataclass

from workflows.verdicts import VerdictKind
from workflows.vocabulary import Role

EXPERTS = 2
"""How many experts examine a package apart in a joint expertise (domain.md, ШМР 3.3)."""


@dataclass(frozen=True, slots=True)
class SheetOf:
    """One expert's sheet: begun, and perhaps handed in."""

    examiner_id: int
    handed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The state of one package in the eyes of one person, at one moment."""

    actor_id: int
    actor_roles: frozenset[Role]
    missing_slots: tuple[str, ...] = ()
    missing_answers: tuple[str, ...] = ()
    unprogrammed_risks: tuple[str, ...] = ()
    """Activated risks that have no anti-risk programme yet."""
    has_files: bool = True
    declared_no_personal_data: bool = True
    head_delegated: bool = False
    """The director let the school coordinator send packages."""
    has_curator: bool = True
    window_opened: bool = True
    window_closed: bool = False
    late_reason: str = ""
    """The coordinator's reason to take the package after the stage closed."""
    open_remarks: int = 0
    """Remarks of the curator that still wait for the school or for confirmation, recommendations left out."""
    standing_remarks: int = 0
    """Remarks the school has something to do about: new, open, not fixed. A return carries at least one."""
    unanswered_remarks: tuple[int, ...] = ()
    """Numbers of the open remarks the school has not answered yet."""
    undated_remarks: tuple[int, ...] = ()
    new_remarks: int = 0
    """Remarks written in this round and not yet sent to the school, marks that will become remarks included."""
    essential_open: tuple[int, ...] = ()
    """Numbers of essential remarks that were neither confirmed nor dropped."""
    unchecked_files: tuple[str, ...] = ()
    returned_files: tuple[str, ...] = ()
    rounds_used: int = 0
    rounds_limit: int = 2
    confirmer_id: int | None = None
    examined_by: frozenset[int] = frozenset()
    """Who examined the package in any round."""
    acting_examiner_id: int | None = None
    """Whose expertise is open now."""
    joint: bool = False
    """Two experts examine apart, the coordinator reconciles what they found."""
    sheets: tuple[SheetOf, ...] = ()
    """The experts' sheets of the version on the table, of a joint expertise only."""
    reconciling: bool = False
    """The coordinator has begun to reconcile the sheets."""
    declared_conflict: str = ""
    """The reason of the person's declared conflict of interest with the school; '' without one."""
    own_school: bool = False
    """The person works, or worked in this programme, at the school whose package it is."""
    sheet_problems: tuple[str, ...] = ()
    blocking_zero: tuple[str, ...] = ()
    parts_chosen: bool = True
    """False when a return is to open named parts only, and none is named."""
    remarks_outside: tuple[int, ...] = ()
    """Numbers of the standing remarks whose file the return would leave closed."""
    marks_outside: tuple[str, ...] = ()
    """Criteria of the open sheet that become remarks on a document the return would leave closed."""
    verdict: VerdictKind | None = None
    substitute: str = ""
    """Who stands in for the person at this school today, as a curator on leave."""
    paper_named: bool = True
    """The paper of a decision has its number, its day and the body that issued it."""
    reasons: bool = True
    """A refusal says why."""
