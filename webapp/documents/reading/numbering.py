"""Numbers that a text does not hold: its program counts the items and writes «1.1.» before each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_HOLE = re.compile(r"%([1-9])")
DEEPEST = 9


def roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        written += letters * min(times, 10)
    return written


def lettered(alphabet: str) -> Callable[[int], str]:
    """After the last letter comes the first one twice, as Word and LibreOffice count."""
    return lambda number: alphabet[(number - 1) % len(alphabet)] * min(1 + (number - 1) // len(alphabet), 9)


WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": lettered(_LATIN),
    "upperLetter": lettered(_LATIN.upper()),
    "russianLower": lettered(_RUSSIAN),
    "russianUpper": lettered(_RUSSIAN.upper()),
    "none": lambda _number: "",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One depth of a list: how its number is written and where it begins. `pattern` holds «%1» for each depth.

    `kind` is a key of WRITERS; any other, as a bullet, writes nothing. `whole` writes upper depths in decimals."""

    kind: str = "bullet"
    pattern: str = ""
    start: int = 1
    whole: bool = False


@dataclass(slots=True)
class Counter:
    """Counts the items of one list."""

    _counts: dict[int, int] = field(default_factory=dict)

    def next(self, rungs: Mapping[int, Rung], depth: int) -> str:
        """Return the mark of the next item at this depth, from 0; empty where it has none."""
        rung = rungs.get(depth, Rung())
        self._counts[depth] = self._counts.get(depth, rung.start - 1) + 1
        for deeper in [one for one in self._counts if one > depth]:
            del self._counts[deeper]
        if rung.kind not in WRITERS:
            return ""

        def written(hole: re.Match[str]) -> str:
            upper = int(hole[1]) - 1
            other = rungs.get(upper, Rung())
            write = WRITERS.get("decimal" if rung.whole else other.kind, str)
            return write(self._counts.get(upper, other.start))

        return _HOLE.sub(written, rung.pattern).strip()

    def restart(self, depth: int, start: int) -> None:
        """Let the next item at this depth be number `start`."""
        self._counts[depth] = start - 1
