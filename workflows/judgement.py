"""One answer from a filled sheet, however the kind uses it: points, proposal, and both for every part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workflows import scoring
from workflows.kind import Kind, SheetUse, Slot
from workflows.scoring import MarkAnswer, MeasureScore, PartScore, Score
from workflows.sheet import Sheet, SheetPart, compose
from workflows.verdicts import VerdictKind

PREFIXES = {"concept": "К", "medium_term": "П", "anti_risk": "А"}
MEASURE_PREFIX = "М"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the sheet says: the score, the verdict it speaks for (None while unfinished), the parts."""

    score: Score
    proposal: VerdictKind | None
    parts: tuple[PartScore, ...] = ()


@dataclass(frozen=True, slots=True)
class PartPlan:
    """A document or measure to be judged: the prefix of its codes, its slot and the sheet for it."""

    prefix: str
    title: str
    slot: str
    sheet: str


def plan_parts(kind: Kind, slots: Sequence[Slot]) -> tuple[PartPlan, ...]:
    """Return what of a package is judged apart: its documents or its measures; nothing for a whole sheet."""
    if kind.sheet_use is SheetUse.WHOLE:
        return ()
    judged = [slot for slot in slots if slot.sheet]
    counts: dict[str, int] = {}
    plans = []
    for slot in judged:
        letter = MEASURE_PREFIX if kind.sheet_use is SheetUse.PER_MEASURE else PREFIXES.get(slot.sheet, "Д")
        counts[letter] = counts.get(letter, 0) + 1
        alone = sum(1 for other in judged if other.sheet == slot.sheet) == 1 and letter != MEASURE_PREFIX
        prefix = letter if alone else f"{letter}{counts[letter]}"
        plans.append(PartPlan(prefix, slot.title, slot.code, slot.sheet))
    return tuple(plans)


def compose_sheet(kind: Kind, parts: Sequence[PartPlan], sheets: dict[str, Sheet]) -> Sheet:
    """Return the sheet an expertise fills: the sheet of the kind, or one composed of its parts.

    Raises BrokenSheet when there is nothing to judge."""
    if kind.sheet_use is SheetUse.WHOLE:
        return sheets[kind.sheet]
    measured = [
        SheetPart(part.prefix, part.title, replace(sheets[part.sheet], per_measure=False), part.slot)
        for part in parts
    ]
    return compose(measured, code=kind.code, title=f"Экспертный лист: {kind.short_title}")


def judge(kind: Kind, sheet: Sheet, answers: Iterable[MarkAnswer]) -> Judgement:
    """Return what the filled sheet says of a package of this kind."""
    marks = tuple(answers)
    parts, whole = scoring.score_by_part(sheet, marks), scoring.score(sheet, marks)
    if kind.sheet_use is SheetUse.PER_MEASURE:
        mean = scoring.average(sheet, [MeasureScore(part.part.title, part.score) for part in parts])
        mean = replace(
            mean, missing=whole.missing, blocking_zero=whole.blocking_zero, problems=whole.problems
        )  # the codes of a composed sheet name the measure already
        return Judgement(mean, scoring.propose(sheet, mean), parts)
    proposal = scoring.propose_package(parts) if parts else scoring.propose(sheet, whole)
    return Judgement(whole, proposal, parts)
