"""What is known of schools: the register, and the card of one school."""

from webapp.schools.queries.card import (
    Card,
    Contact,
    CuratorLine,
    Joined,
    PackageLine,
    Requisites,
    card,
    contacts,
    get,
    on_the_way,
    own_slug,
    packages_of,
    requisites_of,
    same_name,
)
from webapp.schools.queries.register import (
    NO_CURATOR,
    Filters,
    Found,
    Option,
    SchoolRow,
    Sort,
    StateCount,
    curator_options,
    export,
    programme_options,
    register,
)
from webapp.schools.queries.statuses import Status, held, in_force

__all__ = [
    "NO_CURATOR", "Card", "Contact", "CuratorLine", "Filters", "Found", "Joined", "Option", "PackageLine",
    "Requisites", "SchoolRow", "Sort", "StateCount", "Status", "card", "contacts", "curator_options", "export",
    "get", "held", "in_force", "on_the_way", "own_slug", "packages_of", "programme_options", "register",
    "requisites_of", "same_name",
]  # fmt: skip
