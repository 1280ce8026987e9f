"""What the released expertises of a stage say: criteria, measures, sheets, examiners. Read as a stream."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from webapp.database import session
from webapp.models import Expertise, Mark, Package, Verdict
from webapp.printing.contents import CriterionAverage, Person, SheetEdition
from webapp.reports.queries.official import person
from workflows.judgement import MEASURE_PREFIX, judge
from workflows.kind import Kind, SheetUse
from workflows.kinds import KINDS
from workflows.scoring import MarkAnswer, measure_outcome
from workflows.sheet import POINTS_PER_CRITERION, Sheet, Thresholds
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, MeasureOutcome

PORTION = 50
"""Expertises held in memory at once; each carries its whole sheet."""

MarkPair = tuple[str, MarkValue]


@dataclass(slots=True)
class Tally:
    """The marks by one criterion of one sheet over all packages."""

    number: str
    text: str
    blocking: bool
    threshold: int
    order: tuple[int, int]
    points: int = 0
    assessed: int = 0
    zeros: int = 0

    def add(self, value: MarkValue) -> None:
        if value.points is None:
            return
        self.points += value.points
        self.assessed += 1
        self.zeros += value is MarkValue.ZERO

    @property
    def average(self) -> Decimal:
        return Decimal(self.points) / self.assessed if self.assessed else Decimal()

    @property
    def is_weak(self) -> bool:
        """Below the share of points from which a document is accepted at all."""
        return self.points * 100 < self.threshold * POINTS_PER_CRITERION * self.assessed


@dataclass(slots=True)
class Judged:
    """What all released expertises say together; `outcomes` by package: the prefix of a measure → its outcome."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    outcomes: dict[int, dict[str, MeasureOutcome | None]] = field(default_factory=dict)
    sheets: dict[tuple[str, int], SheetEdition] = field(default_factory=dict)
    thresholds: dict[str, Thresholds] = field(default_factory=dict)
    examiners: dict[tuple[int, str], Person] = field(default_factory=dict)
    joint: int = 0
    """Packages that two experts examined apart."""
    pairs: list[tuple[MarkValue, MarkValue]] = field(default_factory=list)
    """What two experts said of one criterion of one package."""

    def criteria(self) -> tuple[CriterionAverage, ...]:
        """Return the means in the order of the sheets; criteria of several sheets name their sheet."""
        several = len({sheet for sheet, _code in self.tallies}) > 1
        ranked = sorted(self.tallies.items(), key=lambda pair: pair[1].order)
        return tuple(
            CriterionAverage(
                number=tally.number,
                text=f"{sheet_title(sheet)}. {tally.text}" if several else tally.text,
                average=tally.average,
                maximum=Decimal(POINTS_PER_CRITERION),
                assessed=tally.assessed,
                zeros=tally.zeros,
                is_blocking=tally.blocking,
                is_weak=tally.is_weak,
            )
            for (sheet, _code), tally in ranked
        )


def sheet_title(code: str) -> str:
    return SHEETS[code].title if code in SHEETS else code


def judged(stage_id: int) -> Judged:
    """Return what the released expertises of the stage say; three statements, memory of a few sheets at a time."""
    marks = _marks(stage_id)
    found = Judged()
    rows = session.execute(
        _released(
            stage_id,
            Expertise.id, Package.id, Package.kind, Expertise.sheet, Expertise.editions,
            Expertise.examiner_id, Expertise.examiner_name, Expertise.examiner_post, Expertise.examiner_role,
        )
        .order_by(Expertise.id)
        .execution_options(yield_per=PORTION)
    )  # fmt: skip
    for expertise_id, package_id, kind_code, sheet, editions, examiner_id, name, post, role in rows:
        pairs = marks.pop(expertise_id, [])
        found.examiners[examiner_id, post] = person(name, post, role)
        _note_editions(found, editions)
        _note_marks(found, sheet, pairs)
        kind = KINDS.get(kind_code)
        if kind is not None and kind.sheet_use is SheetUse.PER_MEASURE:
            found.outcomes[package_id] = _outcomes(kind, sheet, pairs)
    _note_two_experts(found, stage_id)
    return found


def edition_of(line: Mapping[str, Any]) -> SheetEdition:
    """Return the edition of a sheet as an expertise remembers it."""
    return SheetEdition(
        line["title"], str(line["number"]), date.fromisoformat(line["from"]), line["approved_by"]
    )


def _released(stage_id: int, *columns: Any) -> Select[Any]:
    """The expertises of the versions on the table whose conclusion the school has."""
    return (
        select(*columns)
        .join(Package, Package.id == Expertise.package_id)
        .join(Verdict, Verdict.expertise_id == Expertise.id)
        .where(Package.stage_id == stage_id, Expertise.version_id == Package.current_version_id)
        .where(Verdict.released_at.is_not(None))
    )


def _marks(stage_id: int) -> dict[int, list[MarkPair]]:
    rows = session.execute(
        _released(stage_id, Expertise.id, Mark.criterion, Mark.value)
        .join(Mark, Mark.expertise_id == Expertise.id)
        .where(Mark.value.is_not(None))
    )
    found: dict[int, list[MarkPair]] = defaultdict(list)
    for expertise_id, criterion, value in rows:
        found[expertise_id].append((criterion, value))
    return found


def _note_two_experts(found: Judged, stage_id: int) -> None:
    """Read the sheets that experts handed in apart: who they are, and their marks in pairs."""
    rows = session.execute(
        select(
            Package.id, Expertise.examiner_id, Expertise.examiner_name, Expertise.examiner_post,
            Expertise.examiner_role, Mark.criterion, Mark.value,
        )
        .join(Package, Package.id == Expertise.package_id)
        .join(Mark, Mark.expertise_id == Expertise.id)
        .where(Package.stage_id == stage_id, Expertise.version_id == Package.current_version_id)
        .where(Package.verdict.is_not(None), Expertise.handed_in_at.is_not(None))
        .order_by(Expertise.id)
    )  # fmt: skip
    said: dict[tuple[int, str], list[MarkValue]] = defaultdict(list)
    for package_id, examiner_id, name, post, role, criterion, value in rows:
        found.examiners.setdefault((examiner_id, post), person(name, post, role))
        if value is not None:
            said[package_id, criterion].append(value)
    both = {place: values for place, values in said.items() if len(values) > 1}
    found.joint = len({package_id for package_id, _criterion in both})
    found.pairs = [(values[0], values[1]) for values in both.values()]


def _note_editions(found: Judged, editions: Iterable[Mapping[str, Any]]) -> None:
    for line in editions:
        found.sheets.setdefault((line["sheet"], line["number"]), edition_of(line))


def _note_marks(found: Judged, sheet: Sheet, pairs: Iterable[MarkPair]) -> None:
    values = dict(pairs)
    origins = {group.code: _origin(sheet, group.part) for group in sheet.groups}
    for place, criterion in enumerate(sheet.criteria):
        code, prefix, thresholds = origins[criterion.group]
        rest = criterion.code.removeprefix(prefix)
        key = (code, rest)
        tally = found.tallies.get(key)
        if tally is None:
            found.thresholds.setdefault(code, thresholds)
            rank = list(SHEETS).index(code) if code in SHEETS else len(SHEETS)
            tally = found.tallies[key] = Tally(
                common_code(prefix, rest),
                criterion.text,
                criterion.blocking,
                thresholds.remarks,
                (rank, place),
            )
        if criterion.code in values:
            tally.add(values[criterion.code])


def common_code(prefix: str, rest: str) -> str:
    """Return the code of a criterion for all documents of one sort: «П.А.1», of any anti-risk programme «А.А.1».

    The measures of all programmes are judged by one sheet, so that their own codes tell enough."""
    letter = prefix.rstrip(".0123456789")
    return rest if letter in {"", MEASURE_PREFIX} else f"{letter}.{rest}"


def _origin(sheet: Sheet, part_code: str) -> tuple[str, str, Thresholds]:
    part = next((part for part in sheet.parts if part.code == part_code), None)
    if part is None:
        return sheet.code, "", sheet.thresholds
    return part.sheet, f"{part.code}.", part.thresholds


def _outcomes(kind: Kind, sheet: Sheet, pairs: Iterable[MarkPair]) -> dict[str, MeasureOutcome | None]:
    judgement = judge(kind, sheet, [MarkAnswer(code, value) for code, value in pairs])
    return {part.part.code: measure_outcome(part.score) for part in judgement.parts}
