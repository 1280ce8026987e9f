"""The document beside the sheet: which one, which page, and nothing of the sheet lost by turning it."""

import pytest

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.webapp.packages.test_preview import PAGES, Shelf, shelf_of
from tests.world import World
from webapp.access.actor import system_scope
from webapp.models import PackageFile
from workflows.file_rules import FileKind


@pytest.fixture
def desk(town: World) -> Shelf:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    return shelf_of(walk)


@pytest.fixture
def files(desk: Shelf) -> tuple[PackageFile, PackageFile]:
    long = desk.put(samples.printed(*PAGES), pages=7, name="Справка.pdf")
    return long, desk.put(samples.docx_file("Программа развития"), FileKind.DOCX, name="Программа.docx")


@pytest.fixture
def as_examiner(sign_in: SignIn, town: World) -> Browser:
    return sign_in(town.coordinator)


def test_the_sheet_stands_beside_the_document_the_address_names(
    desk: Shelf, files: tuple[PackageFile, PackageFile], as_examiner: Browser
) -> None:
    long, word = files
    url = f"/packages/{desk.package.number}/sheet"
    page = as_examiner.get(f"{url}?file={word.number}")
    assert page.has("Программа развития", "Экспертный лист пакета") and page.tree.xpath('//*[@id="cr-1"]')
    chosen = page.tree.xpath('//*[@id="doc-file"]/option[@selected]')
    assert [one.get("value") for one in chosen] == [str(word.number)]
    text = as_examiner.get(f"{url}?file={long.number}&page=3&view=text")
    assert text.has("Стр. 3 из 7", "Страница номер 3")
    links = {a.text_content(): a.get("href") for a in text.tree.xpath('//*[@id="doc"]//a')}
    assert links["Вперёд"] == f"{url}?file={long.number}&view=text&page=4"
    assert links["Страницей"] == f"{url}?file={long.number}&page=3"
    first = as_examiner.get(f"{url}?file=99999")
    assert len(first.tree.xpath('//*[@id="doc-file"]/option[@selected]')) == 1


def test_turning_the_document_answers_the_document_alone(
    desk: Shelf, files: tuple[PackageFile, PackageFile], as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet?file={files[0].number}"
    whole = as_examiner.fragment(url, "doc")
    assert 'id="doc"' in whole.text and "doc-file" in whole.text and "cr-1" not in whole.text
    view = as_examiner.fragment(f"{url}&page=2&view=text", "doc-view")
    assert "Страница номер 2" in view.text and "doc-file" not in view.text
    with statements() as seen:
        as_examiner.fragment(url, "doc-view")
    assert len(seen) <= 12, "\n".join(seen)


def test_saving_without_scripts_comes_back_to_the_same_page(
    desk: Shelf, files: tuple[PackageFile, PackageFile], as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet"
    page = as_examiner.get(f"{url}?file={files[0].number}&page=2")
    action = page.tree.xpath('//*[@id="cr-1"]/@action')[0]
    answer = as_examiner.post(action, {"value": "two", "seen": "0"})
    assert answer.location == f"{url}?file={files[0].number}&page=2"


def test_the_mark_beside_the_sheet_leads_back_to_it(
    desk: Shelf, files: tuple[PackageFile, PackageFile], as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet"
    page = as_examiner.get(f"{url}?file={files[0].number}")
    (form,) = page.tree.xpath('//*[@id="doc-viewed"]/ancestor::form')
    answer = as_examiner.post(form.get("action"), {"viewed": "1", "place": "sheet"})
    assert answer.location == f"{url}?file={files[0].number}"
    assert as_examiner.get(answer.location).tree.xpath('//*[@id="doc-viewed"]/@checked')


def test_a_foreign_sheet_is_not_there_and_a_foreign_file_stands_beside_none(
    desk: Shelf, files: tuple[PackageFile, PackageFile], sign_in: SignIn, as_examiner: Browser
) -> None:
    url = f"/packages/{desk.package.number}/sheet?file={files[0].number}"
    for person in (desk.town.school_1.head, desk.town.other_expert, desk.town.foreign_coordinator):
        sign_in(person).get(url, status=404)
    foreign = make.package(desk.town.school_2.school, desk.town.stage)
    with system_scope("test"):
        other = make.kept_file(
            foreign, "concept", b"secret words", FileKind.TEXT, actor=desk.town.school_2.coordinator
        )
    assert "secret" not in as_examiner.get(f"/packages/{desk.package.number}/sheet?file={other.number}").text
