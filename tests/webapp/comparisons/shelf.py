"""A package sent twice, with real files behind it."""

from dataclasses import dataclass

import docx

from tests import factories as make
from tests import samples
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import system_scope
from webapp.comparisons import operations
from webapp.database import session, transaction
from webapp.models import Package, PackageFile
from webapp.reading import operations as reading
from workflows.file_rules import FileKind
from workflows.vocabulary import FileDecision

FIRST = (
    "Программа антирисковых мер школы на 2026 год принята педагогическим советом.",
    "Провести педсовет по итогам диагностики до 15.03.2026, ответственный – заместитель директора.",
    "Наставники сопровождают молодых учителей весь учебный год.",
)
SECOND = (
    FIRST[0],
    FIRST[1].replace("15.03.2026", "01.04.2026"),
    FIRST[2],
    "Итоги подводятся в мае на сайте школы.",
)


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return samples.docx_bytes(made)


@dataclass(slots=True)
class Shelf:
    """The first school's package: a programme that was returned and mended, a protocol that stayed."""

    walk: on.Walk
    first: PackageFile
    second: PackageFile

    @property
    def package(self) -> Package:
        return self.walk.row()

    def url(self, tail: str = "") -> str:
        return f"/packages/{self.walk.number}/compare{tail}"

    @property
    def text_url(self) -> str:
        return self.url(f"?from=1&to=2&file={self.second.number}")


def kept(
    walk: on.Walk, slot: str, content: bytes, *, kind: FileKind = FileKind.DOCX, **values: object
) -> PackageFile:
    return make.kept_file(walk.row(), slot, content, kind, actor=walk.town.school_1.coordinator, **values)


def read(*files: PackageFile) -> None:
    with system_scope("test"):
        for file in files:
            reading.read(file.sha256, keep_alive=lambda: None)


def compare(before: PackageFile, after: PackageFile) -> None:
    """What the worker does."""
    with system_scope("test"):
        operations.compare(before.sha256, after.sha256, keep_alive=lambda: None)
    session.commit()


def ask(before: PackageFile, after: PackageFile) -> None:
    with system_scope("test"), transaction():
        operations.ask(before.sha256, after.sha256)


def mended(
    town: World, first: bytes | None = None, second: bytes | None = None, *, kind: FileKind = FileKind.DOCX
) -> Shelf:
    """Return a package whose programme was returned and sent again."""
    walk = on.begun(town)
    draft = next(file for file in walk.files() if file.slot == "programme")
    draft.in_draft = False
    make.save(draft)
    old = kept(walk, "programme", first or document(*FIRST), kind=kind, name=f"Программа{kind.extensions[0]}")
    walk.submit()
    for file in walk.files():
        decision = FileDecision.RETURNED if file.id == old.id else FileDecision.CONFIRMED
        walk.check(file, decision, text="Уточните срок." if file.id == old.id else "")
    walk.step(town.curator, "return", text="Исправьте срок.")
    for remark in walk.remarks():
        walk.answer(remark.number)
    old.in_draft = False
    make.save(old)
    new = kept(
        walk,
        "programme",
        second or document(*SECOND),
        kind=kind,
        name=f"Программа{kind.extensions[0]}",
        replaces_id=old.id,
    )
    walk.submit("resubmit")
    return Shelf(walk, old, new)
