"""Every kind of package, by code."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.kind import Kind
from workflows.kinds import concept, development, effective_mode, evidence1, evidence2
from workflows.route import Route
from workflows.routes import ROUTES

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (concept.KIND, evidence1.KIND, evidence2.KIND, development.KIND, effective_mode.KIND)
    }
)


def route_of(kind_code: str) -> Route:
    """Return the route packages of this kind go along; KeyError for an unknown kind."""
    return ROUTES[KINDS[kind_code].route]
