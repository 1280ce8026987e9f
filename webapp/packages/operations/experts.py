"""Who is to examine a package: named by the coordinator, one by one or many at once; an expert may decline."""

from collections.abc import Iterable

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import ExpertAssignment, Package, User
from webapp.outbox import announce
from webapp.packages import queries as rows
from webapp.packages.operations.events import tell
from workflows.facts import EXPERTS
from workflows.vocabulary import Audience, Event, Role, State

BEFORE_EXPERTISE = frozenset(
    {State.DRAFT, State.CURATOR_REVIEW, State.CURATOR_RETURNED, State.ADMITTED, State.EXPERTISE_RETURNED}
)


def assign_expert(number: str, user_id: int, *, actor: Actor) -> None:
    """Assign an expert to a package. Raises NotThere for one who does not examine here, Invalid on a conflict:
    for the one who confirmed the package, for people of its school, for one who declined or declared a conflict."""
    with transaction():
        _assign(queries.get(number, lock=True), _person(user_id), actor)


def assign_experts(wanted: Iterable[tuple[str, int]], *, actor: Actor) -> int:
    """Assign many experts at once, all or none; return how many were new.

    Raises NotThere, and Invalid that names the package and the person whom something keeps from it."""
    with transaction():
        return sum(
            _assign(queries.get(number, lock=True), _person(user_id), actor)
            for number, user_id in sorted(set(wanted))
        )


def decline(number: str, reason: str, *, actor: Actor) -> None:
    """Give an assignment back, with the reason. Raises NotThere without one, Invalid once the sheet is begun."""
    with transaction():
        package = queries.get(number, lock=True)
        row = rows.assignment(package.id, actor.user_id)
        if row is None or row.declined_at is not None:
            raise NotThere
        if not reason.strip():
            raise Invalid("Напишите, почему вы не можете провести экспертизу.", "text")
        if rows.has_begun(package, actor.user_id):
            raise Invalid("Вы уже начали экспертизу этого пакета: отказаться от неё нельзя.", "text")
        row.declined_at, row.decline_reason = now(), reason.strip()
        tell(
            package,
            "refuse",
            f"Эксперт отказался от экспертизы: {actor.name}",
            actor,
            text=row.decline_reason,
            audience=Audience.INTERNAL,
        )
        journal.record("expert.declined", kind="package", object_id=number, expert=actor.user_id)
        announce(Event.EXPERT_DECLINED, package_id=package.id, actor_id=actor.user_id)


def set_joint(number: str, *, joint: bool, seen: int, actor: Actor) -> None:
    """Decide whether two experts examine the package apart. Raises NotThere, Stale, Invalid once it is examined."""
    with transaction():
        package = queries.get(number, lock=True)
        if package.seen != seen:
            raise Stale("Пока вы работали, пакет изменился. Проверьте и повторите.")
        if package.state not in BEFORE_EXPERTISE:
            raise Invalid("Экспертиза уже начата: число экспертов изменить нельзя.", "joint")
        if package.joint is joint:
            return
        package.joint = joint
        title = "Экспертизу независимо проводят два эксперта" if joint else "Экспертизу проводит один эксперт"
        tell(package, "joint", title, actor, audience=Audience.INTERNAL)
        journal.record("package.joint", kind="package", object_id=number, joint=joint)


def _person(user_id: int) -> User:
    found = next((one for one in rows.experts() if one.id == user_id), None)
    if found is None:
        raise NotThere
    return found


def _require_room(package: Package, person: User) -> None:
    """A joint expertise has two experts, and the coordinator who reconciles is neither."""
    if sum(one.declined_at is None for one in rows.assigned(package.id)) >= EXPERTS:
        raise Invalid(f"{package.number}: два эксперта уже назначены.", "expert")
    if person.id not in rows.holders(Role.EXPERT):
        raise Invalid(
            f"{package.number}, {person.name}. Листы двух экспертов сводит координатор: назначьте эксперта.",
            "expert",
        )


def _assign(package: Package, person: User, actor: Actor) -> bool:
    row = rows.assignment(package.id, person.id)
    if row is not None and row.declined_at is None:
        return False
    if package.joint:
        _require_room(package, person)
    refusal = f"Отказался от экспертизы: {row.decline_reason}" if row else rows.kept_from(package, person.id)
    if refusal:
        raise Invalid(f"{package.number}, {person.name}. {refusal}", "expert")
    session.add(
        ExpertAssignment(
            package_id=package.id, user_id=person.id, user_name=person.name, assigned_by_name=actor.name
        )
    )
    tell(package, "assign", f"Назначен эксперт: {person.name}", actor, audience=Audience.INTERNAL)
    journal.record("expert.assigned", kind="package", object_id=package.number, expert=person.id)
    announce(Event.EXPERT_ASSIGNED, package_id=package.id, user_id=person.id, actor_id=actor.user_id)
    return True
