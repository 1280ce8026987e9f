"""A sheet as a table and back: what is exported can be discussed, corrected and imported again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from workflows.sheet import BrokenSheet
from workflows.sheet_draft import BOUNDS, DraftCriterion, DraftGroup, Outline, with_criterion

COLUMNS = ("Строка", "Код", "Текст", "Блокирующий", "Подсказка", "Отметка 2", "Отметка 1", "Отметка 0")
ROWS_LIMIT = 400
_SHEET, _BOUND, _GROUP, _CRITERION = "Лист", "Граница", "Группа", "Критерий"
_CODE = re.compile(r"[\w.]{1,20}")
_FOREIGN = (
    "В файле не экспертный лист: первая строка должна быть «{}». Выгрузите лист и исправьте выгруженный файл."
)


def rows_of(outline: Outline) -> Iterator[tuple[str, ...]]:
    """Return the rows of the table under COLUMNS."""
    blank = ("", "", "", "", "")
    yield (_SHEET, "", outline.title, *blank)
    for words, bound in zip(BOUNDS.values(), outline.bounds, strict=True):
        yield (_BOUND, words, bound, *blank)
    for group in outline.groups:
        yield (_GROUP, group.code, group.title, *blank)
        for one in group.criteria:
            blocking = "да" if one.blocking else ""
            yield (_CRITERION, one.code, one.text, blocking, one.hint, *one.anchors)


def outline_of_rows(rows: Sequence[Sequence[str]], *, taken: Iterable[str]) -> Outline:
    """Return the outline of a table whose first row is COLUMNS; criteria without a code get a new one.

    `taken` are codes that new criteria may not have. Raises BrokenSheet with one sentence."""
    table = [_cells(row) for row in rows if any(cell.strip() for cell in row)]
    if not table or table[0] != COLUMNS:
        raise BrokenSheet([_FOREIGN.format("», «".join(COLUMNS))])
    found = _read(table[1:])
    codes = [group.code for group in found.groups] + [one.code for one in found.criteria if one.code]
    for code in codes:
        if codes.count(code) > 1:
            raise BrokenSheet(
                [f"В файле дважды встречается код «{code}». Оставьте один, а у нового сотрите код."]
            )
    return _with_codes(found, {*taken, *codes})


def _read(table: Iterable[tuple[str, ...]]) -> Outline:
    title, bounds, groups = "", dict.fromkeys(BOUNDS.values(), ""), list[DraftGroup]()
    for place, (kind, code, text, blocking, hint, *anchors) in enumerate(table, start=2):
        if code and kind in {_GROUP, _CRITERION} and not _CODE.fullmatch(code):
            raise BrokenSheet([f"Строка {place}: код «{code[:30]}» должен состоять из букв, цифр и точек."])
        if kind == _SHEET:
            title = text
        elif kind == _BOUND and code in bounds:
            bounds[code] = text.removesuffix(".0")
        elif kind == _GROUP and code:
            groups.append(DraftGroup(code, text))
        elif kind == _CRITERION and groups:
            one = DraftCriterion(code, text, hint, _is_yes(blocking, place), tuple(anchors))
            groups[-1] = replace(groups[-1], criteria=(*groups[-1].criteria, one))
        else:
            raise BrokenSheet([f"Строка {place} не понята: {_why(kind, code)}"])
    return Outline(title, tuple(groups), tuple(bounds.values()))


def _why(kind: str, code: str) -> str:
    if kind == _CRITERION:
        return "критерий должен стоять под своей группой."
    if kind == _GROUP:
        return "у группы укажите код."
    if kind == _BOUND:
        return f"границы «{code[:60]}» нет."
    return f"в первом столбце должно быть «{_SHEET}», «{_BOUND}», «{_GROUP}» или «{_CRITERION}»."


def _is_yes(text: str, place: int) -> bool:
    if text.lower() not in {"", "да", "нет"}:
        raise BrokenSheet([f"Строка {place}: в столбце «Блокирующий» напишите «да» или оставьте пусто."])
    return text.lower() == "да"


def _with_codes(outline: Outline, taken: set[str]) -> Outline:
    groups = []
    for group in outline.groups:
        criteria = []
        for one in group.criteria:
            code = one.code or _new_code(group.code, taken)
            taken.add(code)
            criteria.append(replace(one, code=code))
        groups.append(replace(group, criteria=tuple(criteria)))
    return replace(outline, groups=tuple(groups))


def _new_code(group: str, taken: set[str]) -> str:
    made = with_criterion(Outline("", (DraftGroup(group),)), group, taken=taken)
    return made.criteria[0].code


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    padded = [*row, *([""] * len(COLUMNS))]
    return tuple(cell.strip() for cell in padded[: len(COLUMNS)])
