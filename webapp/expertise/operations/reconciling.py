"""What the coordinator does with the sheets of two experts: takes over what they agree upon, decides the rest."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import queries
from webapp.expertise.operations.conclusion import open_sheet
from webapp.expertise.operations.marks import Saved, is_disputed, open_expertise
from webapp.models import Expertise, Mark, Package
from workflows.reconciliation import common, pairs
from workflows.route import Refused


def reconcile(package: Package, *, actor: Actor) -> Expertise:
    """Return the reconciled sheet with the marks both experts gave; where they differ it is still empty.

    Joins the open transaction of the step. Raises Refused when no sheet was handed in."""
    sheets = queries.handed_in(package.current_version_id)
    if not sheets:
        raise Refused(["Ни один эксперт ещё не сдал лист: сводить нечего."])
    first = sheets[0]
    found = open_sheet(package, list(first.editions), first.sheet, actor=actor, reconciles=True)
    places = {mark.criterion: mark for one in reversed(sheets) for mark in one.marks}
    for pair in pairs(first.sheet, [dossiers.answers_of(one) for one in sheets]):
        answer = common(pair)
        if answer is not None:
            place = places[answer.criterion_code]
            session.add(
                Mark(
                    package_id=package.id,
                    expertise_id=found.id,
                    criterion=answer.criterion_code,
                    subject="",
                    value=answer.value,
                    comment=answer.comment,
                    file_id=place.file_id,
                    place=place.place,
                )
            )
    session.flush()
    return found


def take(number: str, code: str, expertise_id: int, *, actor: Actor, seen: int) -> Saved:
    """Take one expert's mark and words over into the reconciled sheet; the reason is kept.

    Raises NotThere, Stale when the mark was changed meanwhile, Invalid outside of reconciling."""
    with transaction():
        package, expertise = open_expertise(number, actor)
        theirs = next(
            (one for one in queries.handed_in(expertise.version_id) if one.id == expertise_id), None
        )
        if theirs is None or not expertise.reconciles:
            raise NotThere
        said = next((one for one in theirs.marks if one.criterion == code), None)
        if said is None:
            raise Invalid("Этот эксперт не поставил отметку по критерию.")
        mark = next((one for one in expertise.marks if one.criterion == code), None)
        if (mark.seen if mark else 0) != seen:
            raise Stale("Эту отметку уже изменили в другом окне.")
        disputed = is_disputed(expertise, code, said.value)
        if mark is None:
            mark = Mark(package_id=package.id, criterion=code, subject="", reason="")
            expertise.marks.append(mark)
        mark.value, mark.comment, mark.saved_at = said.value, said.comment, now()
        mark.file_id, mark.place = said.file_id, said.place
        mark.disputed = disputed
        session.flush()
        journal.record(
            "mark.taken",
            kind="package",
            object_id=number,
            criterion=code,
            expert=theirs.examiner_id,
            value=said.value.value if said.value else "",
        )
        return Saved(package, expertise, mark)
