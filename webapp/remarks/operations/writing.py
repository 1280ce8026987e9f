"""Remarks in the hands of their author: written, changed until the school has them, sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.models import Package, Remark
from webapp.remarks.operations import rows
from workflows.dictionaries.return_reasons import PERSONAL_DATA
from workflows.remarks import ORIGIN
from workflows.vocabulary import RemarkKind, RemarkState, Role


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
    reason: str = ""
    """Why the file is returned (`workflows.dictionaries.return_reasons`)."""


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
        reason=draft.reason,
        due_on=draft.due_on,
        round=package.round,
        version_id=package.current_version_id,
        author_id=actor.user_id,
        author_name=actor.name,
        acting_for=dossiers.in_place_of(package.school_id, actor),
        author_role=actor.role,
        state=RemarkState.OPEN,
    )
    session.add(remark)
    session.flush()
    rows.changed(package, remark, "", actor)
    return remark


def write(package_number: str, draft: Draft, *, actor: Actor) -> Remark:
    """Add a remark by hand, in the turn of its author. Raises NotThere, Invalid."""
    with transaction():
        package = rows.locked(package_number)
        rows.require_working(package, actor)
        remark = add(package, draft, actor=actor)
        journal.record("remark.added", kind="package", object_id=package_number, remark=remark.number)
        return remark


def edit(package_number: str, number: int, draft: Draft, *, actor: Actor, seen: int) -> Remark:
    """Change a remark that the school has not seen yet. Raises NotThere, Stale, Invalid.

    The curators of a school go on with each other's remarks, as one stands in for another."""
    with transaction():
        package = rows.locked(package_number)
        rows.require_working(package, actor)
        remark = own_unpublished(package, number, actor)
        rows.refuse_stale(remark, seen)
        _check(draft, package)
        remark.text, remark.kind, remark.due_on = draft.text.strip(), draft.kind, draft.due_on
        remark.place, remark.criterion, remark.file_id = draft.place.strip(), draft.criterion, draft.file_id
        remark.reason = draft.reason
        journal.record("remark.edited", kind="package", object_id=package_number, remark=number)
        return remark


def publish(remarks: Iterable[Remark]) -> None:
    """Let the school see the remarks from this instant, in the open transaction of a step.

    What its author dropped before sending was never said to the school."""
    instant = now()
    for remark in remarks:
        if remark.published_at is None and remark.state is not RemarkState.DROPPED:
            remark.published_at = instant


def _check(draft: Draft, package: Package) -> None:
    if draft.reason == PERSONAL_DATA and draft.file_id is None:
        raise Invalid("Выберите файл, в котором есть персональные данные.", "file")
    if not draft.text.strip():
        raise Invalid("Напишите текст замечания.", "text")
    if len(draft.text) > rows.TEXT_LIMIT:
        raise Invalid(f"Сократите замечание до {rows.TEXT_LIMIT} знаков.", "text")
    if draft.kind is not RemarkKind.RECOMMENDATION and draft.due_on is None:
        raise Invalid("Укажите срок устранения: число и месяц.", "due_on")
    if draft.due_on is not None and draft.due_on < today_in(package.municipality.zone):
        raise Invalid("Срок устранения уже прошёл. Укажите дату не раньше сегодняшней.", "due_on")


def own_unpublished(package: Package, number: int, actor: Actor) -> Remark:
    """Return a remark of this person that the school has not seen; raises NotThere, Invalid."""
    remark = rows.found(package, number)
    own = remark.author_id == actor.user_id or (
        actor.role is Role.CURATOR and remark.author_role is Role.CURATOR
    )
    if remark.published_at is not None or not own:
        raise Invalid(
            f"Замечание № {number} уже направлено школе: изменить его нельзя, можно снять с обоснованием."
        )
    return remark
