"""The facts the guards of a route may ask for, and the steps they leave open."""

from dataclasses import dataclass
from typing import Any

from webapp.access.actor import Actor
from webapp.dossier.queries.duty import substitute_of
from webapp.dossier.queries.whole import Dossier, window
from webapp.formatting import fio_short
from webapp.models import Expertise, Package
from workflows import kind as kinds
from workflows import scoring
from workflows.facts import Facts, SheetOf
from workflows.judgement import judge
from workflows.kinds import route_of
from workflows.parts import Parts, outside
from workflows.remarks import SETTLED, WAITING
from workflows.route import Step, unmet
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision, RemarkKind, RemarkOrigin, Role, State


def roles_on(actor: Actor, package: Package) -> frozenset[Role]:
    """Return the roles of the person on this very package. It is visible to them, so their role holds."""
    if actor.of_school and actor.school_id != package.school_id:
        return frozenset()
    return frozenset({actor.role})


def steps_for(found: Dossier, actor: Actor) -> tuple[tuple[Step, tuple[str, ...]], ...]:
    """Return the steps this person may try now, each with the conditions it still lacks."""
    facts = facts_of(found, actor)
    route, roles = route_of(found.package.kind), roles_on(actor, found.package)
    steps = route.open_steps(found.package.state, roles, facts)
    return tuple((step, unmet(step, facts)) for step in steps)


def facts_of(
    found: Dossier,
    actor: Actor,
    *,
    verdict: VerdictKind | None = None,
    declared: bool = True,
    parts: Parts | None = None,
    paper_named: bool = True,
    reasons: bool = True,
) -> Facts:
    """Return what the guards may know. The named values are those being given now, before they are stored."""
    package = found.package
    remarks = _remark_facts(found)
    sheet_problems, blocking_zero = _sheet_facts(found)
    given = found.expertise.verdict.kind if found.expertise and found.expertise.verdict else None
    opened, closed = window(package)
    return Facts(
        actor_id=actor.user_id,
        actor_roles=roles_on(actor, package),
        declared_no_personal_data=declared,
        head_delegated=actor.may_send,
        has_curator=bool(found.curators),
        window_opened=opened,
        window_closed=closed,
        late_reason=found.permit.reason if found.permit else package.late_reason,
        rounds_used=package.returns,
        rounds_limit=package.municipality.rounds_limit + package.extra_rounds,
        confirmer_id=package.confirmed_by_id,
        acting_examiner_id=package.examiner_id if package.state is State.EXPERTISE else None,
        sheet_problems=sheet_problems,
        blocking_zero=blocking_zero,
        verdict=verdict or given or package.verdict,
        open_remarks=remarks.open,
        standing_remarks=remarks.standing,
        unanswered_remarks=remarks.unanswered,
        undated_remarks=remarks.undated,
        new_remarks=remarks.new + _low_marks(found),
        essential_open=remarks.essential_open,
        substitute=fio_short(substitute_of(found.curators, actor)),
        paper_named=paper_named,
        reasons=reasons,
        **_draft_facts(found),
        **_check_facts(found),
        **_people_facts(found),
        **_part_facts(found, remarks, parts),
    )


def _people_facts(found: Dossier) -> dict[str, Any]:
    """Who examined the package, how far two experts are, and what keeps this person from judging it."""
    examiner = found.package.examiner_id
    experts = (one for one in found.team if one.current and not one.reconciles)
    return {
        "examined_by": frozenset({one.user_id for one in found.team} | ({examiner} if examiner else set())),
        "own_school": found.bias.own_school,
        "declared_conflict": found.bias.declared,
        "joint": found.package.joint,
        "sheets": tuple(SheetOf(one.user_id, one.handed_in_at is not None) for one in experts),
        "reconciling": any(one.current and one.reconciles for one in found.team),
    }


def may_mark(package: Package, expertise: Expertise, actor: Actor) -> bool:
    """Tell whether this person may write marks now: the examiner; into a reconciled sheet any coordinator."""
    if expertise.reconciles:
        return package.state is State.RECONCILIATION and actor.role is Role.COORDINATOR
    own = expertise.examiner_id == actor.user_id and expertise.handed_in_at is None
    return own and package.state is State.EXPERTISE


def answers_of(expertise: Expertise) -> tuple[scoring.MarkAnswer, ...]:
    """Return the marks of an expertise as values for scoring; criteria without a mark are left out."""
    return tuple(
        scoring.MarkAnswer(mark.criterion, mark.value, mark.comment)
        for mark in expertise.marks
        if mark.value is not None
    )


@dataclass(frozen=True, slots=True)
class _RemarkFacts:
    open: int
    standing: int
    unanswered: tuple[int, ...]
    undated: tuple[int, ...]
    new: int
    essential_open: tuple[int, ...]
    placed: tuple[tuple[int, str], ...]
    """Number and slot of those that wait for the school."""


def _remark_facts(found: Dossier) -> _RemarkFacts:
    binding = [remark for remark in found.remarks if remark.kind is not RemarkKind.RECOMMENDATION]
    unsettled = [remark for remark in binding if remark.state not in SETTLED]
    curators = [remark for remark in unsettled if remark.origin is RemarkOrigin.CURATOR]
    return _RemarkFacts(
        open=len(curators),
        standing=sum(1 for remark in unsettled if remark.state in WAITING),
        unanswered=tuple(
            remark.number for remark in unsettled if remark.published_at and remark.state in WAITING
        ),
        undated=tuple(
            remark.number for remark in unsettled if not remark.published_at and remark.due_on is None
        ),
        new=sum(1 for remark in found.remarks if remark.published_at is None and remark.state not in SETTLED),
        essential_open=tuple(
            remark.number
            for remark in unsettled
            if remark.kind is RemarkKind.ESSENTIAL and remark.published_at
        ),
        placed=tuple(
            (remark.number, remark.file.slot if remark.file else "")
            for remark in unsettled
            if remark.state in WAITING
        ),
    )


def _low_marks(found: Dossier) -> int:
    """Return how many marks of the open sheet will become remarks of the conclusion."""
    if found.expertise is None or found.expertise.concluded_at is not None:
        return 0
    return sum(1 for mark in found.expertise.marks if mark.value in {MarkValue.ZERO, MarkValue.ONE})


def _draft_facts(found: Dossier) -> dict[str, Any]:
    """What the school has put together, and what it still lacks."""
    draft = found.draft_files()
    answers = found.package.draft.answers if found.package.draft else {}
    return {
        "missing_slots": kinds.missing_slots(found.slots, (line.file.slot for line in draft)),
        "missing_answers": kinds.missing_answers(found.kind, answers),
        "unprogrammed_risks": kinds.unprogrammed_risks(found.kind, found.subject),
        "has_files": bool(draft),
    }


def _check_facts(found: Dossier) -> dict[str, Any]:
    """What the curator has not decided on yet, and what goes back with a remark."""
    checked = found.sent_files()
    return {
        "unchecked_files": tuple(line.file.name for line in checked if line.check is None),
        "returned_files": tuple(
            line.file.name for line in checked if line.check and line.check.decision is FileDecision.RETURNED
        ),
    }


def _part_facts(found: Dossier, remarks: _RemarkFacts, parts: Parts | None) -> dict[str, Any]:
    """What becomes of the named parts of a return; nothing to say when the whole package is opened."""
    if parts is None:
        return {}
    return {
        "parts_chosen": not parts.empty,
        "remarks_outside": outside(parts, remarks.placed),
        "marks_outside": _marks_outside(found, parts),
    }


def _marks_outside(found: Dossier, parts: Parts) -> tuple[str, ...]:
    if found.expertise is None or found.expertise.concluded_at is not None:
        return ()
    sheet = found.expertise.sheet
    low = [mark.criterion for mark in found.expertise.marks if mark.value in {MarkValue.ZERO, MarkValue.ONE}]
    return tuple(
        code
        for code in low
        if (part := sheet.part_of(code)) and part.slot and not parts.opens_slot(part.slot)
    )


def _sheet_facts(found: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sheet = found.sheet
    if sheet is None or found.expertise is None:
        return (), ()
    score = judge(found.kind, sheet, answers_of(found.expertise)).score
    problems = (*score.missing, *(problem.criterion_code for problem in score.problems))
    unexplained = tuple(mark.criterion for mark in found.expertise.marks if mark.disputed and not mark.reason)
    return tuple(dict.fromkeys((*problems, *unexplained))), score.blocking_zero
