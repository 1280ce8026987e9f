"""Who may call what: permissions, and the roles that hold them. What may be done to a package, the route says."""

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType

from webapp.access.actor import Actor
from workflows.vocabulary import Role

R = Role
_ALL = frozenset(Role)
_SCHOOL = frozenset({R.SCHOOL, R.HEAD})
_READERS = frozenset({R.SCHOOL, R.HEAD, R.CURATOR, R.EXPERT, R.COORDINATOR, R.CHIEF, R.OBSERVER})
_MUNICIPAL = frozenset({R.CURATOR, R.COORDINATOR, R.CHIEF, R.METHODIST, R.OBSERVER})


class Permission(StrEnum):
    PUBLIC = auto()
    """Without sign-in."""
    SIGNED_IN = auto()
    """Any signed-in person, whatever the role."""
    READ_PACKAGES = auto()
    TURN_PAGES = auto()
    """Ask for a page of a file to be drawn: nobody's data changes by it."""
    ASSEMBLE_PACKAGES = auto()
    """Start a package, fill its slots and answers, answer remarks."""
    MOVE_PACKAGES = auto()
    """Try a step of the route; the route decides."""
    CHECK_FILES = auto()
    LINK_EVIDENCE = auto()
    """Say which documents prove which measure: the school while it assembles, the curator while they check."""
    MARK_VIEWED = auto()
    """Remember for oneself which files one has looked at."""
    WRITE_MESSAGES = auto()
    REMIND = auto()
    """Remind those whose turn it is."""
    READ_SHEETS = auto()
    EXAMINE = auto()
    DECIDE_REMARKS = auto()
    ASSIGN_EXPERTS = auto()
    DECLARE_CONFLICTS = auto()
    """Say that one may not judge a school."""
    REMOVE_CONTENT = auto()
    """Remove what a file holds, for personal data."""
    ALLOW_LATE = auto()
    READ_COPIES = auto()
    """What documents of other schools share with one: for those who judge, never for schools."""
    EXPORT_PACKAGES = auto()
    READ_SCHOOLS = auto()
    MANAGE_SCHOOLS = auto()
    SEARCH = auto()
    """Held by those who have pages of at least one kind of what can be found."""
    READ_RISKS = auto()
    EDIT_RISKS = auto()
    """Fill the risk profile and the anti-risk programmes; the curator verifies."""
    READ_REGISTERS = auto()
    """Programmes, stages and curators of the municipality."""
    MANAGE_REGISTERS = auto()
    READ_MONITORING = auto()
    """The matrix school × document: for those who see packages of many schools."""
    READ_ROADMAP = auto()
    KEEP_FEED = auto()
    """Make and revoke the secret address of one's own calendar."""
    EXECUTE_MEASURES = auto()
    """Say that a measure was executed, with what proves it."""
    CONFIRM_MEASURES = auto()
    """Confirm or decline what others executed; transfer, exclude."""
    EDIT_ROADMAP = auto()
    """Import, edit and amend a roadmap: the municipality's, or the school's own."""
    APPROVE_ROADMAP = auto()
    READ_DIARY = auto()
    WRITE_DIARY = auto()
    """Enter and add to entries on one's own schools."""
    MARK_DIARY = auto()
    """Mark entries as seen by the coordinator, with a remark; see who enters too little."""
    HEED_DIARY = auto()
    """Write that one has read an entry on one's school."""
    EXPORT_DIARY = auto()
    """Ask for the diary of some days as a document."""
    KEEP_AGREEMENTS = auto()
    """Say that what was agreed is done."""
    READ_RECOMMENDATIONS = auto()
    SEND_RECOMMENDATIONS = auto()
    """Address recommendations to schools, accept or return their reports, withdraw."""
    ANSWER_RECOMMENDATIONS = auto()
    READ_SURVEYS = auto()
    MANAGE_SURVEYS = auto()
    """Announce surveys of directors and curators and correct them."""
    MARK_SURVEYS = auto()
    """Say who took part: of oneself, of one's school, of one's schools."""
    READ_REPORTS = auto()
    FOLLOW_REPORTS = auto()
    """Look at one report being made, and when it is: for those who may ask for one of their own work too."""
    BUILD_REPORTS = auto()
    SIGN_REPORTS = auto()
    """Sign a report or decline to; take a signed stage up again."""
    TAKE_NOTE = auto()
    """Mark an accepted report as read."""
    COME_BACK = auto()
    """Put aside the summary of one's own leave."""
    READ_JOURNAL = auto()
    MANAGE_USERS = auto()
    KEEP_SYSTEM = auto()
    """Municipalities and failed work of the whole system."""


GRANTS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.PUBLIC: _ALL,
        Permission.SIGNED_IN: _ALL,
        Permission.READ_PACKAGES: _READERS,
        Permission.TURN_PAGES: _READERS,
        Permission.ASSEMBLE_PACKAGES: _SCHOOL,
        Permission.MOVE_PACKAGES: frozenset({R.SCHOOL, R.HEAD, R.CURATOR, R.EXPERT, R.COORDINATOR, R.CHIEF}),
        Permission.CHECK_FILES: frozenset({R.CURATOR}),
        Permission.LINK_EVIDENCE: _SCHOOL | {R.CURATOR},
        Permission.MARK_VIEWED: frozenset({R.CURATOR, R.EXPERT, R.COORDINATOR, R.CHIEF}),
        Permission.WRITE_MESSAGES: frozenset({R.SCHOOL, R.HEAD, R.CURATOR, R.EXPERT, R.COORDINATOR}),
        Permission.REMIND: frozenset({R.CURATOR, R.COORDINATOR}),
        Permission.READ_SHEETS: _READERS,
        Permission.EXAMINE: frozenset({R.EXPERT, R.COORDINATOR}),
        Permission.DECIDE_REMARKS: frozenset({R.CURATOR, R.EXPERT, R.COORDINATOR}),
        Permission.ASSIGN_EXPERTS: frozenset({R.COORDINATOR}),
        Permission.DECLARE_CONFLICTS: frozenset({R.CURATOR, R.EXPERT, R.COORDINATOR}),
        Permission.REMOVE_CONTENT: frozenset({R.COORDINATOR}),
        Permission.ALLOW_LATE: frozenset({R.COORDINATOR}),
        Permission.READ_COPIES: frozenset({R.CURATOR, R.EXPERT, R.COORDINATOR, R.CHIEF}),
        Permission.EXPORT_PACKAGES: frozenset({R.CURATOR, R.COORDINATOR, R.CHIEF, R.HEAD, R.SCHOOL}),
        Permission.READ_SCHOOLS: _SCHOOL | _MUNICIPAL,
        Permission.SEARCH: _READERS | _MUNICIPAL,
        Permission.MANAGE_SCHOOLS: frozenset({R.COORDINATOR}),
        Permission.READ_RISKS: frozenset({R.SCHOOL, R.HEAD, R.CURATOR, R.COORDINATOR, R.CHIEF}),
        Permission.EDIT_RISKS: frozenset({R.SCHOOL, R.HEAD, R.CURATOR}),
        Permission.READ_REGISTERS: _MUNICIPAL,
        Permission.MANAGE_REGISTERS: frozenset({R.COORDINATOR}),
        Permission.READ_MONITORING: frozenset({R.CURATOR, R.COORDINATOR, R.CHIEF, R.OBSERVER}),
        Permission.READ_ROADMAP: _SCHOOL | _MUNICIPAL,
        Permission.KEEP_FEED: _SCHOOL | _MUNICIPAL,
        Permission.EXECUTE_MEASURES: _SCHOOL | {R.CURATOR, R.COORDINATOR, R.CHIEF, R.METHODIST},
        Permission.CONFIRM_MEASURES: frozenset({R.COORDINATOR, R.CHIEF}),
        Permission.EDIT_ROADMAP: _SCHOOL | {R.COORDINATOR, R.METHODIST},
        Permission.APPROVE_ROADMAP: frozenset({R.HEAD, R.COORDINATOR, R.CHIEF}),
        Permission.READ_DIARY: _SCHOOL | {R.CURATOR, R.COORDINATOR, R.CHIEF},
        Permission.WRITE_DIARY: frozenset({R.CURATOR}),
        Permission.MARK_DIARY: frozenset({R.COORDINATOR}),
        Permission.HEED_DIARY: _SCHOOL,
        Permission.KEEP_AGREEMENTS: _SCHOOL | {R.CURATOR, R.COORDINATOR},
        Permission.READ_RECOMMENDATIONS: _SCHOOL | {R.CURATOR, R.COORDINATOR, R.CHIEF},
        Permission.SEND_RECOMMENDATIONS: frozenset({R.COORDINATOR}),
        Permission.ANSWER_RECOMMENDATIONS: _SCHOOL,
        Permission.READ_SURVEYS: _SCHOOL | {R.CURATOR, R.COORDINATOR, R.CHIEF},
        Permission.MANAGE_SURVEYS: frozenset({R.COORDINATOR}),
        Permission.MARK_SURVEYS: _SCHOOL | {R.CURATOR, R.COORDINATOR},
        Permission.READ_REPORTS: frozenset({R.COORDINATOR, R.CHIEF, R.OBSERVER}),
        Permission.FOLLOW_REPORTS: frozenset({R.CURATOR, R.COORDINATOR, R.CHIEF, R.OBSERVER}),
        Permission.EXPORT_DIARY: frozenset({R.CURATOR, R.COORDINATOR, R.CHIEF}),
        Permission.BUILD_REPORTS: frozenset({R.COORDINATOR}),
        Permission.SIGN_REPORTS: frozenset({R.COORDINATOR, R.CHIEF}),
        Permission.TAKE_NOTE: frozenset({R.CHIEF, R.OBSERVER}),
        Permission.COME_BACK: frozenset({R.CURATOR}),
        Permission.READ_JOURNAL: frozenset({R.COORDINATOR, R.CHIEF, R.ADMIN}),
        Permission.MANAGE_USERS: frozenset({R.ADMIN}),
        Permission.KEEP_SYSTEM: frozenset({R.ADMIN}),
    }
)
EVERYWHERE = frozenset({Permission.KEEP_SYSTEM})
"""Held only by those whose role is in no municipality: an administrator of one does not keep the others."""


def may(role: Role, permission: Permission) -> bool:
    return role in GRANTS[permission]


def holds(actor: Actor, permission: Permission) -> bool:
    """Tell whether this person has the permission where the role is held."""
    return may(actor.role, permission) and (permission not in EVERYWHERE or actor.municipality_id is None)
