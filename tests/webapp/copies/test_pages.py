"""The pages of near copies: the list of a package, the card of a file, two documents side by side."""

from dataclasses import dataclass

import pytest

from tests.counting import statements
from tests.pages import Browser
from tests.webapp.copies.shelf import line, package, sent, text
from tests.webapp.search import library
from tests.world import World
from webapp.models import Package, PackageFile

COPIED_SEEDS = range(5, 9)
COPIED = "\n".join(line(n, 25) for n in COPIED_SEEDS)
EDITED = COPIED.replace(COPIED.split()[30], "переписанное", 1)


@dataclass(frozen=True, slots=True)
class Pair:
    package: Package
    file: PackageFile
    theirs: Package
    their_file: PackageFile

    @property
    def url(self) -> str:
        query = f"file={self.file.number}&other={self.theirs.number}&other_file={self.their_file.number}"
        return f"/packages/{self.package.number}/copies/passages?{query}"


@pytest.fixture
def pair(town: World) -> Pair:
    """Two schools of one curator; the second took a passage and mended a word of it."""
    first, second = package(town.school_1, town.stage), package(town.school_2, town.stage)
    file = sent(town.school_1, first, text(f"{line(20, 90)}\n{COPIED}", line(21, 150)), name="Первая.docx")
    theirs = sent(town.school_2, second, text(line(22, 200), f"{EDITED}\n{line(23, 80)}"), name="Вторая.docx")
    return Pair(first, file, second, theirs)


def test_the_way_leads_from_the_package_to_the_passages(pair: Pair, as_curator: Browser) -> None:
    (address,) = as_curator.get(f"/packages/{pair.package.number}").tree.xpath(
        '//a[.="Похожие документы"]/@href'
    )
    page = as_curator.get(address)
    assert page.has("СОШ № 5", "Вторая.docx", "концептуальные документы, 2026 год, редакция 1", "около")
    (address,) = page.tree.xpath('//a[contains(., "Показать общие отрывки")]/@href')
    assert address == pair.url
    assert as_curator.get(address).has("1 отрывок", "Общие отрывки", "Сравнить документы целиком")


def test_passages_stand_side_by_side_with_their_places(pair: Pair, as_curator: Browser) -> None:
    page = as_curator.get(pair.url)
    (jump,) = page.tree.xpath('//ol[@class="cmp__lines"]/li/a')
    (item,) = page.tree.xpath('//div[@class="cmp"]')
    assert jump.get("href") == f"#{item.get('id')}"
    first, second = item.xpath('./div[@class="cmp__two"]/div')
    assert "стр. 1" in first.text_content() and "стр. 2" in second.text_content()
    assert len(first.xpath('./p[@class="lines"]')) == 4
    assert [mark.text_content().split() for mark in second.xpath(".//mark")] == [
        ["только", "здесь:", "переписанное"]
    ]
    for link in item.xpath(".//p/a/@href"):
        as_curator.get(link)
    words = page.words.replace("\xa0", " ")
    assert "99 слов" in words and "своего текста" in words


def test_the_card_of_a_file_tells_the_same(pair: Pair, as_curator: Browser) -> None:
    for path in ("", "/check"):
        page = as_curator.get(f"/packages/{pair.package.number}/files/{pair.file.number}{path}")
        (card,) = page.tree.xpath('//section[@id="copies"]')
        assert "Вторая.docx" in card.text_content() and "решает человек" in card.text_content()


def test_nothing_found_and_nothing_read_are_told_apart(town: World, pair: Pair, as_curator: Browser) -> None:
    whose = package(town.school_1, town.stage, kind="development")
    alone = sent(town.school_1, whose, text(line(30, 100)), name="Своя.docx")
    fresh = library.file(whose, library.text(line(31, 100)), actor=town.school_1.head, name="Новая.docx")
    page = as_curator.get(f"/packages/{whose.number}/copies")
    assert page.has(
        "Похожих документов других школ не найдено", "Ещё не сопоставлены или не прочитаны: Новая.docx"
    )
    address = f"/packages/{whose.number}/files"
    assert as_curator.get(f"{address}/{alone.number}").has("Похожих документов других школ не найдено")
    assert as_curator.get(f"{address}/{fresh.number}").has("Ещё не сопоставлен")


def test_own_documents_are_listed_apart(town: World, pair: Pair, as_curator: Browser) -> None:
    own = package(town.school_1, town.stage, kind="development")
    sent(town.school_1, own, text(COPIED), name="Программа.docx")
    page = as_curator.get(f"/packages/{pair.package.number}/copies")
    (card,) = page.tree.xpath('//section[@id="own"]')
    assert "документ той же школы" in card.text_content() and "Программа.docx" in card.text_content()
    (card,) = page.tree.xpath('//section[@id="found"]')
    assert "Программа.docx" not in card.text_content()


def test_documents_without_text_or_without_common_passages_say_so(
    town: World, pair: Pair, as_curator: Browser
) -> None:
    blank = sent(town.school_2, pair.theirs, text(""), name="Скан.pdf")
    other = sent(town.school_2, pair.theirs, text(line(40, 90)), name="Другая.docx")
    start = pair.url.rpartition("=")[0]
    assert as_curator.get(f"{start}={blank.number}").has("Показать отрывки нельзя")
    assert as_curator.get(f"{start}={other.number}").has("Общих отрывков нет")


@pytest.mark.parametrize(
    "query", ["", "?file=", "?file=1", "?file=1&other=&other_file=1", "?file=x&other=y&other_file=z"]
)
def test_an_address_that_names_no_files_leads_nowhere(pair: Pair, as_curator: Browser, query: str) -> None:
    named = query.startswith("?file=") and query != "?file="
    page = as_curator.get(
        f"/packages/{pair.package.number}/copies/passages{query}", status=404 if named else 303
    )
    assert named or page.location.endswith(f"/packages/{pair.package.number}/copies")


def test_long_passages_and_many_are_cut(town: World, pair: Pair, as_curator: Browser) -> None:
    long = line(50, 2000)
    some = [line(100 + n, 40) for n in range(50)]
    mine, theirs = (
        "\n".join([long, *(f"{passage}\n{line(seed + n, 40)}" for n, passage in enumerate(some))])
        for seed in (200, 300)
    )
    first = sent(town.school_1, pair.package, text(mine), name="Длинная.docx")
    second = sent(town.school_2, pair.theirs, text(theirs), name="Длинная тоже.docx")
    query = f"file={first.number}&other={pair.theirs.number}&other_file={second.number}"
    page = as_curator.get(f"/packages/{pair.package.number}/copies/passages?{query}")
    assert len(page.tree.xpath('//div[@class="cmp"]')) == 40
    assert page.has("Показаны самые длинные. Ещё 10 отрывков короче.")
    assert len(page.text) < 120_000


def test_pages_take_as_many_statements_for_one_as_for_many(
    town: World, pair: Pair, as_curator: Browser
) -> None:
    address = f"/packages/{pair.package.number}/copies"
    with statements() as one:
        as_curator.get(address)
    for n in range(4):
        sent(town.school_1, pair.package, text(COPIED, line(60 + n, 30)))
        sent(town.school_2, pair.theirs, text(COPIED, line(70 + n, 30)))
    with statements() as many:
        as_curator.get(address)
    assert len(many) == len(one)
