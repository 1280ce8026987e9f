"""Two sheets of one package side by side: where the experts differ, and how well they agree.

Agreement is told as the share of equal marks and as Cohen's kappa with linear weights (Cohen, 1968), which
takes away what two people agree upon by chance.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflows.scoring import MarkAnswer
from workflows.sheet import Criterion, Sheet
from workflows.verdicts import MarkValue

SCALE = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Pair:
    """What the experts said of one criterion, in the order in which they began; a missing sheet says nothing."""

    criterion: Criterion
    answers: tuple[MarkAnswer | None, ...]

    @property
    def values(self) -> tuple[MarkValue, ...]:
        return tuple(answer.value for answer in self.answers if answer is not None)

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1

    @property
    def distance(self) -> int:
        """How many points lie between the marks; against «не применимо» as far as the scale goes."""
        if not self.differs:
            return 0
        points = [value.points for value in self.values]
        known = [one for one in points if one is not None]
        return max(known) - min(known) if len(known) == len(points) else SCALE[-1]


def pairs(sheet: Sheet, sheets: Sequence[Iterable[MarkAnswer]]) -> tuple[Pair, ...]:
    """Return every criterion with what each expert said: the furthest apart first, then in the order of the sheet."""
    answers: list[Mapping[str, MarkAnswer]] = [{one.criterion_code: one for one in given} for given in sheets]
    found = [Pair(one, tuple(given.get(one.code) for given in answers)) for one in sheet.criteria]
    return tuple(sorted(found, key=lambda pair: -pair.distance))


def common(pair: Pair) -> MarkAnswer | None:
    """Return the answer the experts agree upon, with the words of both; None where they differ or are silent."""
    if pair.differs or not pair.values:
        return None
    words = dict.fromkeys(answer.comment.strip() for answer in pair.answers if answer is not None)
    return MarkAnswer(pair.criterion.code, pair.values[0], "\n".join(word for word in words if word))


def needs_reason(pair: Pair, decided: MarkValue | None) -> bool:
    """Tell whether a decision has to be explained: the experts differ, or it is neither's mark."""
    return decided is not None and (pair.differs or decided not in pair.values)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two experts agree over many criteria. `kappa` is None when chance alone would explain any agreement."""

    compared: int
    equal: int
    far: int
    """Pairs two points apart, or where only one holds the criterion applicable."""
    kappa: Fraction | None

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.equal, self.compared) if self.compared else None


def agreement(marks: Iterable[tuple[MarkValue, MarkValue]]) -> Agreement:
    """Return how the pairs of marks agree; «не применимо» counts for equality, not for kappa."""
    found = Counter(marks)
    compared = sum(found.values())
    equal = sum(count for (one, other), count in found.items() if one is other)
    far = sum(count for (one, other), count in found.items() if _distance(one, other) == SCALE[-1])
    return Agreement(compared, equal, far, _kappa(found))


def _distance(one: MarkValue, other: MarkValue) -> int:
    if one is other:
        return 0
    if one.points is None or other.points is None:
        return SCALE[-1]
    return abs(one.points - other.points)


def _kappa(found: Mapping[tuple[MarkValue, MarkValue], int]) -> Fraction | None:
    rated = Counter(
        {
            (one.points, other.points): count
            for (one, other), count in found.items()
            if one.points is not None and other.points is not None
        }
    )
    total = sum(rated.values())
    first, second = Counter[int](), Counter[int]()
    for (one_points, other_points), count in rated.items():
        first[one_points] += count
        second[other_points] += count
    observed = sum(abs(one - other) * count for (one, other), count in rated.items())
    chance = sum(abs(one - other) * first[one] * second[other] for one in SCALE for other in SCALE)
    return None if not chance else 1 - Fraction(observed * total, chance)
