"""The one function that changes the state of a package, the same for many at once, and a package's beginning."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp import journal
from webapp.access.actor import Actor
from webapp.access.closing import despite_sign_off
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.errors import NotThere, Stale
from webapp.formatting import datetime_ru, fio_for, name_for
from webapp.models import Package, Version
from webapp.outbox import announce
from webapp.packages.operations import holding
from webapp.packages.operations.consequences import CONSEQUENCES, Answer
from webapp.packages.operations.events import tell
from webapp.packages.operations.terms import due
from workflows.facts import Facts
from workflows.kinds import route_of
from workflows.listing import listed
from workflows.route import Refused, Route, Step
from workflows.vocabulary import Asks, Audience, Role, State, Turn

INTERNAL_STEPS = frozenset({"begin", "join", "hand_in", "reconcile_early", "reconcile", "conclude", "reopen"})


AFTER_SIGNING = frozenset({"place"})
"""Steps that come when the report of the stage is signed."""


def take_step(number: str, action: str, answer: Answer, *, actor: Actor, seen: int) -> Package:
    """Move a package along its route and return it as it is then.

    A return and a release wait where the municipality says so (`holding`). Locks the row; raises NotThere, Stale
    when the page knew an older package, Refused with every unmet condition. In one commit: the state and whose turn
    it is, with its term; the consequence of the action (a frozen version, published remarks, the curator's
    confirmation, an expertise, a verdict, its release, a mark of placement); a line of history; a line of the
    journal; one outbox row for each event."""
    with transaction():
        found = queries.dossier(number, actor, lock=True)
        _refuse_stale(found.package, seen)
        _refuse_held(found, actor)
        _take_or_hold(found, action, answer, actor)
        if action == "conclude" and answer.release and actor.role is Role.COORDINATOR:
            session.flush()
            found = queries.dossier(number, actor)
            _take_or_hold(found, "release", answer, actor)
        return found.package


def take(found: Dossier, action: str, answer: Answer, actor: Actor) -> None:
    """Take a step of a package read under lock, now; raises Refused. Joins the open transaction of its caller."""
    holding.release(found.package)
    step = _choose(found, action, answer, actor)
    if action not in AFTER_SIGNING:
        _apply(found, step, answer, actor)
        return
    with despite_sign_off("a step that follows the signed report"):
        _apply(found, step, answer, actor)
        session.flush()


def release_together(wanted: Mapping[str, int], *, actor: Actor) -> None:
    """Send many prepared conclusions to their schools, or hold them, each as `take_step` does, all or none.

    `wanted` gives the number of each package and the counter its reader knew. Raises NotThere, Stale, and Refused
    whose reasons name the package."""
    with transaction():
        for number, seen in sorted(wanted.items()):
            found = queries.dossier(number, actor, lock=True)
            _refuse_stale(found.package, seen)
            try:
                _refuse_held(found, actor)
                _take_or_hold(found, "release", Answer(), actor)
            except Refused as refusal:
                raise Refused(f"№ {number}. {reason}" for reason in refusal.reasons) from refusal


def take_step_together(wanted: Mapping[str, int], action: str, *, actor: Actor) -> None:
    """Move many packages by a step that asks nothing, all or none, read together and written in bulk.

    `wanted` gives the number of each and the counter its reader knew. What is written of each is what `take_step`
    writes. Raises NotThere, Refused, and Stale with the numbers of the packages that have changed. A step with
    conditions or a consequence needs the whole package: ValueError."""
    with transaction():
        found = _locked(wanted)
        changed = [package.number for package in found if package.seen != wanted[package.number]]
        if changed:
            raise Stale(f"Пока вы работали, изменились пакеты № {listed(changed)}. Проверьте и повторите.")
        taken = [(package, package.state, _choose_plain(package, action, actor)) for package in found]
        for package, _before, step in taken:
            _enter(package, step)
            package.due_at = None
        session.flush()  # counts each package on, as its line in the journal says
        for package, before, step in taken:
            version = package.current_version.number if package.current_version else None
            _write_down(package, step, actor, before=before, version=version)


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


def _take_or_hold(found: Dossier, action: str, answer: Answer, actor: Actor) -> None:
    if not holding.is_held(found.package, action):
        return take(found, action, answer, actor)
    _choose(found, action, answer, actor)
    holding.hold(found, action, answer, actor)


def _refuse_held(found: Dossier, actor: Actor) -> None:
    """A decision on its way is taken back before anything else; the school, who knows nothing of it, goes on."""
    if not actor.of_school and (words := queries.on_its_way(found.package)):
        raise Refused([words])


def _choose(found: Dossier, action: str, answer: Answer, actor: Actor) -> Step:
    facts = queries.facts_of(
        found,
        actor,
        verdict=answer.verdict,
        declared=answer.declared,
        parts=answer.parts,
        paper_named=answer.paper is not None and answer.paper.complete,
        reasons=bool(answer.text.strip()),
    )
    roles = queries.roles_on(actor, found.package)
    return route_of(found.package.kind).choose(action, found.package.state, roles, facts)


def _choose_plain(package: Package, action: str, actor: Actor) -> Step:
    """Return the step where the route alone decides; whoever gives it a condition is told that more is needed."""
    route, roles = route_of(package.kind), queries.roles_on(actor, package)
    if action in CONSEQUENCES or not all(
        _is_plain(step, route) for step in route.steps if step.action == action
    ):
        raise ValueError(f"{route.code}: {action} is taken package by package")
    return route.choose(action, package.state, roles, Facts(actor_id=actor.user_id, actor_roles=roles))


def _is_plain(step: Step, route: Route) -> bool:
    """It asks nothing, has no conditions, and nobody has to move afterwards, so that there is no term."""
    conditions = (*step.needs, *step.answered, *((step.when,) if step.when else ()))
    return not conditions and step.asks is Asks.NOTHING and route.turn[step.to_state] is Turn.NOBODY


def _locked(wanted: Collection[str]) -> Sequence[Package]:
    found = session.scalars(
        select(Package)
        .where(Package.number.in_(wanted))
        .options(joinedload(Package.current_version).load_only(Version.number))
        .order_by(Package.id)
        .with_for_update(of=Package)
        .execution_options(populate_existing=True)
    ).all()
    if len(found) != len(wanted):
        raise NotThere
    return found


def _apply(found: Dossier, step: Step, answer: Answer, actor: Actor) -> None:
    package, before = found.package, found.package.state
    _enter(package, step)
    consequence = CONSEQUENCES.get(step.action)
    if consequence is not None:
        consequence(found, answer, actor)
    if step.to_state is not before:
        package.due_at = due(found, step.to_state, answer.until)
    version = session.scalar(select(Version.number).where(Version.id == package.current_version_id))
    # Why a verdict is such lives in the verdict: others read the history while the conclusion is still held (AZ-07).
    text = "" if answer.verdict else answer.text or _opened(found, answer)
    _write_down(package, step, actor, before=before, version=version, text=text)


def _enter(package: Package, step: Step) -> None:
    package.updated_at = now()
    if step.to_state is not package.state:
        package.waiting_since = package.updated_at
    package.state = step.to_state
    package.turn = route_of(package.kind).turn[step.to_state]


def _write_down(
    package: Package, step: Step, actor: Actor, *, before: State, version: int | None, text: str = ""
) -> None:
    """The history, the journal and the events of a step that has just been taken."""
    tell(
        package,
        step.action,
        step.emits[0].label if step.emits else step.label,
        actor,
        text=text,
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
    instead = queries.in_place_of(package.school_id, actor)
    more = {"by": fio_for(actor.name, instead)} if instead else {}
    for event in step.emits:
        announce(event, package_id=package.id, actor_id=actor.user_id, **more)


def _opened(found: Dossier, answer: Answer) -> str:
    """Return which parts a return opened, in the words of its line in the history."""
    if answer.parts is None:
        return ""
    titles = [slot.title for slot in found.slots if slot.code in answer.parts.slots]
    titles += [one.title for one in found.kind.questions if answer.parts.opens_question(one.code)]
    return f"Для исправления открыты: {listed(titles)}."


def _refuse_stale(package: Package, seen: int) -> None:
    if package.seen == seen:
        return
    last = next(iter(queries.history(package)), None)
    when = datetime_ru(package.updated_at, ZoneInfo(package.municipality.zone))
    who = f"{last.title}, {name_for(last.actor_name, last.acting_for)}" if last else package.state.label
    raise Stale(f"Пока вы работали, пакет изменился: {who}, {when}. Проверьте и повторите.")


def _audience(step: Step) -> Audience:
    return Audience.INTERNAL if step.action in INTERNAL_STEPS else Audience.EVERYONE
