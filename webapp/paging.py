"""Keyset pages: a place in an ordered list, carried in the address, at one price whatever the depth."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

PAGE_SIZE = 50
PLACE_LENGTH = 2000
LARGEST = 2**63
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows; `after` and `before` are the places to ask the neighbours from, '' where there are none."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: the key of the row before it. `backwards` asks for the page that ends there."""

    key: tuple[Any, ...] = ()
    backwards: bool = False


START = Place()


def read_place(after: str, before: str, shape: tuple[type, ...] = ()) -> Place:
    """Return the place an address names; an unreadable one, or one of another shape, is the beginning.

    `shape` are the types of the list's key, so that a forged place never reaches the database."""
    raw = before or after
    if not raw or len(raw) > PLACE_LENGTH:
        return START
    try:
        padded = raw + "=" * (-len(raw) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        key = tuple(_revive(value) for value in values) if isinstance(values, list) else ()
    except (ValueError, binascii.Error, UnicodeError, TypeError, KeyError, OverflowError):
        return START
    if shape and (len(key) != len(shape) or not all(map(isinstance, key, shape))):
        return START
    return Place(key, bool(before))


def write_place(key: Sequence[Any]) -> str:
    """Return the key of a row as text for an address."""
    plain = [{"t": value.isoformat()} if isinstance(value, datetime) else value for value in key]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=True).encode()).decode().rstrip("=")


def cut(
    rows: Sequence[Row], place: Place, key: Callable[[Row], Sequence[Any]], size: int = PAGE_SIZE
) -> Page[Row]:
    """Return the page made of `size + 1` fetched rows: the extra one only tells that there is more.

    Rows fetched backwards come in reverse and are turned round here."""
    more = len(rows) > size
    kept = list(rows[:size])
    if place.backwards:
        kept.reverse()
    if not kept:
        return Page(())
    has_after = place.backwards or more
    has_before = (place.backwards and more) or (not place.backwards and bool(place.key))
    return Page(
        tuple(kept),
        after=write_place(key(kept[-1])) if has_after else "",
        before=write_place(key(kept[0])) if has_before else "",
    )


def _revive(value: Any) -> Any:
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["t"])
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if isinstance(value, str) and "\0" not in value:
        return value
    if value is None or (isinstance(value, int) and abs(value) < LARGEST):
        return value
    raise ValueError(value)
