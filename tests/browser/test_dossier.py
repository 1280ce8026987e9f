"""The page of a dossier opened from a disk: readable without a network, and finding what was changed."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import in_every_look
from tests.webapp.archives.conftest import made_of_package, made_of_stage, opened, packages, report_of, stage
from tests.world import World
from webapp.access.actor import system_scope
from webapp.models import Package, Stage

pytestmark = pytest.mark.browser
__all__ = ["packages", "stage"]

Open = Callable[[Path], Page]


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


@pytest.fixture
def folder(town: World, stage: Stage, packages: list[Package], tmp_path: Path) -> Path:
    """The dossier of a stage as a person has unpacked it."""
    opened(made_of_stage(town, stage)).extractall(tmp_path / "Досье")
    return tmp_path / "Досье"


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page from the disk in a browser without a network; a word in its console or a request fails the test."""
    context = browser.new_context(offline=True, locale="ru-RU")
    faults: list[str] = []

    def open_it(path: Path) -> Page:
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda one: None if one.url.startswith("file:") else faults.append(one.url))
        page.goto(f"file://{quote(str(path))}")
        return page

    yield open_it
    context.close()
    assert not faults


def checked(page: Page, folder: Path) -> str:
    page.get_by_label("Папка с досье").set_input_files(folder)
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("Контрольное число", timeout=20_000)
    return outcome.inner_text()


def first_document(folder: Path) -> Path:
    return sorted(folder.rglob("Редакция 1/*/*.pdf"))[0]


def test_a_sound_dossier_matches_and_tells_its_control_number(folder: Path, open_page: Open) -> None:
    page = open_page(folder / "index.html")
    said = checked(page, folder)
    control = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    assert "Все файлы совпадают со списком" in said and control in said
    page.get_by_text("Список: ").click()
    expect(page.locator("#sums .verdict")).to_have_text(["совпадает"] * page.locator("#sums tr").count())
    in_every_look(page)


def test_every_page_reads_well_and_leads_to_its_documents(folder: Path, open_page: Open) -> None:
    page = open_page(folder / "index.html")
    in_every_look(page)
    page.get_by_role("region", name="Пакеты этапа").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Программа развития")
    in_every_look(page)
    for link in page.locator("#versions a").all():
        target = link.evaluate("link => decodeURIComponent(new URL(link.href).pathname)")
        assert Path(target).is_file()
    page.get_by_role("link", name="Все пакеты этапа").click()
    expect(page.get_by_role("heading", name="Проверка")).to_be_visible()


def test_a_changed_file_is_named(folder: Path, open_page: Open) -> None:
    victim = first_document(folder)
    data = bytearray(victim.read_bytes())
    data[0] ^= 1
    victim.write_bytes(data)
    page = open_page(folder / "index.html")
    said = checked(page, folder)
    assert "Расхождений: 1" in said and f"Изменён: {victim.relative_to(folder)}" in said
    in_every_look(page)


def test_a_lost_file_and_a_slipped_in_one_are_named(folder: Path, open_page: Open) -> None:
    victim = first_document(folder)
    victim.rename(victim.with_name("Подложен.pdf"))
    said = checked(open_page(folder / "index.html"), folder)
    assert f"Нет файла: {victim.relative_to(folder)}" in said
    assert "Лишний файл, его нет в списке" in said and "Подложен.pdf" in said


def test_a_list_changed_with_its_file_no_longer_is_that_of_the_page(folder: Path, open_page: Open) -> None:
    victim, listed = first_document(folder), folder / "SHA256SUMS"
    before = hashlib.sha256(victim.read_bytes()).hexdigest()
    victim.write_bytes(b"other")
    listed.write_text(listed.read_text().replace(before, hashlib.sha256(b"other").hexdigest()))
    said = checked(open_page(folder / "index.html"), folder)
    assert "Список на этой странице не совпадает с файлом SHA256SUMS" in said


def test_a_changed_first_page_is_found_by_the_list(folder: Path, open_page: Open) -> None:
    first = folder / "index.html"
    first.write_text(first.read_text("utf-8").replace("Программы развития", "Программы Развития"), "utf-8")
    assert "Страница index.html в папке не та" in checked(open_page(first), folder)


def test_another_folder_is_no_dossier(folder: Path, open_page: Open, tmp_path: Path) -> None:
    other = tmp_path / "Другая"
    other.mkdir()
    (other / "a.txt").write_text("a")
    page = open_page(folder / "index.html")
    page.get_by_label("Папка с досье").set_input_files(other)
    expect(page.locator("#outcome")).to_contain_text("нет файла SHA256SUMS")


def test_files_are_checked_one_by_one_too(
    town: World, packages: list[Package], open_page: Open, tmp_path: Path
) -> None:
    number = made_of_package(town, packages[0])
    opened(number).extractall(tmp_path / "d")
    page = open_page(tmp_path / "d" / "index.html")
    expect(page.locator("#check")).to_contain_text(f"/reports/{report_of(number).number}")
    own, big = first_document(tmp_path / "d"), tmp_path / "Большой.bin"
    big.write_bytes(bytes(range(256)) * 40_000)
    page.get_by_label("или отдельные файлы из досье").set_input_files([own, big])
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text(f"{own.name}: не изменён")
    expect(outcome).to_contain_text(hashlib.sha256(big.read_bytes()).hexdigest(), timeout=20_000)


def test_without_scripts_it_says_how_to_check(folder: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{quote(str(folder / 'index.html'))}")
    expect(page.get_by_text("certutil -hashfile")).to_be_visible()
    expect(page.get_by_label("Папка с досье")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 120, 4_194_303, 4_194_304, 4_194_369])
def test_its_own_sums_are_those_of_the_standard(
    folder: Path, open_page: Open, tmp_path: Path, size: int
) -> None:
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    (tmp_path / "sample").write_bytes(data)
    page = open_page(folder / "index.html")
    page.get_by_label("или отдельные файлы из досье").set_input_files(tmp_path / "sample")
    expect(page.locator("#outcome")).to_contain_text(hashlib.sha256(data).hexdigest(), timeout=20_000)
