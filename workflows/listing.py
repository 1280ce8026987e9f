"""How a sentence lists things without growing endless."""

from collections.abc import Iterable


def listed(items: Iterable[str], limit: int = 5) -> str:
    """Return «5, 6, 7, 8, 9 и ещё 3»: at most `limit` of the things by name."""
    names = list(items)
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} и ещё {len(names) - limit}"
