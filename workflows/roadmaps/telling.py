"""A roadmap as the JSON of `flask roadmap parse --json` (design.md §10)."""

from datetime import date
from typing import Any

from workflows.deadlines import Deadline
from workflows.roadmaps.model import Item, Roadmap, Section
from workflows.roadmaps.plan import Plan, Value


def as_json(roadmap: Roadmap) -> dict[str, Any]:
    """Return plain values; dates as ISO, what is not there as null."""
    period = roadmap.frame.period
    return {
        "title": roadmap.heading.title,
        "territory": roadmap.heading.territory or None,
        "project": roadmap.heading.project or None,
        "period": {
            "start": _day(period.start if period else None),
            "end": _day(period.end if period else None),
        },
        "sections": [_section(section) for section in roadmap.sections],
        "warnings": [
            {"row": warned.row, "code": warned.notice.value, "text": warned.text}
            for warned in roadmap.warnings
        ],
    }


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    recurrence = deadline.recurrence
    return {
        "kind": deadline.kind.value,
        "start": _day(deadline.start),
        "end": _day(deadline.end),
        "periods": [{"start": _day(one.start), "end": _day(one.end)} for one in deadline.periods],
        "recurrence": {"per": recurrence.per.value, "count": recurrence.count, "op": recurrence.op.value}
        if recurrence
        else None,
        "status": deadline.status.value,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number or None,
        "title": section.title,
        "level": section.level,
        "goals": section.goals or None,
        "items": [_item(item) for item in section.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number or None,
        "title": item.title,
        "deadline_text": item.deadline_text or None,
        "deadline": deadline_json(item.deadline),
        "responsible_text": item.responsible_text or None,
        "responsible": list(item.responsible),
        "result": item.result or None,
        "plan": plan_json(item.plan) if item.plan else None,
        "joined": item.joined,
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "total": _value(plan.total),
        "years": {str(year): _value(value) for year, value in plan.years.items()},
        "aggregation": plan.aggregation.value,
    }


def _value(value: Value) -> dict[str, Any]:
    return {"text": value.text, "op": value.op.value, "values": list(value.values)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
