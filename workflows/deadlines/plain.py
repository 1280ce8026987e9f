"""A deadline as plain values and back: what is kept of one is what was read, doubts included."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.deadlines.model import Deadline, Doubt, Kind, Op, Per, Period, Recurrence


def to_plain(deadline: Deadline) -> dict[str, Any]:
    """Return values JSON can hold; `from_plain` makes the same deadline of them."""
    recurrence = deadline.recurrence
    return {
        "kind": deadline.kind.value,
        "text": deadline.text,
        "periods": [{"start": _iso(one.start), "end": _iso(one.end)} for one in deadline.periods],
        "recurrence": {"per": recurrence.per.value, "count": recurrence.count, "op": recurrence.op.value}
        if recurrence
        else None,
        "start": _iso(deadline.start),
        "end": _iso(deadline.end),
        "doubts": [doubt.value for doubt in deadline.doubts],
        "condition": deadline.condition,
        "inferred_year": deadline.inferred_year,
    }


def from_plain(plain: Mapping[str, Any]) -> Deadline:
    """Return the deadline that was kept; values an older release did not know are at their defaults."""
    recurrence = plain.get("recurrence")
    return Deadline(
        Kind(plain["kind"]),
        plain.get("text", ""),
        tuple(Period(_day(one["start"]), _day(one["end"])) for one in plain.get("periods", ())),
        Recurrence(Per(recurrence["per"]), recurrence["count"], Op(recurrence["op"])) if recurrence else None,
        _day(plain.get("start")),
        _day(plain.get("end")),
        tuple(Doubt(one) for one in plain.get("doubts", ())),
        plain.get("condition", ""),
        plain.get("inferred_year", False),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
