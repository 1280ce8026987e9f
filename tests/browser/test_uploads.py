"""Files on their way in, as the person who sends them sees it (ux.md §5 5, 33-36)."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

import config
from tests import samples
from tests.browser.conftest import Visit
from tests.browser.relay import Relay
from tests.journeys import test_the_whole_way as journey
from tests.pages import SignIn
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import PackageFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
MEGABYTE = 1024 * 1024
SENDING = re.compile(r"^([1-9]\d*)\u00a0%, осталось (около \d+\u00a0мин|меньше двух минут)$")


@pytest.fixture
def files(app: Flask, with_passwords: World, visit: Visit) -> Page:
    """The page where a school adds files to its package; some of these tests break the network."""
    number = journey.begin(SignIn(app)(with_passwords.school_1.coordinator))
    page = visit(with_passwords.school_1.coordinator, trouble=True)
    page.goto(f"/packages/{number}/edit/files")
    return page


@pytest.fixture
def slot(files: Page) -> Locator:
    return files.locator("#slot-programme")


@pytest.fixture
def big(tmp_path: Path) -> Path:
    path = tmp_path / "Программа на 40 мегабайт.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Ballast = document.make_stream(b"0" * 40 * MEGABYTE)
        document.save(path, compress_streams=False)
    return path


def test_33_a_file_of_40_mb_shows_percent_and_time_left_as_text_and_as_a_bar(
    files: Page, slot: Locator, big: Path
) -> None:
    _slow(files)
    _send(slot, big)
    words, bar = slot.locator("[data-sending-words]"), slot.locator("progress")
    expect(words).to_have_text(SENDING, timeout=60_000)
    shown = slot.evaluate(
        "it => [it.querySelector('[data-sending-words]').textContent, it.querySelector('progress').value]"
    )
    percent = SENDING.match(shown[0])
    assert percent and int(percent[1]) == shown[1]
    expect(bar).to_have_accessible_name("Ход отправки")
    expect(slot.get_by_role("button", name="Отменить отправку")).to_be_visible()


def test_05_and_36_cancelling_leaves_nothing_on_the_page_and_nothing_on_the_server(
    files: Page, slot: Locator, big: Path, settings: config.Settings
) -> None:
    _slow(files)
    _send(slot, big)
    expect(slot.locator("[data-sending-words]")).to_have_text(SENDING, timeout=60_000)
    slot.get_by_role("button", name="Отменить отправку").click()
    expect(slot.locator("[data-sending]")).to_be_hidden()
    expect(slot.locator("[data-picked]")).to_be_hidden()
    expect(slot.locator("input[type=file]")).to_be_focused()
    expect(slot.locator("input[type=file]")).to_have_value("")
    files.reload()
    expect(slot.locator(".files")).to_have_count(0)
    assert _kept() == 0
    assert not list(Path(settings.storage_url).rglob("*.part"))


def test_34_a_cut_of_the_network_is_said_in_the_row_and_repeating_sends_the_file(
    files: Page, slot: Locator, big: Path, base_url: str
) -> None:
    with Relay(urlsplit(base_url).port or 0) as wire:
        files.goto(wire.address + urlsplit(files.url).path)
        _send(slot, big)
        words = slot.locator("[data-sending-words]")
        expect(words).to_have_text(SENDING, timeout=60_000)
        wire.cut()
        expect(words).to_contain_text("Нет связи с сервером. Файлы не отправлены.", timeout=30_000)
        expect(slot.locator("[data-picked]")).to_contain_text(big.name)
        assert _kept() == 0
        wire.restore()
        words.get_by_role("button", name="Повторить").press("Enter")
        expect(slot.get_by_role("button", name="Отменить отправку")).to_be_focused()
        expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
        assert files.evaluate("document.activeElement !== document.body")
        assert _kept() == 1


def _with_password() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(buffer, encryption=pikepdf.Encryption(user="пароль", owner="пароль"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words", "advice"),
    [
        ("Программа.exe", lambda: b"MZ" + b"\0" * 200, "Это программа, а не документ", "Приложите документ"),
        ("Пустой.pdf", lambda: b"", "пустой", "приложите снова"),
        (
            "Большой.pdf",
            lambda: samples.pdf("п") + b"\n%" + b"0" * 51 * MEGABYTE,
            "больше 50 МБ",
            "Уменьшите его",
        ),
        ("Закрытый.pdf", _with_password, "защищён паролем", "Снимите защиту"),
    ],
    ids=["wrong type", "empty", "too large", "password"],
)
def test_35_each_refusal_has_its_own_words_and_says_what_to_do(
    slot: Locator, tmp_path: Path, name: str, content: Callable[[], bytes], words: str, advice: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    _send(slot, path)
    error = slot.locator(".error")
    expect(error).to_contain_text(words, timeout=60_000)
    expect(error).to_contain_text(advice)
    expect(error).to_be_focused()
    expect(slot.locator(".files")).to_have_count(0)
    assert _kept() == 0


def _send(slot: Locator, path: Path) -> None:
    slot.locator("input[type=file]").set_input_files(str(path))
    expect(slot.locator("[data-picked]")).to_contain_text(path.name)
    slot.get_by_role("button", name="Загрузить").click()


def _slow(page: Page) -> None:
    """Send a megabyte a second: 40 of them take long enough to be looked at."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": MEGABYTE},
    )


def _kept() -> int:
    session.rollback()
    with system_scope("test"):
        return session.scalar(select(func.count()).select_from(PackageFile)) or 0
