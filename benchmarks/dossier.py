"""A dossier of five hundred files beside a bare ZIP of the same bytes: making its pages, and taking the whole.

A stage of fifty schools, ten documents of 200 KB each that do not compress; SQLite, a folder of files, this process.
The bare ZIP reads the same contents from the store and writes them with the same module and level: no pages, no sums.
"""

import os
import resource
import statistics
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests import world
from tests.conftest import settings_for
from tests.webapp.reports.judging import Case, judged
from tests.world import World
from webapp import create_app
from webapp.access.actor import acting_as, system_scope
from webapp.archives import operations, queries
from webapp.database import Base, db, session, transaction
from webapp.filestore import storage
from webapp.models import Package, PackageFile, Report, Stage, StoredFile, VersionFile
from webapp.printing import dossier
from workflows.vocabulary import RemarkKind

T = TypeVar("T")
SCHOOLS, FILES, SIZE, ROUNDS = 50, 10, 200 * 1024, 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, _app(Path(folder)):
        town = world.build()
        stage = _stage(town)
        made, number = _timed(lambda: _make(town, stage), 1)
        taken, size = _timed(lambda: _take(town, number), ROUNDS)
        bare, _ = _timed(_bare, ROUNDS)
        peak = _peak(lambda: _take(town, number))
        print("| что | с | отношение к простому ZIP | цель | итог |\n| --- | --- | --- | --- | --- |")
        print(f"| страницы досье: 50 пакетов, 500 файлов | {made:.2f} | | ≤ 10 с | {_met(made <= 10)} |")
        ratio = taken / bare
        print(
            f"| скачать, {size / 2**20:.0f} МБ | {taken:.2f} | {ratio:.2f} | ≤ 1.5 | {_met(ratio <= 1.5)} |"
        )
        print(f"\nПамять при скачивании: {peak / 2**20:.1f} МБ; процесс {_resident():.0f} МБ.")


@contextmanager
def _app(folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(f"sqlite:///{folder}/dossier.sqlite3", folder))
    with app.app_context(), system_scope("benchmark"):
        Base.metadata.create_all(db.engine)
        yield app
        session.remove()


def _stage(town: World) -> Stage:
    stage: Stage = make.stage(
        town.programme, slug="programmes-2026", title="Программы развития", kinds=("development",)
    )
    remark = (RemarkKind.EDITORIAL, "Б.2", "Цель не измерима: укажите показатель и срок.")
    for number in range(SCHOOLS):
        school = make.school(town.municipality, slug=f"b-{number}", name=f"МБОУ «СОШ № {100 + number}»")
        package = judged(town, school, stage, Case(remarks=(remark,)))
        _add_files(town, package)
    return stage


def _add_files(town: World, package: Package) -> None:
    """Add documents until the version holds ten, each with bytes of its own."""
    with transaction():
        present = session.scalars(select(VersionFile).where(VersionFile.package_id == package.id)).all()
        for position in range(len(present) + 1, FILES + 1):
            data = os.urandom(SIZE)
            kept = storage().keep(storage().receive(BytesIO(data), limit=SIZE))
            session.add(StoredFile(sha256=kept.sha256, size=SIZE, kind="pdf", media_type="application/pdf"))
            session.flush()
            row = PackageFile(
                package_id=package.id, number=1000 + position, slot="other", name=f"Приложение {position}.pdf",
                sha256=kept.sha256, size=SIZE, kind="pdf", uploaded_by_id=town.school_1.head.user_id,
                uploaded_by_name=town.school_1.head.name,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(
                VersionFile(
                    package_id=package.id, version_id=package.current_version_id, file_id=row.id,
                    position=position, change="new",
                )
            )  # fmt: skip


def _make(town: World, stage: Stage) -> str:
    with acting_as(town.coordinator):
        number = operations.order_of_stage(stage.slug, actor=town.coordinator)
    report = session.scalar(select(Report.id).where(Report.number == number))
    assert report is not None
    operations.build(report, keep_alive=lambda: None)
    return number


def _take(town: World, number: str) -> int:
    with acting_as(town.coordinator):
        found = queries.sent(number)
        pieces = dossier.whole(storage().open(found.pages), found.documents, found.at)
        return sum(len(piece) for piece in pieces)


def _bare() -> int:
    with (
        tempfile.TemporaryFile() as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for sha256 in session.scalars(select(PackageFile.sha256)).all():
            with storage().open(sha256) as stream:
                archive.writestr(sha256, stream.read())
        return target.tell()


def _timed(act: Callable[[], T], rounds: int) -> tuple[float, T]:
    """Return the median seconds of some runs and what the last one gave."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - began)
    return statistics.median(times), result


def _peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _met(met: bool) -> str:
    return "да" if met else "НЕТ"


if __name__ == "__main__":
    main()
