"""From marks to points, zones and a proposed verdict. Thresholds meet the exact ratio, not a rounded one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from workflows.sheet import POINTS_PER_CRITERION, Criterion, Part, Sheet, Thresholds
from workflows.verdicts import MarkValue, MeasureOutcome, VerdictKind, Zone


@dataclass(frozen=True, slots=True)
class MarkAnswer:
    criterion_code: str
    value: MarkValue
    comment: str = ""


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """What is wrong with the answer to one criterion, in the expert's words."""

    criterion_code: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one sheet as far as it is filled in.

    `maximum` counts the criteria that are marked and apply, so an unfinished sheet shows the share of what
    has been judged; `missing` holds the codes still without a mark. `ratio` is exact, None when nothing
    applies.
    """

    points: int
    maximum: int
    ratio: Fraction | None
    zone: Zone | None
    answered: int
    total: int
    blocking_zero: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[MarkProblem, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """The ratio in percent with one decimal, half up; for showing, never for deciding."""
        return None if self.ratio is None else Decimal(floor(self.ratio * 1000 + Fraction(1, 2))).scaleb(-1)

    @property
    def complete(self) -> bool:
        """Every criterion has a mark and every mark its obligatory comment."""
        return not self.missing and not self.problems


@dataclass(frozen=True, slots=True)
class PartScore:
    """The score of one document of a package."""

    part: Part
    score: Score
    proposal: VerdictKind | None


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """The score of one measure; `subject` names it in lists («Мера 3»)."""

    subject: str
    score: Score


def mark_problem(criterion: Criterion, value: MarkValue, comment: str) -> str | None:
    """Return what to write beside the mark, or None: every mark but «Соответствует» needs a comment."""
    if comment.strip() or value not in _COMMENT_ASKED:
        return None
    return f"Критерий {criterion.code}: {_COMMENT_ASKED[value]}"


def score(sheet: Sheet, answers: Iterable[MarkAnswer]) -> Score:
    """Return the score of the whole sheet. Raises ValueError for a foreign or repeated criterion."""
    return _score(sheet.criteria, sheet.thresholds, _by_code(sheet, answers))


def score_by_part(sheet: Sheet, answers: Iterable[MarkAnswer]) -> tuple[PartScore, ...]:
    """Return the score and the proposal of each document of a composed sheet, by its own thresholds."""
    marks = _by_code(sheet, answers)
    return tuple(_part_score(part, sheet.criteria_of_part(part.code), marks) for part in sheet.parts)


def average(sheet: Sheet, measures: Sequence[MeasureScore]) -> Score:
    """Return the score of a package judged measure by measure: the mean of the ratios, weighing alike.

    A measure to which no criterion applies leaves the mean. Codes carry their measure («Мера 3, А.1»).
    """
    scores = [measure.score for measure in measures]
    ratios = [one.ratio for one in scores if one.ratio is not None]
    ratio = sum(ratios, Fraction()) / len(ratios) if ratios else None
    return Score(
        points=sum(one.points for one in scores),
        maximum=sum(one.maximum for one in scores),
        ratio=ratio,
        zone=_zone(sheet.thresholds, ratio),
        answered=sum(one.answered for one in scores),
        total=sum(one.total for one in scores),
        blocking_zero=tuple(f"{m.subject}, {code}" for m in measures for code in m.score.blocking_zero),
        missing=tuple(f"{m.subject}, {code}" for m in measures for code in m.score.missing),
        problems=tuple(
            MarkProblem(f"{m.subject}, {problem.criterion_code}", f"{m.subject}. {problem.text}")
            for m in measures
            for problem in m.score.problems
        ),
    )


def propose(sheet: Sheet, score: Score) -> VerdictKind | None:
    """Return the verdict the points speak for; None while marks are missing or nothing applies."""
    return _proposal(sheet.thresholds, score)


def propose_package(parts: Sequence[PartScore]) -> VerdictKind | None:
    """Return the strictest proposal among the documents: a good concept never hides a weak programme.

    None while marks are missing in any of them; a document to which nothing applies is left out.
    """
    if any(part.score.missing for part in parts):
        return None
    proposals = [part.proposal for part in parts if part.proposal is not None]
    return min(proposals, key=lambda kind: kind.rank, default=None)


def measure_outcome(score: Score) -> MeasureOutcome | None:
    """Return what the score says about one measure; None while marks are missing or nothing applies."""
    if score.missing or score.zone is None:
        return None
    if score.blocking_zero or score.zone is Zone.RED:
        return MeasureOutcome.NOT_CONFIRMED
    return MeasureOutcome.CONFIRMED if score.zone is Zone.GREEN else MeasureOutcome.PARTIAL


_COMMENT_ASKED = {
    MarkValue.ONE: "напишите, чего не хватает до отметки «Соответствует».",
    MarkValue.ZERO: "напишите, что не соответствует и что нужно исправить.",
    MarkValue.NOT_APPLICABLE: "укажите, почему критерий не применим.",
}


def _by_code(sheet: Sheet, answers: Iterable[MarkAnswer]) -> Mapping[str, MarkAnswer]:
    known = {criterion.code for criterion in sheet.criteria}
    marks: dict[str, MarkAnswer] = {}
    for answer in answers:
        if answer.criterion_code not in known:
            raise ValueError(f"В листе «{sheet.title}» нет критерия «{answer.criterion_code}».")
        if answer.criterion_code in marks:
            raise ValueError(f"По критерию «{answer.criterion_code}» поставлено две отметки.")
        marks[answer.criterion_code] = answer
    return marks


def _part_score(part: Part, criteria: Sequence[Criterion], marks: Mapping[str, MarkAnswer]) -> PartScore:
    result = _score(criteria, part.thresholds, marks)
    return PartScore(part, result, _proposal(part.thresholds, result))


def _score(criteria: Sequence[Criterion], thresholds: Thresholds, marks: Mapping[str, MarkAnswer]) -> Score:
    marked = [(one, marks[one.code]) for one in criteria if one.code in marks]
    points = [mark.value.points for _, mark in marked if mark.value.points is not None]
    maximum = POINTS_PER_CRITERION * len(points)
    ratio = Fraction(sum(points), maximum) if maximum else None
    return Score(
        points=sum(points),
        maximum=maximum,
        ratio=ratio,
        zone=_zone(thresholds, ratio),
        answered=len(marked),
        total=len(criteria),
        blocking_zero=tuple(
            one.code for one, mark in marked if one.blocking and mark.value is MarkValue.ZERO
        ),
        missing=tuple(one.code for one in criteria if one.code not in marks),
        problems=tuple(
            MarkProblem(one.code, text)
            for one, mark in marked
            if (text := mark_problem(one, mark.value, mark.comment))
        ),
    )


def _zone(thresholds: Thresholds, ratio: Fraction | None) -> Zone | None:
    if ratio is None:
        return None
    if ratio < Fraction(thresholds.yellow, 100):
        return Zone.RED
    return Zone.YELLOW if ratio < Fraction(thresholds.green, 100) else Zone.GREEN


def _proposal(thresholds: Thresholds, score: Score) -> VerdictKind | None:
    if score.missing or score.ratio is None:
        return None
    if score.ratio < Fraction(thresholds.rework, 100):
        return VerdictKind.FAILS
    if score.blocking_zero or score.ratio < Fraction(thresholds.remarks, 100):
        return VerdictKind.REWORK
    if score.ratio < Fraction(thresholds.accept, 100):
        return VerdictKind.WITH_REMARKS
    return VerdictKind.CONFORMS
