"""A package of evidence of the first school with a measure in each state."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

import docx
import pytest
from sqlalchemy import select

from tests import factories as make
from tests import samples
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import now, session, transaction
from webapp.diagnosis import queries as diagnosis
from webapp.evidence import queries
from webapp.evidence.queries import Matrix
from webapp.models import (
    AntiRiskMeasure,
    AntiRiskProgramme,
    Package,
    PackageFile,
    Version,
    VersionFile,
)
from webapp.reading import operations as reading
from workflows.file_rules import FileKind
from workflows.kind import expand
from workflows.kinds import KINDS
from workflows.vocabulary import Role, State, Turn

TITLES = (
    "Семинар для родителей по смысловому чтению",
    "Конкурс проектов старших школьников",
    "Консультации молодых педагогов наставниками",
    "Мониторинг посещаемости факультативных занятий",
)


def paper(title: str, day: date | None, body: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph("ПРОТОКОЛ" if day is None else f"ПРОТОКОЛ от {day:%d.%m.%Y} № 4")
    document.add_paragraph(f"О мере «{title}»")
    document.add_paragraph(body or "Решили: признать меру исполненной.")
    return samples.docx_bytes(document)


@dataclass(slots=True)
class Folder:
    """The package, its measures by number from 1, and their day."""

    town: World
    package: Package
    measures: tuple[AntiRiskMeasure, ...]
    due: date
    files: list[PackageFile] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"/packages/{self.package.number}/evidence"

    def key(self, number: int) -> str:
        return f"measure-{self.measures[number - 1].id}"

    def put(
        self,
        slot: str,
        content: bytes,
        kind: FileKind = FileKind.DOCX,
        *,
        read: bool = True,
        **values: object,
    ) -> PackageFile:
        actor = self.town.school_1.coordinator
        file = make.kept_file(self.package, slot, content, kind, actor=actor, **values)
        if read:
            with system_scope("test"):
                reading.read(file.sha256, keep_alive=lambda: None)
                reading.examine(file.sha256)
        session.commit()
        session.expunge(file)
        self.files.append(file)
        return file

    def send(self) -> None:
        """Freeze what is there and lay it on the curator's desk, missing measures or not."""
        with system_scope("test"), transaction():
            package = self._row()
            kind = KINDS[package.kind]
            subject = diagnosis.subject(kind, school_id=package.school_id, programme_id=package.programme_id)
            version = Version(
                package_id=package.id, number=1, round=1, answers={}, sent_at=now(), declared_no_personal_data=True,
                slots=[asdict(slot) | {"due_on": None} for slot in expand(kind, subject)],
                sent_by_id=self.town.school_1.head.user_id, sent_by_name="Директор", sent_by_role=Role.HEAD,
            )  # fmt: skip
            session.add(version)
            session.flush()
            for place, file in enumerate(self.files, start=1):
                session.add(
                    VersionFile(
                        package_id=package.id,
                        version_id=version.id,
                        file_id=file.id,
                        position=place,
                        change="new",
                    )
                )
            package.current_version_id, package.sent_at = version.id, now()
        self.move(State.CURATOR_REVIEW, Turn.CURATOR)

    def _row(self) -> Package:
        return session.scalars(select(Package).where(Package.id == self.package.id)).one()

    def move(self, state: State, turn: Turn) -> None:
        with system_scope("test"), transaction():
            package = self._row()
            package.state, package.turn = state, turn
        with system_scope("test"):
            session.refresh(package)
        session.commit()
        session.expunge(package)
        self.package = package

    def seen_by(self, actor: Actor) -> Matrix:
        session.rollback()
        with acting_as(actor):
            return queries.matrix(self.package.number, actor)


@pytest.fixture
def folder(town: World) -> Folder:
    """Four measures, no files yet."""
    due = make.today() - timedelta(days=20)
    stage = make.stage(town.programme, slug="evidence-2026", title="Подтверждение мер", kinds=("evidence1",))
    school = town.school_1.school
    risk = make.risk(school, town.programme, "parents")
    keys = {"municipality_id": school.municipality_id, "school_id": school.id}
    plan = make.save(
        AntiRiskProgramme(
            **keys,
            risk_id=risk.id,
            aim="Цель",
            starts_on=due - timedelta(days=60),
            ends_on=due + timedelta(days=90),
        )
    )
    measures = tuple(
        make.save(
            AntiRiskMeasure(
                **keys, plan_id=plan.id, number=number, title=title, due_on=due, task_number=1, executor="Завуч",
                expected_document="Протокол", monitoring_stage=1,
            )
        )
        for number, title in enumerate(TITLES, start=1)
    )  # fmt: skip
    package = make.package(school, stage, kind="evidence1")
    session.commit()
    for row in (package, *measures):
        with system_scope("test"):
            session.refresh(row)
        session.expunge(row)
    return Folder(town, package, measures, due)


@pytest.fixture
def filled(folder: Folder) -> Folder:
    """One measure in each state: proved, by a picture, out of time, by nothing; and a file of no measure."""
    folder.put(folder.key(1), paper(TITLES[0], folder.due), name="Протокол семинара.docx")
    folder.put(folder.key(2), samples.png("red"), FileKind.PNG, name="Фото.png")
    old = folder.due - timedelta(days=400)
    folder.put(folder.key(3), paper(TITLES[2], old), name="Прошлогодний журнал.docx")
    folder.put("other", paper("Утверждение расписания", folder.due), name="Расписание.docx")
    return folder
