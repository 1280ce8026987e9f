"""«Подтверждено N из M»: measures of anti-risk programmes by school and risk (САЯ 12, 15, 26)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from webapp.database import session
from webapp.diagnosis.queries import risk_name
from webapp.models import AntiRiskIndicator, AntiRiskMeasure, AntiRiskProgramme, SchoolRisk
from webapp.printing.contents import MeasureResult, RiskChange
from webapp.reports.queries.judged import Judged
from webapp.reports.queries.stage_rows import PackageLine, StageRows
from workflows.judgement import plan_parts
from workflows.kind import Kind, Per, SheetUse, Slot
from workflows.kinds import KINDS
from workflows.verdicts import MeasureOutcome, VerdictKind

SECOND_STAGE = 2
ACCEPTING = frozenset({VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS})
CAME, PARTLY, NOT_COME, UNKNOWN = (
    "Позитивные изменения наступили", "наступили частично", "не наступили", "Недостаточно данных",
)  # fmt: skip
NOT_JUDGED = "Не оценивалась"
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_RISK_OF_HINT = re.compile(r"Риск «(.+)»\.$")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a programme in the school's own notation: «12 %», «не менее 60»."""

    base: str
    planned: str
    actual: str


def measure_results(rows: StageRows, judged: Judged) -> tuple[MeasureResult, ...]:
    """Return every measure of every judged package of evidence: what it came to, one of one when confirmed."""
    kinds = {code: KINDS[code] for code in rows.kinds if code in KINDS and KINDS[code].evidence_stage}
    if not kinds:
        return ()
    risks = _risks_of_measures(rows.programme.id)
    return tuple(
        MeasureResult(
            package.school,
            risks.get(slot.subject) or _risk_of_hint(slot),
            slot.title,
            int(outcome is MeasureOutcome.CONFIRMED),
            1,
            outcome.label if outcome else NOT_JUDGED,
        )
        for package in rows.presented()
        if package.kind in kinds and package.verdict is not None
        for slot, outcome in _outcomes(kinds[package.kind], package, rows, judged)
    )


def risk_changes(rows: StageRows) -> tuple[RiskChange, ...]:
    """Return, for each risk of each school judged at the second stage, whether it has changed for the better."""
    judged = {
        package.school_id: package.school
        for package in rows.presented()
        if package.verdict and package.kind in KINDS and KINDS[package.kind].evidence_stage == SECOND_STAGE
    }
    if not judged:
        return ()
    by_school: dict[int, list[RiskChange]] = {school_id: [] for school_id in judged}
    for (school_id, code), found in _indicators(rows.programme.id).items():
        if school_id in by_school:
            by_school[school_id].append(RiskChange(judged[school_id], risk_name(code), *change_of(found)))
    return tuple(change for changes in by_school.values() for change in changes)


def change_of(indicators: Sequence[Indicator]) -> tuple[str, str]:
    """Return the outcome for one risk and what it was judged by: planned values that were reached."""
    known = [reached for indicator in indicators if (reached := is_reached(indicator)) is not None]
    if not known:
        return UNKNOWN, "фактические значения показателей не внесены или записаны не числом"
    basis = f"достигнуто плановых значений: {sum(known)} из {len(known)}"
    if len(known) < len(indicators):
        basis += f"; без фактического значения: {len(indicators) - len(known)}"
    if all(known) and len(known) == len(indicators):
        return CAME, basis
    return (PARTLY if any(known) else NOT_COME), basis


def is_reached(indicator: Indicator) -> bool | None:
    """Tell whether the fact meets the plan, in the direction that leads from the base; None without numbers."""
    base, planned, actual = (_number(text) for text in (indicator.base, indicator.planned, indicator.actual))
    if planned is None or actual is None:
        return None
    falling = base is not None and planned < base
    return actual <= planned if falling else actual >= planned


def _outcomes(
    kind: Kind, package: PackageLine, rows: StageRows, judged: Judged
) -> Iterator[tuple[Slot, MeasureOutcome | None]]:
    slots = rows.slots.get(package.id, ())
    files = rows.files.get(package.id, ())
    if kind.sheet_use is SheetUse.PER_MEASURE:
        outcomes = judged.outcomes.get(package.id, {})
        filled = {file.slot for file in files}
        plans = plan_parts(kind, [slot for slot in slots if slot.required or slot.code in filled])
        by_slot = {plan.slot: outcomes.get(plan.prefix) for plan in plans}
        for slot in slots:
            if slot.code in by_slot:
                yield slot, by_slot[slot.code]
        return
    checked = {file.slot for file in files} - {file.slot for file in files if not file.confirmed}
    for slot in slots:
        if slot.per is Per.MEASURE:
            proved = package.verdict in ACCEPTING and slot.code in checked
            yield slot, MeasureOutcome.CONFIRMED if proved else MeasureOutcome.NOT_CONFIRMED


def _risks_of_measures(programme_id: int) -> Mapping[str, str]:
    rows = session.execute(
        select(AntiRiskMeasure.id, SchoolRisk.risk_code)
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .join(SchoolRisk, SchoolRisk.id == AntiRiskProgramme.risk_id)
        .where(SchoolRisk.programme_id == programme_id)
    )
    return {str(measure_id): risk_name(code) for measure_id, code in rows}


def _risk_of_hint(slot: Slot) -> str:
    """The frozen slot still names the risk when the measure itself has been rewritten since."""
    found = _RISK_OF_HINT.search(slot.hint)
    return found[1] if found else ""


def _indicators(programme_id: int) -> dict[tuple[int, str], list[Indicator]]:
    rows = session.execute(
        select(
            SchoolRisk.school_id, SchoolRisk.risk_code, AntiRiskIndicator.id,
            AntiRiskIndicator.base, AntiRiskIndicator.planned, AntiRiskIndicator.actual,
        )
        .outerjoin(AntiRiskProgramme, AntiRiskProgramme.risk_id == SchoolRisk.id)
        .outerjoin(AntiRiskIndicator, AntiRiskIndicator.plan_id == AntiRiskProgramme.id)
        .where(SchoolRisk.programme_id == programme_id, SchoolRisk.activated_on.is_not(None))
        .order_by(SchoolRisk.school_id, SchoolRisk.risk_code, AntiRiskIndicator.number)
    )  # fmt: skip
    found: dict[tuple[int, str], list[Indicator]] = {}
    for school_id, code, indicator_id, base, planned, actual in rows:
        of_risk = found.setdefault((school_id, code), [])
        if indicator_id is not None:
            of_risk.append(Indicator(base, planned, actual))
    return found


def _number(text: str) -> Decimal | None:
    found = _NUMBER.search(text.replace("\u00a0", ""))
    if found is None:
        return None
    try:
        return Decimal(found[0].replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
