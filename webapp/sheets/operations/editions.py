"""The coordinator writes the next edition of a sheet and approves it; begun expertises keep theirs (К13)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, Stale
from webapp.models import SheetDraft, SheetEdition
from webapp.sheets import queries
from workflows.sheet import to_json
from workflows.sheet_draft import (
    CRITERIA_LIMIT,
    GROUPS_LIMIT,
    Outline,
    built,
    faults,
    from_plain,
    moved,
    outline_of,
    to_plain,
    with_criterion,
    with_group,
    without,
)

GONE = "Этот черновик уже утверждён или удалён в другом окне. Откройте лист заново."


class Conflict(Stale):
    """Two tabs wrote one draft: `theirs` is what is stored, `mine` what was being saved (BZ-09)."""

    def __init__(self, draft: SheetDraft, mine: Outline) -> None:
        self.theirs, self.mine = from_plain(draft.content), mine
        self.seen, self.saved_by = draft.seen, draft.saved_by_name
        super().__init__("Черновик уже изменили в другом окне.")


@dataclass(frozen=True, slots=True)
class Edit:
    """What a button of the editor does besides saving: «up А.1»; nothing when `act` is empty."""

    act: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    order_number: str
    order_date: date
    effective_from: date


def start(code: str, *, actor: Actor) -> None:
    """Begin the draft of the next edition from the newest one; a draft that is there already stays."""
    with transaction():
        base = queries.newest(code)
        if queries.find_draft(code):
            return
        session.add(
            SheetDraft(
                municipality_id=base.municipality_id,
                sheet_code=code,
                base=base.number,
                content=to_plain(outline_of(queries.content(base))),
                saved_by_name=actor.name,
            )
        )
        try:
            session.flush()
        except IntegrityError as error:
            raise Stale("Черновик этого листа только что начали в другом окне. Откройте его.") from error
        journal.record("sheet.draft_begun", kind="sheet", object_id=code, base=base.number)


def save(code: str, outline: Outline, *, actor: Actor, seen: int, edit: Edit | None = None) -> SheetDraft:
    """Keep the draft as typed, faults included, then do what the pressed button says.

    Raises NotThere, Invalid for too many pieces, Conflict when another tab wrote something else first."""
    with transaction():
        draft = queries.draft(code, lock=True)
        if draft.seen != seen and outline != from_plain(draft.content):
            raise Conflict(draft, outline)
        edited = _edited(code, outline, edit or Edit())
        _check_size(edited)
        plain = to_plain(edited)
        if from_plain(draft.content) != edited:
            _keep(draft, plain, actor)
        return draft


def replace(code: str, outline: Outline, *, actor: Actor, seen: int) -> None:
    """Put an imported text in the place of the draft. Raises NotThere, Invalid, Stale when it was changed."""
    with transaction():
        draft = _same(code, seen)
        _check_size(outline)
        _keep(draft, to_plain(outline), actor)
        journal.record("sheet.draft_imported", kind="sheet", object_id=code)


def discard(code: str, *, seen: int) -> None:
    """Delete the draft. Raises NotThere, and Stale when it was changed meanwhile."""
    with transaction():
        draft = _same(code, seen)
        session.delete(draft)
        journal.record("sheet.draft_discarded", kind="sheet", object_id=code, base=draft.base)


def approve(code: str, approval: Approval, *, actor: Actor, seen: int) -> int:
    """Make the draft an edition that never changes again; returns its number.

    No expertise is touched: begun ones hold the sheet they began with, later ones take the edition in force on
    their first day. Raises NotThere, Invalid, Stale when the draft was changed or approved in another tab."""
    with transaction():
        draft = _same(code, seen)
        before = queries.newest(code)
        outline = from_plain(draft.content)
        if faults(outline):
            raise Invalid("В черновике есть ошибки. Исправьте их и вернитесь к утверждению.")
        _check_days(approval, before, actor)
        sheet = built(outline, code=code, per_measure=queries.content(before).per_measure)
        if to_json(sheet) == before.content:
            raise Invalid(f"Черновик не отличается от редакции {before.number}. Утверждать нечего.")
        edition = SheetEdition(
            municipality_id=draft.municipality_id,
            sheet_code=code,
            number=before.number + 1,
            title=sheet.title,
            content=to_json(sheet),
            approved_by=f"приказ от {approval.order_date:%d.%m.%Y} № {approval.order_number}",
            order_number=approval.order_number,
            order_date=approval.order_date,
            author_id=actor.user_id,
            author_name=actor.name,
            effective_from=approval.effective_from,
        )
        session.add(edition)
        session.delete(draft)
        try:
            session.flush()
        except IntegrityError as error:
            raise Stale(GONE) from error
        journal.record(
            "sheet.approved",
            kind="sheet",
            object_id=code,
            edition=edition.number,
            order=edition.approved_by,
            effective_from=approval.effective_from.isoformat(),
        )
        return edition.number


def _edited(code: str, outline: Outline, edit: Edit) -> Outline:
    if edit.act == "add-group":
        return with_group(outline)
    if edit.act == "add":
        return with_criterion(outline, edit.code, taken=queries.codes_ever(code))
    if edit.act == "remove":
        return without(outline, edit.code)
    steps = {"up": -1, "down": 1}
    return moved(outline, edit.code, steps[edit.act]) if edit.act in steps else outline


def _same(code: str, seen: int) -> SheetDraft:
    draft = queries.find_draft(code, lock=True)
    if draft is None:
        queries.newest(code)  # a sheet of another municipality is not there, whatever was sent
        raise Stale(GONE)
    if draft.seen != seen:
        raise Stale(
            f"Черновик тем временем изменён в другом окне, последнее сохранение: {draft.saved_by_name}. "
            "Откройте его заново и проверьте, что вы утверждаете или удаляете."
        )
    return draft


def _keep(draft: SheetDraft, plain: dict[str, object], actor: Actor) -> None:
    draft.content, draft.saved_by_name, draft.saved_at = plain, actor.name, now()
    session.flush()


def _check_size(outline: Outline) -> None:
    if len(outline.groups) > GROUPS_LIMIT or len(outline.criteria) > CRITERIA_LIMIT:
        raise Invalid(f"В листе не больше {GROUPS_LIMIT} групп и {CRITERIA_LIMIT} критериев.")


def _check_days(approval: Approval, before: SheetEdition, actor: Actor) -> None:
    if approval.effective_from < today_in(actor.zone):
        raise Invalid(
            "Редакция не может действовать задним числом. Укажите сегодня или позже.", "effective_from"
        )
    if approval.effective_from < before.effective_from:
        raise Invalid(
            f"Редакция {before.number} вступает в силу {before.effective_from:%d.%m.%Y}: "
            "новая не может действовать раньше неё.",
            "effective_from",
        )
