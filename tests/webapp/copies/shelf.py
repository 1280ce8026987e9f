"""Documents that schools have sent, as the worker reads, sketches and places them."""

from sqlalchemy import func, select

from tests import factories as make
from tests.webapp.search import library
from tests.workflows.test_near_copies import line
from tests.world import SchoolPeople
from webapp.access.actor import system_scope
from webapp.copies import operations
from webapp.database import session
from webapp.models import Package, PackageFile, Stage
from workflows.vocabulary import State

__all__ = ["count", "line", "package", "sent", "text"]


def text(*leaves: str) -> str:
    """Return the hash of a document that was read and sketched."""
    sha256 = library.text(*leaves)
    operations.sketch(sha256)
    return sha256


def package(people: SchoolPeople, stage: Stage, *, kind: str = "concept") -> Package:
    row: Package = make.package(people.school, stage, kind=kind, state=State.CURATOR_REVIEW)
    return row


def sent(people: SchoolPeople, whose: Package, sha256: str, *, name: str = "Концепция.docx") -> PackageFile:
    """Return a file that went to the curator with its package; the worker has placed its text."""
    file = library.file(whose, sha256, actor=people.coordinator, name=name)
    operations.place(whose.id)
    return file


def copied(sha256: str) -> None:
    """Sketch a document that was read."""
    operations.sketch(sha256)


def placed(package: Package) -> None:
    """Place the texts of a package that was sent."""
    operations.place(package.id)


def count(model: type, *which: object) -> int:
    with system_scope("test"):
        return session.scalar(select(func.count()).select_from(model).where(*which)) or 0  # type: ignore[arg-type]
