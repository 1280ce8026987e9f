"""The same criterion in the sheets of two rounds: what was judged before stands beside what is judged now."""

from collections.abc import Mapping

from workflows.sheet import Criterion, Sheet


def earlier_codes(sheet: Sheet, earlier: Sheet) -> Mapping[str, str]:
    """Return for each criterion of the sheet its code in the sheet of an earlier round; new ones are left out.

    Documents are matched by their slots, for prefixes move when a document is added before them."""
    by_slot = all(part.slot for part in (*sheet.parts, *earlier.parts))
    places = {_place(earlier, one, by_slot=by_slot): one.code for one in earlier.criteria}
    found = {one.code: places.get(_place(sheet, one, by_slot=by_slot)) for one in sheet.criteria}
    return {code: before for code, before in found.items() if before is not None}


def asks_the_same(now: Criterion, before: Criterion) -> bool:
    """Tell whether a mark given by the one answers the other: same words, same weight."""
    return (now.text, now.blocking) == (before.text, before.blocking)


def _place(sheet: Sheet, criterion: Criterion, *, by_slot: bool) -> tuple[str, str]:
    part = sheet.part_of(criterion.code)
    if part is None:
        return "", criterion.code
    return part.slot if by_slot else part.code, criterion.code.removeprefix(f"{part.code}.")
