"""What a mark rests on: pages, regions and quotations of the documents that were sent."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.errors import NotThere
from webapp.expertise.operations.marks import open_expertise
from webapp.models import Pin
from webapp.remarks import operations as remarks
from workflows.places import Place


def pin_mark(number: str, criterion: str, place: Place, *, actor: Actor) -> Pin:
    """Pin a criterion of one's open sheet to a place in a document. Raises NotThere, Invalid."""
    with transaction():
        package, expertise = open_expertise(number, actor)
        try:
            code = expertise.sheet.criterion(criterion).code
        except KeyError as error:
            raise NotThere from error
        pin = remarks.add_pin(package, place, Pin(expertise_id=expertise.id, criterion=code), actor=actor)
        journal.record("mark.pinned", kind="package", object_id=number, criterion=code, page=place.page)
        return pin


def unpin_mark(number: str, pin_id: int, *, actor: Actor) -> str:
    """Take a pin off a criterion of one's open sheet; returns its code. Raises NotThere, Invalid."""
    with transaction():
        package, expertise = open_expertise(number, actor)
        pin = remarks.find_pin(package, pin_id)
        if pin.expertise_id != expertise.id:
            raise NotThere
        journal.record("mark.unpinned", kind="package", object_id=number, criterion=pin.criterion)
        session.delete(pin)
        return pin.criterion
