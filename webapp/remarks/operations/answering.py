"""What a school does with a remark: types an answer, which is kept meanwhile, and gives it."""

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, Stale
from webapp.models import AnswerDraft, Package, Remark
from webapp.remarks.operations import rows
from workflows.remarks import SETTLED
from workflows.vocabulary import RemarkState, State

SCHOOL_TURN = dossiers.ASSEMBLING - {State.WITHDRAWN}
"""A draft too: a package may have been withdrawn after a return, before that was refused."""


class DraftConflict(Stale):
    """Two tabs typed an answer to one remark: `theirs` is what is kept, `mine` what was being kept (BZ-09)."""

    def __init__(self, draft: AnswerDraft, mine: str) -> None:
        self.theirs, self.seen, self.mine = draft.text, draft.seen, mine
        super().__init__("Этот ответ уже набирают в другом окне.")


def answer(package_number: str, number: int, text: str, *, actor: Actor, seen: int) -> Remark:
    """Record the school's answer to one remark: it is fixed, and waits for its author's word.

    Raises NotThere, Stale, Invalid outside the school's turn or without a text."""
    with transaction():
        package = rows.locked(package_number)
        remark = rows.published(package, number)
        rows.refuse_stale(remark, seen)
        _require_answerable(package, remark)
        if not text.strip():
            raise Invalid(f"Напишите, что исправлено по замечанию № {number}.", f"answer-{number}")
        if len(text) > rows.TEXT_LIMIT:
            raise Invalid(f"Сократите ответ до {rows.TEXT_LIMIT} знаков.", f"answer-{number}")
        remark.answer, remark.answered_by_name, remark.answered_at = text.strip(), actor.name, now()
        remark.state = RemarkState.FIXED
        rows.changed(package, remark, text.strip(), actor)
        _forget_draft(remark, actor)
        journal.record("remark.answered", kind="package", object_id=package_number, remark=number)
        return remark


def keep_draft(package_number: str, number: int, text: str, *, actor: Actor, seen: int) -> AnswerDraft:
    """Keep an answer as it is being typed, for its author alone.

    Raises NotThere, Invalid outside the school's turn, DraftConflict when another tab kept other words first."""
    with transaction():
        package = rows.locked(package_number)
        remark = rows.published(package, number)
        _require_answerable(package, remark)
        if len(text) > rows.TEXT_LIMIT:
            raise Invalid(f"Сократите ответ до {rows.TEXT_LIMIT} знаков.", f"answer-{number}")
        draft = session.scalar(
            select(AnswerDraft)
            .where(AnswerDraft.user_id == actor.user_id, AnswerDraft.remark_id == remark.id)
            .execution_options(populate_existing=True)
        )
        if draft is None:
            draft = AnswerDraft(user_id=actor.user_id, remark_id=remark.id, package_id=package.id)
        elif draft.seen != seen and draft.text != text:
            raise DraftConflict(draft, text)
        draft.text, draft.saved_at = text, now()
        session.add(draft)
        return draft


def _require_answerable(package: Package, remark: Remark) -> None:
    if package.state not in SCHOOL_TURN:
        raise Invalid("Ответить на замечание можно, пока пакет у школы.")
    if remark.state in SETTLED:
        raise Invalid(f"Замечание № {remark.number} уже закрыто: отвечать на него не нужно.")


def _forget_draft(remark: Remark, actor: Actor) -> None:
    session.execute(
        delete(AnswerDraft).where(AnswerDraft.user_id == actor.user_id, AnswerDraft.remark_id == remark.id)
    )
