"""The coordinator lets colleagues stand in for a curator on leave; dated rows, so that it ends by itself (К10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from webapp import journal
from webapp.access.actor import Actor
from webapp.curators import queries as curators
from webapp.curators.queries import Terms
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.formatting import accusative, date_ru, fio_short
from webapp.models import Curatorship, School, Substitution, User
from webapp.outbox import announce
from webapp.substitutions import queries
from webapp.substitutions.queries import HeldSchool, Period
from workflows.listing import listed
from workflows.vocabulary import Event

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who leaves, when, by which order, and who stands in at which school (by the id of the school)."""

    absent_id: int
    period: Period
    substitutes: Mapping[int, int] = field(default_factory=dict)
    order_number: str = ""
    order_date: date | None = None


def conflicts(plan: Plan, *, actor: Actor) -> tuple[str, ...]:
    """Return every reason why the plan cannot stand, each as a sentence; () when it can."""
    today = today_in(actor.zone)
    return tuple(_conflicts(plan, queries.held(plan.absent_id, today), today))


def assign(plan: Plan, *, actor: Actor) -> int:
    """Return the number of the new leave. Raises NotThere, Invalid with every conflict.

    Persons and schools stay locked meanwhile, so that two coordinators see each other's rows."""
    with transaction():
        _lock(plan, actor)
        today = today_in(actor.zone)
        held = queries.held(plan.absent_id, today)
        if found := tuple(_conflicts(plan, held, today)):
            raise Invalid(" ".join(found))
        leave = Substitution(
            municipality_id=actor.municipality_id or 0,
            absent_id=plan.absent_id,
            since=plan.period.since,
            until=plan.period.until,
            order_number=plan.order_number,
            order_date=plan.order_date,
            made_by_name=actor.name,
        )
        session.add(leave)
        session.flush()
        for one in _chosen(plan, held):
            session.add(_row(leave, one, plan))
        session.flush()
        _record("substitution.set", leave, actor, schools=len(plan.substitutes))
        announce(Event.SUBSTITUTION_SET, substitution_id=leave.id, actor_id=actor.user_id)
        return leave.id


def end(number: int, *, actor: Actor) -> None:
    """End a leave before its last day: the curator has the schools back at once. Raises NotThere, Stale, Invalid.

    Its last day becomes yesterday; one that begins today or later is cancelled as if it had not been."""
    with transaction():
        leave = queries.leave(number, lock=True)
        today = today_in(actor.zone)
        if leave.cancelled or leave.until < today:
            raise Stale("Это замещение уже завершено.")
        # Told while the rows still name those who stand in.
        announce(Event.SUBSTITUTION_ENDED, substitution_id=leave.id, actor_id=actor.user_id)
        own = Curatorship.substitution_id == leave.id
        leave.ended_by_name = actor.name
        if leave.since >= today:
            leave.cancelled = True
            session.execute(delete(Curatorship).where(own))
        else:
            leave.until = today - timedelta(days=1)
            session.execute(update(Curatorship).where(own).values(until=leave.until))
        _record("substitution.ended", leave, actor, until=str(leave.until))


def dismiss(number: int, *, actor: Actor) -> None:
    """Let the one who came back put the summary aside. Raises NotThere for everybody else."""
    with transaction():
        leave = queries.leave(number, lock=True)
        if leave.absent_id != actor.user_id:
            raise NotThere
        leave.dismissed_at = leave.dismissed_at or now()


def _conflicts(plan: Plan, held: Sequence[HeldSchool], today: date) -> Iterator[str]:
    people = queries.names({plan.absent_id, *plan.substitutes.values()})
    absent = fio_short(people.get(plan.absent_id, ""))
    yield from _faults_of_days(plan, today)
    if not plan.substitutes:
        yield "Выберите, кто замещает, хотя бы в одной школе."
    if plan.period.until < plan.period.since:
        return
    able = {one.id for one in curators.curator_options(today)}
    if plan.absent_id not in able:
        yield "Выберите куратора муниципалитета."
    yield from _of_absent(plan, held, absent)
    for substitute_id in sorted(set(plan.substitutes.values())):
        name = fio_short(people.get(substitute_id, ""))
        if substitute_id not in able or substitute_id == plan.absent_id:
            yield "Выберите замещающего среди других кураторов муниципалитета."
            continue
        yield from _of_substitute(plan, held, substitute_id, name)


def _faults_of_days(plan: Plan, today: date) -> Iterator[str]:
    period = plan.period
    if period.until < period.since:
        yield "Замещение заканчивается раньше, чем начинается. Исправьте даты."
    elif period.until < today:
        yield "Эти дни уже прошли: укажите последний день не раньше сегодняшнего."
    elif period.until - period.since > LONGEST:
        yield "Замещение длится не больше года. На больший срок закрепите за школами другого куратора."


def _of_absent(plan: Plan, held: Sequence[HeldSchool], absent: str) -> Iterator[str]:
    chosen = _chosen(plan, held)
    unknown = set(plan.substitutes) - {one.school_id for one in chosen}
    if unknown:
        yield f"{absent} не закреплён в эти дни за одной из отмеченных школ. Откройте страницу заново."
    short = [one.name for one in chosen if not one.covers(plan.period)]
    if short:
        yield f"Закрепление ({absent}) действует не весь срок замещения: {listed(short)}. Исправьте даты."
    if twice := queries.replaced([one.curatorship_id for one in chosen], plan.period):
        yield f"В эти дни за {accusative(absent)} уже есть замещение: {listed(twice)}. Сначала завершите прежнее."
    if busy := queries.stands_in(plan.absent_id, plan.period):
        yield f"{absent} в эти дни замещает коллегу: {listed(busy)}. Сначала завершите то замещение."


def _of_substitute(plan: Plan, held: Sequence[HeldSchool], user_id: int, name: str) -> Iterator[str]:
    own = [one for one in _chosen(plan, held) if plan.substitutes[one.school_id] == user_id]
    ids, terms = [one.school_id for one in own], Terms(plan.period.since, plan.period.until)
    if works := curators.works_at(user_id, ids, terms):
        yield f"Конфликт интересов: {name} работает в школе {listed(works)}. Выберите другого."
    for one in own:
        if numbers := queries.examined_by(user_id, one.school_id):
            yield f"Конфликт интересов: {name} проводит экспертизу пакета № {listed(numbers)} ({one.name})."
    for school, reason in queries.declared_against(user_id, ids):
        yield f"Конфликт интересов: {name} не может судить о школе {school} ({reason}). Выберите другого."
    for leave in queries.leaves_of(user_id, plan.period):
        yield f"{name} в отпуске с {date_ru(leave.since)} по {date_ru(leave.until)}. Выберите другого."
    twice = [row.school.short_name for row in curators.in_days(ids, terms) if row.user_id == user_id]
    if twice:
        yield f"{name} в эти дни и так закреплён за школой {listed(twice)}. Снимите выбор с этой школы."


def _chosen(plan: Plan, held: Sequence[HeldSchool]) -> tuple[HeldSchool, ...]:
    """Return the assignments that are to be substituted: one for each chosen school, in force in these days."""
    found = {
        one.school_id: one for one in held if one.school_id in plan.substitutes and one.meets(plan.period)
    }
    return tuple(found.values())


def _lock(plan: Plan, actor: Actor) -> None:
    """Lock the people, then the schools, each in the order of their keys; raises NotThere for foreign ones."""
    people = {plan.absent_id, *plan.substitutes.values()}
    known = session.scalars(
        select(User.id).where(User.id.in_(people)).order_by(User.id).with_for_update(of=User)
    ).all()
    schools = session.scalars(
        select(School)
        .where(School.id.in_(plan.substitutes))
        .order_by(School.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    foreign = any(school.municipality_id != actor.municipality_id for school in schools)
    if len(known) != len(people) or len(schools) != len(plan.substitutes) or foreign:
        raise NotThere


def _row(leave: Substitution, one: HeldSchool, plan: Plan) -> Curatorship:
    return Curatorship(
        municipality_id=leave.municipality_id,
        user_id=plan.substitutes[one.school_id],
        school_id=one.school_id,
        since=leave.since,
        until=leave.until,
        order_number=leave.order_number,
        order_date=leave.order_date,
        substitutes_id=one.curatorship_id,
        substitution_id=leave.id,
    )


def _record(action: str, leave: Substitution, actor: Actor, **details: object) -> None:
    journal.record(
        action,
        kind="substitution",
        object_id=leave.id,
        municipality_id=leave.municipality_id,
        absent=leave.absent_id,
        since=str(leave.since),
        **{"until": str(leave.until), **details},
    )
