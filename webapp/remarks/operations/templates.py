"""The coordinator keeps the library of remarks: adds, changes, hides and brings back; each act in the journal."""

import secrets
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import RemarkTemplate as Row
from webapp.remarks import queries
from webapp.remarks.operations.rows import TEXT_LIMIT
from workflows.dictionaries.remark_templates import CriterionRef, RemarkTemplate
from workflows.remark_library import STANDARD
from workflows.vocabulary import RemarkKind

BASIS_LIMIT = 300


class TemplateConflict(Stale):
    """Two coordinators changed one template: `theirs` is what is stored, `seen` its counter (BZ-09)."""

    def __init__(self, theirs: RemarkTemplate, seen: int, changed_by: str) -> None:
        self.theirs, self.seen = theirs, seen
        super().__init__(f"Этот шаблон тем временем изменил(а) {changed_by}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDraft:
    """A template as it is being written."""

    text: str
    kind: RemarkKind
    criteria: tuple[CriterionRef, ...] = ()
    basis: str = ""


def add_template(draft: TemplateDraft, *, actor: Actor) -> str:
    """Return the code of a new template of the municipality. Raises Invalid."""
    with transaction():
        _check(draft)
        row = Row(municipality_id=actor.municipality_id, code=f"own-{secrets.token_hex(6)}", archived=False)
        _write(row, draft, actor)
        journal.record("remark_template.added", kind="remark_template", object_id=row.code, after=_plain(row))
        return row.code


def save_template(code: str, draft: TemplateDraft, *, actor: Actor, seen: int) -> None:
    """Change a template; a standard one gets a row of the municipality. Raises NotThere, Invalid, TemplateConflict."""
    with transaction():
        _check(draft)
        row = _row(code, actor, seen)
        before = _plain(row)
        _write(row, draft, actor)
        journal.record(
            "remark_template.edited", kind="remark_template", object_id=code, before=before, after=_plain(row)
        )


def archive_template(code: str, *, archived: bool, actor: Actor, seen: int) -> None:
    """Offer a template no more, or offer it again. Raises NotThere, TemplateConflict."""
    with transaction():
        row = _row(code, actor, seen)
        row.archived = archived
        _keep(row, actor)
        act = "remark_template.archived" if archived else "remark_template.restored"
        journal.record(act, kind="remark_template", object_id=code)


def _row(code: str, actor: Actor, seen: int) -> Row:
    """Return the row of a template as it was seen; a new one for a standard template nobody has touched."""
    row = queries.own_row(actor.municipality_id or 0, code)
    if row is None:
        standard = STANDARD.get(code)
        if standard is None:
            raise NotThere
        return Row(
            municipality_id=actor.municipality_id,
            code=code,
            text=standard.text,
            kind=standard.kind,
            criteria=_pairs(standard.criteria),
            basis=standard.basis,
            archived=False,
        )
    if row.seen != seen:
        raise TemplateConflict(queries.value_of(row), row.seen, row.changed_by_name)
    return row


def _check(draft: TemplateDraft) -> None:
    if not draft.text.strip():
        raise Invalid("Напишите текст шаблона.", "text")
    if len(draft.text) > TEXT_LIMIT:
        raise Invalid(f"Сократите шаблон до {TEXT_LIMIT} знаков.", "text")
    if len(draft.basis) > BASIS_LIMIT:
        raise Invalid(f"Сократите основание до {BASIS_LIMIT} знаков.", "basis")


def _write(row: Row, draft: TemplateDraft, actor: Actor) -> None:
    row.text, row.kind, row.basis = draft.text.strip(), draft.kind, draft.basis.strip()
    row.criteria = _pairs(draft.criteria)
    _keep(row, actor)


def _keep(row: Row, actor: Actor) -> None:
    row.changed_by_name, row.changed_at = actor.name, now()
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Stale("Этот шаблон только что изменили в другом окне. Откройте его заново.") from error


def _pairs(refs: tuple[CriterionRef, ...]) -> list[list[str]]:
    return [[ref.sheet, ref.criterion] for ref in refs]


def _plain(row: Row) -> dict[str, object]:
    return {"text": row.text, "kind": row.kind.value, "criteria": row.criteria, "basis": row.basis}
