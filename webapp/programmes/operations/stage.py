"""Stages of expertise: what is due in which window; deadlines of packages follow the dates."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Package, Programme, Stage, StageDue
from webapp.outbox import announce
from webapp.programmes import queries
from webapp.programmes.queries import Affected, DueFacts, StageFacts
from workflows.dates import deadline_instant
from workflows.kinds import KINDS
from workflows.search_keys import address_of
from workflows.vocabulary import Event, State, Turn

SLUG_TRIES = 100
EXAMINED = (Turn.EXPERT, Turn.COORDINATOR)


class Unconfirmed(Exception):
    """The new dates move deadlines of packages; `affected` says which. Ask the coordinator first."""

    def __init__(self, affected: Affected) -> None:
        self.affected = affected
        super().__init__("dates of a stage with packages")


def enter_stage(code: str, facts: StageFacts, *, actor: Actor) -> str:
    """Return the address of a new stage of a programme. Raises NotThere, Invalid."""
    try:
        with transaction():
            programme = queries.get(code, lock=True)
            _of_place(programme.municipality_id, actor)
            _check(facts, actor)
            slug = free_slug(f"{facts.title} {programme.year}")
            new_stage(programme, slug, facts)
    except IntegrityError as error:
        raise Invalid("Такой этап только что создан. Откройте проект заново.") from error
    return slug


def change_stage(slug: str, facts: StageFacts, *, actor: Actor, mark: str, confirmed: bool) -> None:
    """Change a stage; drafts and packages under examination get its new dates for their deadlines.

    Raises NotThere, Invalid, Stale (changed since `mark`) and Unconfirmed when packages are concerned
    and the coordinator has not seen which."""
    with transaction():
        row = queries.stage(slug, lock=True)
        _of_place(row.municipality_id, actor)
        before = queries.stage_facts(row)
        if before.mark != mark:
            raise Stale("Пока вы работали, этап изменил другой человек. Откройте его заново.")
        _check(facts, actor)
        _check_kinds(row, facts)
        moved = before.moves(facts)
        if moved and not confirmed and (touched := queries.affected(row.id)):
            raise Unconfirmed(touched)
        _fill(row, facts)
        _set_dues(row, facts)
        session.flush()
        if moved:
            _move_deadlines(row)
        if before.title != facts.title:
            announce(Event.RENAMED, stage_id=row.id)
        journal.record(
            "stage.changed", kind="stage", object_id=slug, before=_words(before), after=_words(facts)
        )


def new_stage(programme: Programme, slug: str, facts: StageFacts) -> None:
    """Add a stage with what is due in it, inside the open transaction."""
    row = Stage(municipality_id=programme.municipality_id, programme_id=programme.id, slug=slug, dues=[])
    _fill(row, facts)
    session.add(row)
    session.flush()
    for due in facts.dues:
        session.add(_due(row, due))
    session.flush()
    journal.record(
        "stage.entered", kind="stage", object_id=slug, programme=programme.code, after=_words(facts)
    )


def free_slug(title: str) -> str:
    """Return an address for a stage that the municipality does not use yet; raises Invalid when none is free."""
    wanted = address_of(title)[:56].strip("-") or "stage"
    taken = set(session.scalars(select(Stage.slug).where(Stage.slug.startswith(wanted, autoescape=True))))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, SLUG_TRIES)))
    free = next((name for name in names if name not in taken), None)
    if free is None:
        raise Invalid("Этапов с таким названием слишком много. Дайте этапу другое название.", "title")
    return free


def _of_place(municipality_id: int, actor: Actor) -> None:
    if municipality_id != actor.municipality_id:
        raise NotThere


def _check(facts: StageFacts, actor: Actor) -> None:
    if facts.closes_on < facts.opens_on:
        raise Invalid("Приём заканчивается раньше, чем начинается. Исправьте даты.", "closes_on")
    if facts.examine_until < facts.closes_on:
        raise Invalid("Экспертиза заканчивается раньше приёма документов. Исправьте дату.", "examine_until")
    if facts.plan.municipal_done and not facts.plan.municipal_basis:
        raise Invalid("Укажите реквизиты заключений по муниципальным программам.", "municipal_basis")
    if not facts.dues:
        raise Invalid("Отметьте хотя бы один вид пакета.", "kinds")
    able = {one.user_id for one in queries.examiner_options(today_in(actor.zone))}
    for due in facts.dues:
        if due.kind not in KINDS:
            raise Invalid("Такого вида пакета нет. Отметьте виды заново.", "kinds")
        if due.examiner_id is not None and due.examiner_id not in able:
            raise Invalid(
                "Выбранный эксперт больше не работает в муниципалитете. Выберите другого.",
                f"examiner_{due.kind}",
            )


def _check_kinds(row: Stage, facts: StageFacts) -> None:
    removed = {due.kind for due in row.dues} - {due.kind for due in facts.dues}
    used = sorted(removed & queries.kinds_with_packages(row.id))
    if used:
        named = ", ".join(KINDS[kind].short_title if kind in KINDS else kind for kind in used)
        raise Invalid(f"По этому этапу уже собирают пакеты: {named}. Убрать этот вид нельзя.", "kinds")


def _fill(row: Stage, facts: StageFacts) -> None:
    row.title, row.note, row.order_requisites = facts.title, facts.note, facts.order_requisites
    plan = facts.plan
    row.planned_municipal, row.planned_school = plan.municipal, plan.school
    row.municipal_done, row.municipal_basis = plan.municipal_done, plan.municipal_basis
    row.opens_on, row.closes_on, row.examine_until = facts.opens_on, facts.closes_on, facts.examine_until


def _set_dues(row: Stage, facts: StageFacts) -> None:
    wanted: Mapping[str, DueFacts] = {due.kind: due for due in facts.dues}
    for due in list(row.dues):
        if due.kind in wanted:
            due.examiner_id, due.joint = wanted[due.kind].examiner_id, wanted[due.kind].joint
        else:
            row.dues.remove(due)
    held = {due.kind for due in row.dues}
    row.dues.extend(_due(row, due) for kind, due in wanted.items() if kind not in held)


def _due(row: Stage, due: DueFacts) -> StageDue:
    return StageDue(
        municipality_id=row.municipality_id,
        stage_id=row.id,
        kind=due.kind,
        examiner_id=due.examiner_id,
        joint=due.joint,
    )


def _move_deadlines(row: Stage) -> None:
    """Drafts are due when the window closes, examiners by the end of the examination; the rest keeps its own dates.

    `seen` of a package stays: its content has not changed, so nobody's open page becomes stale."""
    zone = queries.zone_of(row.municipality_id)
    today: date = now().astimezone(zone).date()
    closes = deadline_instant(row.closes_on, zone)
    examined = deadline_instant(max(row.examine_until, today), zone)
    with system_scope("deadlines follow the dates of a stage"):
        own = update(Package).where(Package.stage_id == row.id).execution_options(synchronize_session=False)
        session.execute(own.where(Package.state == State.DRAFT).values(due_at=closes))
        session.execute(own.where(Package.turn.in_(EXAMINED)).values(due_at=examined))


def _words(facts: StageFacts) -> dict[str, object]:
    return {
        "title": facts.title,
        "opens_on": str(facts.opens_on),
        "closes_on": str(facts.closes_on),
        "examine_until": str(facts.examine_until),
        "order": facts.order_requisites,
        "plan": [facts.plan.municipal, facts.plan.school],
        "municipal": [facts.plan.municipal_done, facts.plan.municipal_basis],
        "kinds": {due.kind: "joint" if due.joint else due.examiner_id for due in facts.dues},
    }
