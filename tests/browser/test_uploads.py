"""Files on their way in, as the person who sends them sees it (ux.md §5 5, 33-36)."""

import hashlib
import io
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pikepdf
import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Request, expect
from sqlalchemy import func, select, update

import config
from tests import samples
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.looks import in_every_look
from tests.browser.relay import Relay
from tests.journeys import test_the_whole_way as journey
from tests.pages import SignIn
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import now, session, transaction
from webapp.models import FileUpload, LoginSession, PackageFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
MEGABYTE = 1024 * 1024
SENDING = re.compile(
    r"^([1-9]\d*)\u00a0%, [\d,]+\u00a0МБ из 40,0\u00a0МБ, осталось (около \d+\u00a0мин|меньше двух минут)$"
)
CUT = "Связь прервалась. Загрузка продолжится сама."


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
def row(slot: Locator) -> Locator:
    return slot.locator("[data-sendings] .sending")


@pytest.fixture
def big(tmp_path: Path) -> Path:
    path = tmp_path / "Программа на 40 мегабайт № 1 «ёлка».pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Ballast = document.make_stream(random.Random(40).randbytes(40 * MEGABYTE))
        document.save(path, compress_streams=False)
    return path


@pytest.fixture
def wire(files: Page, base_url: str) -> Iterator[Relay]:
    """The page again, over a line that is slow and can be cut."""
    with Relay(urlsplit(base_url).port or 0) as line:
        files.goto(line.address + urlsplit(files.url).path)
        yield line


def test_33_a_file_of_40_mb_shows_percent_bytes_and_time_left_as_text_and_as_a_bar(
    files: Page, slot: Locator, row: Locator, big: Path
) -> None:
    _slow(files)
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    shown = row.evaluate(
        "it => [it.querySelector('[data-words]').textContent, it.querySelector('progress').value]"
    )
    percent = SENDING.match(shown[0])
    assert percent and int(percent[1]) == shown[1]
    expect(row.locator("progress")).to_have_accessible_name("Ход отправки")
    expect(row.locator("[data-cancel]")).to_have_accessible_name(_named("Отменить отправку", big))
    slot.get_by_role("button", name="Пауза").click()
    in_every_look(files)


def test_05_and_36_cancelling_leaves_nothing_on_the_page_and_nothing_on_the_server(
    files: Page, slot: Locator, row: Locator, big: Path, settings: config.Settings
) -> None:
    _slow(files)
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    _until(lambda: bool(_rows() and _rows()[0].received))
    parts = Path(settings.storage_url) / "parts" / _rows()[0].key
    assert list(parts.iterdir())
    with files.expect_response("**/cancel"):
        slot.get_by_role("button", name="Отменить отправку").click()
    expect(row).to_have_count(0)
    expect(slot.locator("[data-picked]")).to_be_hidden()
    expect(slot.locator("input[type=file]")).to_be_focused()
    expect(slot.locator("input[type=file]")).to_have_value("")
    files.reload()
    expect(slot.locator(".files, [data-unfinished]")).to_have_count(0)
    assert _kept() == 0 and _rows() == []
    assert not parts.exists()


def test_34_after_a_cut_at_half_way_the_file_goes_on_by_itself_from_where_it_was(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay
) -> None:
    offsets = _listen(files)
    _send(slot, big)
    _until_half(row)
    wire.cut()
    expect(row.locator("[data-words]")).to_contain_text(CUT, timeout=30_000)
    (half,) = _rows()
    assert half.received >= 0.45 * half.size
    assert _kept() == 0
    offsets.clear()
    wire.restore()
    expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
    expect(row).to_have_count(0)
    assert min(offsets) >= 0.45 * half.size, "nothing before is sent again"
    _is_kept(big)


def test_34_after_a_reload_the_page_names_the_file_and_choosing_it_again_goes_on(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay
) -> None:
    _send(slot, big)
    _until_half(row)
    files.reload()
    half = _settled()
    files.reload()
    assert half.received >= 0.45 * half.size
    percent = 100 * half.received // half.size
    left = slot.locator("[data-unfinished]")
    expect(left).to_contain_text(
        f"Не загружено до конца: {big.name}, {percent}\u00a0%. Выберите этот же файл, чтобы продолжить."
    )
    in_every_look(files)
    offsets = _listen(files)
    slot.locator("input[type=file]").set_input_files(str(big))
    expect(slot.locator("[data-picked]")).to_contain_text(f"продолжится с {percent}\u00a0%")
    slot.get_by_role("button", name="Загрузить").click()
    expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
    expect(left).to_have_count(0)
    assert min(offsets) == half.received
    _is_kept(big)


def test_34_another_file_of_the_same_name_and_size_does_not_go_on_with_the_first(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay
) -> None:
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    _until(lambda: bool(_rows() and _rows()[0].received))
    files.reload()
    content = bytearray(big.read_bytes())
    content[len(content) // 40] ^= 1
    big.write_bytes(content)
    offsets = _listen(files)
    _send(slot, big)
    expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
    assert min(offsets) == 0
    _is_kept(big)
    assert _rows() == []


def test_pause_and_continue_by_the_keyboard_alone(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay
) -> None:
    slot.locator("input[type=file]").set_input_files(str(big))
    slot.get_by_role("button", name="Загрузить").press("Enter")
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    pause = row.locator("[data-pause]")
    pause.focus()
    files.keyboard.press("Enter")
    expect(pause).to_have_accessible_name(_named("Продолжить", big))
    expect(pause).to_be_focused()
    expect(row.locator("[data-words]")).to_contain_text("Приостановлено.")
    offsets = _listen(files)
    files.wait_for_timeout(1500)
    assert not offsets, "nothing is sent while it waits"
    files.keyboard.press("Space")
    expect(pause).to_have_accessible_name(_named("Пауза", big))
    expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
    expect(slot.locator("input[type=file]")).to_be_focused()
    _is_kept(big)


def test_several_files_go_two_at_a_time_and_each_has_its_row(files: Page, tmp_path: Path) -> None:
    slot, paths = files.locator("#slot-other"), [tmp_path / f"Приказ № {n}, «школа».pdf" for n in range(5)]
    for path in paths:
        path.write_bytes(samples.pdf(path.name))
    slot.locator("input[type=file]").set_input_files(paths)
    slot.get_by_role("button", name="Загрузить").click()
    for path in paths:
        expect(slot.locator(".files")).to_contain_text(path.name, timeout=60_000)
    expect(slot.locator("[data-sendings]")).to_be_hidden()
    assert _kept() == 5


def test_29_a_file_whose_sender_is_signed_out_goes_on_after_signing_in(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay, with_passwords: World
) -> None:
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    with system_scope("test"), transaction():
        session.execute(update(LoginSession).values(ended_at=now(), end_reason="test"))
    dialog = files.locator("#login-again")
    expect(dialog).to_be_visible(timeout=30_000)
    expect(row.locator("[data-words]")).to_contain_text("Войдите снова: загрузка продолжится.")
    dialog.get_by_label("Электронная почта").fill(with_passwords.school_1.coordinator.email)
    dialog.get_by_label("Пароль").fill(PASSWORD)
    dialog.get_by_label("Пароль").press("Enter")
    expect(dialog).to_be_hidden()
    expect(slot.locator(".files")).to_contain_text(big.name, timeout=90_000)
    _is_kept(big)


def test_without_scripts_the_form_sends_whole_files_and_what_was_left_unfinished_can_be_removed(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay, visit: Visit, with_passwords: World
) -> None:
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    _until(lambda: bool(_rows() and _rows()[0].received))
    files.reload()
    plain = visit(with_passwords.school_1.coordinator, scripts=False)
    plain.goto(urlsplit(files.url).path)
    place = plain.locator("#slot-programme")
    expect(place.get_by_text("Не загружено до конца")).to_be_visible()
    expect(place.get_by_text("Выберите этот же файл")).to_be_hidden()
    expect(place.get_by_text("или перетащите сюда")).to_be_hidden()
    place.locator("[data-unfinished] button").click()
    expect(place.get_by_text("Не загружено до конца")).to_have_count(0)
    assert _rows() == []
    place.locator("input[type=file]").set_input_files(str(big))
    place.get_by_role("button", name="Загрузить").click()
    expect(place.locator(".files")).to_contain_text(big.name, timeout=60_000)
    _is_kept(big)


def test_two_windows_that_send_one_file_make_one_document(
    files: Page, slot: Locator, row: Locator, big: Path, wire: Relay
) -> None:
    _send(slot, big)
    expect(row.locator("[data-words]")).to_have_text(SENDING, timeout=60_000)
    _until(lambda: bool(_rows() and _rows()[0].received))
    other = files.context.new_page()
    other.goto(files.url)
    other_slot = other.locator("#slot-programme")
    _send(other_slot, big)
    for place in (slot, other_slot):
        expect(place.locator(".files")).to_contain_text(big.name, timeout=90_000)
    expect(row).to_have_count(0)
    _is_kept(big)


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
    error = slot.locator("[data-sendings] .error")
    expect(error).to_contain_text(words, timeout=60_000)
    expect(error).to_contain_text(advice)
    expect(error).to_be_focused()
    expect(slot.locator(".files")).to_have_count(0)
    assert _kept() == 0


def _send(slot: Locator, path: Path) -> None:
    slot.locator("input[type=file]").set_input_files(str(path))
    expect(slot.locator("[data-picked]")).to_contain_text(path.name)
    slot.get_by_role("button", name="Загрузить").click()


def _until(fact: Callable[[], bool]) -> None:
    for _ in range(300):
        if fact():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to pass")


def _until_half(row: Locator) -> None:
    words = row.locator("[data-words]")
    _until(lambda: int(re.findall(r"(\d+)\u00a0%", words.inner_text())[-1]) >= 50)


def _listen(page: Page) -> list[int]:
    """The offsets of the parts that were answered from now on."""
    offsets: list[int] = []

    def note(request: Request) -> None:
        found = re.search(r"/parts/(\d+)$", request.url)
        if found:
            offsets.append(int(found[1]))

    page.on("request", note)
    return offsets


class _Begun(NamedTuple):
    key: str
    size: int
    received: int


def _rows() -> list[_Begun]:
    """What has begun and is not whole."""
    session.rollback()
    with system_scope("test"):
        columns = select(FileUpload.key, FileUpload.size, FileUpload.received)
        return [_Begun(*row) for row in session.execute(columns.where(FileUpload.finished_at.is_(None)))]


def _settled() -> _Begun:
    """What has begun, when all that was on the wire has come."""
    while True:
        (before,) = _rows()
        time.sleep(1)
        if [before] == _rows():
            return before


def _named(button: str, path: Path) -> re.Pattern[str]:
    return re.compile(rf"^{button}\s*: {re.escape(path.name)}\s*$")


def _is_kept(path: Path) -> None:
    session.rollback()
    with system_scope("test"):
        (file,) = session.scalars(select(PackageFile)).all()
    assert (file.name, file.size) == (path.name, path.stat().st_size)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


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
