"""The document beside the sheet: which file, which page, and the others to choose from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.dossier.queries import Dossier
from webapp.models import PackageFile
from webapp.preview import Stand, Viewer, viewer

if TYPE_CHECKING:
    from webapp.reading.queries import Look


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


def pane(found: Dossier, look: "Look", actor: Actor, *, part: int = 0, block: int = 0) -> Pane:
    """Return the document beside the sheet as this person sees it."""
    number, file = found.package.number, look.file
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
        viewer=viewer(look, Stand.SHEET, number, part=part, block=block),
    )
