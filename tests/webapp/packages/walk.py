"""Walking a package along its route by the operations themselves, without pages."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.assembly import operations as assembly
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import Stale
from webapp.expertise import operations as expertise
from webapp.models import Membership, Municipality, Package, PackageFile, Remark, School, VersionFile
from webapp.packages import operations
from webapp.packages.operations import Answer
from webapp.remarks import operations as remarks
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision, RemarkKind, RemarkState, Role

ANSWERS = {
    "period_start": "2026-09-01",
    "period_end": "2029-08-31",
    "round": "март 2026 года",
    "accepted_by": "Педагогический совет",
    "accepted_number": "4",
    "accepted_on": "2026-08-28",
}
KIND = "development"
STAGE = "concept-2026"


@dataclass(slots=True)
class Walk:
    """One package of the first school; every method leaves it one move further."""

    town: World
    number: str

    def row(self) -> Package:
        session.rollback()
        with system_scope("look"):
            return session.scalars(
                select(Package).where(Package.number == self.number).execution_options(populate_existing=True)
            ).one()

    @property
    def seen(self) -> int:
        return self.row().seen

    def step(self, actor: Actor, action: str, *, seen: int | None = None, **answer: Any) -> Package:
        known = self.seen if seen is None else seen
        with acting_as(actor):
            return operations.take_step(self.number, action, Answer(**answer), actor=actor, seen=known)

    def add(self, slot: str, name: str, *, replaces: PackageFile | None = None) -> PackageFile:
        """Put a file into the draft without its bytes; the replaced one leaves the draft."""
        if replaces is not None:
            replaces.in_draft = False
            make.save(replaces)
        return make.file(
            self.row(),
            slot,
            name,
            actor=self.town.school_1.coordinator,
            replaces_id=replaces.id if replaces else None,
        )

    def files(self) -> list[PackageFile]:
        session.rollback()
        with system_scope("look"):
            inside = select(PackageFile).where(PackageFile.package_id == self.row().id)
            return list(
                session.scalars(
                    inside.where(PackageFile.in_draft)
                    .order_by(PackageFile.number)
                    .execution_options(populate_existing=True)
                )
            )

    def changes(self) -> dict[str, str]:
        """How each file of the current version differs from the version before."""
        with system_scope("look"):
            rows = session.execute(
                select(PackageFile.name, VersionFile.change)
                .join(VersionFile, VersionFile.file_id == PackageFile.id)
                .where(VersionFile.version_id == self.row().current_version_id)
            )
            return {name: change for name, change in rows}

    def remarks(self) -> list[Remark]:
        session.rollback()
        with system_scope("look"):
            package = select(Package.id).where(Package.number == self.number).scalar_subquery()
            return list(
                session.scalars(
                    select(Remark)
                    .where(Remark.package_id == package)
                    .order_by(Remark.number)
                    .execution_options(populate_existing=True)
                )
            )

    def submit(self, action: str = "submit") -> Package:
        return self.step(self.town.school_1.head, action, declared=True)

    def check(
        self, file: PackageFile, decision: FileDecision = FileDecision.CONFIRMED, *, text: str = ""
    ) -> None:
        draft = remark(self.town.today, text) if text else None
        with acting_as(self.town.curator) as actor:
            operations.check_file(self.number, file.number, decision, draft, actor=actor)

    def check_all(self) -> None:
        for file in self.files():
            self.check(file)

    def answer(self, number: int, text: str = "Исправлено.") -> None:
        seen = {remark.number: remark.seen for remark in self.remarks()}[number]
        with acting_as(self.town.school_1.head) as actor:
            remarks.answer(self.number, number, text, actor=actor, seen=seen)

    def settle(self, number: int, actor: Actor, state: RemarkState = RemarkState.CONFIRMED) -> None:
        seen = {remark.number: remark.seen for remark in self.remarks()}[number]
        with acting_as(actor):
            remarks.settle(self.number, number, state, "Проверено.", actor=actor, seen=seen)

    def admit(self) -> None:
        """From the curator's desk to the examiner's."""
        self.check_all()
        self.step(self.town.curator, "confirm", text="Пакет полон.")

    def mark(
        self,
        criterion: str,
        value: MarkValue,
        comment: str = "",
        *,
        actor: Actor | None = None,
        seen: int = 0,
    ) -> None:
        who = actor or self.town.coordinator
        draft = expertise.MarkDraft(criterion=criterion, value=value, comment=comment)
        with acting_as(who):
            expertise.save_mark(self.number, draft, actor=who, seen=seen)

    def mark_all(self, low: Mapping[str, tuple[MarkValue, str]] | None = None) -> None:
        with acting_as(self.town.coordinator) as actor:
            sheet = dossiers.dossier(self.number, actor).sheet
        assert sheet is not None
        for criterion in sheet.criteria:
            value, comment = (low or {}).get(criterion.code, (MarkValue.TWO, ""))
            self.mark(criterion.code, value, comment)

    def examine(self, verdict: VerdictKind, low: Mapping[str, tuple[MarkValue, str]] | None = None) -> None:
        """From the examiner's desk to a prepared conclusion."""
        self.step(self.town.coordinator, "begin")
        self.mark_all(low)
        self.conclude(verdict)

    def conclude(self, verdict: VerdictKind, **answer: Any) -> Package:
        told = {"text": "Обоснование вердикта.", "day": self.town.today + timedelta(days=7), **answer}
        return self.step(self.town.coordinator, "conclude", verdict=verdict, **told)


def begun(town: World) -> Walk:
    """A draft with everything its kind asks for."""
    with acting_as(town.school_1.coordinator) as actor:
        walk = Walk(town, assembly.start(STAGE, KIND, actor=actor))
        assembly.save_answers(walk.number, ANSWERS, actor=actor, seen=1)
    walk.add("programme", "Программа.pdf")
    walk.add("diagnosis", "Протокол.pdf")
    return walk


def sent(town: World) -> Walk:
    walk = begun(town)
    walk.submit()
    return walk


def admitted(town: World) -> Walk:
    walk = sent(town)
    walk.admit()
    return walk


def also(actor: Actor, role: str, place: Municipality | School) -> Actor:
    """Give a person one more role; returns who they are in it."""
    school = place if isinstance(place, School) else None
    with system_scope("look"):
        municipality_id = school.municipality_id if school else place.id
        school_id = school.id if school else None
    row = make.save(
        Membership(
            user_id=actor.user_id,
            role=Role(role),
            municipality_id=municipality_id,
            school_id=school_id,
            since=make.today() - timedelta(days=30),
        )
    )
    return replace(
        actor,
        role=Role(role),
        membership_id=row.id,
        municipality_id=municipality_id,
        school_id=school_id,
    )


def remark(today: date, text: str, kind: RemarkKind = RemarkKind.ESSENTIAL) -> remarks.Draft:
    return remarks.Draft(text=text, kind=kind, due_on=today + timedelta(days=5))


def at_once(app: Flask, acts: Iterable[tuple[Actor, Callable[[], object]]]) -> list[object]:
    """Do the acts in threads that start together; each gives its result, or the refusal it met."""
    session.rollback()
    session.remove()
    todo = list(acts)
    results: list[object] = [None] * len(todo)
    gate = threading.Barrier(len(todo))

    def run(place: int, actor: Actor, act: Callable[[], object]) -> None:
        with app.app_context(), acting_as(actor):
            gate.wait()
            try:
                results[place] = act()
            except (Refused, Stale) as refusal:
                results[place] = refusal
            except Exception as fault:  # a thread cannot fail the test by itself
                results[place] = fault
            finally:
                session.remove()

    threads = [
        threading.Thread(target=run, args=(place, actor, act)) for place, (actor, act) in enumerate(todo)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def refused(result: object) -> bool:
    return isinstance(result, Refused | Stale)


def count(model: Any, *conditions: Any) -> int:
    session.rollback()
    with system_scope("look"):
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
