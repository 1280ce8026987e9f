"""A dossier is asked for by a coordinator and made by the worker; kept are its pages and the list of its files."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select

from webapp.access.actor import Actor
from webapp.archives import queries
from webapp.archives.queries.places import Folder
from webapp.database import now, release, session, snapshot, transaction
from webapp.documents.names import clean_file_name
from webapp.errors import NotThere
from webapp.filestore import storage
from webapp.models import Package, Report, Stage
from webapp.printing.dossier import Contents, Made, Pages, Sum, Title
from webapp.printing.dossier.making import INDEX
from webapp.printing.dossier.pages import package_page, stage_page
from webapp.reports import operations as reports
from webapp.reports import queries as made
from webapp.reports.operations import COLLECTING, LISTING, Frozen, KeepAlive, MadeFile, Work
from workflows.vocabulary import Role

PAGES_LIMIT = 2 * 1024 * 1024 * 1024
PACKAGES = "Пакеты"


def order_of_package(number: str, *, actor: Actor) -> str:
    """Ask for the dossier of a package that was ever sent; returns the number of the dossier. Raises NotThere."""
    with transaction():
        package = session.scalar(select(Package).where(Package.number == number).with_for_update())
        if package is None or package.current_version_id is None:
            raise NotThere
        return reports.order_dossier(package, actor=actor)


def order_of_stage(slug: str, *, actor: Actor) -> str:
    """Ask for the dossier of a stage to which something was sent. Raises NotThere."""
    with transaction():
        stage = session.scalar(select(Stage).where(Stage.slug == slug).with_for_update())
        if stage is None or not queries.packages_of(stage.id):
            raise NotThere
        return reports.order_dossier(stage, actor=actor)


def build(report_id: int, *, keep_alive: KeepAlive) -> None:
    """Make the dossier as every report is made: killed anywhere, the next attempt makes it whole (RL-04)."""
    reports.build(report_id, keep_alive=keep_alive, make=_make)


def _make(work: Work, keep_alive: KeepAlive) -> None:
    reports.show(work, COLLECTING)
    with tempfile.TemporaryFile(prefix="ekspertiza-") as target:
        with snapshot():
            at = now()
            with Pages(target, at) as pages:
                result, count = _write(made.by_id(work.report_id), pages, at)
        release()
        keep_alive()
        reports.show(work, LISTING)
        file = _keep(work, target)
    keep_alive()
    content: dict[str, object] = {
        "packages": count,
        "documents": [[one.path, one.size, one.sha256] for one in result.documents],
    }
    reports.finish(work, [file], Frozen(content, at, result.control))


def _write(report: Report, pages: Pages, at: datetime) -> tuple[Made, int]:
    """Write every page; returns what came of it and how many packages it tells of."""
    title, zone = queries.title_of(report, at)
    actor = _asked_by(report)
    if report.package_id is not None:
        gathered = queries.gather(report.package_id, "", actor=actor)
        _name(pages, gathered.documents)
        pages.add(INDEX, package_page(title, gathered.case, sums=pages.sums))
        return pages.finish(), 1
    assert report.stage_id is not None
    packages = queries.packages_of(report.stage_id)
    contents = tuple(_package(title, *one, pages, actor) for one in packages)
    root = Folder("")
    papers = queries.stage_papers(report.stage_id, zone, root)
    _name(pages, root.documents)
    pages.add(INDEX, stage_page(title, contents, papers, pages.sums))
    return pages.finish(), len(contents)


def _package(title: Title, package_id: int, number: str, pages: Pages, actor: Actor) -> Contents:
    """Write the page of one package of a stage, and return its line for the first page."""
    base = f"{PACKAGES}/{number}/"
    gathered = queries.gather(package_id, base, actor=actor)
    _name(pages, gathered.documents)
    case = gathered.case
    pages.add(base + INDEX, package_page(title, case, back=f"../../{INDEX}"))
    session.expunge_all()
    return Contents(number, case.school, case.kind, case.outcome, base + INDEX, len(case.missing))


def _name(pages: Pages, documents: Sequence[Sum]) -> None:
    for one in documents:
        pages.name(one)


def _keep(work: Work, target: BinaryIO) -> MadeFile:
    target.seek(0)
    kept = storage().keep(storage().receive(target, limit=PAGES_LIMIT))
    name = clean_file_name(f"{work.title}, № {work.number}.zip")
    return MadeFile("zip", "application/zip", name, kept.sha256, kept.size)


def _asked_by(report: Report) -> Actor:
    """The coordinator as whom letters are read; what is sent to a school is the same for all of them."""
    return Actor(
        user_id=report.requested_by_id,
        name=report.requested_by_name,
        email="",
        role=Role.COORDINATOR,
        membership_id=0,
        municipality_id=report.municipality_id,
    )
