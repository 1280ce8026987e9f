"""Documents of a school against each other and against the anti-risk programme entered."""

import re
from collections.abc import Iterable, Iterator, Sequence

from workflows.cross_checks.likeness import FEWEST, Row, alike, count_of, differ, is_outside, key_of, spot_of
from workflows.cross_checks.values import Contradiction, Known, Spot, ToldFile
from workflows.listing import listed
from workflows.programme_tables import ToldMeasure, stems

SAME_INDICATOR = 0.8
"""The same of indicators, whose titles differ in a word."""
FIRST_STAGE = 1
MOST_OF_A_KIND = 12
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LACKS = {"deadline": "срок", "responsible": "ответственный", "result": "результат или документ"}


def between_documents(
    files: Sequence[ToldFile], rows: Sequence[Row], known: Known
) -> Iterator[Contradiction]:
    """Yield what documents say against each other and against what was entered, in the order of its weight."""
    yield from _dates_between_files(rows)
    yield from _dates_of_the_programme(rows, known)
    yield from _bases(files)
    yield from _risks(files, known)
    yield from _places(files, known)


def within_documents(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """Yield what a programme leaves out of its own tables, or puts too late."""
    return (found for file in files if file.plans for found in _of_file(file, known))


def _dates_between_files(rows: Sequence[Row]) -> Iterator[Contradiction]:
    """One measure with different dates in two documents."""
    told = 0
    for place, row in enumerate(rows):
        for other in rows[place + 1 :]:
            beside = other.file.key != row.file.key and (row.file.plans or other.file.plans)
            if not beside or not differ(row.measure, other.measure):
                continue
            if alike(row.words, other.words) and told < MOST_OF_A_KIND:
                told += 1
                yield Contradiction(
                    f"dates:{row.file.key}:{other.file.key}:{key_of(row.words | other.words)}",
                    f"Мера «{row.measure.title}»: в «{row.file.name}» срок «{row.measure.deadline}», "
                    f"в «{other.file.name}» – «{other.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot, other.spot),
                )


def _dates_of_the_programme(rows: Sequence[Row], known: Known) -> Iterator[Contradiction]:
    """A measure whose date in a document is not that of the anti-risk programme in the product."""
    planned = [(one, stems(one.title)) for one in known.measures if one.due_on is not None]
    for row in rows:
        for one, words in planned:
            if one.due_on and is_outside(one.due_on, row.measure) and alike(row.words, words):
                yield Contradiction(
                    f"planned:{row.file.key}:{key_of(words)}",
                    f"Мера «{one.title}»: в антирисковой программе срок {one.due_on:%d.%m.%Y}, в «{row.file.name}» – "
                    f"«{row.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot,),
                    one.risk,
                )


def _bases(files: Sequence[ToldFile]) -> Iterator[Contradiction]:
    """One indicator that begins with different values in two documents; plans differ with the year they are for."""
    rows = [
        (file, one, words)
        for file in files
        if file.plans
        for one in file.told.indicators
        if one.base and len(words := stems(one.title)) >= FEWEST
    ]
    for place, (file, one, words) in enumerate(rows):
        for other_file, other, other_words in rows[place + 1 :]:
            if file.key == other_file.key or _figures(one.base) == _figures(other.base):
                continue
            if len(words & other_words) >= SAME_INDICATOR * len(words | other_words):
                yield Contradiction(
                    f"bases:{file.key}:{other_file.key}:{key_of(words)}",
                    f"Показатель «{one.title}»: в «{file.name}» исходное значение «{one.base}», "
                    f"в «{other_file.name}» – «{other.base}». Исправьте там, где ошибка.",
                    (spot_of(file, one.place), spot_of(other_file, other.place)),
                )


def _risks(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """Activated risks that a document does not name, and named ones that are not activated."""
    activated = {code for code, _ in known.risks}
    for file in files if known.risks else ():
        named = {risk.code for risk in file.told.risks}
        whole = file.plans and file.whole and not file.risk and not file.is_silent
        missing = [name for code, name in known.risks if code not in named]
        if whole and missing:
            names = listed(f"«{name}»" for name in missing)
            yield Contradiction(
                f"risks:{file.key}",
                f"«{file.name}» не называет активированных рисков: {names}. Допишите их или проверьте профиль.",
                (Spot(file.key),),
            )
        for risk in file.told.risks:
            if risk.heads and risk.code not in activated:
                yield Contradiction(
                    f"risk:{file.key}:{risk.code}",
                    f"«{file.name}» называет риск, не активированный в рисковом профиле. Проверьте, тот ли это риск.",
                    (spot_of(file, risk.place),),
                )


def _places(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """A programme against another risk than its place is for; a risk no programme is for; measures left out."""
    names, programmes = dict(known.risks), [file for file in files if file.risk]
    for file in programmes:
        own, named = names.get(file.risk, ""), [risk for risk in file.told.risks if risk.heads]
        if own and not file.is_silent and file.risk not in {risk.code for risk in file.told.risks}:
            spots = (spot_of(file, named[0].place),) if named else (Spot(file.key),)
            text = f"«{file.name}» стоит на месте программы по риску «{own}», но не называет его. Проверьте файл."
            yield Contradiction(f"place:{file.key}", text, spots)
        yield from _left_out(file, known)
    for code, name in known.risks if programmes else ():
        if code not in {file.risk for file in programmes}:
            text = f"Среди документов нет антирисковой программы по активированному риску «{name}»."
            yield Contradiction(f"programme:{code}", text, risk=code)


def _left_out(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    """Measures entered for a risk that the document of its programme does not hold."""
    told = [stems(one.title) for one in file.told.measures]
    entered = [one for one in known.measures if one.risk == file.risk]
    missing = [one for one in entered if not any(alike(stems(one.title), words) for words in told)]
    if told and missing:
        names = listed((f"«{one.title}»" for one in missing), limit=3)
        text = (
            f"В «{file.name}» нет мер, внесённых в антирисковую программу: {names}. Исправьте то или другое."
        )
        yield Contradiction(
            f"entered:{file.key}", text, (spot_of(file, file.told.measures[0].place),), file.risk
        )


def _of_file(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    empty = [one for one in file.told.measures if one.lacks]
    if empty:
        what = listed(sorted({_LACKS[role] for one in empty for role in one.lacks}))
        text = (
            f"В таблице мер «{file.name}» у {count_of(empty)} не указано: {what}. Первая: «{empty[0].title}»."
        )
        yield Contradiction(f"lacks:{file.key}", text, (spot_of(file, empty[0].place),))
    yield from _late(file, known)
    bare = [one for one in file.told.indicators if not one.base or not one.planned]
    if bare:
        value = "базового" if not bare[0].base else "планового"
        more = f" и ещё у {len(bare) - 1}" if len(bare) > 1 else ""
        text = f"В таблице показателей «{file.name}» нет {value} значения: «{bare[0].title}»{more}."
        yield Contradiction(f"indicators:{file.key}", text, (spot_of(file, bare[0].place),))


def _late(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    """Measures of the first stage that go on when its evidence is already taken."""
    opens = known.first_stage_opens
    first = [stems(one.title) for one in known.measures if one.stage == FIRST_STAGE]
    late = [
        one
        for one in file.told.measures
        if opens and one.end and one.end >= opens and _is_of_first_stage(one, first)
    ]
    if late and opens:
        text = f"В «{file.name}» {count_of(late, nominative=True)} 1 этапа со сроком не раньше начала приёма документов"
        text += f" ({opens:%d.%m.%Y}). Первая: «{late[0].title}», срок «{late[0].deadline}»."
        yield Contradiction(f"late:{file.key}", text, (spot_of(file, late[0].place),))


def _is_of_first_stage(measure: ToldMeasure, entered: Iterable[frozenset[str]]) -> bool:
    """The title says that its evidence is examined at the first stage, or a measure entered for it is the same."""
    title = measure.title.lower()
    if "1 этап" in title or "первого этапа" in title:
        return True
    words = stems(measure.title)
    return any(alike(words, other) for other in entered)


def _figures(value: str) -> tuple[str, ...] | str:
    """Return the numbers of a value, which is what is compared: «45%» and «45 % обучающихся» are one."""
    numbers = tuple(number.replace(",", ".") for number in _NUMBER.findall(value))
    return numbers or value.casefold()
