"""What a curator decides on a file, and what a reader remembers of it."""

from dataclasses import replace

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid, NotThere
from webapp.models import FileCheck, FileViewed, Package
from webapp.remarks import operations as remarks
from workflows.guards import on_duty
from workflows.vocabulary import FileDecision, State


def check_file(
    number: str, file_number: int, decision: FileDecision, remark: remarks.Draft | None, *, actor: Actor
) -> None:
    """Record the curator's decision on a file of the current version (К10); a returned one needs its remark.

    Raises NotThere, Invalid outside the curator's turn."""
    with transaction():
        found = queries.dossier(number, actor, lock=True)
        _require_turn(found.package, State.CURATOR_REVIEW)
        if words := queries.on_its_way(found.package):
            raise Invalid(words)
        line = next((line for line in found.sent_files() if line.file.number == file_number), None)
        if line is None:
            raise NotThere
        if found.bias.own_school:
            raise Invalid("Это пакет вашей школы: решение по нему принимает другой человек.")
        if refusal := on_duty(queries.facts_of(found, actor)):
            raise Invalid(refusal)
        if decision is FileDecision.RETURNED:
            if remark is None:
                raise Invalid("Напишите замечание: школа должна понять, что исправить.", "text")
            remarks.add(found.package, replace(remark, file_id=line.file.id), actor=actor)
        check = line.check or FileCheck(file_id=line.file.id, package_id=found.package.id)
        check.decision, check.checked_at = decision, now()
        check.checked_by_id, check.checked_by_name = actor.user_id, actor.name
        check.acting_for = queries.acting_for(found.curators, actor)
        session.add(check)
        _remember_viewed(found.package.id, line.file.id, actor)
        journal.record(
            "file.checked",
            kind="package",
            object_id=number,
            file=line.file.name,
            sha256=line.file.sha256,
            decision=decision.value,
        )


def mark_viewed(number: str, file_number: int, *, viewed: bool, actor: Actor) -> None:
    """Remember or forget that this person has looked at a file."""
    with transaction():
        package = queries.get(number, lock=True)
        file = queries.file_of(package, file_number)
        own = (FileViewed.user_id == actor.user_id, FileViewed.file_id == file.id)
        mark = session.scalar(select(FileViewed).where(*own))
        if mark is not None and not viewed:
            session.delete(mark)
        if viewed:
            _remember_viewed(package.id, file.id, actor)


def _remember_viewed(package_id: int, file_id: int, actor: Actor) -> None:
    seen = select(FileViewed.viewed_at).where(
        FileViewed.user_id == actor.user_id, FileViewed.file_id == file_id
    )
    if session.scalar(seen) is None:
        session.add(FileViewed(user_id=actor.user_id, file_id=file_id, package_id=package_id))


def _require_turn(package: Package, state: State) -> None:
    if package.state is not state:
        raise Invalid(
            f"Сейчас пакет в состоянии «{package.state.label}»: это действие недоступно. Обновите страницу."
        )
