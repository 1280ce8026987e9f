"""The one function that changes the state of a package, and its beginning."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.errors import Stale
from webapp.formatting import datetime_ru
from webapp.models import Package, Version
from webapp.outbox import announce
from webapp.packages.operations.consequences import CONSEQUENCES, Answer
from webapp.packages.operations.events import tell
from webapp.packages.operations.terms import due
from workflows.kinds import route_of
from workflows.route import Step
from workflows.vocabulary import Audience, Role

INTERNAL_STEPS = frozenset({"begin", "conclude", "reopen"})


def take_step(number: str, action: str, answer: Answer, *, actor: Actor, seen: int) -> Package:
    """Move a package along its route and return it as it is then.

    Locks the row; raises NotThere, Stale when the page knew an older package, Refused with every unmet
    condition. In one commit: the state and whose turn it is, with its term; the consequence of the action
    (a frozen version, published remarks, the curator's confirmation, an expertise, a verdict, its release, a
    mark of placement); a line of history; a line of the journal; one outbox row for each event."""
    with transaction():
        found = queries.dossier(number, actor, lock=True)
        _refuse_stale(found.package, seen)
        step = _choose(found, action, answer, actor)
        _apply(found, step, answer, actor)
        if step.action == "conclude" and answer.release and actor.role is Role.COORDINATOR:
            session.flush()
            found = queries.dossier(number, actor)
            _apply(found, _choose(found, "release", answer, actor), answer, actor)
        return found.package


def start(
    *,
    school_id: int,
    programme_id: int,
    stage_id: int,
    municipality_id: int,
    kind: str,
    number: str,
    actor: Actor,
    due_at: datetime,
) -> Package:
    """Return a new empty package of a school, in the open transaction of its caller."""
    initial = route_of(kind).initial
    package = Package(
        number=number,
        municipality_id=municipality_id,
        school_id=school_id,
        programme_id=programme_id,
        stage_id=stage_id,
        kind=kind,
        state=initial,
        turn=route_of(kind).turn[initial],
        due_at=due_at,
    )
    session.add(package)
    session.flush()
    tell(package, "start", "Пакет создан", actor, to_state=initial)
    journal.record("package.started", kind="package", object_id=number, municipality_id=municipality_id)
    return package


def _choose(found: Dossier, action: str, answer: Answer, actor: Actor) -> Step:
    facts = queries.facts_of(found, actor, verdict=answer.verdict, declared=answer.declared)
    roles = queries.roles_on(actor, found.package)
    return route_of(found.package.kind).choose(action, found.package.state, roles, facts)


def _apply(found: Dossier, step: Step, answer: Answer, actor: Actor) -> None:
    package, before = found.package, found.package.state
    package.state = step.to_state
    package.turn = route_of(package.kind).turn[step.to_state]
    package.updated_at = package.waiting_since = now()
    consequence = CONSEQUENCES.get(step.action)
    if consequence is not None:
        consequence(found, answer, actor)
    package.due_at = due(found, step.to_state)
    version = session.scalar(select(Version.number).where(Version.id == package.current_version_id))
    tell(
        package,
        step.action,
        step.emits[0].label if step.emits else step.label,
        actor,
        text=answer.text,
        from_state=before,
        to_state=step.to_state,
        version=version,
        audience=_audience(step),
    )
    journal.record(
        f"package.{step.action}",
        kind="package",
        object_id=package.number,
        municipality_id=package.municipality_id,
        before=before.value,
        after=step.to_state.value,
        version=version,
        seen=package.seen,
    )
    for event in step.emits:
        announce(event, package_id=package.id, actor_id=actor.user_id)


def _refuse_stale(package: Package, seen: int) -> None:
    if package.seen == seen:
        return
    last = next(iter(queries.history(package)), None)
    when = datetime_ru(package.updated_at, ZoneInfo(package.municipality.zone))
    who = f"{last.title}, {last.actor_name}" if last else package.state.label
    raise Stale(f"Пока вы работали, пакет изменился: {who}, {when}. Проверьте и повторите.")


def _audience(step: Step) -> Audience:
    return Audience.INTERNAL if step.action in INTERNAL_STEPS else Audience.EVERYONE
