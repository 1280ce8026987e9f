"""The one who looks, as far as visibility depends on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import BindParameter, Date, Integer, String, bindparam
from sqlalchemy.types import TypeEngine

from webapp.access.actor import Actor, current_actor
from webapp.database import today_in
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Eyes:
    """What visibility depends on, and nothing else: the values of one person, or parameters that stand for them."""

    role: Role
    placeless: bool
    """The person belongs to no municipality: an administrator of the installation, an observer of a region."""
    user_id: Any
    municipality_id: Any
    school_id: Any
    region: Any
    today: Any

    @classmethod
    def of(cls, actor: Actor) -> "Eyes":
        """Return the eyes of one person, with today's date where they are."""
        values = (read(actor) for read in READ.values())
        return cls(actor.role, actor.municipality_id is None, *values)

    @classmethod
    def alike(cls, role: Role, placeless: bool) -> "Eyes":
        """Return the eyes of everyone of a role: a criterion made with them serves whoever acts as it runs."""
        return cls(role, placeless, *(_parameter(name) for name in READ))


READ: Mapping[str, Callable[[Actor], object]] = MappingProxyType(
    {
        "user_id": lambda actor: actor.user_id,
        "municipality_id": lambda actor: actor.municipality_id,
        "school_id": lambda actor: actor.school_id,
        "region": lambda actor: actor.region,
        "today": lambda actor: today_in(actor.zone),
    }
)
TYPES: Mapping[str, TypeEngine[Any]] = MappingProxyType({"region": String(), "today": Date()})


def _parameter(name: str) -> BindParameter[Any]:
    return bindparam(
        f"eyes_{name}", type_=TYPES.get(name, Integer()), callable_=lambda: READ[name](current_actor())
    )
