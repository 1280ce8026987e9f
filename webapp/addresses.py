"""Numbers in addresses: bounded, so that no address asks the database for what it cannot hold (WB-05)."""

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class BoundedInteger(IntegerConverter):
    """A whole number a key can be; anything larger is simply not there."""

    def __init__(self, map, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


def install(app: Flask) -> None:
    """Bound every `<int:…>` of routes registered from now on."""
    app.url_map.converters["int"] = BoundedInteger
