"""Documents of one school laid side by side: what contradicts, what one names and another does not.

Source: domain.md §2.4, §3.3 (a risk that is activated has its programme; measures have a date, an executor and a
document; measures of the first stage fall before its window; indicators have a base and a plan). Warnings all of them:
the judgement stays with people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.listing import listed
from workflows.programme_tables import Place, Told, ToldMeasure, stems

ALIKE = 0.6
"""Share of words that two titles of one measure have in common; below it they are two measures."""
FEWEST = 2
"""Words with a meaning that a title must have to be compared."""
MOST_OF_A_KIND = 12
_LACKS = {"deadline": "срок", "responsible": "ответственный", "result": "результат или документ"}


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file with what its tables say."""

    key: str
    """Names it among the files laid side by side."""
    name: str
    told: Told
    plans: bool = True
    """It says what is to be done; evidence tells what was, and the steps of two orders are no contradiction."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the product itself knows of the school's programme: activated risks by code, measures with their dates."""

    risks: tuple[tuple[str, str], ...] = ()
    measures: tuple[tuple[str, date | None], ...] = ()
    first_stage_closes: date | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file of the package."""

    file: str
    leaf: int
    position: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One warning with the place, or both places, it is about. `code` is stable: explanations are kept under it."""

    code: str
    text: str
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    file: ToldFile
    measure: ToldMeasure
    words: frozenset[str]

    @property
    def spot(self) -> Spot:
        return _spot(self.file, self.measure.place)


def contradictions(files: Sequence[ToldFile], known: Known) -> tuple[Contradiction, ...]:
    """Return what a person should look at, in the order of its weight; empty for documents that agree."""
    rows = [
        _Row(file, measure, words)
        for file in files
        for measure in file.told.measures
        if len(words := stems(measure.title)) >= FEWEST
    ]
    return (
        *_dates_between_files(rows),
        *_dates_of_the_programme(rows, known),
        *_risks(files, known),
        *(found for file in files for found in _of_file(file, known)),
    )


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two titles, as stems, name one measure."""
    return len(one & other) >= ALIKE * len(one | other)


def _dates_between_files(rows: Sequence[_Row]) -> Iterator[Contradiction]:
    """One measure with different dates in two documents."""
    told = 0
    for place, row in enumerate(rows):
        for other in rows[place + 1 :]:
            beside = other.file.key != row.file.key and (row.file.plans or other.file.plans)
            if not beside or not _differ(row.measure, other.measure):
                continue
            if alike(row.words, other.words) and told < MOST_OF_A_KIND:
                told += 1
                yield Contradiction(
                    f"dates:{row.file.key}:{other.file.key}:{_key(row.words | other.words)}",
                    f"Мера «{row.measure.title}»: в «{row.file.name}» срок «{row.measure.deadline}», "
                    f"в «{other.file.name}» – «{other.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot, other.spot),
                )


def _dates_of_the_programme(rows: Sequence[_Row], known: Known) -> Iterator[Contradiction]:
    """A measure whose date in a document is not that of the anti-risk programme in the product."""
    planned = [(title, due, stems(title)) for title, due in known.measures if due is not None]
    for row in rows:
        for title, due, words in planned:
            start, end = row.measure.start, row.measure.end
            outside = (start is not None and due < start) or (end is not None and due > end)
            if outside and end is not None and alike(row.words, words):
                yield Contradiction(
                    f"planned:{row.file.key}:{_key(words)}",
                    f"Мера «{title}»: в антирисковой программе срок {due:%d.%m.%Y}, в «{row.file.name}» – "
                    f"«{row.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot,),
                )


def _risks(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """Activated risks that no document names, and named ones that are not activated."""
    if not known.risks:
        return
    activated = {code for code, _ in known.risks}
    naming = [file for file in files if file.told.risks]
    for file in naming:
        named = {risk.code: risk for risk in file.told.risks}
        missing = [name for code, name in known.risks if code not in named]
        if missing:
            names = listed(f"«{name}»" for name in missing)
            yield Contradiction(
                f"risks:{file.key}",
                f"«{file.name}» не называет активированных рисков: {names}. Допишите их или проверьте профиль.",
            )
        for code, risk in named.items():
            if code not in activated:
                yield Contradiction(
                    f"risk:{file.key}:{code}",
                    f"«{file.name}» называет риск, не активированный в рисковом профиле. Проверьте, тот ли это риск.",
                    (_spot(file, risk.place),),
                )


def _of_file(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    closes = known.first_stage_closes
    empty = [one for one in file.told.measures if one.lacks]
    if empty:
        what = listed(sorted({_LACKS[role] for one in empty for role in one.lacks}))
        text = (
            f"В таблице мер «{file.name}» у {_count(empty)} не заполнено: {what}. Первая: «{empty[0].title}»."
        )
        yield Contradiction(f"lacks:{file.key}", text, (_spot(file, empty[0].place),))
    late = [
        one for one in file.told.measures if closes and one.end and one.end > closes and _first_stage(one)
    ]
    if late and closes:
        text = f"В «{file.name}» {_count(late, nominative=True)} 1 этапа со сроком позже окончания приёма"
        text += f" ({closes:%d.%m.%Y}). Первая: «{late[0].title}»."
        yield Contradiction(f"late:{file.key}", text, (_spot(file, late[0].place),))
    bare = [one for one in file.told.indicators if not one.base or not one.planned]
    if bare:
        value = "базового" if not bare[0].base else "планового"
        more = f" и ещё у {len(bare) - 1}" if len(bare) > 1 else ""
        text = f"В таблице показателей «{file.name}» нет {value} значения: «{bare[0].title}»{more}."
        yield Contradiction(f"indicators:{file.key}", text, (_spot(file, bare[0].place),))


def _count(found: Sequence[ToldMeasure], *, nominative: bool = False) -> str:
    number = len(found)
    one = number % 10 == 1 and number % 100 != 11
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    if nominative:
        return f"{number} {'мера' if one else 'меры' if few else 'мер'}"
    return f"{number} {'меры' if one else 'мер'}"


def _first_stage(measure: ToldMeasure) -> bool:
    """The title says that its evidence is examined at the first stage."""
    return "1 этап" in measure.title.lower() or "первого этапа" in measure.title.lower()


def _differ(one: ToldMeasure, other: ToldMeasure) -> bool:
    """Dates that are both read and have not a day in common; two «до …» must name one day."""
    if one.end is None or other.end is None:
        return False
    if one.start is None and other.start is None:
        return one.end != other.end
    return bool((one.start and one.start > other.end) or (other.start and other.start > one.end))


def _spot(file: ToldFile, place: Place) -> Spot:
    return Spot(file.key, place.leaf, place.position)


def _key(words: Iterable[str]) -> str:
    return "-".join(sorted(words))[:60]
