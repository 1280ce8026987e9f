"""What people say of documents and measures: kept row by row, with who and when."""

from collections.abc import Collection

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.evidence import queries
from webapp.evidence.queries import Matrix
from webapp.models import EvidenceLink, PackageFile
from workflows.evidence import Tie
from workflows.vocabulary import SCHOOL_ROLES


def choose(number: str, measure: str, files: Collection[int], *, actor: Actor) -> int:
    """Say that exactly these files prove a measure; returns how many ties changed.

    Files are numbers of the package on the table. Raises NotThere, and Invalid while it may not change."""
    with transaction():
        found = queries.dossier_of(number, actor, lock=True)
        shown = queries.matrix_of(found, actor)
        _, row = shown.of(measure)
        _require_open(shown, measure, actor)
        if not set(files) <= set(shown.files):
            raise NotThere
        ties = {cell.file: cell.tie for cell in row.cells}
        changed = []
        for file in shown.files:
            if file in files and ties.get(file, Tie.WORDS) is Tie.WORDS:
                changed.append(_add(shown, shown.files[file], measure, actor, related=True))
            elif file not in files and file in ties:
                changed.append(_add(shown, shown.files[file], measure, actor, related=False))
        if changed:
            journal.record(
                "evidence.linked",
                kind="package",
                object_id=number,
                measure=measure,
                files=[shown.files[one].name for one in shown.files if one in files][:20],
            )
        return len(changed)


def _require_open(shown: Matrix, measure: str, actor: Actor) -> None:
    if shown.locked:
        raise Invalid(shown.locked)
    parts = shown.found.parts
    named = any(slot.code == measure for slot in shown.found.slots)
    if actor.role in SCHOOL_ROLES and parts is not None and named and not parts.opens_slot(measure):
        raise Invalid("Эта мера для исправления не открыта.")


def _add(shown: Matrix, file: PackageFile, measure: str, actor: Actor, *, related: bool) -> EvidenceLink:
    row = EvidenceLink(
        package_id=shown.found.package.id,
        file_id=file.id,
        measure=measure,
        related=related,
        set_by_id=actor.user_id,
        set_by_name=actor.name,
        set_by_role=actor.role,
        acting_for=dossiers.acting_for(shown.found.curators, actor),
        set_at=now(),
    )
    session.add(row)
    return row
