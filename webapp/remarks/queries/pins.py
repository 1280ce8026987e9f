"""Places in documents that marks and remarks of a package point to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, or_, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor
from webapp.database import kept, session
from webapp.models import Package, PackageFile, Pin, Remark
from webapp.reading import queries as readings
from workflows.remarks import SETTLED, writes
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Pinned:
    """The pins of a package, and what it takes to find those of one file and of its earlier versions."""

    pins: Sequence[Pin]
    earlier: frozenset[int]
    """Ids of the files the file came instead of."""
    texts: Mapping[int, str]
    """Its pages, where there are quotations to look for."""


def pinned(package: Package, file: PackageFile) -> Pinned:
    """Return the pins that concern a file; one statement where there are none."""
    found = pins(package)
    others = any(pin.file_id != file.id for pin in found)
    earlier = ancestors(file) if others and file.replaces_id else frozenset[int]()
    quotes = any(pin.quote for pin in found if pin.file_id == file.id or pin.file_id in earlier)
    return Pinned(found, earlier, readings.texts(file) if quotes else {})


def own_unsent(package: Package, actor: Actor) -> Sequence[Remark]:
    """Return the remarks of this person that the school has not seen and that may be changed now.

    The curators of a school go on with each other's."""
    if not writes(actor.role, package.state):
        return ()
    mine = Remark.author_id == actor.user_id
    if actor.role is Role.CURATOR:
        mine = or_(mine, Remark.author_role == Role.CURATOR)
    unsent = (Remark.published_at.is_(None), Remark.state.not_in(SETTLED))
    return session.scalars(
        select(Remark).where(Remark.package_id == package.id, mine, *unsent).order_by(Remark.number)
    ).all()


def pins(package: Package) -> Sequence[Pin]:
    """Return the pins of a package this person may see, with file and remark, in the order they were put."""
    return session.scalars(_PINS, {"package": package.id}).all()


def ancestors(file: PackageFile) -> frozenset[int]:
    """Return the ids of the files that this one came instead of, one after another."""
    earlier = dict(
        session.execute(
            select(PackageFile.id, PackageFile.replaces_id).where(PackageFile.package_id == file.package_id)
        )
        .tuples()
        .all()
    )
    found: list[int] = []
    before = file.replaces_id
    while before is not None and before not in found:
        found.append(before)
        before = earlier.get(before)
    return frozenset(found)


_PINS = kept(
    select(Pin)
    .where(Pin.package_id == bindparam("package", type_=Integer()))
    .options(joinedload(Pin.file), joinedload(Pin.remark))
    .order_by(Pin.id)
)
