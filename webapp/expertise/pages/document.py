"""The document beside the sheet: which file, which page, and the others to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.dossier.queries import Dossier, may_mark
from webapp.models import PackageFile
from webapp.pinning import Pinning, evidence_link, pin_items
from webapp.preview import Stand, Viewer, viewer

if TYPE_CHECKING:
    from webapp.models import Pin
    from webapp.reading.queries import Look
    from webapp.remarks.queries import Pinned


@dataclass(frozen=True, slots=True)
class FileOption:
    number: int
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Pane:
    """What stands at the left of the sheet. `viewed` is None for those who keep no such marks."""

    url: str
    files: tuple[FileOption, ...]
    file: PackageFile
    viewed: bool | None
    viewed_url: str
    viewer: Viewer


def chosen_file(found: Dossier, number: int) -> PackageFile | None:
    """Return the file of the version on the table with this number, else its first one; None when it has none.

    A file of an earlier version is none of them: its links lead to a page of its own."""
    lines = found.sent_files()
    return next((line.file for line in lines if line.file.number == number), lines[0].file if lines else None)


def pane(
    found: Dossier,
    look: "Look",
    pinned: "Pinned",
    actor: Actor,
    *,
    part: int = 0,
    block: int = 0,
    owner: str = "",
    fault: str = "",
) -> Pane:
    """Return the document beside the sheet as this person sees it, `owner` is the criterion to pin it to."""
    number, file, sheet = found.package.number, look.file, found.expertise
    writes = sheet is not None and may_mark(found.package, sheet, actor) and not sheet.reconciles

    def remove(pin: "Pin") -> str:
        own = writes and sheet is not None and pin.expertise_id == sheet.id
        return url_for("expertise.unpin", number=number, pin=pin.id) if own else ""

    viewed = any(line.viewed for line in found.files if line.file.id == file.id)
    return Pane(
        url=url_for("expertise.sheet", number=number),
        files=tuple(
            FileOption(line.file.number, f"{place}. {line.file.name}", line.file.id == file.id)
            for place, line in enumerate(found.sent_files(), start=1)
        ),
        file=file,
        viewed=viewed if may(actor.role, Permission.MARK_VIEWED) else None,
        viewed_url=url_for("packages.viewed", number=number, file=file.number),
        viewer=viewer(
            look,
            Stand.SHEET,
            number,
            part=part,
            block=block,
            pins=pin_items(pinned, look, Stand.SHEET, number, remove),
            pinning=_pinning(found, look, owner, fault) if writes else None,
        ),
    )


def evidence(found: Dossier, pinned: "Pinned | None") -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return criterion → the places its mark rests on, as words and the addresses that turn to them."""
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    for pin in pinned.pins if pinned and found.expertise else ():
        if found.expertise and pin.expertise_id == found.expertise.id:
            link = evidence_link(pin, Stand.SHEET, found.package.number)
            links[pin.criterion] = tuple(dict.fromkeys((*links.get(pin.criterion, ()), link)))
    return links


def _pinning(found: Dossier, look: "Look", owner: str, fault: str) -> Pinning | None:
    if found.expertise is None:
        return None
    done = {mark.criterion for mark in found.expertise.marks if mark.value}
    criteria = found.expertise.sheet.criteria
    chosen = owner or next((one.code for one in criteria if one.code not in done), "")
    return Pinning(
        url=url_for("expertise.pin", number=found.package.number),
        what="Сослаться на эту страницу в критерии",
        owners=tuple((one.code, f"{one.code} {one.text}"[:90], one.code == chosen) for one in criteria),
        stand=Stand.SHEET,
        file=look.file.number,
        page=look.page,
        drawn=look.is_drawn,
        fault=fault,
    )
