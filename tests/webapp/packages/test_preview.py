"""A document shown inside the product: pages, text, states of its making, and nobody else's eyes."""

import io
from dataclasses import dataclass

import docx
import openpyxl
import pytest
from PIL import Image
from sqlalchemy import func, select

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import LoginSession, OutboxMessage, Package, PackageFile, PagePicture, VersionFile
from webapp.reading import operations
from workflows.file_rules import FileKind
from workflows.vocabulary import Event, State

PAGES = tuple(f"Страница номер {n}\nОхват обучающихся составил 79 процентов" for n in range(1, 8))


@dataclass(slots=True)
class Shelf:
    """A package of the first school at its curator's, with files whose bytes are there."""

    town: World
    package: Package

    def put(
        self, content: bytes, kind: FileKind = FileKind.PDF, *, read: bool = True, **values: object
    ) -> PackageFile:
        file = make.kept_file(
            self.package, "concept", content, kind, actor=self.town.school_1.coordinator, **values
        )
        version = self.package.current_version_id
        place = {"package_id": self.package.id, "version_id": version, "position": file.number}
        make.save(VersionFile(**place, file_id=file.id, change="new"))
        if read:
            with system_scope("test"):
                operations.read(file.sha256, keep_alive=lambda: None)
        session.commit()
        session.expunge(file)
        return file

    def url(self, file: PackageFile, tail: str = "") -> str:
        return f"/packages/{self.package.number}/files/{file.number}{tail}"


@pytest.fixture
def shelf(town: World) -> Shelf:
    return shelf_of(on.sent(town))


def shelf_of(walk: on.Walk) -> Shelf:
    """Apart from the session, so that a package that goes on does not expire it."""
    package = walk.row()
    session.expunge(package)
    return Shelf(walk.town, package)


def draw(file: PackageFile, *pages: int) -> None:
    with system_scope("test"):
        operations.want(file, pages[0])
        operations.draw(file.sha256, pages, keep_alive=lambda: None)
    session.commit()


def count(model: type) -> int:
    session.rollback()
    with system_scope("look"):
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_page_of_a_pdf_is_a_picture_with_ways_to_its_neighbours(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7, name="Справка.pdf")
    draw(file, 2, 3, 4, 5)
    page = as_curator.get(shelf.url(file, "?page=2"))
    assert page.has("Стр. 2 из 7")
    (picture,) = page.tree.xpath('//*[@id="preview"]//img')
    assert picture.get("src") == shelf.url(file, "/pages/2") and "Страница 2" in picture.get("alt")
    links = {a.text_content(): a.get("href") for a in page.tree.xpath('//*[@id="preview"]//a')}
    assert links["Назад"] == shelf.url(file) and links["Вперёд"] == shelf.url(file, "?page=3")
    assert links["Текстом"] == shelf.url(file, "/text?page=2")
    assert any(address == shelf.url(file, "/original") for address in links.values())
    first, last = as_curator.get(shelf.url(file)), as_curator.get(shelf.url(file, "?page=99"))
    assert not first.tree.xpath('//a[.="Назад"]') and first.tree.xpath('//a[.="Вперёд"]')
    assert last.has("Стр. 7 из 7") and not last.tree.xpath('//a[.="Вперёд"]')


@pytest.mark.parametrize("raw", ["0", "-1", "abc", "9999999999", "٣", ""])
def test_a_page_that_is_no_page_is_the_nearest_there_is(shelf: Shelf, as_curator: Browser, raw: str) -> None:
    file = shelf.put(samples.printed("Одна", "Две"), pages=2)
    assert "Стр. 1 из 2" in as_curator.get(shelf.url(file, f"?page={raw}")).words.replace("\xa0", " ")


def test_the_picture_is_ours_guarded_and_asked_about_each_time(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed("Первая"), pages=1)
    answer = as_curator.get(shelf.url(file, "/pages/1"))
    assert answer.mimetype == "image/webp" and Image.open(io.BytesIO(answer.body)).format == "WEBP"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    tag = answer.headers["ETag"]
    with system_scope("look"):
        assert tag.strip('"') == session.scalar(select(PagePicture.picture))
    again = as_curator.get(shelf.url(file, "/pages/1"), status=304, headers={"If-None-Match": tag})
    assert not again.body and again.headers["Cache-Control"] == "private, no-cache"
    as_curator.get(shelf.url(file, "/pages/2"), status=404)


def test_whoever_may_not_see_the_file_sees_no_page_of_it(shelf: Shelf, sign_in: SignIn) -> None:
    file = shelf.put(samples.printed("Первая", "Вторая"), pages=2)
    town = shelf.town
    for foreign in (town.school_2.head, town.foreign_coordinator, town.other_curator):
        browser = sign_in(foreign)
        for tail in ("", "?page=2", "/text", "/pages/1"):
            browser.get(shelf.url(file, tail), status=404)
        browser.post(shelf.url(file, "/pages"), {"page": "2"}, status=404)
    assert count(PagePicture) == 1
    own = sign_in(town.school_1.head)
    own.get(shelf.url(file, "/pages/1"))
    assert not own.get(shelf.url(file)).tree.xpath('//*[@name="viewed"]')


def test_a_page_not_drawn_yet_is_asked_for_by_a_post_and_never_by_a_get(
    shelf: Shelf, as_curator: Browser
) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    page = as_curator.get(shelf.url(file, "?page=3"))
    assert count(PagePicture) == 1
    (form,) = page.tree.xpath("//form[@action=$url]", url=shelf.url(file, "/pages"))
    assert form.get("hx-trigger") == "load, submit" and page.has("Показать страницу")
    answer = as_curator.post(shelf.url(file, "/pages"), {"page": "3", "place": "file"})
    assert answer.location == shelf.url(file, "?page=3") and count(PagePicture) == 5
    waiting = as_curator.get(answer.location)
    assert waiting.has("Готовим просмотр", "Обновить страницу") and not waiting.has("Показать страницу")
    draw(file, 3)
    assert as_curator.get(answer.location).tree.xpath('//*[@id="preview"]//img')


def test_the_next_page_is_asked_for_ahead_of_its_reader(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    page = as_curator.get(shelf.url(file))
    (form,) = page.tree.xpath("//form[@action=$url]", url=shelf.url(file, "/pages"))
    assert form.get("hidden") is not None and form.xpath('.//*[@name="page"]/@value') == ["2"]
    answer = as_curator.post(
        shelf.url(file, "/pages"), {"page": "2"}, status=204, headers={"HX-Request": "true"}
    )
    assert not answer.body and count(PagePicture) == 5
    assert not as_curator.get(shelf.url(file)).tree.xpath(
        "//form[@action=$url]", url=shelf.url(file, "/pages")
    )


def test_a_document_being_read_says_so_and_shows_itself_when_it_is_ready(
    shelf: Shelf, as_curator: Browser
) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX, read=False)
    page = as_curator.get(shelf.url(file))
    assert page.has("Готовим просмотр", "Обновить страницу")
    (poll,) = page.tree.xpath("//form[@name='poll']/@hx-get")
    (waiting,) = page.tree.xpath("//*[@hx-get=$poll]/@name", poll=poll)
    headers = {"HX-Request": "true", "HX-Target": "preview", "HX-Trigger-Name": waiting}
    with system_scope("look"):
        before = session.scalars(select(LoginSession.last_seen_at)).all()
    as_curator.get(poll, status=204, headers=headers)
    with system_scope("test"):
        operations.read(file.sha256, keep_alive=lambda: None)
    ready = as_curator.get(poll, headers=headers)
    assert "Программа развития" in ready.text and 'name="poll"' not in ready.text
    assert "Просмотр готов." in ready.text and 'id="preview"' in ready.text
    session.rollback()
    with system_scope("look"):
        assert session.scalars(select(LoginSession.last_seen_at)).all() == before


def test_a_document_that_cannot_be_read_says_why(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(b"%PDF-1.4 broken", pages=3)
    page = as_curator.get(shelf.url(file))
    assert page.has("Прочитать файл не удалось") and not page.has("Готовим просмотр")
    assert as_curator.get(shelf.url(file, "/text?page=2")).has("Прочитать файл не удалось")


def test_every_page_has_its_text_or_the_reason_why_not(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    text = as_curator.get(shelf.url(file, "/text?page=5"))
    assert text.has("Страница номер 5", "Стр. 5 из 7") and not text.tree.xpath('//*[@id="preview"]//img')
    assert text.tree.xpath('//a[.="Страницей"]/@href') == [shelf.url(file, "?page=5")]
    scan = shelf.put(samples.pdf("скан", pages=2), pages=2)
    assert as_curator.get(shelf.url(scan, "/text?page=2")).has("На этой странице нет текста")
    assert as_curator.get(shelf.url(scan)).has("В файле только изображения страниц")


def test_a_word_document_is_shown_with_its_headings_lists_and_tables(
    shelf: Shelf, as_curator: Browser
) -> None:
    document = docx.Document()
    document.add_heading("Программа <b>развития</b>", level=1)
    document.add_heading("Цели", level=3)
    document.add_paragraph("Первая цель", style="List Bullet")
    document.add_paragraph("Подцель", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for r in table.rows for c in r.cells), ("Показатель", "План", "Доля", "79 %"), strict=True
    ):
        cell.text = words
    file = shelf.put(samples.docx_bytes(document), FileKind.DOCX)
    page = as_curator.get(shelf.url(file))
    assert "Программа &lt;b&gt;развития" in page.text
    assert [h.tag for h in page.tree.xpath('//*[@id="preview"]//*[self::h3 or self::h4]')] == ["h3", "h4"]
    assert page.tree.xpath('//*[@id="preview"]//table//th[@scope="col"]/text()') == ["Показатель", "План"]
    (wrap,) = page.tree.xpath('//*[@id="preview"]//*[@class="tablewrap"]')
    assert wrap.get("tabindex") == "0" and wrap.get("role") == "region" and wrap.get("aria-label")
    assert [li.text_content() for li in page.tree.xpath('//*[@id="preview"]//li')] == [
        "Первая цель",
        "Подцель",
    ]


def test_a_workbook_is_shown_by_sheet_and_its_long_table_by_portions(
    shelf: Shelf, as_curator: Browser
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Показатели"
    sheet.append(["№", "Ученик"])
    for n in range(1, 700):
        sheet.append([n, f"строка-{n}"])
    book.create_sheet("Итоги")["A1"] = "Всего 699"
    buffer = io.BytesIO()
    book.save(buffer)
    file = shelf.put(buffer.getvalue(), FileKind.XLSX)
    page = as_curator.get(shelf.url(file))
    assert page.has("Лист 1 из 2", "строки 1–300 из 700", "Часть 1 из 3") and not page.has("строка-300 ")
    tabs = page.tree.xpath('//nav[@aria-label="Листы"]//a')
    assert [tab.text for tab in tabs] == ["Показатели", "Итоги"] and tabs[0].get("aria-current") == "page"
    assert as_curator.get(tabs[1].get("href")).has("Всего 699", "Лист 2 из 2")
    third = as_curator.get(shelf.url(file, "?part=3"))
    assert third.has("строки 601–700 из 700", "строка-699") and not third.tree.xpath(
        '//a[.="Следующая часть"]'
    )
    assert as_curator.get(shelf.url(file, "?part=77")).has("Часть 3 из 3")


def test_a_row_of_a_package_opens_its_preview_below(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    shown = as_curator.get(f"/packages/{shelf.package.number}")
    (name,) = shown.tree.xpath(f'//*[@id="file-{file.number}-name"]')
    assert name.get("href") == shelf.url(file) and name.get("hx-target") == f"#file-{file.number}-preview"
    opened = as_curator.fragment(name.get("hx-get"), f"file-{file.number}-preview")
    assert "<h1" not in opened.text and opened.text.count(f'id="file-{file.number}-preview"') == 1
    assert f'hx-target="#file-{file.number}-preview"' in opened.text
    turned = as_curator.fragment(shelf.url(file, "/text?page=3"), f"file-{file.number}-preview")
    assert "Страница номер 3" in turned.text and f'id="file-{file.number}-block-1"' in turned.text
    page = as_curator.fragment(shelf.url(file, "?page=2"), "preview")
    assert 'id="preview"' in page.text and "<h1" not in page.text


def test_the_mark_leads_back_to_where_it_was_made(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    answer = as_curator.post(shelf.url(file, "/viewed"), {"viewed": "1", "place": "file", "page": "2"})
    assert answer.location == shelf.url(file, "?page=2")
    (box,) = as_curator.get(shelf.url(file)).tree.xpath('//*[@name="viewed"]')
    assert box.get("checked") is not None


def test_a_page_costs_the_same_however_long_the_document(shelf: Shelf, as_curator: Browser) -> None:
    long, short = shelf.put(samples.printed(*PAGES), pages=7), shelf.put(samples.printed("Одна"), pages=1)
    book = shelf.put(samples.docx_file("Программа"), FileKind.DOCX)
    costs = []
    for address in (shelf.url(long), shelf.url(short), shelf.url(book)):
        as_curator.get(address)
        with statements() as seen:
            as_curator.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1] and max(costs) <= BUDGET, costs


BUDGET = 14


def test_asking_twice_draws_once(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    for _ in range(2):
        as_curator.post(shelf.url(file, "/pages"), {"page": "2", "place": "file"})
    session.rollback()
    with system_scope("look"):
        wanted = select(func.count()).where(OutboxMessage.event == Event.PAGES_WANTED)
        assert session.scalar(wanted) == 1
    assert shelf.package.state is State.CURATOR_REVIEW
