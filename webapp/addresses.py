"""Addresses: numbers in them are bounded (WB-05), and one that was built is remembered for the pages to come."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, request
from flask.globals import request_ctx
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
REMEMBERED = 16384
Build = Callable[..., str]


class BoundedInteger(IntegerConverter):
    """A whole number a key can be; anything larger is simply not there."""

    def __init__(self, map, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


def install(app: Flask) -> None:
    """Bound every `<int:…>` of routes registered from now on; let `url_for` remember."""
    app.url_map.converters["int"] = BoundedInteger
    app.url_for = _remembering(app.url_for)  # type: ignore[method-assign]


def _remembering(build: Build) -> Build:
    """Return `url_for` that builds an address of words and numbers once: a list asks for fifty of a kind."""

    @lru_cache(maxsize=REMEMBERED)
    def address(_root: str, endpoint: str, values: tuple[tuple[str, str | int], ...]) -> str:
        return build(endpoint, **dict(values))

    def url_for(endpoint: str, **given: Any) -> str:
        values = tuple((name, value) for name, value in given.items() if value is not None)
        plain = all(_is_plain(name, value) for name, value in values)
        if endpoint.startswith(".") or not plain or not request_ctx or request_ctx.url_adapter is None:
            return build(endpoint, **given)
        return address(request.root_path, endpoint, values)

    return url_for


def _is_plain(name: str, value: object) -> bool:
    """`_external` and its like depend on more than the values; True and 1 are one key but two addresses."""
    return not name.startswith("_") and (type(value) is int or isinstance(value, str))
