"""Files of an entry: attached by its author, read by whoever reads the entry, judged like every other file."""

import io
from datetime import timedelta
from typing import Any

from tests import factories as make
from tests import samples
from tests.pages import Browser, SignIn
from tests.webapp.diary.test_diary import set_entry
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp.database import now
from webapp.models import DiaryEntry, DiaryFile, JournalEntry


def entered(town: World, curator: Browser) -> DiaryEntry:
    curator.post("/diary/new", {
        "school": str(town.school_1.school.id), "happened_on": (make.today() - timedelta(days=1)).isoformat(),
        "contact": "visit", "examined": "Уроки", "what": "", "doer": "school", "due_on": "", "doer_2": "school",
        "doer_3": "school",
    })  # fmt: skip
    found: DiaryEntry = rows(DiaryEntry)[-1]
    return found


def attach(curator: Browser, number: int, name: str, content: bytes, **expected: Any) -> Any:
    return curator.post(
        f"/diary/{number}/files",
        {"files": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
        **expected,
    )


def test_a_file_is_attached_read_and_taken_away(
    town: World, as_curator: Browser, as_head: Browser, as_coordinator: Browser, sign_in: SignIn
) -> None:
    number = entered(town, as_curator).number
    attach(as_curator, number, "Протокол встречи.pdf", samples.pdf("Протокол"))
    (row,) = rows(DiaryFile)
    path = f"/diary/{number}/files/{row.id}"
    assert as_head.get(f"/diary/{number}").has("Протокол встречи.pdf")
    assert as_head.get(path).body == as_coordinator.get(path).body == samples.pdf("Протокол")
    sign_in(town.school_2.head).get(path, status=404)
    sign_in(town.other_curator).get(path, status=404)
    as_coordinator.post(f"/diary/{number}/files", {}, status=404)
    as_curator.post(f"{path}/remove")
    assert rows(DiaryFile) == []
    as_head.get(path, status=404)
    acts = [one.action for one in rows(JournalEntry)]
    assert {"diary.file_attached", "diary.file_downloaded", "diary.file_removed"} <= set(acts)


def test_a_wrong_file_is_refused_in_a_sentence(town: World, as_curator: Browser) -> None:
    number = entered(town, as_curator).number
    refused = attach(as_curator, number, "Протокол.pdf", b"MZ not a document", status=422)
    assert refused.has("Протокол.pdf") and rows(DiaryFile) == []
    empty = as_curator.post(f"/diary/{number}/files", {}, content_type="multipart/form-data", status=422)
    assert empty.has("Выберите файл")


def test_after_two_days_files_are_added_and_not_taken_away(town: World, as_curator: Browser) -> None:
    number = entered(town, as_curator).number
    attach(as_curator, number, "Фото.pdf", samples.pdf("Фото"))
    set_entry(entered_at=now() - timedelta(days=3))
    (row,) = rows(DiaryFile)
    assert as_curator.post(f"/diary/{number}/files/{row.id}/remove", status=409).has("48 часов")
    attach(as_curator, number, "Ещё.pdf", samples.pdf("Ещё"))
    assert len(rows(DiaryFile)) == 2
