"""The conversation of the script with the server, and what the page of files shows of uploads that stopped."""

import gzip
import hashlib
import io
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from tests import samples
from tests.journeys.test_the_whole_way import begin
from tests.pages import BASE, Browser, Page, SignIn, apart
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.assembly.operations import PART_SIZE
from webapp.models import FileUpload, PackageFile

STATIC = Path(__file__).parents[3] / "webapp" / "static"
NAME = "Отчёт школы № 5 «итоги», ёлка.pdf"
BODY = samples.heavy_pdf(PART_SIZE + 1000)


@dataclass(slots=True)
class Script:
    """What the script of the page asks."""

    school: Browser
    number: str
    url: str = ""

    @property
    def files(self) -> str:
        return f"/packages/{self.number}/edit/files"

    def begin(self, *, slot: str = "programme", status: int = 200, **said: Any) -> dict[str, Any]:
        told = {"key": secrets.token_hex(16), "name": NAME, "size": len(BODY), **said}
        answer = self.school.post(f"{self.files}/{slot}/uploads", told, status=status)
        if status == 200:
            self.url = self.json(answer)["url"]
        return self.json(answer)

    def part(self, offset: int, data: bytes, *, declared: int | None = None, **headers: str) -> Page:
        sent = Headers(
            {"X-CSRFToken": self.school.csrf, "Content-Type": "application/octet-stream", **headers}
        )
        return self.school._answer(apart(
            self.school.client.post, f"{self.url}/parts/{offset}", input_stream=io.BytesIO(data), headers=sent,
            content_length=len(data) if declared is None else declared, base_url=BASE,
        ))  # fmt: skip

    def finish(self, *, status: int = 200, body: bytes = BODY) -> dict[str, Any]:
        told = {"sha256": hashlib.sha256(body).hexdigest()}
        return self.json(self.school.post(f"{self.url}/finish", told, status=status))

    @staticmethod
    def json(page: Page) -> dict[str, Any]:
        assert page.mimetype == "application/json", page.text[:500]
        return dict(json.loads(page.text))


@pytest.fixture
def script(as_school: Browser) -> Script:
    number = begin(as_school)
    as_school.get(f"/packages/{number}/edit/files")
    return Script(as_school, number)


def test_a_russian_name_and_every_byte_come_back(town: World, script: Script, sign_in: SignIn) -> None:
    begun = script.begin()
    assert (begun["offset"], begun["part"], begun["parts"]) == (0, PART_SIZE, [])
    first, rest = BODY[:PART_SIZE], BODY[PART_SIZE:]
    script.part(0, first, **{"X-Part-SHA256": hashlib.sha256(first).hexdigest()})
    answer = script.json(script.part(PART_SIZE, rest))
    assert answer["offset"] == len(BODY)
    assert answer["parts"] == [hashlib.sha256(part).hexdigest() for part in (first, rest)]
    assert script.finish() == {"name": NAME, "number": 1, "notices": []}
    assert script.finish() == {"name": NAME, "number": 1, "notices": []}
    original = sign_in(town.school_1.head).get(f"/packages/{script.number}/files/1/original")
    assert original.body == BODY
    assert original.headers["X-File-SHA256"] == hashlib.sha256(BODY).hexdigest()
    assert f"{hashlib.sha256(BODY).hexdigest()[:12]}…" in script.school.get(script.files).text
    assert NAME in script.school.get(script.files).text


def test_the_script_is_told_where_to_go_on(script: Script) -> None:
    script.begin()
    script.part(0, BODY[:PART_SIZE])
    for wrong in (script.part(0, b"\0" * PART_SIZE), script.part(PART_SIZE + 1, BODY[PART_SIZE + 1 :])):
        assert (wrong.status, script.json(wrong)) == (409, {"offset": PART_SIZE})
    assert script.finish(status=409) == {"offset": PART_SIZE}
    assert script.json(script.school.get(script.url))["offset"] == PART_SIZE
    damaged = script.part(PART_SIZE, BODY[PART_SIZE:], **{"X-Part-SHA256": "0" * 64})
    assert damaged.status == 422 and "повреждённой" in script.json(damaged)["sentence"]


def test_each_refusal_at_once_has_its_own_sentence(script: Script) -> None:
    told = {
        words: script.begin(status=422, **said)["sentence"]
        for words, said in {
            "пустой": {"size": 0}, "больше 50 МБ": {"size": 51 * 2**20}, "Это программа": {"name": "Программа.exe"},
            "Не удалось начать": {"size": "много"},
        }.items()
    }  # fmt: skip
    assert all(words in sentence for words, sentence in told.items()), told
    script.begin(name="Программа.pdf", size=200)
    script.part(0, b"MZ" + b"\0" * 198)
    assert "Это программа" in script.finish(status=422, body=b"MZ" + b"\0" * 198)["sentence"]


def test_a_part_that_breaks_off_is_no_part(script: Script) -> None:
    script.begin()
    for sent in (0, 1, 1000, PART_SIZE - 1):
        broken = script.part(0, BODY[:sent], declared=PART_SIZE)
        assert broken.status in {400, 409}, broken.status
    assert script.json(script.school.get(script.url))["offset"] == 0
    assert script.json(script.part(0, BODY[:PART_SIZE]))["offset"] == PART_SIZE


def test_nothing_is_taken_without_the_token_of_the_form(script: Script) -> None:
    script.begin()
    assert script.part(0, BODY[:PART_SIZE], **{"X-CSRFToken": "forged"}).status == 400
    assert script.part(0, BODY[:PART_SIZE], Origin="https://evil.example").status == 403
    assert script.json(script.school.get(script.url))["offset"] == 0


def test_a_strangers_upload_is_not_there(town: World, script: Script, sign_in: SignIn) -> None:
    script.begin()
    script.part(0, BODY[:PART_SIZE])
    for stranger in (town.school_1.head, town.school_2.coordinator, town.curator, town.foreign_coordinator):
        browser = sign_in(stranger)
        browser.get(script.url, status=404)
        for act in ("finish", "cancel"):
            browser.post(f"{script.url}/{act}", {"sha256": "0" * 64}, status=404)
        assert Script(browser, script.number, script.url).part(PART_SIZE, BODY[PART_SIZE:]).status == 404
    assert on.count(FileUpload) == 1 and script.finish(status=409)["offset"] == PART_SIZE


def test_a_page_opened_again_names_what_did_not_come_whole(
    town: World, script: Script, sign_in: SignIn
) -> None:
    script.begin()
    script.part(0, BODY[:PART_SIZE])
    percent = 100 * PART_SIZE // len(BODY)
    page = script.school.get(script.files)
    assert page.has(f"Не загружено до конца: {NAME}, {percent} %. Выберите этот же файл, чтобы продолжить.")
    (row,) = page.tree.xpath("//*[@id='slot-programme']//*[@data-unfinished]")
    assert (row.get("data-name"), row.get("data-size"), row.get("data-url")) == (
        NAME,
        str(len(BODY)),
        script.url,
    )
    assert "Не загружено" not in sign_in(town.school_1.head).get(script.files).text, "it is nobody else's"
    script.part(PART_SIZE, BODY[PART_SIZE:])
    script.finish()
    assert "Не загружено" not in script.school.get(script.files).text


def test_what_stopped_is_removed_by_a_plain_button(script: Script) -> None:
    script.begin()
    script.part(0, BODY[:PART_SIZE])
    page = script.school.get(script.files)
    (form,) = page.tree.xpath("//*[@data-unfinished]//form")
    gone = script.school.post(form.get("action"))
    assert "Не загружено" not in script.school.follow(gone).text
    assert not on.count(FileUpload)
    script.school.get(script.url, status=404)


def test_the_page_of_files_loads_its_scripts_and_no_other_page_does(script: Script) -> None:
    def scripts(path: str) -> set[str]:
        found = script.school.get(path).tree.xpath("//script/@src")
        return {str(src).partition("?")[0].rpartition("/")[2] for src in found}

    own = {"upload.js"}
    assert own <= scripts(script.files)
    for other in ("/", f"/packages/{script.number}", f"/packages/{script.number}/edit"):
        assert not own & scripts(other)


def test_the_page_of_files_with_its_script_keeps_the_sum_of_a_first_view(script: Script) -> None:
    names = ("app.css", "app.js", "htmx.min.js", "upload.js", "icons.svg", "favicon.svg")
    sizes = [len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names]
    fonts = [font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")]
    page = len(gzip.compress(script.school.get(script.files).body, 9))
    assert page + sum(sizes) + sum(fonts) <= 95 * 1024


def test_the_plain_form_takes_files_whole_as_before(app: Flask, script: Script) -> None:
    script.school.post(
        f"{script.files}/programme",
        {"files": (io.BytesIO(samples.pdf("п")), NAME)},
        content_type="multipart/form-data",
    )
    assert on.count(PackageFile, PackageFile.name == NAME) == 1
