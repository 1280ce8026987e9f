"""What registers show around their rows: columns, active filters, addresses of the neighbouring pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register; `url` sorts by it, `minor` leaves it out on a phone."""

    key: str
    title: str
    url: str = ""
    sort: str = ""
    numeric: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address of the same list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TabItem:
    title: str
    url: str
    count: int | None = None
    current: bool = False


def here(**changes: str) -> str:
    """Return this list's address with some of its conditions changed; an empty value drops one.

    A change of conditions always begins at the first page."""
    kept = {name: value for name, value in request.args.items() if name not in {"after", "before"}}
    merged = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{request.path}?{urlencode(merged)}" if merged else request.path


def chips(labels: Mapping[str, str]) -> tuple[Chip, ...]:
    """Return a chip for each named condition that is active; `labels` maps a condition to its words."""
    return tuple(Chip(words, here(**{name: ""})) for name, words in labels.items() if words)


def columns(
    *titles: str, numeric: frozenset[str] = frozenset(), minor: frozenset[str] = frozenset()
) -> tuple[Column, ...]:
    return tuple(Column(title, title, numeric=title in numeric, minor=title in minor) for title in titles)
