"""A sheet while it is being written: whatever is typed is kept, and all faults are told, each with its field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from workflows.sheet import ANCHOR_MARKS, BrokenSheet, Criterion, Group, Sheet, Thresholds

TITLE_LIMIT, TEXT_LIMIT = 200, 2000
GROUPS_LIMIT, CRITERIA_LIMIT = 20, 100
BOUNDS: Mapping[str, str] = {
    "accept": "«Соответствует», от, %",
    "remarks": "«Соответствует с замечаниями», от, %",
    "rework": "«Требует доработки», от, %",
    "green": "Зелёная зона, от, %",
    "yellow": "Жёлтая зона, от, %",
}
"""The bounds a sheet has, as an editor names them."""
LETTERS = "АБВГДЕЖИКЛМНПРСТУФХЦШЭЮЯ"


@dataclass(frozen=True, slots=True)
class DraftCriterion:
    code: str
    text: str = ""
    hint: str = ""
    blocking: bool = False
    anchors: tuple[str, ...] = ("", "", "")
    """What deserves 2, 1 and 0; all three or none."""


@dataclass(frozen=True, slots=True)
class DraftGroup:
    code: str
    title: str = ""
    criteria: tuple[DraftCriterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The text of a sheet as it is typed; bounds are texts too, for a wrong one is not lost either."""

    title: str
    groups: tuple[DraftGroup, ...] = ()
    bounds: tuple[str, ...] = ()
    """In the order of BOUNDS."""

    @property
    def criteria(self) -> tuple[DraftCriterion, ...]:
        return tuple(criterion for group in self.groups for criterion in group.criteria)


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be corrected: `field` is «title», a bound, or a place as `field_of` names it."""

    field: str
    sentence: str


def outline_of(sheet: Sheet) -> Outline:
    """Return an approved sheet as a text to be edited."""
    return Outline(
        sheet.title,
        tuple(
            DraftGroup(
                group.code,
                group.title,
                tuple(_draft_criterion(one) for one in sheet.criteria_of_group(group.code)),
            )
            for group in sheet.groups
        ),
        tuple(str(getattr(sheet.thresholds, name)) for name in BOUNDS),
    )


def to_plain(outline: Outline) -> dict[str, Any]:
    """Return the outline as JSON values; `from_plain` gives back an equal one."""
    return asdict(outline)


def from_plain(data: Mapping[str, Any]) -> Outline:
    """Return the outline stored by `to_plain`."""
    return Outline(
        data["title"],
        tuple(
            DraftGroup(
                group["code"],
                group["title"],
                tuple(
                    DraftCriterion(**{**one, "anchors": tuple(one["anchors"])}) for one in group["criteria"]
                ),
            )
            for group in data["groups"]
        ),
        tuple(data["bounds"]),
    )


def field_of(what: str, code: str) -> str:
    """Return the name of the field that holds something of a group or a criterion: «text-А.1»."""
    return f"{what}-{code}"


def faults(outline: Outline) -> tuple[Fault, ...]:
    """Return everything that stands between this text and an edition, in the order of the page."""
    found = [*_title_faults(outline), *_bound_faults(outline)]
    if not outline.criteria:
        found.append(Fault("", "Добавьте хотя бы один критерий."))
    for number, group in enumerate(outline.groups, start=1):
        found.extend(_group_faults(group, number))
    for number, criterion in enumerate(outline.criteria, start=1):
        found.extend(_criterion_faults(criterion, number))
    return tuple(found)


def built(outline: Outline, *, code: str, per_measure: bool) -> Sheet:
    """Return the sheet of a faultless outline, criteria numbered through; raises BrokenSheet with every fault."""
    if found := faults(outline):
        raise BrokenSheet(dict.fromkeys(fault.sentence for fault in found))
    numbers = {criterion.code: number for number, criterion in enumerate(outline.criteria, start=1)}
    return Sheet(
        code=code,
        title=outline.title.strip(),
        groups=tuple(Group(group.code, group.title.strip()) for group in outline.groups),
        criteria=tuple(
            _criterion(one, numbers[one.code], group.code)
            for group in outline.groups
            for one in group.criteria
        ),
        thresholds=_thresholds(outline),
        per_measure=per_measure,
    )


def with_group(outline: Outline) -> Outline:
    """Return the outline with an empty group at the end."""
    taken = {group.code for group in outline.groups}
    code = next((letter for letter in LETTERS if letter not in taken), f"Г{len(taken) + 1}")
    return replace(outline, groups=(*outline.groups, DraftGroup(code)))


def with_criterion(outline: Outline, group: str, *, taken: Iterable[str] = ()) -> Outline:
    """Return the outline with an empty criterion at the end of a group, under a code that was never another's."""
    used = {criterion.code for criterion in outline.criteria} | set(taken)
    code = next(found for place in range(1, 10_000) if (found := f"{group}.{place}") not in used)
    return _with_groups(
        outline,
        lambda one: (
            replace(one, criteria=(*one.criteria, DraftCriterion(code))) if one.code == group else one
        ),
    )


def without(outline: Outline, code: str) -> Outline:
    """Return the outline without a criterion or a whole group."""
    kept = replace(outline, groups=tuple(group for group in outline.groups if group.code != code))
    return _with_groups(
        kept,
        lambda group: replace(group, criteria=tuple(one for one in group.criteria if one.code != code)),
    )


def moved(outline: Outline, code: str, step: int) -> Outline:
    """Return the outline with a group or criterion one place up (-1) or down (1).

    A criterion at the edge of its group goes over to the neighbouring one; nothing moves past the ends."""
    if any(group.code == code for group in outline.groups):
        place = next(n for n, group in enumerate(outline.groups) if group.code == code)
        return replace(outline, groups=_swapped(outline.groups, place, step))
    for number, group in enumerate(outline.groups):
        for place, criterion in enumerate(group.criteria):
            if criterion.code == code:
                return _criterion_moved(outline, number, place, step)
    return outline


def _criterion_moved(outline: Outline, number: int, place: int, step: int) -> Outline:
    groups, group = list(outline.groups), outline.groups[number]
    if 0 <= place + step < len(group.criteria):
        groups[number] = replace(group, criteria=_swapped(group.criteria, place, step))
        return replace(outline, groups=tuple(groups))
    if not 0 <= number + step < len(groups):
        return outline
    there, one = groups[number + step], group.criteria[place]
    groups[number] = replace(group, criteria=tuple(other for other in group.criteria if other is not one))
    groups[number + step] = replace(
        there, criteria=(*there.criteria, one) if step < 0 else (one, *there.criteria)
    )
    return replace(outline, groups=tuple(groups))


def _swapped(items: Sequence[Any], place: int, step: int) -> tuple[Any, ...]:
    there, found = place + step, list(items)
    if 0 <= there < len(found):
        found[place], found[there] = found[there], found[place]
    return tuple(found)


def _with_groups(outline: Outline, change: Callable[[DraftGroup], DraftGroup]) -> Outline:
    return replace(outline, groups=tuple(change(group) for group in outline.groups))


def _title_faults(outline: Outline) -> Iterator[Fault]:
    if not outline.title.strip():
        yield Fault("title", "Укажите название листа.")
    if len(outline.title) > TITLE_LIMIT:
        yield Fault("title", f"Сократите название листа до {TITLE_LIMIT} знаков.")


def _bound_faults(outline: Outline) -> Iterator[Fault]:
    wrong = [name for name, text in zip(BOUNDS, outline.bounds, strict=True) if _percent(text) is None]
    for name in wrong:
        yield Fault(name, f"{BOUNDS[name].removesuffix(', от, %')}: укажите целое число от 1 до 100.")
    if wrong:
        return
    accept, remarks, rework, green, yellow = (int(text) for text in outline.bounds)
    if not rework < remarks < accept:
        yield Fault(
            "accept" if accept <= remarks else "remarks",
            "Границы вердиктов должны возрастать: «Требует доработки», «Соответствует с замечаниями», «Соответствует».",
        )
    if not yellow < green:
        yield Fault("green", "Граница зелёной зоны должна быть выше границы жёлтой.")


def _group_faults(group: DraftGroup, number: int) -> Iterator[Fault]:
    place = field_of("group", group.code)
    if not group.title.strip():
        yield Fault(place, f"Назовите группу {number}.")
    if len(group.title) > TITLE_LIMIT:
        yield Fault(place, f"Сократите название группы {number} до {TITLE_LIMIT} знаков.")
    if not group.criteria:
        yield Fault(place, f"В группе {number} нет критериев: добавьте критерий или удалите группу.")


def _criterion_faults(criterion: DraftCriterion, number: int) -> Iterator[Fault]:
    if not criterion.text.strip():
        yield Fault(field_of("text", criterion.code), f"Напишите текст критерия {number}.")
    named = {"text": criterion.text, "hint": criterion.hint}
    named |= {f"anchor{2 - place}": text for place, text in enumerate(criterion.anchors)}
    for what, text in named.items():
        if len(text) > TEXT_LIMIT:
            yield Fault(
                field_of(what, criterion.code), f"Критерий {number}: сократите текст до {TEXT_LIMIT} знаков."
            )
    empty = [2 - place for place, text in enumerate(criterion.anchors) if not text.strip()]
    if 0 < len(empty) < ANCHOR_MARKS:
        for mark in empty:
            yield Fault(
                field_of(f"anchor{mark}", criterion.code),
                f"Критерий {number}: поясните отметку {mark} или не поясняйте ни одной.",
            )


def _percent(text: str) -> int | None:
    value = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    return value if 1 <= value <= 100 else None


def _thresholds(outline: Outline) -> Thresholds:
    given = dict(zip(BOUNDS, outline.bounds, strict=True))
    return Thresholds(**{one.name: int(given[one.name]) for one in fields(Thresholds)})


def _draft_criterion(one: Criterion) -> DraftCriterion:
    return DraftCriterion(one.code, one.text, one.hint, one.blocking, one.anchors or ("", "", ""))


def _criterion(one: DraftCriterion, number: int, group: str) -> Criterion:
    anchors = tuple(text.strip() for text in one.anchors)
    return Criterion(
        number=number,
        code=one.code,
        text=one.text.strip(),
        blocking=one.blocking,
        group=group,
        hint=one.hint.strip(),
        anchors=anchors if any(anchors) else (),
    )
