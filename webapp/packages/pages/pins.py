"""The pins of a file on its page, and the form that pins a remark there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import url_for

from webapp.models import Package, Pin, Remark
from webapp.pinning import PinItem, Pinning, pin_items
from webapp.preview import Stand

if TYPE_CHECKING:
    from webapp.reading.queries import Look
    from webapp.remarks.queries import Pinned


def pins_shown(
    package: Package, look: "Look", stand: Stand, pinned: "Pinned", own: Sequence[Remark]
) -> tuple[PinItem, ...]:
    """Return the pins of the file; those of `own` remarks, unsent yet, may be taken off on the page of the file."""
    mine = {remark.id for remark in own} if stand is Stand.FILE else set()

    def remove(pin: Pin) -> str:
        return url_for("packages.unpin", number=package.number, pin=pin.id) if pin.remark_id in mine else ""

    return pin_items(pinned, look, stand, package.number, remove)


def pinning(package: Package, look: "Look", own: Sequence[Remark], *, owner: int, fault: str) -> Pinning:
    return Pinning(
        url=url_for("packages.pin", number=package.number, file=look.file.number),
        what="Закрепить замечание за этой страницей",
        owners=tuple(
            (str(one.number), f"Замечание {one.number}. {one.text}"[:90], one.number == owner) for one in own
        ),
        stand=Stand.FILE,
        file=look.file.number,
        page=look.page,
        drawn=look.is_drawn,
        fault=fault,
    )
