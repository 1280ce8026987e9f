"""The exact content of three real roadmaps, in the words of `flask roadmap parse --json` (tests/data/roadmaps)."""

import json
from pathlib import Path
from typing import Any

ROADMAPS = Path(__file__).parents[2] / "data" / "roadmaps"
TRUTH: dict[str, Any] = json.loads((ROADMAPS / "truth.json").read_text(encoding="utf-8"))
INFERRED = {"uglich"}
"""Their territory is told by no word of the title."""


def sections(code: str) -> list[tuple[Any, ...]]:
    return [
        (one["title"], one["number"], one.get("level", 1), one.get("goals_text"), len(one["items"]))
        for one in TRUTH[code]["sections"]
    ]


def items(code: str) -> list[dict[str, Any]]:
    """Return every row as the command tells it, but for `joined`, which is of the file, and `status`."""
    return [_item(item) for section in TRUTH[code]["sections"] for item in section["items"]]


def joined(code: str) -> list[str]:
    rows = [item for section in TRUTH[code]["sections"] for item in section["items"]]
    return [item["number"] for item in rows if item.get("page_break_joined")]


def told(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of an answer of the command in the same form."""
    rows = [item for section in found["sections"] for item in section["items"]]
    return [{key: _plain(key, value) for key, value in row.items() if key != "joined"} for row in rows]


def _plain(key: str, value: Any) -> Any:
    return {name: one for name, one in value.items() if name != "status"} if key == "deadline" else value


def _item(item: dict[str, Any]) -> dict[str, Any]:
    deadline = item["deadline"]
    return {
        "number": item["number"],
        "title": item["title"],
        "deadline_text": item["deadline_text"],
        "deadline": {name: deadline[name] for name in ("kind", "start", "end", "periods", "recurrence")},
        "responsible_text": item["responsible_text"],
        "responsible": item["responsible"],
        "result": item["expected_result_text"],
        "plan": _plan(item["plan_values"]) if item.get("plan_values") else None,
    }


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    def value(one: dict[str, Any]) -> dict[str, Any]:
        return {name: one[name] for name in ("text", "op", "values")}

    years = {year: value(one) for year, one in plan["years"].items()}
    return {"total": value(plan["total"]), "years": years, "aggregation": plan["aggregation"]}
