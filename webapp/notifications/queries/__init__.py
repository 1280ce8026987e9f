"""Who is to be told about what; what a person has been told; the letters of a demonstration."""

from webapp.notifications.queries.cases import Case, case_of, package_case
from webapp.notifications.queries.inbox import PAGE_SIZE, Day, Line, inbox
from webapp.notifications.queries.letters import SentLetter, letter, letters
from webapp.notifications.queries.measures import confirmers, responsible
from webapp.notifications.queries.people import (
    TURN_OF,
    Deadline,
    Group,
    addressees,
    administrators,
    assigned,
    chiefs,
    coordinators,
    curators,
    deadlines,
    examiners,
    holders,
    leave_parties,
    named,
    next_holders,
    school_staff,
    staff_of,
    talkers,
    told,
    told_whom,
    with_right,
)

__all__ = [
    "PAGE_SIZE", "TURN_OF", "Case", "Day", "Deadline", "Group", "Line", "SentLetter", "addressees", "administrators",
    "assigned", "case_of", "chiefs", "confirmers", "coordinators", "curators", "deadlines", "examiners", "holders",
    "inbox", "leave_parties", "letter", "letters", "named", "next_holders", "package_case", "responsible",
    "school_staff", "staff_of", "talkers", "told", "told_whom", "with_right",
]  # fmt: skip
