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
from webapp.schools.queries.listing import (
    NO_CURATOR,
    Filters,
    Sort,
    conditions,
    fitting,
    in_order,
    order_of,
)
from webapp.schools.queries.register import (
    EXPORT_LIMIT,
    Found,
    Option,
    SchoolRow,
    StateCount,
    curator_options,
    curators_of,
    export,
    locality_options,
    programme_options,
    register,
)
from webapp.schools.queries.statuses import Status, held, in_force

__all__ = [
    "EXPORT_LIMIT", "NO_CURATOR", "Card", "Contact", "CuratorLine", "Filters", "Found", "Joined", "Option",
    "PackageLine", "Requisites", "SchoolRow", "Sort", "StateCount", "Status", "card", "conditions", "contacts",
    "curator_options", "curators_of", "export", "fitting", "get", "held", "in_force", "in_order", "locality_options",
    "on_the_way", "order_of", "own_slug", "packages_of", "programme_options", "register", "requisites_of", "same_name",
]  # fmt: skip
