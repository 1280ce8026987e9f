"""Places in documents that remarks point to: put by their author, moved from marks, gone with a withdrawn remark."""

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.models import Expertise, Package, Pin, Remark, VersionFile
from webapp.remarks.operations import rows
from webapp.remarks.operations.writing import own_unpublished
from workflows.places import QUOTE_LIMIT, Place

PINS = 20
"""Of one mark or remark: more would be a list nobody follows."""


def pin_remark(number: str, remark_number: int, place: Place, *, actor: Actor) -> Pin:
    """Pin a remark the school has not seen to a place in a document. Raises NotThere, Invalid."""
    with transaction():
        package = rows.locked(number)
        rows.require_working(package, actor)
        remark = own_unpublished(package, remark_number, actor)
        pin = add_pin(package, place, Pin(remark_id=remark.id), actor=actor)
        journal.record(
            "remark.pinned", kind="package", object_id=number, remark=remark_number, page=place.page
        )
        return pin


def unpin_remark(number: str, pin_id: int, *, actor: Actor) -> None:
    """Take a pin off a remark the school has not seen. Raises NotThere, Invalid."""
    with transaction():
        package = rows.locked(number)
        rows.require_working(package, actor)
        pin = find_pin(package, pin_id)
        remark = session.scalar(select(Remark).where(Remark.id == pin.remark_id))
        if remark is None:
            raise NotThere
        own_unpublished(package, remark.number, actor)
        session.delete(pin)
        journal.record("remark.unpinned", kind="package", object_id=number, remark=remark.number)


def add_pin(package: Package, place: Place, pin: Pin, *, actor: Actor) -> Pin:
    """Put a pin, which names its owner, into a file of the version on the table; joins the open transaction."""
    file = dossiers.file_of(package, place.file)
    inside = select(VersionFile.id).where(
        VersionFile.version_id == package.current_version_id, VersionFile.file_id == file.id
    )
    if session.scalar(inside) is None:
        raise Invalid("Закрепить можно за страницей файла из последней редакции.", "file")
    if len(place.quote) > QUOTE_LIMIT:
        raise Invalid(f"Сократите цитату до {QUOTE_LIMIT} знаков.", "quote")
    owner = select(Pin.id).where(
        Pin.remark_id == pin.remark_id
        if pin.remark_id
        else (Pin.expertise_id == pin.expertise_id) & (Pin.criterion == pin.criterion)
    )
    if len(session.scalars(owner).all()) >= PINS:
        raise Invalid(f"Здесь уже {PINS} мест: снимите лишнее.", "file")
    pin.package_id, pin.file_id, pin.page, pin.quote = package.id, file.id, place.page, place.quote.strip()
    if place.region:
        pin.x, pin.y = place.region.x, place.region.y
        pin.width, pin.height = place.region.width, place.region.height
    pin.author_id, pin.author_name = actor.user_id, actor.name
    session.add(pin)
    session.flush()
    return pin


def find_pin(package: Package, pin_id: int) -> Pin:
    """Return a pin of the package; raises NotThere."""
    pin = session.scalar(select(Pin).where(Pin.package_id == package.id, Pin.id == pin_id))
    if pin is None:
        raise NotThere
    return pin


def hand_over(expertise: Expertise, criterion: str, remark: Remark) -> None:
    """Let the remark that came of a mark point where the mark does, in the open transaction of a conclusion."""
    own = session.scalars(
        select(Pin).where(Pin.expertise_id == expertise.id, Pin.criterion == criterion).order_by(Pin.id)
    )
    for pin in own.all():
        values = {name: getattr(pin, name) for name in _COPIED}
        session.add(Pin(remark_id=remark.id, **values))


def forget_pins(remark: Remark) -> None:
    """Erase the pins of a remark that is erased itself, in the open transaction."""
    session.execute(delete(Pin).where(Pin.remark_id == remark.id))


_COPIED = (
    "package_id", "file_id", "page", "x", "y", "width", "height", "quote", "author_id", "author_name",
)  # fmt: skip
