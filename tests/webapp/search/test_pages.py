"""The page of search: groups, snippets, addresses, what it says when there is nothing, and what it costs."""

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.search import library
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Package, PackageFile
from webapp.search import operations
from workflows.vocabulary import State


@pytest.fixture(autouse=True)
def _slow() -> None:
    operations.forget()


@pytest.fixture
def package(town: World) -> Package:
    row = make.package(town.school_1.school, town.stage, number="srr-2026-7", state=State.CURATOR_REVIEW)
    operations.catch_up()
    return row


@pytest.fixture
def file(town: World, package: Package) -> PackageFile:
    sha256 = library.text("Введение\nДефицит <b>кадров</b> & школа", "Ещё о дефиците кадров")
    return library.file(package, sha256, actor=town.school_1.head, name="Концепция.docx")


def test_found_things_stand_in_groups_with_their_words_marked(
    town: World, file: PackageFile, as_curator: Browser
) -> None:
    library.remark(package_of(file), "Дефицит кадров не назван", actor=town.curator, published=False)
    page = as_curator.get("/search?q=дефицит+кадров")
    assert page.has("Найдено: документов – 1, замечаний – 1", "Тексты документов", "Концепция.docx")
    assert page.has("пакет srr-2026-7", "школе не направлено")
    marks = [mark.text_content() for mark in page.tree.xpath("//main//mark")]
    assert marks == ["Дефицит", "кадров", "Дефицит", "кадров"]
    assert "&lt;b&gt;" in page.text and "<b>кадров" not in page.text
    titles = page.tree.xpath("//title")[0].text_content()
    assert titles == "Поиск: дефицит кадров — Поиск — Экспертиза"


def package_of(file: PackageFile) -> Package:
    with system_scope("test"):
        return session.get_one(Package, file.package_id)


def test_a_hit_leads_to_the_block_of_a_text_and_to_the_page_of_a_pdf(
    town: World, package: Package, file: PackageFile, as_curator: Browser
) -> None:
    href = as_curator.get("/search?q=дефицит").tree.xpath('//*[@id="texts"]//h3/a/@href')
    assert href == [f"/packages/srr-2026-7/files/{file.number}?block=2#block-2"]
    opened = as_curator.get(href[0])
    assert opened.tree.xpath('//*[@id="block-2"]')[0].text_content().startswith("Дефицит")
    pdf = library.file(
        package,
        library.text("Титул", "Тревожность", "Ничего", "тревожность"),
        actor=town.school_1.head,
        kind="pdf",
    )
    page = as_curator.get("/search?q=тревожность")
    links = page.tree.xpath('//*[@id="texts"]//a/@href')
    assert links == [f"/packages/srr-2026-7/files/{pdf.number}?page={n}" for n in (2, 4)]
    assert page.has("стр. 2", "стр. 4")


def test_one_kind_has_an_address_and_pages(town: World, package: Package, as_curator: Browser) -> None:
    for n in range(45):
        library.file(package, library.text(f"мера {n}"), actor=town.school_1.head)
    page = as_curator.get("/search?q=мера")
    assert len(page.tree.xpath('//*[@id="texts"]//li')) == 5
    (more,) = page.tree.xpath('//*[@id="texts"]//*[@class="card__foot"]/a/@href')
    first = as_curator.get(more)
    assert first.has("Страница 1 из 3") and len(first.tree.xpath('//*[@id="texts"]//li')) == 20
    (following,) = first.tree.xpath('//nav[@aria-label="Страницы списка"]//a/@href')
    second = as_curator.get(following)
    assert second.has("Страница 2 из 3")
    seen = [set(one.tree.xpath('//*[@id="texts"]//h3/a/@href')) for one in (first, second)]
    assert not seen[0] & seen[1] and len(seen[1]) == 20
    assert as_curator.get(f"{more}&page=99").has("Страница 3 из 3")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/search", "Как искать"),
        ("/search?q=", "Как искать"),
        ("/search?q=«»", "Искать нечего"),
        ("/search?q=небывальщина", "Ничего не найдено"),
        ("/search?q=дефицит&kind=schools", "Здесь ничего не найдено"),
        ("/search?q=дефицит&kind=nonsense&page=-1", "Тексты документов"),
        ("/search?q=" + "слово" * 200, "Ничего не найдено"),
        ("/search?q=%27%22*)(+OR+NEAR(a,b)+%26+!x", "Ничего не найдено"),
    ],
)
def test_every_state_of_the_page_says_what_to_do(
    file: PackageFile, as_curator: Browser, address: str, words: str
) -> None:
    assert as_curator.get(address).has(words)


def test_the_other_layout_is_said_and_the_words_stay_as_typed(file: PackageFile, as_curator: Browser) -> None:
    page = as_curator.get("/search?q=ltabwbn")
    assert page.has("Показано для «дефицит»", "возможно, раскладка", "Концепция.docx")
    assert page.tree.xpath('//main//input[@name="q"]/@value') == ["ltabwbn"]


def test_a_file_that_another_has_replaced_says_so(town: World, package: Package, as_head: Browser) -> None:
    old = library.file(package, library.text("порядок"), actor=town.school_1.head, sent=False)
    old.in_draft = False
    make.save(old)
    assert as_head.get("/search?q=порядок").has("в пакете уже другая редакция файла")


def test_the_top_of_each_page_leads_to_the_search(as_curator: Browser) -> None:
    page = as_curator.get("/packages")
    (form,) = page.tree.xpath('//header//form[@role="search"]')
    assert form.get("action") == "/search" and form.xpath('.//input[@name="q"]')
    assert page.tree.xpath('//header[@class="mobbar"]//a[@href="/search"]')


def test_the_page_costs_the_same_for_one_hit_and_for_many(
    town: World, package: Package, as_curator: Browser
) -> None:
    def cost() -> int:
        with statements() as seen:
            as_curator.get("/search?q=мера")
        return len(seen)

    def more(count: int) -> None:
        for n in range(count):
            library.file(package, library.text(f"мера {n}", "мера"), actor=town.school_1.head)
            library.remark(package, f"мера {n}", actor=town.curator, published=True)

    more(1)
    one = cost()
    more(12)
    assert cost() == one <= 20


def test_a_storm_of_one_person_is_slowed_and_others_search_on(
    file: PackageFile, as_curator: Browser, as_coordinator: Browser
) -> None:
    for _ in range(operations.MOST):
        as_curator.get("/search?q=дефицит")
    answer = as_curator.get("/search?q=дефицит", status=429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 61 and answer.has("Слишком много запросов поиска")
    assert as_coordinator.get("/search?q=дефицит").has("Концепция.docx")
    assert as_curator.get("/search").has("Как искать"), "the empty page costs nothing"
    assert as_curator.get("/packages").has("srr-2026-7")


def test_an_expert_and_an_observer_are_offered_what_they_have_pages_of(
    town: World, file: PackageFile, sign_in: SignIn
) -> None:
    assert sign_in(town.expert).get("/search").has("по пакетам, текстам документов и замечаниям")
    assert sign_in(town.observer).get("/search").has("по школам, пакетам, текстам документов и замечаниям")
