"""What documents are judged against: a sheet of criteria in groups, checked when it is built.

A sheet is data: it ships in `workflows/sheets/`, a municipality edits it, and every edition is kept as JSON.
Marks and points are the subject of `workflows/scoring.py`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass, replace
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

POINTS_PER_CRITERION = 2
ANCHOR_MARKS = 3


class BrokenSheet(ValueError):
    """The sheet cannot be used; `reasons` are all faults in the words of the person who edits it."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Lower bounds of verdicts and of zones, in percent. Raises BrokenSheet when they are out of order."""

    accept: int = 85
    remarks: int = 70
    rework: int = 50
    green: int = 85
    yellow: int = 50

    def __post_init__(self) -> None:
        reasons = []
        if not 0 < self.rework < self.remarks < self.accept <= 100:
            reasons.append(
                "Границы вердиктов должны возрастать от 1 до 100 процентов: «Требует доработки», "
                "«Соответствует с замечаниями», «Соответствует»."
            )
        if not 0 < self.yellow < self.green <= 100:
            reasons.append("Граница жёлтой зоны должна быть ниже границы зелёной, обе от 1 до 100 процентов.")
        if reasons:
            raise BrokenSheet(reasons)


@dataclass(frozen=True, slots=True)
class Part:
    """A document of a package that is judged within a composed sheet, by its own thresholds."""

    code: str
    title: str
    sheet: str
    """Code of the sheet the part was made of."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    slot: str = ""
    """Code of the slot whose document is judged."""


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: str
    part: str = ""
    """Code of the part; empty in a sheet that judges one document."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to judge. A zero by a blocking criterion forbids «Соответствует»."""

    number: int | str
    code: str
    text: str
    blocking: bool = False
    group: str = ""
    hint: str = ""
    anchors: tuple[str, ...] = ()
    """What deserves 2, 1 and 0, in this order; empty when the text says enough."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of criteria. Raises BrokenSheet with every fault when it cannot be used."""

    code: str
    title: str
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    thresholds: Thresholds = field(default_factory=Thresholds)
    per_measure: bool = False
    """Filled once for every measure of a programme, then averaged."""
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if reasons := tuple(_faults(self)):
            raise BrokenSheet(reasons)

    @property
    def maximum(self) -> int:
        """Points when every criterion applies and conforms."""
        return POINTS_PER_CRITERION * len(self.criteria)

    def criterion(self, code: str) -> Criterion:
        """Return the criterion with this code; KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def criteria_of_group(self, group: str) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.group == group)

    def groups_of_part(self, part: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.part == part)

    def part_of(self, criterion: str) -> Part | None:
        """Return the document a criterion judges; None in a sheet of one document. KeyError for a foreign code."""
        group = self.criterion(criterion).group
        code = next(one.part for one in self.groups if one.code == group)
        return next((part for part in self.parts if part.code == code), None)

    def criteria_of_part(self, part: str) -> tuple[Criterion, ...]:
        groups = {group.code for group in self.groups_of_part(part)}
        return tuple(criterion for criterion in self.criteria if criterion.group in groups)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A document to be judged within a package: the prefix of its criteria, its name, its sheet and its slot."""

    code_prefix: str
    title: str
    sheet: Sheet
    slot: str = ""


def compose(
    parts: Sequence[SheetPart], *, code: str = "package", title: str = "Экспертный лист пакета документов"
) -> Sheet:
    """Return one sheet that judges every document of a package: codes like «К.А.1», numbers like «1.3».

    One sheet may serve several parts (an anti-risk programme for each risk) when the prefixes differ. The
    package as a whole is measured by the strictest thresholds of its parts. Raises BrokenSheet for equal
    prefixes, for no parts, and for a sheet that is filled per measure or is composed itself.
    """
    if reasons := tuple(_composition_faults(parts)):
        raise BrokenSheet(reasons)
    return Sheet(
        code=code,
        title=title,
        groups=tuple(_prefixed_group(part, group) for part in parts for group in part.sheet.groups),
        criteria=tuple(
            _prefixed_criterion(place, part, criterion)
            for place, part in enumerate(parts, start=1)
            for criterion in part.sheet.criteria
        ),
        thresholds=_strictest([part.sheet.thresholds for part in parts]),
        parts=tuple(
            Part(part.code_prefix, part.title, part.sheet.code, part.sheet.thresholds, part.slot)
            for part in parts
        ),
    )


def to_json(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as plain JSON values; `from_json` gives back an equal sheet."""
    plain: dict[str, Any] = _plain(asdict(sheet))
    return plain


def from_json(data: Mapping[str, Any]) -> Sheet:
    """Return the sheet stored by `to_json`.

    Raises BrokenSheet naming the field that is unknown, lost or of a wrong type.
    """
    return _read_record(Sheet, data, "лист")


def _faults(sheet: Sheet) -> Iterable[str]:
    if not sheet.code.strip() or not sheet.title.strip():
        yield "Укажите код и название листа."
    if not sheet.criteria:
        yield "Добавьте хотя бы один критерий."
    yield from _repeated("код группы", (group.code for group in sheet.groups))
    yield from _repeated("код критерия", (criterion.code for criterion in sheet.criteria))
    yield from _repeated("номер критерия", (str(criterion.number) for criterion in sheet.criteria))
    yield from _repeated("код документа", (part.code for part in sheet.parts))
    yield from _group_faults(sheet)
    for criterion in sheet.criteria:
        yield from _criterion_faults(criterion, {group.code for group in sheet.groups})


def _group_faults(sheet: Sheet) -> Iterable[str]:
    used_groups = {criterion.group for criterion in sheet.criteria}
    known_parts = {part.code for part in sheet.parts} or {""}
    for group in sheet.groups:
        if group.code not in used_groups:
            yield f"В группе «{group.code}» нет ни одного критерия: добавьте критерий или удалите группу."
        if group.part not in known_parts:
            yield f"Группа «{group.code}» относится к документу «{group.part}», которого нет в листе."
    for part in known_parts - {group.part for group in sheet.groups}:
        if part:
            yield f"Для документа «{part}» нет ни одной группы критериев."


def _criterion_faults(criterion: Criterion, groups: set[str]) -> Iterable[str]:
    if not criterion.code.strip() or not criterion.text.strip():
        yield f"У критерия № {criterion.number} укажите код и текст."
    if criterion.group not in groups:
        yield f"Критерий «{criterion.code}» относится к группе «{criterion.group}», которой нет в листе."
    if len(criterion.anchors) not in {0, ANCHOR_MARKS}:
        yield f"Поясните у критерия «{criterion.code}» все три отметки (2, 1 и 0) или не поясняйте ни одной."


def _repeated(what: str, values: Iterable[str]) -> Iterable[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"Повторяется {what} «{value}»: сделайте значения разными."


def _composition_faults(parts: Sequence[SheetPart]) -> Iterable[str]:
    if not parts:
        yield "В пакете нет ни одного документа для экспертизы."
    yield from _repeated("код документа", (part.code_prefix for part in parts))
    for part in parts:
        if not part.code_prefix.strip():
            yield f"Укажите код документа «{part.title}»."
        if part.sheet.per_measure or part.sheet.parts:
            yield f"Лист «{part.sheet.title}» нельзя включить в лист пакета: он заполняется отдельно."


def _prefixed_group(part: SheetPart, group: Group) -> Group:
    return replace(group, code=f"{part.code_prefix}.{group.code}", part=part.code_prefix)


def _prefixed_criterion(place: int, part: SheetPart, criterion: Criterion) -> Criterion:
    return replace(
        criterion,
        number=f"{place}.{criterion.number}",
        code=f"{part.code_prefix}.{criterion.code}",
        group=f"{part.code_prefix}.{criterion.group}",
    )


def _strictest(thresholds: Sequence[Thresholds]) -> Thresholds:
    return Thresholds(*(max(getattr(one, name.name) for one in thresholds) for name in fields(Thresholds)))


_Record = TypeVar("_Record")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _read_record(kind: type[_Record], data: object, where: str) -> _Record:
    if not isinstance(data, Mapping):
        raise BrokenSheet([f"Не удалось прочитать экспертный лист: вместо записи «{where}» другое значение."])
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(str(name) for name in data if name not in known):
        raise BrokenSheet([f"Неизвестное поле экспертного листа «{where}»: {', '.join(unknown)}."])
    lost = [
        name
        for name, one in known.items()
        if name not in data and one.default is MISSING and one.default_factory is MISSING
    ]
    if lost:
        raise BrokenSheet([f"В экспертном листе «{where}» нет обязательного поля: {', '.join(lost)}."])
    return kind(**{name: _read(known[name].type, value, name) for name, value in data.items()})


def _read(expected: Any, value: object, where: str) -> object:
    if is_dataclass(expected):
        return _read_record(expected, value, where)  # type: ignore[arg-type]
    if get_origin(expected) is tuple and isinstance(value, (list, tuple)):
        return tuple(_read(get_args(expected)[0], item, where) for item in value)
    allowed = get_args(expected) if isinstance(expected, UnionType) else (expected,)
    if type(value) not in allowed:  # exact: True is an int for isinstance
        raise BrokenSheet([f"Поле экспертного листа «{where}» записано в неверном виде."])
    return value
