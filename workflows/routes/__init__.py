"""Every route of the product, by code."""

from collections.abc import Mapping
from types import MappingProxyType

from workflows.route import Route
from workflows.routes import development, main, programme

ROUTES: Mapping[str, Route] = MappingProxyType(
    {route.code: route for route in (main.ROUTE, programme.ROUTE, development.ROUTE)}
)
