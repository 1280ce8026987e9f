"""The corpus of uploads ends as its manifest says, and a file that hurts is a refusal like any other."""

import json
import os
import re
import signal
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from webapp.documents import room
from webapp.documents.judgement import Accepted, Rejected, Verdict, judge
from webapp.documents.room import RoomLimits
from workflows.file_rules import FileKind, Limits, Notice, Refusal

CORPUS = Path(__file__).resolve().parents[2] / "data" / "uploads"
NEVER_FROM_A_FILE = {
    Refusal.UNAVAILABLE,
    Refusal.TOO_HARD,
    Refusal.UNREADABLE,
    Refusal.TOO_LARGE,
    Refusal.INFECTED,
}


@dataclass(frozen=True)
class Case:
    path: Path
    name: str
    expected: str


CASES = [
    Case(CORPUS / entry["file"], entry["name"], entry["expected"])
    for entry in json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))
]


def code_of(verdict: Verdict) -> str:
    return verdict.kind if isinstance(verdict, Accepted) else verdict.code


def found(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def accepted(path: Path, name: str, **limits: Any) -> Accepted:
    verdict = judge(path, name, limits=Limits(**limits))
    assert isinstance(verdict, Accepted), verdict
    return verdict


@pytest.mark.parametrize("case", CASES, ids=[case.path.stem + " " + case.name.strip() for case in CASES])
def test_the_corpus_ends_as_its_manifest_says(case: Case) -> None:
    verdict = judge(case.path, case.name)
    assert code_of(verdict) == case.expected, verdict
    assert isinstance(verdict, Accepted) == (case.path.parent.name == "accept")


def test_every_refusal_and_every_kind_is_in_the_corpus() -> None:
    expected = {case.expected for case in CASES}
    assert set(FileKind) <= expected
    assert set(Refusal) - expected == NEVER_FROM_A_FILE


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.path.parent.name == "reject"], ids=lambda c: c.path.stem
)
def test_a_refusal_is_a_finished_russian_sentence(case: Case) -> None:
    verdict = judge(case.path, case.name)
    assert isinstance(verdict, Rejected)
    assert verdict.sentence.endswith(".")
    assert re.search("[а-я]{3}", verdict.sentence)
    assert "{" not in verdict.sentence
    assert verdict.sentence.isprintable()


def test_a_wrong_extension_names_both_kinds_and_the_better_name() -> None:
    verdict = judge(found("фото.jpg").path, "справка.pdf")
    assert isinstance(verdict, Rejected)
    assert "«справка.pdf»" in verdict.sentence
    assert "изображение JPEG" in verdict.sentence
    assert "«справка.jpg»" in verdict.sentence


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("наложение.docx", "части перекрывают друг друга"),
        ("тайник.docx", "посторонние данные внутри части"),
        ("два имени.docx", "две части с одним именем"),
        ("хвост.docx", "посторонние данные после документа"),
        ("лживый размер.docx", "размер части указан неверно"),
        ("ссылка.docx", "ссылка вместо файла"),
        ("другое имя внутри.docx", "не совпадает с оглавлением"),
        ("подмена вида.docx", "два основных документа"),
    ],
)
def test_a_crooked_archive_is_refused_for_the_fault_it_has(name: str, part: str) -> None:
    verdict = judge(found(name).path, name)
    assert isinstance(verdict, Rejected)
    assert part in verdict.sentence


def test_facts_about_an_accepted_file_are_told() -> None:
    document = found("Приказ № 12 «О мерах».PDF")
    assert accepted(document.path, document.name).pages == 3
    assert accepted(document.path, document.name).media_type == "application/pdf"
    assert accepted(found("выступление.pptx").path, "в.pptx").pages == 1
    picture = accepted(found("скан.png").path, "скан.png")
    assert (picture.width, picture.height) == (4, 3)
    table = accepted(found("сведения из Excel.csv").path, "с.csv")
    assert (table.encoding, table.warnings) == ("cp1251", (Notice.LEGACY_ENCODING,))
    assert accepted(found("заметка.txt").path, "з.txt").encoding == "utf-16"


@pytest.mark.parametrize(
    ("name", "notice"),
    [
        ("фото с местом.JPEG", Notice.HAS_LOCATION),
        ("местный шаблон.docx", Notice.LOCAL_TEMPLATE),
        ("рисунок по ссылке.docx", Notice.REMOTE_IMAGE),
    ],
)
def test_what_deserves_a_word_is_noticed(name: str, notice: Notice) -> None:
    assert notice in accepted(found(name).path, name).warnings


def test_a_name_without_an_extension_is_completed_by_content() -> None:
    verdict = accepted(found("без расширения").path, "Отчёт за 01.09.2025")
    assert verdict.name == "Отчёт за 01.09.2025.pdf"
    assert verdict.warnings == (Notice.NAME_COMPLETED,)


@pytest.mark.parametrize(
    ("name", "limits", "code"),
    [
        ("справка.pdf", {"size": 100}, Refusal.TOO_LARGE),
        ("Приказ № 12 «О мерах».PDF", {"pages": 2}, Refusal.TOO_MANY_PAGES),
        ("справка.pdf", {"pdf_objects": 3}, Refusal.TOO_COMPLEX),
        ("скан.png", {"pixels": 11}, Refusal.TOO_MANY_PIXELS),
        ("фото.jpg", {"pixels": 11}, Refusal.TOO_MANY_PIXELS),
        ("письмо.docx", {"members": 2}, Refusal.TOO_MANY_PARTS),
        ("письмо.docx", {"unpacked": 300}, Refusal.BOMB),
        ("письмо.docx", {"member_size": 300}, Refusal.BOMB),
        ("диаграмма.docx", {"unpacked": 3000}, Refusal.BOMB),
        ("глубокая вёрстка.docx", {"xml_depth": 50}, Refusal.TOO_COMPLEX),
    ],
)
def test_each_limit_is_obeyed(name: str, limits: dict[str, int], code: Refusal) -> None:
    verdict = judge(found(name).path, name, limits=Limits(**limits))
    assert code_of(verdict) == code


def test_every_cut_of_a_good_file_is_refused_or_harmless_and_never_kills_the_room(tmp_path: Path) -> None:
    path = tmp_path / "cut"
    for name in ("справка.pdf", "письмо.docx", "скан.png"):
        whole = found(name).path.read_bytes()
        for length in range(1, len(whole) - 1, max(1, len(whole) // 25)):
            path.write_bytes(whole[:length])
            verdict = judge(path, name)
            assert isinstance(verdict, Rejected)
            assert verdict.code not in {Refusal.UNREADABLE, Refusal.UNAVAILABLE}, length


def test_a_flipped_byte_never_escapes_the_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "flipped"
    for name in ("форма.pdf", "диаграмма.docx", "текст.odt", "фото.jpg", "скан.png"):
        whole = bytearray(found(name).path.read_bytes())
        for at in range(0, len(whole), max(1, len(whole) // 30)):
            damaged = bytearray(whole)
            damaged[at] ^= 0xFF
            path.write_bytes(damaged)
            verdict = judge(path, name)
            assert isinstance(verdict, Accepted) or verdict.code is not Refusal.UNAVAILABLE


@pytest.mark.parametrize(
    "limits", [RoomLimits(cpu_seconds=1), RoomLimits(wall_seconds=0.4)], ids=["processor", "clock"]
)
def test_a_file_that_eats_time_is_refused_and_the_next_one_is_judged(
    limits: RoomLimits, tmp_path: Path
) -> None:
    path = tmp_path / "slow.docx"
    path.write_bytes(_many_elements(6_000_000))
    verdict = judge(path, "медленный.docx", limits=replace(Limits(), ratio=10_000), room_limits=limits)
    assert code_of(verdict) == Refusal.TOO_HARD
    assert code_of(judge(found("справка.pdf").path, "справка.pdf")) == FileKind.PDF


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="this system does not limit address space")
def test_a_file_that_eats_memory_is_refused_and_the_next_one_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes("Текст ".encode() * 4_000_000)
    verdict = judge(path, "широкий.txt", room_limits=RoomLimits(memory=48 * 1024 * 1024))
    assert code_of(verdict) == Refusal.TOO_HARD
    assert code_of(judge(found("справка.pdf").path, "справка.pdf")) == FileKind.PDF


def test_twenty_threads_judge_at_once_while_the_helper_is_killed() -> None:
    cases = [case for case in CASES if case.path.stat().st_size < 100_000][:120]
    wrong: list[tuple[str, str]] = []

    def work(mine: list[Case]) -> None:
        for case in mine:
            verdict = judge(case.path, case.name)
            if code_of(verdict) != case.expected:
                wrong.append((case.name, code_of(verdict)))

    threads = [threading.Thread(target=work, args=(cases[number::20],)) for number in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    helper = room.client._room.process_id
    if helper:
        os.kill(helper, signal.SIGKILL)
    for thread in threads:
        thread.join()
    assert wrong == []


def _many_elements(count: int) -> bytes:
    from tests.data.uploads.parts import Part, office

    body = b"<a>" + b"<b/>" * count + b"</a>"
    return office("docx", Part("word/styles.xml", body))
