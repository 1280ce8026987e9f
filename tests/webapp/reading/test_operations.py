"""Reading kept files: once for each hash, visible at once, harmless when it breaks off anywhere."""

import io
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from tests import factories as make
from tests import samples
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, transaction
from webapp.filestore import storage
from webapp.models import LeafText, OutboxMessage, Package, PackageFile, PagePicture, Reading, StoredFile
from webapp.reading import operations, queries
from workflows.file_rules import FileKind
from workflows.reading import Notice, Problem, ReadingState
from workflows.vocabulary import Event


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


@pytest.fixture
def package(town: World) -> Package:
    row: Package = make.package(town.school_1.school, town.stage, kind="concept")
    return row


def kept(package: Package, town: World, content: bytes, kind: FileKind) -> PackageFile:
    return make.kept_file(package, "concept", content, kind, actor=town.school_1.coordinator)


def read(file: PackageFile) -> Reading:
    operations.read(file.sha256, keep_alive=lambda: None)
    session.expire_all()
    found = queries.reading(file)
    assert found is not None
    return found


def count(model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_document_is_read_once_and_its_first_page_is_drawn(package: Package, town: World) -> None:
    file = kept(
        package, town, samples.printed("Концепция развития\nРаздел 1", "Страница вторая"), FileKind.PDF
    )
    found = read(file)

    assert (found.state, found.leaves, found.problem) == (ReadingState.READY, 2, None)
    second = queries.leaf(file, 2)
    assert second is not None and second.text == "Страница вторая"
    assert queries.leaf(file, 3) is None
    drawn = queries.picture(file, 1)
    assert drawn is not None and drawn.state is ReadingState.READY and drawn.picture is not None
    with Image.open(storage().open(drawn.picture)) as image:
        assert (image.format, image.width) == ("WEBP", operations.WIDTH)
    content = queries.content(file)
    assert content is not None and "Концепция развития" in content.text

    read(file)
    assert count(LeafText) == 2
    assert len(events(Event.FILE_READ)) == 1


def test_the_same_bytes_in_two_packages_are_read_once(package: Package, town: World) -> None:
    content = samples.docx_file("Программа развития")
    first = kept(package, town, content, FileKind.DOCX)
    second = kept(package, town, content, FileKind.DOCX)
    assert first.sha256 == second.sha256 and len(events(Event.FILE_KEPT)) == 1
    read(first)
    leaf = queries.leaf(second, 1)
    assert leaf is not None and leaf.blocks[0].kind.is_heading


def test_whoever_may_not_see_the_file_cannot_ask_and_the_rows_are_for_nobody(
    package: Package, town: World
) -> None:
    read(kept(package, town, samples.docx_file("Программа"), FileKind.DOCX))
    with acting_as(town.coordinator):
        assert session.scalars(select(Reading)).all() == []
        assert session.scalars(select(LeafText)).all() == []
        assert session.scalars(select(PagePicture)).all() == []


def test_pages_are_drawn_as_they_are_wanted_a_few_at_a_time(package: Package, town: World) -> None:
    pages = [f"Страница {n}" for n in range(1, 8)]
    file = kept(package, town, samples.printed(*pages), FileKind.PDF)
    read(file)
    operations.want(file, 3)
    operations.want(file, 4)
    asked = [event.payload["pages"] for event in events(Event.PAGES_WANTED)]
    assert asked == [[3, 4, 5, 6], [7]]
    waiting = queries.picture(file, 5)
    assert waiting is not None and waiting.state is ReadingState.WAITING
    for pages_asked in asked:
        operations.draw(file.sha256, pages_asked, keep_alive=lambda: None)
    session.expire_all()
    assert [picture_state(file, page) for page in range(1, 8)] == [
        ReadingState.READY, None, *[ReadingState.READY] * 5
    ]  # fmt: skip


def test_a_page_beyond_the_last_is_never_wanted(package: Package, town: World) -> None:
    file = kept(package, town, samples.printed("Одна"), FileKind.PDF)
    read(file)
    operations.want(file, 99)
    assert events(Event.PAGES_WANTED) == []


def test_a_broken_document_says_so_and_stays_downloadable(package: Package, town: World) -> None:
    file = kept(package, town, b"PK\x03\x04 broken", FileKind.DOCX)
    found = read(file)
    assert (found.state, found.problem) == (ReadingState.FAILED, Problem.UNREADABLE)
    assert storage().exists(file.sha256)


def test_bytes_that_are_gone_say_so(package: Package, town: World) -> None:
    file = kept(package, town, samples.docx_file("Пропавший"), FileKind.DOCX)
    storage().remove(file.sha256)
    assert read(file).problem is Problem.GONE


def test_a_scan_says_that_it_has_no_text(package: Package, town: World) -> None:
    assert read(kept(package, town, samples.pdf("скан"), FileKind.PDF)).notices == [Notice.SCAN.value]


def test_a_photograph_loses_what_its_camera_wrote(package: Package, town: World) -> None:
    image, buffer = Image.new("RGB", (2400, 1200), "green"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Секретная камера", 6
    image.save(buffer, "JPEG", exif=exif)
    file = kept(package, town, buffer.getvalue(), FileKind.JPEG)
    read(file)
    drawn = queries.picture(file, 1)
    assert drawn is not None and drawn.picture is not None
    raw = storage().open(drawn.picture).read()
    assert "Секретная камера".encode() not in raw and b"EXIF" not in raw
    with Image.open(io.BytesIO(raw)) as shown:
        assert shown.height > shown.width  # turned as the camera meant it


def test_files_from_before_the_readers_are_caught_up_with(package: Package, town: World) -> None:
    file = kept(package, town, samples.docx_file("Давний"), FileKind.DOCX)
    with transaction():
        session.delete(session.scalars(select(Reading)).one())
    assert operations.catch_up() == 1
    assert operations.catch_up() == 0
    assert read(file).state is ReadingState.READY


def test_what_an_earlier_edition_read_is_read_again(package: Package, town: World) -> None:
    file = kept(package, town, samples.docx_file("Ранний"), FileKind.DOCX)
    read(file)
    with transaction():
        session.scalars(select(Reading)).one().edition = operations.EDITION - 1
    assert operations.catch_up() == 1
    assert read(file).edition == operations.EDITION


def test_two_workers_at_one_document_leave_one_reading(app: Flask, package: Package, town: World) -> None:
    file = kept(package, town, samples.printed("Один", "Два", "Три"), FileKind.PDF)

    def work() -> None:
        with app.app_context(), system_scope("test"):
            operations.read(file.sha256, keep_alive=lambda: None)
            session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()
    assert (count(LeafText), count(PagePicture), len(events(Event.FILE_READ))) == (3, 1, 1)


def test_no_attempt_left_means_failed_and_not_waiting_for_ever(package: Package, town: World) -> None:
    file = kept(package, town, samples.printed("Раз", "Два"), FileKind.PDF)
    operations.give_up(file.sha256)
    operations.give_up_drawing(file.sha256, [2])
    session.expire_all()
    found = queries.reading(file)
    assert found is not None and found.state is ReadingState.FAILED
    assert picture_state(file, 2) is ReadingState.FAILED


def test_erasing_leaves_nothing_that_was_made_of_a_file(package: Package, town: World) -> None:
    blank, other = samples.pdf("пустая", pages=2), samples.pdf("другая")
    file, shared = kept(package, town, blank, FileKind.PDF), kept(package, town, other, FileKind.PDF)
    read(file)
    read(shared)
    mine, theirs = queries.picture(file, 1), queries.picture(shared, 1)
    assert mine is not None and theirs is not None and mine.picture == theirs.picture
    with transaction():
        operations.forget(file.sha256)
    assert (count(Reading), count(PagePicture)) == (1, 1)
    assert mine.picture is not None and storage().exists(mine.picture)
    with transaction():
        operations.forget(shared.sha256)
    assert not storage().exists(mine.picture)
    assert session.scalars(select(StoredFile).where(StoredFile.kind == operations.PICTURE_KIND)).all() == []


def picture_state(file: PackageFile, page: int) -> ReadingState | None:
    found = queries.picture(file, page)
    return None if found is None else found.state


def events(event: Event) -> list[OutboxMessage]:
    rows = select(OutboxMessage).where(OutboxMessage.event == event).order_by(OutboxMessage.id)
    return list(session.scalars(rows))
