"""What a reviewer does: begins, marks criteria, concludes; and how a conclusion reaches the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.database import now, session, today_in, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import queries
from webapp.models import Expertise, Mark, Package, SheetEdition, User, Verdict
from webapp.remarks import operations as remarks
from workflows.judgement import judge
from workflows.kind import Kind, Slot
from workflows.rounds import asks_the_same, earlier_codes
from workflows.scoring import mark_problem
from workflows.sheet import Criterion, Sheet, to_json
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, State
from workflows.working_days import add_working_days

COMMENT_LIMIT = 4000


class Conflict(Stale):
    """Two tabs wrote to one criterion: `theirs` is what is stored, `mine` what was being saved (BZ-09)."""

    def __init__(self, mark: Mark, mine: str) -> None:
        self.mark, self.mine = mark, mine
        super().__init__("Эту отметку уже изменили в другом окне.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDraft:
    criterion: str
    value: MarkValue | None
    comment: str = ""
    file_id: int | None = None
    place: str = ""


def begin(package: Package, kind: Kind, slots: Sequence[Slot], *, actor: Actor) -> Expertise:
    """Return a new expertise of the current version, bound to the editions in force now (invariant 3)."""
    force = queries.in_force(package, kind, slots, today=today_in(actor.zone))
    post = session.scalar(select(User.post).where(User.id == actor.user_id)) or ""
    expertise = Expertise(
        package_id=package.id,
        version_id=package.current_version_id,
        round=package.round,
        examiner_id=actor.user_id,
        examiner_name=actor.name,
        examiner_role=actor.role,
        examiner_post=post,
        editions=[_edition_line(edition) for edition in force.editions.values()],
        sheet=force.sheet,
    )
    session.add(expertise)
    session.flush()
    return expertise


@dataclass(frozen=True, slots=True)
class Saved:
    """A mark that was kept, in the expertise and the package as they are now."""

    package: Package
    expertise: Expertise
    mark: Mark


def save_mark(number: str, draft: MarkDraft, *, actor: Actor, seen: int) -> Saved:
    """Keep one answer of the sheet as it is being filled; incomplete ones are kept too.

    Raises NotThere, Invalid outside one's own open expertise, Conflict when another tab wrote first."""
    with transaction():
        package, expertise = _open_expertise(number, actor)
        criterion = _criterion(expertise.sheet, draft.criterion)
        if len(draft.comment) > COMMENT_LIMIT:
            raise Invalid(f"Сократите замечание до {COMMENT_LIMIT} знаков.", "comment")
        mark = next(
            (one for one in expertise.marks if one.criterion == criterion.code and not one.subject), None
        )
        if mark is None:
            mark = Mark(package_id=package.id, criterion=criterion.code, subject="")
            expertise.marks.append(mark)
        elif mark.seen != seen:
            if (mark.value, mark.comment) == (draft.value, draft.comment):
                return Saved(package, expertise, mark)
            raise Conflict(mark, draft.comment)
        mark.carried = mark.carried and (mark.value, mark.comment) == (draft.value, draft.comment)
        mark.value, mark.comment, mark.saved_at = draft.value, draft.comment, now()
        mark.file_id, mark.place = draft.file_id, draft.place.strip()
        _write(mark)
        journal.record(
            "mark.saved",
            kind="package",
            object_id=number,
            criterion=criterion.code,
            value=draft.value.value if draft.value else "",
        )
        return Saved(package, expertise, mark)


def carry_mark(number: str, code: str, *, actor: Actor, seen: int) -> Saved:
    """Take the mark and the words of the round before over, unchanged, as an act of its own in the journal.

    Raises NotThere, Stale when the mark was changed meanwhile, Invalid where there is nothing to take over."""
    with transaction():
        package, expertise = _open_expertise(number, actor)
        criterion = _criterion(expertise.sheet, code)
        before = _mark_before(package, expertise, criterion)
        mark = next((one for one in expertise.marks if one.criterion == code and not one.subject), None)
        if (mark.seen if mark else 0) != seen:
            raise Stale("Эту отметку уже изменили в другом окне.")
        if mark is None:
            mark = Mark(package_id=package.id, criterion=code, subject="")
            expertise.marks.append(mark)
        mark.value, mark.comment, mark.saved_at, mark.carried = before.value, before.comment, now(), True
        mark.file_id, mark.place = before.file_id, before.place
        _write(mark)
        journal.record(
            "mark.carried",
            kind="package",
            object_id=number,
            criterion=code,
            value=before.value.value if before.value else "",
            round=expertise.round,
        )
        return Saved(package, expertise, mark)


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
    standing, files = queries.standing_by_criterion(package, expertise), queries.only_files(expertise)
    for mark in expertise.marks:
        if mark.value not in {MarkValue.ZERO, MarkValue.ONE}:
            continue
        if mark.carried and mark.criterion in standing:
            remarks.stand(package, standing[mark.criterion], due_on=due_on, actor=actor)
            continue
        kind = remark_kind(mark.value, verdict)
        part = expertise.sheet.part_of(mark.criterion)
        remarks.add(
            package,
            remarks.Draft(
                text=mark.comment,
                kind=kind,
                due_on=None if kind is RemarkKind.RECOMMENDATION else due_on,
                file_id=mark.file_id or files.get(part.slot if part else ""),
                place=mark.place,
                criterion=mark.criterion,
                subject="",
            ),
            actor=actor,
        )


def remark_kind(value: MarkValue, verdict: VerdictKind) -> RemarkKind:
    """Return how binding the remark of a mark is: only a return makes a zero essential."""
    if verdict is VerdictKind.CONFORMS:
        return RemarkKind.RECOMMENDATION
    if verdict is VerdictKind.WITH_REMARKS:
        return RemarkKind.EDITORIAL
    return RemarkKind.ESSENTIAL if value is MarkValue.ZERO else RemarkKind.EDITORIAL


def problem_of(sheet: Sheet, mark: Mark) -> str | None:
    """Return what the mark still lacks, as a sentence, or None."""
    return mark_problem(sheet.criterion(mark.criterion), mark.value, mark.comment) if mark.value else None


def _open_expertise(number: str, actor: Actor) -> tuple[Package, Expertise]:
    package = dossiers.locked(number)
    expertise = dossiers.current_expertise(package)
    if expertise is None or package.state is not State.EXPERTISE:
        raise Invalid("Экспертиза этого пакета сейчас не открыта. Обновите страницу.")
    if expertise.examiner_id != actor.user_id:
        raise Invalid("Экспертизу этого пакета проводит другой человек.")
    return package, expertise


def _mark_before(package: Package, expertise: Expertise, criterion: Criterion) -> Mark:
    earlier = queries.earlier(package)
    code = earlier_codes(expertise.sheet, earlier.expertise.sheet).get(criterion.code) if earlier else None
    if earlier is None or code is None:
        raise Invalid("В прежнем раунде этого критерия не было: поставьте отметку заново.")
    if not asks_the_same(criterion, earlier.expertise.sheet.criterion(code)):
        raise Invalid("Формулировка критерия с прежнего раунда изменилась: поставьте отметку заново.")
    mark = next((one for one in earlier.expertise.marks if one.criterion == code and one.value), None)
    if mark is None:
        raise Invalid("В прежнем раунде отметки по этому критерию нет: поставьте её заново.")
    return mark


def _write(mark: Mark) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Stale("Эту отметку уже поставили в другом окне. Обновите страницу.") from error


def _criterion(sheet: Sheet, code: str) -> Criterion:
    try:
        return sheet.criterion(code)
    except KeyError as error:
        raise NotThere from error


def _edition_line(edition: SheetEdition) -> dict[str, object]:
    return {
        "sheet": edition.sheet_code,
        "number": edition.number,
        "title": edition.title,
        "approved_by": edition.approved_by,
        "from": edition.effective_from.isoformat(),
    }
