"""What is done to remarks. Every change leaves a line with round, version and person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Package, Remark, RemarkChange
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState, Role, State

TEXT_LIMIT = 4000
SCHOOL_TURN = dossiers.ASSEMBLING - {State.WITHDRAWN}
"""A draft too: a package may have been withdrawn after a return, before that was refused."""
WORKING = {
    Role.CURATOR: State.CURATOR_REVIEW,
    Role.EXPERT: State.EXPERTISE,
    Role.COORDINATOR: State.EXPERTISE,
}
ORIGIN = {
    Role.CURATOR: RemarkOrigin.CURATOR,
    Role.EXPERT: RemarkOrigin.EXPERTISE,
    Role.COORDINATOR: RemarkOrigin.EXPERTISE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A remark as it is being written."""

    text: str
    kind: RemarkKind
    due_on: date | None = None
    file_id: int | None = None
    place: str = ""
    criterion: str = ""
    subject: str = ""


def add(package: Package, draft: Draft, *, actor: Actor) -> Remark:
    """Return a new remark on the current version, unseen by the school until the package is returned.

    Joins the open transaction of its caller, who holds the package's lock. Raises Invalid."""
    _check(draft, package)
    number = (session.scalar(select(func.max(Remark.number)).where(Remark.package_id == package.id)) or 0) + 1
    remark = Remark(
        package_id=package.id,
        number=number,
        origin=ORIGIN[actor.role],
        kind=draft.kind,
        text=draft.text.strip(),
        subject=draft.subject,
        criterion=draft.criterion,
        file_id=draft.file_id,
        place=draft.place.strip(),
        due_on=draft.due_on,
        round=package.round,
        version_id=package.current_version_id,
        author_id=actor.user_id,
        author_name=actor.name,
        author_role=actor.role,
        state=RemarkState.OPEN,
    )
    session.add(remark)
    session.flush()
    _changed(package, remark, "", actor)
    return remark


def write(package_number: str, draft: Draft, *, actor: Actor) -> Remark:
    """Add a remark by hand, in the turn of its author. Raises NotThere, Invalid."""
    with transaction():
        package = _locked(package_number)
        _require_working(package, actor)
        remark = add(package, draft, actor=actor)
        journal.record("remark.added", kind="package", object_id=package_number, remark=remark.number)
        return remark


def edit(package_number: str, number: int, draft: Draft, *, actor: Actor, seen: int) -> Remark:
    """Change a remark that the school has not seen yet. Raises NotThere, Stale, Invalid."""
    with transaction():
        package = _locked(package_number)
        _require_working(package, actor)
        remark = _own_unpublished(package, number, actor)
        _refuse_stale(remark, seen)
        _check(draft, package)
        remark.text, remark.kind, remark.due_on = draft.text.strip(), draft.kind, draft.due_on
        remark.place, remark.criterion, remark.file_id = draft.place.strip(), draft.criterion, draft.file_id
        journal.record("remark.edited", kind="package", object_id=package_number, remark=number)
        return remark


def answer(package_number: str, number: int, text: str, *, actor: Actor, seen: int) -> Remark:
    """Record the school's answer to one remark: it is fixed, and waits for its author's word.

    Raises NotThere, Stale, Invalid outside the school's turn or without a text."""
    with transaction():
        package = _locked(package_number)
        remark = _published(package, number)
        _refuse_stale(remark, seen)
        if package.state not in SCHOOL_TURN:
            raise Invalid("Ответить на замечание можно, пока пакет у школы.")
        if remark.state in {RemarkState.CONFIRMED, RemarkState.DROPPED}:
            raise Invalid(f"Замечание № {number} уже закрыто: отвечать на него не нужно.")
        if not text.strip():
            raise Invalid(f"Напишите, что исправлено по замечанию № {number}.", f"answer-{number}")
        if len(text) > TEXT_LIMIT:
            raise Invalid(f"Сократите ответ до {TEXT_LIMIT} знаков.", f"answer-{number}")
        remark.answer, remark.answered_by_name, remark.answered_at = text.strip(), actor.name, now()
        remark.state = RemarkState.FIXED
        _changed(package, remark, text.strip(), actor)
        journal.record("remark.answered", kind="package", object_id=package_number, remark=number)
        return remark


def settle(
    package_number: str, number: int, state: RemarkState, text: str, *, actor: Actor, seen: int
) -> Remark:
    """Record the author's word on an answer: mended, not mended, or dropped with its reason.

    Raises NotThere, Stale, Invalid for a foreign remark, outside the turn, or without an obligatory reason."""
    with transaction():
        package = _locked(package_number)
        _require_working(package, actor)
        remark = session.scalar(_remark(package, number))
        if remark is None:
            raise NotThere
        _refuse_stale(remark, seen)
        if remark.origin is not ORIGIN[actor.role]:
            raise Invalid(f"Замечание № {number} закрывает тот, кто его поставил: {remark.author_name}.")
        if remark.published_at is None and state is not RemarkState.DROPPED:
            raise Invalid(f"Замечание № {number} ещё не направлено школе: его можно изменить или снять.")
        if state in {RemarkState.NOT_FIXED, RemarkState.DROPPED} and not text.strip():
            raise Invalid("Напишите, что не устранено или почему замечание снято.", f"resolution-{number}")
        remark.state, remark.resolution = state, text.strip()
        remark.resolved_by_name, remark.resolved_at = actor.name, now()
        _changed(package, remark, text.strip(), actor)
        journal.record(
            "remark.settled", kind="package", object_id=package_number, remark=number, state=state.value
        )
        return remark


def stand(package: Package, remark: Remark, *, due_on: date, actor: Actor) -> None:
    """Keep a remark of an earlier round alive with a new term, in the open transaction of a conclusion.

    What the school answered has not mended it, says the mark its examiner took over unchanged."""
    remark.due_on = due_on if remark.due_on is not None else None
    if remark.state is not RemarkState.NOT_FIXED:
        remark.state, remark.resolution = (
            RemarkState.NOT_FIXED,
            "Отметка прежнего раунда оставлена без изменений.",
        )
        remark.resolved_by_name, remark.resolved_at = actor.name, now()
        _changed(package, remark, remark.resolution, actor)


def publish(remarks: Iterable[Remark]) -> None:
    """Let the school see the remarks from this instant, in the open transaction of a step.

    What its author dropped before sending was never said to the school."""
    instant = now()
    for remark in remarks:
        if remark.published_at is None and remark.state is not RemarkState.DROPPED:
            remark.published_at = instant


def _check(draft: Draft, package: Package) -> None:
    if not draft.text.strip():
        raise Invalid("Напишите текст замечания.", "text")
    if len(draft.text) > TEXT_LIMIT:
        raise Invalid(f"Сократите замечание до {TEXT_LIMIT} знаков.", "text")
    if draft.kind is not RemarkKind.RECOMMENDATION and draft.due_on is None:
        raise Invalid("Укажите срок устранения: число и месяц.", "due_on")
    if draft.due_on is not None and draft.due_on < today_in(package.municipality.zone):
        raise Invalid("Срок устранения уже прошёл. Укажите дату не раньше сегодняшней.", "due_on")


def _require_working(package: Package, actor: Actor) -> None:
    if package.state is not WORKING.get(actor.role):
        raise Invalid(f"Сейчас пакет в состоянии «{package.state.label}»: замечания изменить нельзя.")


def _locked(number: str) -> Package:
    statement = select(Package).where(Package.number == number).with_for_update(of=Package)
    package = session.scalar(
        statement.options(
            joinedload(Package.current_version), joinedload(Package.municipality)
        ).execution_options(populate_existing=True)
    )
    if package is None:
        raise NotThere
    return package


def _remark(package: Package, number: int) -> Select[Remark]:
    return (
        select(Remark)
        .where(Remark.package_id == package.id, Remark.number == number)
        .execution_options(populate_existing=True)
    )


def _published(package: Package, number: int) -> Remark:
    remark = session.scalar(_remark(package, number))
    if remark is None or remark.published_at is None:
        raise NotThere
    return remark


def _own_unpublished(package: Package, number: int, actor: Actor) -> Remark:
    remark = session.scalar(_remark(package, number))
    if remark is None:
        raise NotThere
    if remark.published_at is not None or remark.author_id != actor.user_id:
        raise Invalid(
            f"Замечание № {number} уже направлено школе: изменить его нельзя, можно снять с обоснованием."
        )
    return remark


def _refuse_stale(remark: Remark, seen: int) -> None:
    if remark.seen != seen:
        raise Stale(f"Замечание № {remark.number} тем временем изменилось: сейчас «{remark.state.label}».")


def _changed(package: Package, remark: Remark, text: str, actor: Actor) -> None:
    version = package.current_version
    session.add(
        RemarkChange(
            package_id=package.id,
            remark_id=remark.id,
            state=remark.state,
            text=text,
            round=package.round,
            version_number=version.number if version else 0,
            actor_name=actor.name,
            actor_role=actor.role,
        )
    )
