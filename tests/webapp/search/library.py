"""Documents that have been read, without a file behind them, and their packages as the worker takes them in."""

import itertools
from typing import Any

from tests import factories as make
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.models import (
    LeafText,
    Package,
    PackageFile,
    Reading,
    Remark,
    StoredFile,
    Version,
    VersionFile,
)
from webapp.reading.operations import EDITION
from webapp.search import operations
from workflows.reading import ReadingState
from workflows.vocabulary import RemarkKind, RemarkOrigin, Role

_serial = itertools.count(10**5)


def text(*leaves: str) -> str:
    """Return the hash of a document whose leaves say this, a block for each line."""
    sha256 = f"{next(_serial):064x}"
    with system_scope("library"), transaction():
        session.add(StoredFile(sha256=sha256, size=1, kind="docx", media_type="application/octet-stream"))
        session.flush()
        session.add(
            Reading(
                sha256=sha256, state=ReadingState.READY, edition=EDITION, leaves=len(leaves),
                characters=sum(map(len, leaves)), notices=[], read_at=now(),
            )
        )  # fmt: skip
        session.flush()
        _write(sha256, leaves)
    operations.take_in_text(sha256)
    return sha256


def read_anew(sha256: str, *leaves: str) -> None:
    """What a better reader makes of the same bytes."""
    with system_scope("library"), transaction():
        for row in session.query(LeafText).filter(LeafText.sha256 == sha256):
            session.delete(row)
        session.flush()
        _write(sha256, leaves)
        session.get_one(Reading, sha256).read_at = now()


def file(
    package: Package, sha256: str, *, actor: Actor, name: str = "", kind: str = "docx", sent: bool = True
) -> PackageFile:
    """Return a file of a package with that content, in its version when `sent`."""
    n = next(_serial)
    row: PackageFile = make.save(PackageFile(
        package_id=package.id, number=n, slot="programme", name=name or f"Файл {n}.{kind}", sha256=sha256, size=1,
        kind=kind, uploaded_by_id=actor.user_id, uploaded_by_name=actor.name, in_draft=True,
    ))  # fmt: skip
    if sent:
        make.save(VersionFile(
            package_id=package.id, version_id=_version(package, actor).id, file_id=row.id, position=n, change="new"
        ))  # fmt: skip
    operations.take_in_package(package.id)
    return row


def remark(package: Package, words: str, *, actor: Actor, published: bool, **values: Any) -> Remark:
    n = next(_serial)
    row: Remark = make.save(Remark(
        package_id=package.id, number=n, origin=RemarkOrigin.CURATOR, kind=RemarkKind.ESSENTIAL, text=words, round=1,
        due_on=make.today(), version_id=_version(package, actor).id, author_id=actor.user_id, author_name=actor.name,
        author_role=Role.CURATOR, published_at=now() if published else None, **values,
    ))  # fmt: skip
    operations.take_in_package(package.id)
    return row


def _write(sha256: str, leaves: tuple[str, ...]) -> None:
    for number, words in enumerate(leaves, start=1):
        blocks = [["p", 0, line] for line in words.split("\n")]
        session.add(LeafText(sha256=sha256, number=number, text=words, blocks=blocks))


def _version(package: Package, actor: Actor) -> Version:
    with system_scope("library"):
        found = session.query(Version).filter(Version.package_id == package.id).first()
    if found is not None:
        return found
    made: Version = make.save(Version(
        package_id=package.id, number=1, round=1, slots=[], answers={}, sent_by_id=actor.user_id,
        sent_by_name=actor.name, sent_by_role=Role.HEAD, declared_no_personal_data=True,
    ))  # fmt: skip
    with system_scope("library"), transaction():
        session.get_one(Package, package.id).current_version_id = made.id
    return made
