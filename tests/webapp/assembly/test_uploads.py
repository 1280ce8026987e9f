"""Files that come in parts: whatever is sent in whatever order, only the whole file becomes a document (UP-06, 09, 10)."""

import hashlib
import io
import secrets
import shutil
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

import config
from tests import samples
from tests.webapp.packages import walk as on
from tests.world import World
from webapp import create_app, upkeep
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.assembly import operations
from webapp.assembly.operations import OPEN_LIMIT, PART_SIZE, Outcome, OutOfStep, Upload
from webapp.database import moment, now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.filestore import storage
from webapp.models import FileUpload, PackageFile

NAME = "Программа развития № 7 «Школа», ёлка.pdf"
BODY = samples.heavy_pdf(2 * PART_SIZE + 1000)
HASH = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def draft(town: World) -> on.Walk:
    with acting_as(town.school_1.coordinator) as actor:
        return on.Walk(town, operations.start(on.STAGE, on.KIND, actor=actor))


@pytest.fixture
def parts_folder(settings: config.Settings) -> Path:
    """Where this installation keeps parts, without what other tests have left in its store."""
    root = Path(settings.storage_url)
    shutil.rmtree(root / "parts", ignore_errors=True)
    (root / "store" / HASH[:2] / HASH[2:4] / HASH).unlink(missing_ok=True)
    return root / "parts"


class Sender:
    """A person who sends one file into a slot, part by part."""

    def __init__(
        self, walk: on.Walk, body: bytes = BODY, *, name: str = NAME, actor: Actor | None = None
    ) -> None:
        self.walk, self.body, self.name = walk, body, name
        self.actor = actor or walk.town.school_1.coordinator
        self.key = secrets.token_hex(16)

    def begin(self, slot: str = "programme", *, size: int | None = None) -> FileUpload:
        with acting_as(self.actor) as actor:
            return operations.begin(
                self.walk.number, slot, self.key, name=self.name, size=len(self.body) if size is None else size,
                actor=actor,
            )  # fmt: skip

    def part(self, number: int) -> bytes:
        return self.body[number * PART_SIZE : (number + 1) * PART_SIZE]

    def put(self, offset: int, data: bytes, *, sha256: str = "") -> int:
        with acting_as(self.actor):
            return operations.append(self.walk.number, self.key, offset, data, sha256=sha256).received

    def send(self, *numbers: int) -> int:
        return [self.put(number * PART_SIZE, self.part(number)) for number in numbers][-1]

    def finish(self, sha256: str = "") -> Outcome:
        told = sha256 or hashlib.sha256(self.body).hexdigest()
        with acting_as(self.actor) as actor:
            return operations.finish(self.walk.number, self.key, told, actor=actor)

    def cancel(self) -> None:
        with acting_as(self.actor):
            operations.cancel(self.walk.number, self.key)


@pytest.fixture
def sender(draft: on.Walk, parts_folder: Path) -> Sender:
    one = Sender(draft)
    one.begin()
    return one


def stored_parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_in_parts_becomes_the_very_document_that_was_sent(
    draft: on.Walk, sender: Sender, parts_folder: Path
) -> None:
    assert sender.send(0, 1, 2) == len(BODY)
    outcome = sender.finish()
    assert outcome == Outcome(NAME, number=1)
    (file,) = draft.files()
    assert (file.name, file.sha256, file.size, file.slot) == (NAME, HASH, len(BODY), "programme")
    with storage().open(HASH) as stream:
        assert stream.read() == BODY
    assert not stored_parts(parts_folder)


def test_a_file_smaller_than_a_part_is_one_part(draft: on.Walk) -> None:
    sender = Sender(draft, samples.pdf("Короткий"))
    sender.begin()
    sender.send(0)
    assert sender.finish().kept


@pytest.mark.parametrize(
    ("offset", "size"),
    [
        (PART_SIZE - 1, PART_SIZE), (PART_SIZE + 1, PART_SIZE), (2 * PART_SIZE, 1000), (PART_SIZE, 10), (PART_SIZE, 0),
        (PART_SIZE, PART_SIZE + 1), (0, PART_SIZE), (len(BODY), 1), (10**12, PART_SIZE),
    ],
    ids=["overlapping", "gap", "reordered", "too short", "empty", "too long", "another first one", "past the end", "far away"],
)  # fmt: skip
def test_any_other_part_than_the_next_is_refused_and_says_where_to_go_on(
    sender: Sender, parts_folder: Path, offset: int, size: int
) -> None:
    sender.send(0)
    with pytest.raises(OutOfStep) as told:
        sender.put(offset, b"\xff" * size)
    assert told.value.received == PART_SIZE
    assert len(stored_parts(parts_folder)) == 1
    with pytest.raises(OutOfStep):
        sender.finish()
    sender.send(1, 2)
    assert sender.finish().kept


def test_a_part_repeated_after_a_lost_answer_changes_nothing(
    draft: on.Walk, sender: Sender, parts_folder: Path
) -> None:
    assert [sender.send(0), sender.send(0), sender.send(1, 0, 1, 2)] == [PART_SIZE, PART_SIZE, len(BODY)]
    assert len(stored_parts(parts_folder)) == 3
    assert sender.finish().kept and len(draft.files()) == 1


def test_a_missing_part_leaves_no_document(draft: on.Walk, sender: Sender) -> None:
    sender.send(0, 1)
    with pytest.raises(OutOfStep) as told:
        sender.finish()
    assert told.value.received == 2 * PART_SIZE
    assert not draft.files()


def test_a_part_damaged_on_its_way_is_refused_before_it_is_kept(sender: Sender, parts_folder: Path) -> None:
    with pytest.raises(Invalid, match="повреждённой"):
        sender.put(0, sender.part(0), sha256=HASH)
    assert not stored_parts(parts_folder)
    assert sender.put(0, sender.part(0), sha256=hashlib.sha256(sender.part(0)).hexdigest()) == PART_SIZE


def test_a_wrong_final_hash_leaves_no_document_and_no_bytes(
    draft: on.Walk, sender: Sender, parts_folder: Path
) -> None:
    sender.send(0, 1, 2)
    outcome = sender.finish("0" * 64)
    assert "не таким, каким был отправлен" in outcome.sentence
    assert sender.finish() == outcome, "what was said once is said again"
    assert not draft.files() and not stored_parts(parts_folder)
    assert HASH not in set(storage().hashes())


def test_a_refused_file_is_told_and_leaves_nothing(draft: on.Walk, parts_folder: Path) -> None:
    body = b"MZ" + b"\0" * 200
    sender = Sender(draft, body, name="Программа.pdf")
    sender.begin()
    sender.send(0)
    assert "Это программа" in sender.finish().sentence
    assert not draft.files() and not stored_parts(parts_folder)


def test_finishing_twenty_times_at_once_gives_one_file(app: Flask, draft: on.Walk, sender: Sender) -> None:
    sender.send(0, 1, 2)
    finish = lambda: operations.finish(draft.number, sender.key, HASH, actor=sender.actor)  # noqa: E731
    outcomes = on.at_once(app, [(sender.actor, finish)] * 20)
    assert set(map(repr, outcomes)) == {repr(Outcome(NAME, number=1))}
    assert on.count(PackageFile) == 1


def test_the_same_part_ten_times_at_once_is_kept_once(app: Flask, draft: on.Walk, sender: Sender) -> None:
    body = sender.part(0)
    put = lambda: operations.append(draft.number, sender.key, 0, body).received  # noqa: E731
    answers = on.at_once(app, [(sender.actor, put)] * 10)
    assert all(answer == PART_SIZE or isinstance(answer, OutOfStep) for answer in answers), answers
    sender.send(1, 2)
    assert sender.finish().kept


def test_different_parts_at_once_for_one_place_never_mix(app: Flask, draft: on.Walk, sender: Sender) -> None:
    bodies = [bytes([n]) * PART_SIZE for n in range(6)]
    acts = [
        (sender.actor, lambda body=body: operations.append(draft.number, sender.key, 0, body).received)
        for body in bodies
    ]
    answers = on.at_once(app, acts)
    assert sum(answer == PART_SIZE for answer in answers) == 1, answers
    with pytest.raises(OutOfStep):
        sender.send(1, 0)
    sender.send(2)
    assert "не таким" in sender.finish().sentence


def test_beginning_twice_under_one_key_is_beginning_once(sender: Sender) -> None:
    sender.send(0)
    assert sender.begin().received == PART_SIZE
    assert on.count(FileUpload) == 1
    with pytest.raises(NotThere):
        sender.begin("diagnosis")
    sender.key = "not-a-key"
    with pytest.raises(NotThere):
        sender.begin()


def test_an_upload_belongs_to_who_began_it_and_to_its_package(
    town: World, draft: on.Walk, sender: Sender
) -> None:
    sender.send(0)
    with acting_as(town.school_1.coordinator) as actor:
        other = on.Walk(town, operations.start(on.STAGE, "concept", actor=actor))
    people = (
        town.school_1.head,
        town.school_2.coordinator,
        town.foreign_school.coordinator,
        town.curator,
        town.coordinator,
    )
    strangers = [Sender(draft, actor=person) for person in people] + [Sender(other)]
    for stranger in strangers:
        stranger.key = sender.key
        for act in (
            lambda s=stranger: s.send(1),
            lambda s=stranger: s.finish(),
            lambda s=stranger: s.cancel(),
        ):
            with pytest.raises(NotThere):
                act()
    for stranger in (strangers[0], strangers[-1]):
        with pytest.raises(NotThere):
            stranger.begin("other" if stranger is strangers[0] else dossier_slot(stranger))
    assert sender.send(1, 2) == len(BODY)


def dossier_slot(sender: Sender) -> str:
    with acting_as(sender.actor) as actor:
        return dossiers.dossier(sender.walk.number, actor).slots[0].code


def test_whose_right_is_lost_goes_on_with_nothing(town: World, draft: on.Walk, sender: Sender) -> None:
    sender.send(0, 1, 2)
    moved = replace(sender.actor, school_id=town.school_2.coordinator.school_id)
    sender.actor = moved
    with pytest.raises(NotThere):
        sender.finish()
    assert not draft.files()


def test_nothing_enters_a_package_that_was_sent_meanwhile(town: World) -> None:
    walk = on.begun(town)
    sender = Sender(walk)
    sender.begin("other")
    sender.send(0, 1, 2)
    walk.submit()
    with pytest.raises(Invalid, match="изменить его нельзя"):
        sender.finish()
    assert NAME not in [file.name for file in walk.files()]


def test_it_goes_on_in_another_process(
    app: Flask, settings: config.Settings, draft: on.Walk, sender: Sender
) -> None:
    sender.send(0)
    session.remove()
    with create_app(settings).app_context():
        assert sender.begin().received == PART_SIZE
        sender.send(1)
        session.remove()
    sender.send(2)
    assert sender.finish().kept


def test_a_part_lost_by_the_disk_is_asked_for_again(
    draft: on.Walk, sender: Sender, parts_folder: Path
) -> None:
    sender.send(0, 1, 2)
    rows = {part["name"]: place for place, part in enumerate(sender.begin().parts)}
    (second,) = (path for path in stored_parts(parts_folder) if rows[path.name] == 1)
    second.chmod(0o600)
    second.write_bytes(b"")
    with pytest.raises(OutOfStep) as told:
        sender.finish()
    assert told.value.received == PART_SIZE
    sender.send(1, 2)
    assert sender.finish().kept


def test_cancelling_removes_the_row_and_the_bytes(sender: Sender, parts_folder: Path) -> None:
    sender.send(0)
    sender.cancel()
    assert not on.count(FileUpload) and not stored_parts(parts_folder)
    with pytest.raises(NotThere):
        sender.send(1)
    assert not stored_parts(parts_folder)


def test_cancelling_what_is_finished_takes_nothing_away(draft: on.Walk, sender: Sender) -> None:
    sender.send(0, 1, 2)
    sender.finish()
    sender.cancel()
    assert len(draft.files()) == 1


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("Пустой.pdf", 0, "пустой"), ("Большой.pdf", 51 * 2**20, "больше 50 МБ"), ("Меньше нуля.pdf", -1, "пустой"),
        ("Программа.exe", 10, "Это программа"), ("Архив.zip", 10, "Это архив"), ("Ролик.mp4", 10, "не принимаются"),
        ("д" * 301 + ".pdf", 10, "слишком длинное"),
    ],
)  # fmt: skip
def test_what_can_be_known_at_once_is_refused_before_a_byte_is_sent(
    draft: on.Walk, name: str, size: int, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        Sender(draft, name=name).begin(size=size)
    assert not on.count(FileUpload)


def test_unfinished_uploads_count_for_the_quota_of_the_school(
    app: Flask, town: World, draft: on.Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = replace(app.extensions["settings"], school_quota=len(BODY) + 5000)
    monkeypatch.setitem(app.extensions, "settings", quota)
    first, second = Sender(draft), Sender(draft, actor=town.school_1.head)
    first.begin()
    with pytest.raises(Invalid, match="Место школы закончилось"):
        second.begin("other")
    plain = Upload("Целиком.pdf", io.BytesIO(BODY))
    with acting_as(town.school_1.head) as head, pytest.raises(Invalid, match="Место школы закончилось"):
        operations.add_files(draft.number, "other", [plain], actor=head)
    first.send(0, 1, 2)
    assert first.finish().kept, "what is on its way is not counted twice"
    with pytest.raises(Invalid, match="Место школы закончилось"):
        second.begin("other")


def test_a_quota_used_up_meanwhile_refuses_at_the_end_and_what_came_may_be_cancelled(
    app: Flask, draft: on.Walk, sender: Sender, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.send(0, 1, 2)
    less = replace(app.extensions["settings"], school_quota=len(BODY) - 1)
    monkeypatch.setitem(app.extensions, "settings", less)
    with pytest.raises(Invalid, match="Место школы закончилось"):
        sender.finish()
    assert not draft.files() and on.count(FileUpload) == 1
    sender.cancel()
    assert not on.count(FileUpload) and not stored_parts(parts_folder)


def test_two_tabs_that_send_one_file_make_one_document(draft: on.Walk, sender: Sender) -> None:
    twin = Sender(draft)
    twin.key = sender.key
    assert [sender.send(0), twin.send(0), twin.send(1), sender.send(1), sender.send(2), twin.send(2)][
        -1
    ] == len(BODY)
    assert twin.finish() == sender.finish() == Outcome(NAME, number=1)
    assert len(draft.files()) == 1


def test_the_same_bytes_again_are_kept_with_the_word_that_they_are_a_double(
    draft: on.Walk, sender: Sender
) -> None:
    sender.send(0, 1, 2)
    assert not sender.finish().notices
    again = Sender(draft, name="Копия.pdf")
    again.begin("other")
    again.send(0, 1, 2)
    outcome = again.finish()
    assert outcome.kept and f"Такой же файл уже был в пакете: «{NAME}»" in outcome.notices[0]


def test_a_large_file_is_never_whole_in_memory(draft: on.Walk) -> None:
    sender = Sender(draft, samples.heavy_pdf(40 * 2**20))
    sender.begin()
    tracemalloc.start()
    try:
        sender.send(*range(-(-len(sender.body) // PART_SIZE)))
        assert sender.finish(hashlib.sha256(sender.body).hexdigest()).kept
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 12 * 2**20


def test_a_person_leaves_only_so_many_files_half_sent(town: World, draft: on.Walk) -> None:
    for _ in range(OPEN_LIMIT):
        Sender(draft).begin("other")
    with pytest.raises(Invalid, match="Незавершённых загрузок уже"):
        Sender(draft).begin("other")
    assert Sender(draft, actor=town.school_1.head).begin("other").received == 0


@pytest.mark.parametrize("done", range(10))
def test_whatever_is_given_up_leaves_no_row_and_no_file_after_a_day(
    draft: on.Walk, parts_folder: Path, done: int
) -> None:
    """Given up at ten points: begun, between parts, in the middle of one, whole but not finished, refused, cancelled."""
    sender = Sender(draft)
    sender.begin()
    with system_scope("test"):
        if done in {1, 2, 3}:
            sender.send(*range(done))
        if done in {4, 5}:
            sender.send(*range(done - 3))
            storage().put_part(sender.key, b"written, and then the process was killed")
        if done in {6, 7}:
            sender.send(0, 1, 2)
            sender.finish("0" * 64) if done == 6 else sender.cancel()
        if done == 8:
            storage().put_part(secrets.token_hex(16), b"of an upload nobody knows of")
        if done == 9:
            sender.send(0)
            forget(sender)
    session.rollback()
    with system_scope("test"), moment(now() + timedelta(hours=23)):
        upkeep.sweep_uploads()
        assert on.count(FileUpload) == (0 if done in {7, 9} else 1), "a day is given to go on"
        assert bool(stored_parts(parts_folder)) == (done in {1, 2, 3, 4, 5})
    session.rollback()
    with system_scope("test"), moment(now() + timedelta(hours=25)):
        upkeep.sweep_uploads()
    assert not on.count(FileUpload) and not stored_parts(parts_folder)
    assert not draft.files() and HASH not in set(storage().hashes())


def forget(sender: Sender) -> None:
    with transaction():
        session.delete(session.scalars(select(FileUpload).where(FileUpload.key == sender.key)).one())


def test_sweeping_spares_what_is_going_on_and_what_is_fresh(draft: on.Walk, sender: Sender) -> None:
    sender.send(0)
    with system_scope("test"), transaction():
        old = now() - timedelta(hours=20)
        session.execute(update(FileUpload).values(created_at=old - timedelta(days=9), touched_at=old))
    session.rollback()
    with system_scope("test"), moment(now() + timedelta(hours=3)):
        assert upkeep.sweep_uploads() == 0
    sender.send(1, 2)
    assert sender.finish().kept
