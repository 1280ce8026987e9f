"""When two titles are one measure and two deadlines differ; how a place and a number of measures are named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from workflows.cross_checks.values import Spot, ToldFile
from workflows.programme_tables import Place, ToldMeasure, stems

ALIKE = 0.6
"""Share of words that two titles of one measure have in common; below it they are two measures."""
FEWEST = 2
"""Words with a meaning that a title must have to be compared."""


class Dated(Protocol):
    """Something with a deadline in days; None where it is open or not read."""

    @property
    def start(self) -> date | None: ...

    @property
    def end(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of measures with the stems of its title."""

    file: ToldFile
    measure: ToldMeasure
    words: frozenset[str]

    @property
    def spot(self) -> Spot:
        return spot_of(self.file, self.measure.place)


def rows_of(files: Iterable[ToldFile]) -> list[Row]:
    """Return the measures of all files whose titles say enough to be compared."""
    return [
        Row(file, measure, words)
        for file in files
        for measure in file.told.measures
        if len(words := stems(measure.title)) >= FEWEST
    ]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two titles, as stems, name one measure."""
    return len(one & other) >= ALIKE * len(one | other)


def differ(one: Dated, other: Dated) -> bool:
    """Dates that are both read and have not a day in common; two «до …» must name one day."""
    if one.end is None or other.end is None:
        return False
    if one.start is None and other.start is None:
        return one.end != other.end
    return bool((one.start and one.start > other.end) or (other.start and other.start > one.end))


def is_outside(due: date, measure: Dated) -> bool:
    """The day is none of those a document gives; one whose date is not read gives all."""
    if measure.end is None:
        return False
    return (measure.start is not None and due < measure.start) or due > measure.end


def spot_of(file: ToldFile, place: Place) -> Spot:
    return Spot(file.key, place.leaf, place.position)


def count_of(found: Sequence[ToldMeasure], *, nominative: bool = False) -> str:
    """Return «3 меры» in the genitive, or in the nominative when asked to."""
    number = len(found)
    one = number % 10 == 1 and number % 100 != 11
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    if nominative:
        return f"{number} {'мера' if one else 'меры' if few else 'мер'}"
    return f"{number} {'меры' if one else 'мер'}"


def key_of(words: Iterable[str]) -> str:
    return "-".join(sorted(words))[:60]
