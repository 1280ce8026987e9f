"""An expertise begins, ends with a conclusion, and the conclusion reaches the school."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.database import now, session, today_in, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.expertise import queries
from webapp.models import Expertise, Package, SheetEdition, User, Verdict
from webapp.remarks import operations as remarks
from workflows.judgement import judge
from workflows.kind import Kind, Slot
from workflows.sheet import Sheet, to_json
from workflows.sheets import SHEETS
from workflows.verdicts import VerdictKind
from workflows.working_days import add_working_days


def begin(package: Package, kind: Kind, slots: Sequence[Slot], *, actor: Actor) -> Expertise:
    """Return a new expertise of the current version, bound to the editions in force now (invariant 3).

    The second of two experts answers the very sheet the first one answers."""
    first = queries.begun(package) if package.joint else None
    if first is not None:
        return open_sheet(package, list(first.editions), first.sheet, actor=actor)
    force = queries.in_force(package, kind, slots, today=today_in(actor.zone))
    lines = [_edition_line(edition) for edition in force.editions.values()]
    return open_sheet(package, lines, force.sheet, actor=actor)


def open_sheet(
    package: Package,
    editions: list[dict[str, object]],
    sheet: Sheet,
    *,
    actor: Actor,
    reconciles: bool = False,
) -> Expertise:
    """Return a new empty sheet of a person on the current version, in the open transaction."""
    post = session.scalar(select(User.post).where(User.id == actor.user_id)) or ""
    expertise = Expertise(
        package_id=package.id,
        version_id=package.current_version_id,
        round=package.round,
        examiner_id=actor.user_id,
        examiner_name=actor.name,
        examiner_role=actor.role,
        examiner_post=post,
        editions=editions,
        sheet=sheet,
        reconciles=reconciles,
    )
    session.add(expertise)
    session.flush()
    return expertise


def conclude(
    package: Package,
    kind: Kind,
    expertise: Expertise,
    verdict: VerdictKind,
    rationale: str,
    *,
    actor: Actor,
    due_on: date | None,
) -> Verdict:
    """Write the conclusion and turn the comments of low marks into remarks, in the transaction of the step."""
    sheet = expertise.sheet
    judgement = judge(kind, sheet, dossiers.answers_of(expertise))
    text = rationale.strip()
    if not text:
        raise Invalid("Напишите обоснование: школа прочтёт его в заключении.", "rationale")
    draft = expertise.verdict or Verdict(
        package_id=package.id, version_id=expertise.version_id, expertise_id=expertise.id, round=package.round
    )
    draft.kind, draft.proposed, draft.rationale = verdict, judgement.proposal, text
    draft.points, draft.maximum = Decimal(judgement.score.points), Decimal(judgement.score.maximum)
    draft.percent, draft.zone = judgement.score.percent, judgement.score.zone
    draft.decided_by_id, draft.decided_by_name, draft.decided_at = actor.user_id, actor.name, now()
    expertise.verdict, expertise.concluded_at = draft, now()
    session.add(draft)
    _marks_to_remarks(package, expertise, verdict=verdict, due_on=due_on or rework_day(package), actor=actor)
    return draft


def rework_day(package: Package) -> date:
    """Return the day by which a school must mend what an examiner finds, unless he says another."""
    return add_working_days(
        today_in(package.municipality.zone), package.municipality.curator_days, calendars()
    )


def reopen(expertise: Expertise) -> None:
    """Give the sheet back to its examiner; the prepared conclusion stays as his draft, its remarks go."""
    expertise.concluded_at = None
    for remark in queries.unpublished_from_marks(expertise):
        remarks.forget_pins(remark)
        for change in remark.changes:
            session.delete(change)
        session.flush()
        session.delete(remark)


def release(verdict: Verdict, *, actor: Actor) -> VerdictKind:
    """Make the conclusion visible to the school; from now on it does not change (invariants 6, 7)."""
    verdict.released_at, verdict.released_by_name = now(), actor.name
    return verdict.kind


def ensure_editions(municipality_id: int, day: date) -> None:
    """Give a municipality the first editions of the sheets the product ships with, where it has none."""
    with transaction():
        present = set(
            session.scalars(
                select(SheetEdition.sheet_code).where(SheetEdition.municipality_id == municipality_id)
            )
        )
        for code, sheet in SHEETS.items():
            if code not in present:
                session.add(
                    SheetEdition(
                        municipality_id=municipality_id,
                        sheet_code=code,
                        number=1,
                        title=sheet.title,
                        content=to_json(sheet),
                        effective_from=day,
                    )
                )


def _marks_to_remarks(
    package: Package, expertise: Expertise, *, verdict: VerdictKind, due_on: date, actor: Actor
) -> None:
    for one in queries.planned_remarks(package, expertise, verdict=verdict, due_on=due_on):
        if one.standing is not None:
            remarks.stand(package, one.standing, due_on=due_on, actor=actor)
            continue
        draft = remarks.Draft(
            text=one.mark.comment,
            kind=one.kind,
            due_on=one.due_on,
            file_id=one.file_id,
            place=one.mark.place,
            criterion=one.mark.criterion,
        )
        made = remarks.add(package, draft, actor=actor)
        remarks.hand_over(expertise, one.mark.criterion, made)


def _edition_line(edition: SheetEdition) -> dict[str, object]:
    return {
        "sheet": edition.sheet_code,
        "number": edition.number,
        "title": edition.title,
        "approved_by": edition.approved_by,
        "from": edition.effective_from.isoformat(),
    }
