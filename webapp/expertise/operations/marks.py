"""Marks of a sheet: kept as they are typed, taken over from the round before, decided between two experts."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import queries
from webapp.models import Expertise, Mark, Package
from workflows.reconciliation import needs_reason
from workflows.rounds import asks_the_same, earlier_codes
from workflows.scoring import mark_problem
from workflows.sheet import Criterion, Sheet
from workflows.verdicts import MarkValue
from workflows.vocabulary import State

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
    reason: str = ""
    """Why two experts' difference is decided so."""
    file_id: int | None = None
    place: str = ""


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
        package, expertise = open_expertise(number, actor)
        criterion = _criterion(expertise.sheet, draft.criterion)
        if len(draft.comment) > COMMENT_LIMIT:
            raise Invalid(f"Сократите замечание до {COMMENT_LIMIT} знаков.", "comment")
        disputed = is_disputed(expertise, criterion.code, draft.value)
        mark = next(
            (one for one in expertise.marks if one.criterion == criterion.code and not one.subject), None
        )
        if mark is None:
            mark = Mark(package_id=package.id, criterion=criterion.code, subject="")
            expertise.marks.append(mark)
        elif mark.seen != seen:
            if (mark.value, mark.comment, mark.reason) == (draft.value, draft.comment, draft.reason.strip()):
                return Saved(package, expertise, mark)
            raise Conflict(mark, draft.comment)
        mark.carried = mark.carried and (mark.value, mark.comment) == (draft.value, draft.comment)
        mark.value, mark.comment, mark.saved_at = draft.value, draft.comment, now()
        mark.disputed, mark.reason = disputed, draft.reason.strip()
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
        package, expertise = open_expertise(number, actor)
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


def problem_of(sheet: Sheet, mark: Mark) -> str | None:
    """Return what the mark still lacks, as a sentence, or None."""
    return mark_problem(sheet.criterion(mark.criterion), mark.value, mark.comment) if mark.value else None


def open_expertise(number: str, actor: Actor) -> tuple[Package, Expertise]:
    """Return the sheet this person may write now, its package locked. Raises NotThere, Invalid."""
    package = dossiers.locked(number)
    expertise = dossiers.current_expertise(package)
    if expertise is None or package.state not in {State.EXPERTISE, State.RECONCILIATION}:
        raise Invalid("Экспертиза этого пакета сейчас не открыта. Обновите страницу.")
    if expertise.handed_in_at is not None:
        raise Invalid("Экспертный лист уже сдан: изменить отметки нельзя.")
    if not dossiers.may_mark(package, expertise, actor):
        raise Invalid("Экспертизу этого пакета проводит другой человек.")
    return package, expertise


def is_disputed(expertise: Expertise, code: str, value: MarkValue | None) -> bool:
    """Tell whether such a mark of a reconciled sheet goes against an expert; other sheets have no disputes.

    Asked before the mark is changed, as asking reads."""
    if not expertise.reconciles:
        return False
    found = next(pair for pair in queries.compared(expertise) if pair.criterion.code == code)
    return needs_reason(found, value)


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
