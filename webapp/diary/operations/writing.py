"""Entering, correcting, adding to, marking and reading entries of the diary; what was agreed and is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.diary import queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import DiaryAddition, DiaryAgreement, DiaryEntry
from webapp.numbering import next_number
from workflows.diary import DOERS, Advance, Contact, Doer, refusal_to_add, refusal_to_edit
from workflows.vocabulary import Role

LONGEST_DAY = 24 * 60
MOST_AGREEMENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A thing agreed upon; `due_on` is the last day."""

    what: str
    doer: Doer
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What a curator writes of a contact with a school. `happened_at` is aware; `minutes` may be unknown."""

    school_id: int
    happened_at: datetime
    contact: Contact
    examined: str
    stage_id: int | None = None
    minutes: int | None = None
    participants: str = ""
    risks: tuple[str, ...] = ()
    goal: str = ""
    problems: str = ""
    recommendations: str = ""
    advance: Advance | None = None
    question: str = ""
    agreements: tuple[Agreed, ...] = ()


def write(facts: EntryFacts, *, as_draft: bool, actor: Actor) -> int:
    """Enter an entry, or keep it as a draft of its author; returns its number. Raises NotThere, Invalid."""
    with transaction():
        _require(facts, actor, as_draft=as_draft)
        row = DiaryEntry(
            municipality_id=actor.municipality_id,
            number=next_number(actor.municipality_id or 0, "diary"),
            author_id=actor.user_id,
            author_name=actor.name,
            entered_at=None if as_draft else now(),
        )
        _fill(row, facts)
        session.add(row)
        session.flush()
        _record("diary.drafted" if as_draft else "diary.entered", row)
        return row.number


def correct(number: int, facts: EntryFacts, *, as_draft: bool, seen: int, actor: Actor) -> None:
    """Write an entry anew, or enter its draft. Raises NotThere, Invalid, Stale when closed or changed meanwhile."""
    with transaction():
        row = queries.own(number, actor)
        known = queries.facts_of(row)
        if refusal := refusal_to_edit(known, now()):
            raise Stale(refusal)
        if row.version != seen:
            raise Stale("Запись с тех пор изменилась, может быть, в другом окне. Откройте её заново.")
        if as_draft and row.entered_at is not None:
            raise Stale("Запись уже внесена: черновиком она больше не станет.")
        _require(facts, actor, as_draft=as_draft)
        before = row.examined
        _fill(row, facts)
        row.version += 1
        if row.entered_at is not None:
            row.edited_at = now()
        elif not as_draft:
            row.entered_at = now()
        session.flush()
        _record(
            "diary.corrected", row, before={"examined": before[:500]}, after={"examined": row.examined[:500]}
        )


def drop(number: int, *, actor: Actor) -> None:
    """Throw a draft away; an entry that was entered stays. Raises NotThere, Stale."""
    with transaction():
        row = queries.own(number, actor)
        if row.entered_at is not None:
            raise Stale("Запись уже внесена, удалить её нельзя. Её можно дополнить.")
        _record("diary.draft_dropped", row)
        session.delete(row)


def add(number: int, text: str, *, actor: Actor) -> None:
    """Add a dated paragraph to an entry. Raises NotThere, Invalid, Stale."""
    words = text.strip()
    if not words:
        raise Invalid("Напишите, что добавить к записи.", "text")
    with transaction():
        row = queries.own(number, actor)
        if refusal := refusal_to_add(queries.facts_of(row)):
            raise Stale(refusal)
        session.add(
            DiaryAddition(
                municipality_id=row.municipality_id,
                entry_id=row.id,
                text=words,
                by_name=actor.name,
                by_role=actor.role,
            )
        )
        _record("diary.added_to", row)


def mark(number: int, remark: str, *, actor: Actor) -> None:
    """Write that the coordinator has seen an entry, with a remark or without one, and again. Raises NotThere, Stale."""
    with transaction():
        row = queries.get(number, lock=True)
        if queries.is_closed(row.stage_id):
            raise Stale("Этап, к которому относится запись, подписан. Отметить её больше нельзя.")
        row.marked_at, row.marked_by_name, row.mark_remark = now(), actor.name, remark.strip()
        _record("diary.marked", row, remark=row.mark_remark[:500])


def heed(number: int, *, actor: Actor) -> None:
    """Write that the school has read an entry; the first to do so stays named. Raises NotThere."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.read_at is None:
            row.read_at, row.read_by_name = now(), actor.name
            _record("diary.read_by_school", row)


def finish(number: int, agreement_id: int, *, actor: Actor) -> None:
    """Say that what was agreed is done: whose it is says so, or the curator. Raises NotThere, Stale when it is done."""
    with transaction():
        row = queries.get(number, lock=True)
        found = next((one for one in row.agreements if one.id == agreement_id), None)
        if found is None or row.entered_at is None:
            raise NotThere
        if found.doer is not DOERS[actor.role] and actor.role is not Role.CURATOR:
            raise NotThere
        if found.done_at is not None:
            raise Stale("Эта договорённость уже отмечена выполненной.")
        found.done_at, found.done_by_name = now(), actor.name
        _record("diary.agreement_done", row, what=found.what)


def _require(facts: EntryFacts, actor: Actor, *, as_draft: bool) -> None:
    if facts.school_id not in {one.id for one in queries.own_schools(actor, today_in(actor.zone))}:
        raise Invalid("Выберите школу, за которой вы закреплены.", "school")
    if facts.happened_at > now():
        raise Invalid("Это время ещё не наступило. Укажите, когда встреча была.", "happened_on")
    if not as_draft and not facts.examined.strip():
        raise Invalid("Напишите, что рассмотрели: документы, уроки, меры.", "examined")
    if facts.minutes is not None and not 0 < facts.minutes <= LONGEST_DAY:
        raise Invalid("Укажите продолжительность в минутах: от 1 до 1440.", "minutes")
    _require_stage(facts)
    _require_agreements(facts)


def _require_stage(facts: EntryFacts) -> None:
    if facts.stage_id is None:
        return
    if facts.stage_id not in {one.id for one in queries.stages_of([facts.school_id])}:
        raise Invalid("Выберите этап проекта, в котором участвует школа.", "stage")
    if queries.is_closed(facts.stage_id):
        raise Invalid("Этот этап подписан: новых записей к нему не вносят. Выберите другой.", "stage")


def _require_agreements(facts: EntryFacts) -> None:
    if len(facts.agreements) > MOST_AGREEMENTS:
        raise Invalid(f"Оставьте не больше {MOST_AGREEMENTS} договорённостей.", "what")
    day = facts.happened_at.date()
    if any(one.due_on is not None and one.due_on < day for one in facts.agreements):
        raise Invalid("Срок договорённости раньше самой встречи. Исправьте его.", "due_on")


def _fill(row: DiaryEntry, facts: EntryFacts) -> None:
    row.school_id, row.stage_id, row.happened_at = facts.school_id, facts.stage_id, facts.happened_at
    row.contact, row.minutes, row.advance = facts.contact, facts.minutes, facts.advance
    row.participants, row.risks = facts.participants.strip()[:300], list(facts.risks)
    row.goal, row.examined, row.problems = facts.goal.strip(), facts.examined.strip(), facts.problems.strip()
    row.recommendations, row.question = facts.recommendations.strip(), facts.question.strip()
    _agree(row, facts.agreements)


def _agree(row: DiaryEntry, agreed: Sequence[Agreed]) -> None:
    """Put the agreements as they are now; one that was done before stays done while its words are the same."""
    done = {(one.what, one.doer): one for one in row.agreements if one.done_at is not None}
    row.agreements = [
        DiaryAgreement(
            municipality_id=row.municipality_id,
            school_id=row.school_id,
            what=one.what.strip()[:300],
            doer=one.doer,
            due_on=one.due_on,
            done_at=done[one.what, one.doer].done_at if (one.what, one.doer) in done else None,
            done_by_name=done[one.what, one.doer].done_by_name if (one.what, one.doer) in done else "",
        )
        for one in agreed
        if one.what.strip()
    ]


def _record(action: str, row: DiaryEntry, **details: object) -> None:
    journal.record(
        action,
        kind="diary",
        object_id=row.number,
        municipality_id=row.municipality_id,
        school=row.school_id,
        **details,
    )
