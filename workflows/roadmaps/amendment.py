"""What a new edition of a roadmap changes: rows matched with those in force, by number and words (К17, К40)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from workflows.roadmaps.draft import Entry
from workflows.vocabulary import Toned

ALIKE = 0.75
"""From this likeness of two titles they are one measure, amended."""
Cells = Mapping[str, str]
SOMEWHAT = 0.6
"""The same where the number is the same too."""
CELLS: Cells = {
    "number": "Номер",
    "title": "Мероприятие",
    "deadline": "Срок",
    "responsible": "Ответственные",
    "result": "Результат",
    "plan": "План",
}


class Change(Toned):
    NEW = "new", "Новое", "ok", "plus"
    CHANGED = "changed", "Изменено", "warn", "pencil"
    SAME = "same", "Без изменений", "mute", "check"
    GONE = "gone", "Отсутствует в новой редакции", "bad", "minus"


def in_force_from(dated: date, *, entered: date | None, today: date) -> date:
    """Return from which day a new edition counts: that of its order, yet never a day for which a figure was given.

    `entered` is the day the roadmap itself was approved here; an order of before is history that is being put in."""
    return dated if entered is None or dated < entered else max(dated, today)


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure in force, with its cells by the names of `CELLS`."""

    ref: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the new edition with the measure it amends; `place` is -1 for a measure that is gone."""

    change: Change
    place: int
    ref: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the cells that differ."""
        return tuple(
            name for name in CELLS if _fold(self.before.get(name, "")) != _fold(self.after.get(name, ""))
        )


def cells_of(entry: Entry) -> dict[str, str]:
    plan = "; ".join(
        [entry.plan_total, *(f"{year}: {text}" for year, text in sorted(entry.plan_years.items()))]
    )
    return {
        "number": entry.number, "title": entry.title, "deadline": entry.deadline, "responsible": entry.responsible,
        "result": entry.result, "plan": plan if entry.plan_years or entry.plan_total else "",
    }  # fmt: skip


def differences(standing: Sequence[Standing], entries: Sequence[Entry]) -> tuple[Difference, ...]:
    """Return what becomes of each row, in the order of the new edition; those that are gone last."""
    new = [
        (place, cells_of(entry))
        for place, entry in enumerate(entries)
        if not (entry.is_section or entry.dropped)
    ]
    pairs = _matched(standing, new)
    found = []
    for place, after in new:
        before = pairs.get(place)
        if before is None:
            found.append(Difference(Change.NEW, place, "", {}, after))
            continue
        one = Difference(Change.CHANGED, place, before.ref, before.cells, after)
        found.append(one if one.cells else Difference(Change.SAME, place, before.ref, before.cells, after))
    kept = {one.ref for one in pairs.values()}
    found += [Difference(Change.GONE, -1, one.ref, one.cells, {}) for one in standing if one.ref not in kept]
    return tuple(found)


def _matched(
    standing: Sequence[Standing], new: Sequence[tuple[int, Mapping[str, str]]]
) -> dict[int, Standing]:
    """Match in rounds, the surest first: number and title, title, number with a like title, a like title alone."""
    left, rows = list(standing), list(new)
    found: dict[int, Standing] = {}
    for same in _ROUNDS:
        for place, after in rows:
            if place in found:
                continue
            match = next((one for one in left if same(one.cells, after)), None)
            if match is not None:
                found[place] = match
                left.remove(match)
    return found


def _same(before: Mapping[str, str], after: Mapping[str, str], name: str) -> bool:
    return _fold(before.get(name, "")) == _fold(after.get(name, ""))


def _like(before: str, after: str) -> float:
    return SequenceMatcher(None, _fold(before), _fold(after), autojunk=False).ratio()


def _fold(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").strip(" .").split())


_ROUNDS: tuple[Callable[[Cells, Cells], bool], ...] = (
    lambda a, b: _same(a, b, "number") and _same(a, b, "title"),
    lambda a, b: _same(a, b, "title"),
    lambda a, b: _same(a, b, "number") and bool(a["number"]) and _like(a["title"], b["title"]) >= SOMEWHAT,
    lambda a, b: _like(a["title"], b["title"]) >= ALIKE,
)


def counts(found: Iterable[Difference]) -> Mapping[Change, int]:
    """Return how many rows each change has."""
    told = [one.change for one in found]
    return {change: told.count(change) for change in Change}
