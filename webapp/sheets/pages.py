"""What the pages of sheets show."""

from dataclasses import dataclass

from webapp.models import SheetDraft
from webapp.sheets import queries
from webapp.sheets.forms import ANCHORS
from webapp.sheets.operations import Conflict, Edit
from workflows.sheet import Sheet
from workflows.sheet_changes import Changes, compare
from workflows.sheet_draft import BOUNDS, Outline, built, from_plain

MORE_WORDS = {
    "text": "текст",
    "hint": "подсказка",
    "blocking": "блокирующий",
    **{name: words[0].lower() + words[1:] for name, words in ANCHORS.items()},
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that two tabs wrote differently."""

    what: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """The dry run: what the draft changes, and the packages on their way."""

    base: int
    changes: Changes
    flight: queries.Flight
    seen: int


def differences(conflict: Conflict) -> tuple[Difference, ...]:
    """Return every text that differs, in the order of the sheet; a criterion missing on one side is empty there."""
    theirs, mine = _texts(conflict.theirs), _texts(conflict.mine)
    found = [
        Difference(what, theirs.get(what, ""), mine.get(what, ""))
        for what in dict.fromkeys((*theirs, *mine))
        if theirs.get(what, "") != mine.get(what, "")
    ]
    orders = tuple(", ".join(one.code for one in side.criteria) for side in (conflict.theirs, conflict.mine))
    if orders[0] != orders[1]:
        found.append(Difference("Критерии по порядку", *orders))
    return tuple(found)


def approval_page(code: str, draft: SheetDraft) -> ApprovalPage:
    """Return the dry run of a faultless draft; raises BrokenSheet for one with faults."""
    base = queries.newest(code)
    old = queries.content(base)
    new = built(from_plain(draft.content), code=code, per_measure=old.per_measure)
    return ApprovalPage(base.number, compare(old, new), queries.flight(code), draft.seen)


def anchor(edit: Edit, outline: Outline) -> str:
    """Return the place on the page to come back to after a button."""
    if edit.act == "add-group":
        return f"group-{outline.groups[-1].code}"
    if edit.act == "add":
        group = next((one for one in outline.groups if one.code == edit.code), None)
        return f"text-{group.criteria[-1].code}" if group and group.criteria else ""
    if edit.act in {"up", "down"}:
        return f"place-{edit.code}"
    return ""


def bounds_of(sheet: Sheet) -> tuple[tuple[str, int], ...]:
    return tuple(
        (words.removesuffix(", от, %"), getattr(sheet.thresholds, name)) for name, words in BOUNDS.items()
    )


def _texts(outline: Outline) -> dict[str, str]:
    found = {"Название листа": outline.title}
    found |= {
        words.removesuffix(", от, %"): bound
        for words, bound in zip(BOUNDS.values(), outline.bounds, strict=True)
    }
    for group in outline.groups:
        found[f"Группа {group.code}"] = group.title
    for one in outline.criteria:
        values = (one.text, one.hint, "да" if one.blocking else "", *one.anchors)
        for words, value in zip(MORE_WORDS.values(), values, strict=True):
            found[f"Критерий {one.code}, {words}"] = value
    return found
