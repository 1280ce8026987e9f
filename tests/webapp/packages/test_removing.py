"""Content removed for personal data: the bytes and all that was made of them go, the row and the history stay."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories as make
from tests import samples
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp import upkeep
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.assembly import operations as assembly
from webapp.comparisons import operations as comparisons
from webapp.comparisons import queries as compared
from webapp.copies import operations as copies
from webapp.database import moment, now, session, transaction
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.formatting import date_ru, fio_short
from webapp.invariants.files import bytes_without_row, rows_without_bytes
from webapp.models import (
    FileExamination,
    JournalEntry,
    LeafText,
    OutboxMessage,
    PackageEvent,
    PackageFile,
    PagePicture,
    Pin,
    Reading,
    StoredFile,
    TextComparison,
    TextSketch,
    TextWords,
)
from webapp.packages import operations
from webapp.reading import operations as reading
from webapp.reading import queries as readings
from webapp.search import operations as searching
from workflows.dictionaries.return_reasons import PERSONAL_DATA, remark_for
from workflows.file_rules import FileKind
from workflows.parts import Parts
from workflows.reading import Problem
from workflows.vocabulary import Event, FileDecision, RemarkKind

PRIVATE = samples.printed("Лист регистрации участников\nПетров Пётр Петрович, СНИЛС 112-233-445 95")
CLEAN = samples.printed("Сводка: 25 участников")
NAME = "Лист регистрации, Петров Пётр.pdf"
NEUTRAL = "Файл 1.pdf"
WHY = "Видны фамилии обучающихся, просил директор"
SLOTS = frozenset({"programme", "diagnosis"})


def _read(file: PackageFile) -> None:
    session.expunge(file)
    with system_scope("test"):
        reading.read(file.sha256, keep_alive=lambda: None)
        reading.examine(file.sha256)
    searching.take_in_text(file.sha256)
    copies.sketch(file.sha256)
    session.rollback()


def _private(walk: on.Walk, slot: str = "programme", actor: Actor | None = None) -> PackageFile:
    file = make.kept_file(
        walk.row(), slot, PRIVATE, FileKind.PDF, actor=actor or walk.town.school_1.coordinator, name=NAME,
        note="Стр. 1: Петров",
    )  # fmt: skip
    _read(file)
    return file


@pytest.fixture
def walk(town: World) -> on.Walk:
    """A package at its curator's whose programme is a list of people."""
    with acting_as(town.school_1.coordinator) as actor:
        one = on.Walk(town, assembly.start(on.STAGE, on.KIND, actor=actor))
        assembly.save_answers(one.number, on.ANSWERS, actor=actor, seen=1)
    _private(one)
    one.add("diagnosis", "Протокол.pdf")
    one.submit()
    return one


@pytest.fixture
def file(walk: on.Walk) -> PackageFile:
    row = next(one for one in walk.files() if one.slot == "programme")
    session.expunge(row)
    return row


def remove(walk: on.Walk, file: PackageFile, *, actor: Actor | None = None, **changes: str) -> None:
    told = {"name": NEUTRAL, "reason": WHY, **changes}
    with acting_as(actor or walk.town.coordinator) as who:
        operations.remove_content(walk.number, file.number, actor=who, **told)


def anew(file: PackageFile) -> PackageFile:
    session.rollback()
    with system_scope("look"):
        return session.scalars(
            select(PackageFile).where(PackageFile.id == file.id).execution_options(populate_existing=True)
        ).one()


def about(file: PackageFile) -> list[str]:
    """Which tables still hold what was made of the bytes."""
    keys = (
        (Reading, Reading.sha256), (LeafText, LeafText.sha256), (PagePicture, PagePicture.sha256),
        (FileExamination, FileExamination.sha256), (TextComparison, TextComparison.before),
        (TextComparison, TextComparison.after), (TextWords, TextWords.sha256), (TextSketch, TextSketch.sha256),
    )  # fmt: skip
    return [model.__name__ for model, key in keys if on.count(model, key == file.sha256)]


def without_bytes(file: PackageFile) -> list[object]:
    """Other files of a walk never had bytes."""
    return [found for found in rows_without_bytes() if file.sha256 in found.object]


def url(walk: on.Walk, file: PackageFile, tail: str = "") -> str:
    return f"/packages/{walk.number}/files/{file.number}{tail}"


def test_the_bytes_and_all_that_was_made_of_them_go_and_the_row_stays(
    walk: on.Walk, file: PackageFile
) -> None:
    with system_scope("test"):
        (picture,) = session.scalars(select(PagePicture.picture).where(PagePicture.sha256 == file.sha256))
    made = {"Reading", "LeafText", "PagePicture", "FileExamination", "TextWords", "TextSketch"}
    assert made <= set(about(file))
    seen = walk.seen
    remove(walk, file)
    assert not storage().exists(file.sha256) and not storage().exists(str(picture))
    assert about(file) == []
    row = anew(file)
    assert (row.number, row.sha256, row.size, row.kind, row.slot) == (
        file.number, file.sha256, file.size, "pdf", "programme",
    )  # fmt: skip
    assert (row.name, row.note, row.in_draft) == (NEUTRAL, "", False)
    assert row.removed_at and (row.removed_by_name, row.removal_reason) == (walk.town.coordinator.name, WHY)
    assert walk.seen > seen, "a page that knew the file is stale"
    assert NEUTRAL in walk.changes() and NAME not in walk.changes()
    with system_scope("test"):
        assert not without_bytes(file) and not list(bytes_without_row())


def test_the_history_and_the_journal_keep_who_when_and_why(walk: on.Walk, file: PackageFile) -> None:
    remove(walk, file)
    with system_scope("look"):
        (told,) = session.scalars(select(PackageEvent).where(PackageEvent.action == "remove_content"))
        (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.action == "file.content_removed"))
    assert (told.actor_name, told.text) == (walk.town.coordinator.name, f"{NEUTRAL}. Основание: {WHY}")
    assert entry.details == {"file": file.number, "sha256": file.sha256, "reason": WHY, "erased": True}
    assert on.count(OutboxMessage, OutboxMessage.event == Event.CONTENT_REMOVED.value) == 1


def test_removing_twice_or_at_once_is_removing_once(app: Flask, walk: on.Walk, file: PackageFile) -> None:
    town = walk.town
    number, place = walk.number, file.number
    act = lambda: operations.remove_content(  # noqa: E731
        number, place, name=NEUTRAL, reason=WHY, actor=town.coordinator
    )
    assert on.at_once(app, [(town.coordinator, act)] * 5) == [None] * 5
    remove(walk, file, name="Другое имя.pdf")
    assert on.count(PackageEvent, PackageEvent.action == "remove_content") == 1
    assert anew(file).name == NEUTRAL


def test_another_school_keeps_its_own_identical_file(
    walk: on.Walk, file: PackageFile, sign_in: SignIn, as_coordinator: Browser
) -> None:
    town = walk.town
    package = make.package(town.school_2.school, town.stage, kind="concept")
    other = make.kept_file(package, "concept", PRIVATE, FileKind.PDF, actor=town.school_2.coordinator)
    theirs_url = f"/packages/{package.number}/files/{other.number}/original"
    remove(walk, file)
    assert storage().exists(file.sha256) and "LeafText" in about(file)
    with system_scope("test"):
        assert (
            session.scalars(select(StoredFile.removed_at).where(StoredFile.sha256 == file.sha256)).one()
            is None
        )
        mine, theirs = anew(file), anew(other)
        assert readings.texts(theirs) and not readings.texts(mine)
        assert readings.look(mine, 1).problem is Problem.REMOVED and readings.look(theirs, 1).leaf is None
        assert readings.picture(theirs, 1) and readings.picture(mine, 1) is None
        assert readings.content(mine) is None and not readings.examinations([mine])
    as_coordinator.get(url(walk, file, "/original"), status=409)
    as_coordinator.get(url(walk, file, "/pages/1"), status=404)
    whole = sign_in(town.school_2.head).get(theirs_url)
    assert whole.body == PRIVATE


def test_the_same_bytes_in_other_packages_of_the_school_go_too_drafts_included(
    town: World, walk: on.Walk, file: PackageFile
) -> None:
    draft = make.package(town.school_1.school, town.stage, kind="concept")
    copy = make.kept_file(
        draft, "concept", PRIVATE, FileKind.PDF, actor=town.school_1.coordinator, name="Копия, Петров.pdf"
    )
    remove(walk, file)
    row = anew(copy)
    assert row.removed_at and (row.name, row.in_draft) == (NEUTRAL, False)
    assert not storage().exists(file.sha256)
    assert on.count(PackageEvent, PackageEvent.package_id == draft.id) == 1


def test_quotations_pinned_in_it_go_and_their_pages_stay(walk: on.Walk, file: PackageFile) -> None:
    walk.check(file, FileDecision.RETURNED, text="Здесь фамилии.")
    pin = make.save(Pin(
        package_id=walk.row().id, file_id=file.id, page=1, quote="Петров Пётр Петрович", remark_id=walk.remarks()[0].id,
        author_id=walk.town.curator.user_id, author_name=walk.town.curator.name,
    ))  # fmt: skip
    remove(walk, file)
    with system_scope("look"):
        assert session.execute(select(Pin.quote, Pin.page).where(Pin.id == pin.id)).one() == ("", 1)


def test_a_comparison_with_a_removed_file_is_gone_and_is_not_made_again(
    walk: on.Walk, file: PackageFile
) -> None:
    other = make.kept_file(
        walk.row(),
        "programme",
        CLEAN,
        FileKind.PDF,
        actor=walk.town.school_1.coordinator,
        replaces_id=file.id,
    )
    _read(other)
    comparisons.want(file, other)
    assert "TextComparison" in about(file)
    remove(walk, file)
    assert about(file) == []
    gone = anew(file)
    comparisons.want(gone, other)
    assert about(file) == []
    with system_scope("look"):
        assert compared.look(anew(file), other).comparison is None


def test_nobody_but_the_coordinator_of_the_municipality_removes(
    walk: on.Walk, file: PackageFile, sign_in: SignIn
) -> None:
    town = walk.town
    told = {"name": NEUTRAL, "reason": WHY, "sure": "y"}
    for person in (town.curator, town.school_1.head, town.school_1.coordinator, town.chief):
        browser = sign_in(person)
        browser.get(url(walk, file, "/removal"), status=404)
        browser.post(url(walk, file, "/removal"), told, status=404)
    foreign = sign_in(town.foreign_coordinator)
    foreign.get(url(walk, file, "/removal"), status=404)
    foreign.post(url(walk, file, "/removal"), told, status=404)
    assert anew(file).removed_at is None and storage().exists(file.sha256)


def test_what_was_never_sent_is_the_schools_own_business(town: World) -> None:
    with acting_as(town.school_1.coordinator) as actor:
        draft = on.Walk(town, assembly.start(on.STAGE, on.KIND, actor=actor))
    file = _private(draft)
    with pytest.raises(NotThere):
        remove(draft, file)
    assert storage().exists(file.sha256)


@pytest.mark.parametrize("missing", ["name", "reason"])
def test_a_reason_and_a_name_are_asked(walk: on.Walk, file: PackageFile, missing: str) -> None:
    with pytest.raises(Invalid):
        remove(walk, file, **{missing: "  "})
    assert anew(file).removed_at is None


def _upload(
    walk: on.Walk, body: bytes, actor: Actor, number: str = "", slot: str = "programme"
) -> Sequence[assembly.Outcome]:
    with acting_as(actor):
        return assembly.add_files(
            number or walk.number, slot, [assembly.Upload("Список.pdf", io.BytesIO(body))], actor=actor
        )


def test_the_school_cannot_send_the_same_bytes_again_and_another_school_can(
    town: World, walk: on.Walk, file: PackageFile
) -> None:
    walk.check(file, FileDecision.RETURNED, text="Здесь фамилии.")
    walk.check(next(one for one in walk.files() if one.slot == "diagnosis"))
    walk.step(town.curator, "return")
    remove(walk, file)
    (refused,) = _upload(walk, PRIVATE, town.school_1.coordinator)
    assert not refused.kept and "персональные данные" in refused.sentence
    (clean,) = _upload(walk, CLEAN, town.school_1.coordinator)
    assert clean.kept
    package = make.package(town.school_2.school, town.stage, kind="concept")
    (theirs,) = _upload(walk, PRIVATE, town.school_2.coordinator, package.number, "concept")
    assert theirs.kept and storage().exists(file.sha256)
    with system_scope("test"):
        assert not without_bytes(file)


def test_a_closed_slot_is_open_to_a_clean_copy(town: World, walk: on.Walk, file: PackageFile) -> None:
    other = next(one for one in walk.files() if one.slot == "diagnosis")
    walk.check(file)
    walk.check(other, FileDecision.RETURNED, text="Нет подписи.")
    walk.step(town.curator, "return", parts=Parts(slots=frozenset({"diagnosis"}), sent_slots=SLOTS))
    with pytest.raises(Invalid, match="не открыт"):
        _upload(walk, CLEAN, town.school_1.coordinator)
    remove(walk, file)
    assert _upload(walk, CLEAN, town.school_1.coordinator)[0].kept


def test_a_return_after_the_removal_opens_the_slot_as_well(
    town: World, walk: on.Walk, file: PackageFile
) -> None:
    remove(walk, file)
    walk.check(file)
    other = next(one for one in walk.files() if one.slot == "diagnosis")
    walk.check(other, FileDecision.RETURNED, text="Нет подписи.")
    walk.step(town.curator, "return", parts=Parts(slots=frozenset({"diagnosis"}), sent_slots=SLOTS))
    assert _upload(walk, CLEAN, town.school_1.coordinator)[0].kept


def test_bytes_that_could_not_be_erased_at_once_are_erased_later(walk: on.Walk, file: PackageFile) -> None:
    remove(walk, file)
    received = storage().receive(io.BytesIO(PRIVATE), limit=2**26)
    storage().keep(received)
    operations.erase_removed(file.sha256)
    operations.erase_removed(file.sha256)
    assert not storage().exists(file.sha256)
    storage().keep(storage().receive(io.BytesIO(PRIVATE), limit=2**26))
    with system_scope("test"), moment(now() + timedelta(days=2)):
        upkeep.collect_unclaimed()
    assert not storage().exists(file.sha256)


def test_the_pages_say_so_instead_of_the_content(
    walk: on.Walk, file: PackageFile, as_coordinator: Browser, as_curator: Browser, as_school: Browser
) -> None:
    remove(walk, file)
    words = f"Содержимое удалено {date_ru(make.today())}, {fio_short(walk.town.coordinator.name)}: персональные данные"
    for reader in (as_coordinator, as_curator, as_school):
        for path in (url(walk, file), url(walk, file, "/text"), f"/packages/{walk.number}"):
            page = reader.get(path)
            assert words in page.text, path
            assert "Петров" not in page.text and url(walk, file, "/original") not in page.text
        versions = reader.get(f"/packages/{walk.number}/versions/1")
        assert words in versions.text and "Петров" not in versions.text
    assert "Когда" not in as_curator.get(url(walk, file)).text
    assert "когда пакет вернут на доработку" in as_school.get(url(walk, file)).text
    assert WHY in as_school.get(url(walk, file)).text
    assert as_coordinator.fragment(url(walk, file), f"file-{file.number}-preview").has(
        words.replace("\xa0", " ")
    )
    assert "Удалить содержимое" not in as_coordinator.get(url(walk, file)).text


def test_the_page_of_files_tells_the_school_to_send_a_clean_copy(
    town: World, walk: on.Walk, file: PackageFile, as_school: Browser
) -> None:
    walk.check(file, FileDecision.RETURNED, text="Здесь фамилии.")
    walk.check(next(one for one in walk.files() if one.slot == "diagnosis"))
    walk.step(town.curator, "return")
    remove(walk, file)
    page = as_school.get(f"/packages/{walk.number}/edit/files")
    assert "Загрузите сюда документ без персональных данных" in page.text
    _upload(walk, CLEAN, town.school_1.coordinator)
    page = as_school.get(f"/packages/{walk.number}/edit/files")
    assert "Загрузите сюда документ без персональных данных" not in page.text


def test_the_confirming_page_says_what_goes_what_stays_and_who_else_has_it(
    town: World, walk: on.Walk, file: PackageFile, as_coordinator: Browser
) -> None:
    sibling = make.package(town.school_2.school, town.stage, kind="concept")
    make.kept_file(sibling, "concept", PRIVATE, FileKind.PDF, actor=town.school_2.coordinator)
    draft = make.package(town.school_1.school, town.stage, kind="concept")
    make.kept_file(draft, "concept", PRIVATE, FileKind.PDF, actor=town.school_1.coordinator)
    (link,) = as_coordinator.get(url(walk, file)).tree.xpath("//a[contains(., 'Удалить содержимое')]/@href")
    page = as_coordinator.get(link)
    assert page.has("Что пропадёт") and page.has("Что останется") and page.has("1 файл")
    assert town.school_2.school.short_name not in page.text, "its draft is its own business"
    assert draft.number not in page.text
    bad = as_coordinator.post(url(walk, file, "/removal"), {"name": "", "reason": ""}, status=422)
    assert bad.has("Укажите основание") and bad.has("Подтвердите")
    done = as_coordinator.post(url(walk, file, "/removal"), {"name": NEUTRAL, "reason": WHY, "sure": "y"})
    assert as_coordinator.follow(done).has("Содержимое удалено")
    assert as_coordinator.get(url(walk, file, "/removal")).has("Содержимое удалено")


def test_the_archive_goes_without_it_and_names_it(
    town: World, walk: on.Walk, file: PackageFile, as_coordinator: Browser
) -> None:
    other = make.kept_file(
        walk.row(), "diagnosis", CLEAN, FileKind.PDF, actor=town.school_1.coordinator, in_draft=False
    )
    with system_scope("test"), transaction():
        session.execute(
            update(PackageFile)
            .where(PackageFile.slot == "diagnosis", PackageFile.id != other.id)
            .values(sha256=other.sha256, size=other.size)
        )
    walk.admit()
    remove(walk, file)
    page = as_coordinator.get(f"/packages/{walk.number}/archive")
    with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        listing = archive.read("Опись.txt").decode("utf-8-sig")
        names = archive.namelist()
    assert not any(NEUTRAL in name or "Петров" in name for name in names)
    assert [one["sha256"] for one in manifest["removed"]] == [file.sha256]
    assert "НЕТ В АРХИВЕ" in listing and "содержимое удалено" in listing and "Петров" not in listing


def test_a_return_for_personal_data_asks_the_coordinator(
    town: World, walk: on.Walk, file: PackageFile, as_curator: Browser, as_coordinator: Browser
) -> None:
    told = {
        "decision": "returned", "reason": PERSONAL_DATA, "text": "", "kind": RemarkKind.ESSENTIAL.value,
        "due_on": (town.today + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    as_curator.post(url(walk, file, "/check"), told)
    (remark,) = walk.remarks()
    assert (remark.reason, remark.file_id, remark.text) == (PERSONAL_DATA, file.id, remark_for(PERSONAL_DATA))
    assert not on.count(OutboxMessage, OutboxMessage.event == Event.REMOVAL_ASKED.value)
    walk.check(next(one for one in walk.files() if one.slot == "diagnosis"))
    walk.step(town.curator, "return")
    assert on.count(OutboxMessage, OutboxMessage.event == Event.REMOVAL_ASKED.value) == 1
    asked = "Просят удалить содержимое: персональные данные"
    assert asked in as_coordinator.get(f"/packages/{walk.number}").text
    assert asked not in as_curator.get(f"/packages/{walk.number}").text
    remove(walk, file)
    assert asked not in as_coordinator.get(f"/packages/{walk.number}").text


def test_a_remark_on_personal_data_names_its_file(walk: on.Walk, as_curator: Browser) -> None:
    told = {
        "text": "Видны фамилии.", "kind": RemarkKind.ESSENTIAL.value, "reason": PERSONAL_DATA, "file": "0",
        "due_on": (walk.town.today + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    page = as_curator.post(f"/packages/{walk.number}/remarks/new", told, status=422)
    assert page.has("Выберите файл, в котором есть персональные данные.")
