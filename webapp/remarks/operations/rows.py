"""The rows an act on a remark begins with, and the line each act leaves."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.formatting import fio_short
from webapp.models import Package, Remark, RemarkChange
from workflows.remarks import writes
from workflows.vocabulary import Role

TEXT_LIMIT = 4000


def require_working(package: Package, actor: Actor) -> None:
    """Raise Invalid outside the turn of those who write remarks."""
    if not writes(actor.role, package.state):
        raise Invalid(f"Сейчас пакет в состоянии «{package.state.label}»: замечания изменить нельзя.")
    if words := dossiers.on_its_way(package):
        raise Invalid(words)
    if actor.role is Role.CURATOR:
        curators = dossiers.curators_of(package.school_id, actor.zone)
        if substitute := dossiers.substitute_of(curators, actor):
            raise Invalid(
                f"На время отпуска вас замещает {fio_short(substitute)}: замечания пишет и закрывает замещающий."
            )


def locked(number: str) -> Package:
    """Return the package as it is now, its row locked until the transaction ends; raises NotThere."""
    statement = select(Package).where(Package.number == number).with_for_update(of=Package)
    package = session.scalar(
        statement.options(
            joinedload(Package.current_version), joinedload(Package.municipality)
        ).execution_options(populate_existing=True)
    )
    if package is None:
        raise NotThere
    return package


def found(package: Package, number: int) -> Remark:
    """Return a remark of the package as it is now; raises NotThere."""
    remark = session.scalar(
        select(Remark)
        .where(Remark.package_id == package.id, Remark.number == number)
        .execution_options(populate_existing=True)
    )
    if remark is None:
        raise NotThere
    return remark


def published(package: Package, number: int) -> Remark:
    """Return a remark the school has received; raises NotThere."""
    remark = found(package, number)
    if remark.published_at is None:
        raise NotThere
    return remark


def refuse_stale(remark: Remark, seen: int) -> None:
    """Raise Stale when the page knew an older remark."""
    if remark.seen != seen:
        raise Stale(f"Замечание № {remark.number} тем временем изменилось: сейчас «{remark.state.label}».")


def changed(package: Package, remark: Remark, text: str, actor: Actor) -> None:
    """Leave a line about what became of a remark, with round, version and person."""
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
            acting_for=dossiers.in_place_of(package.school_id, actor),
            actor_role=actor.role,
        )
    )
