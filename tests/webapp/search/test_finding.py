"""One corpus, the same answers on both databases: what is found, in which order, for which words."""

import pytest

from tests import factories as make
from tests.webapp.search import library
from tests.world import World
from webapp.access.actor import acting_as
from webapp.models import PackageFile
from webapp.search import operations, queries
from webapp.search.queries import Kind
from workflows.search import parse
from workflows.vocabulary import State

CORPUS = {
    "концепция": (
        "Концепция развития школы",
        "Дефицит педагогических кадров в начальной школе\nПлан работы с молодыми учителями",
    ),
    "план": ("План мероприятий по снижению тревожности", "Работа по плану; кадровый дефицит снижен"),
    "отчёт": ("Отчёт о проведении педсовета 15.03.2026", "Ёлки, подъезды и жёлтые листья"),
    "english": ("The English club of the school, level B2", "Сайт https://school-5.example.org"),
}
WORDS = {
    "дефицит кадров": ["концепция", "план"],
    "кадровый дефицит": ["концепция", "план"],
    "школы": ["концепция", "english!"],
    "школе": ["концепция"],
    "план": ["концепция", "план"],
    "«план работы»": ["концепция"],
    "«работы план»": [],
    "план работы": ["концепция", "план"],
    "елки": ["отчёт"],
    "ЖЁЛТЫЙ": ["отчёт"],
    "15.03.2026": ["отчёт"],
    "2026 15": ["отчёт"],
    "16.03.2026": [],
    "english": ["english"],
    "B2": ["english"],
    "school-5": ["english"],
    "педагогических ёлки": [],
    "по": ["план"],
}
"""What is asked and which documents answer; «!» marks what stemming does not bring together."""


@pytest.fixture
def shelf(town: World) -> dict[str, PackageFile]:
    package = make.package(town.school_1.school, town.stage, number="srr-2026-7", state=State.CURATOR_REVIEW)
    return {
        name: library.file(package, library.text(*leaves), actor=town.school_1.head, name=f"{n}.docx")
        for n, (name, leaves) in enumerate(CORPUS.items(), start=100)
    }


def texts(town: World, words: str) -> list[int]:
    with acting_as(town.curator):
        return list(queries.find(parse(words), town.curator).keys[Kind.TEXTS])


@pytest.mark.parametrize("words", WORDS)
def test_the_same_words_find_the_same_documents(
    town: World, shelf: dict[str, PackageFile], words: str
) -> None:
    expected = [shelf[name].id for name in WORDS[words] if not name.endswith("!")]
    assert texts(town, words) == sorted(expected, reverse=True)


@pytest.mark.parametrize("rare", [0, 1000])
def test_common_and_rare_words_are_looked_for_in_two_ways_with_one_answer(
    town: World, shelf: dict[str, PackageFile], rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.finding, "RARE", rare)
    for words, names in WORDS.items():
        expected = {shelf[name].id for name in names if not name.endswith("!")}
        assert set(texts(town, words)) == expected, words


def test_names_come_before_texts_and_newer_before_older(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    head, sha256 = town.school_1.head, library.text("Дорожная карта школы")
    older = library.file(package, sha256, actor=head, name="1.docx")
    named = library.file(package, library.text("Иное"), actor=head, name="Дорожная карта.docx")
    both = library.file(package, library.text("дорожная карта"), actor=head, name="Дорожные карты.docx")
    newer = library.file(package, sha256, actor=head, name="2.docx")
    assert texts(town, "дорожная карта") == [both.id, named.id, newer.id, older.id]


def test_a_package_is_found_by_its_number_before_all_others(town: World) -> None:
    wanted = make.package(town.school_1.school, town.stage, number="srr-2026-1", state=State.CURATOR_REVIEW)
    other = make.package(
        town.school_2.school, town.stage, number="srr-2026-12", kind="concept", state=State.CURATOR_REVIEW
    )
    with acting_as(town.coordinator):
        assert queries.find(parse("SRR-2026-1"), town.coordinator).keys[Kind.PACKAGES] == (wanted.id,), (
            "at once"
        )
        operations.catch_up()
        keys = queries.find(parse("srr-2026"), town.coordinator).keys[Kind.PACKAGES]
        assert keys == (other.id, wanted.id)
        assert queries.find(parse("2026-12"), town.coordinator).keys[Kind.PACKAGES] == (other.id,)


@pytest.mark.parametrize("words", ["сош5", "СОШ № 5", "сош 5 среднереченск", "№5 Среднереченска"])
def test_a_school_is_found_however_its_name_is_written(town: World, words: str) -> None:
    operations.catch_up()
    with acting_as(town.coordinator):
        assert queries.find(parse(words), town.coordinator).keys[Kind.SCHOOLS] == (town.school_2.school.id,)


def test_a_school_is_found_by_a_part_of_its_name_and_in_any_case(town: World) -> None:
    operations.catch_up()
    with acting_as(town.coordinator):
        for words in ("лесногор", "Лесногорской", "лесногорскую сош"):
            assert queries.find(parse(words), town.coordinator).keys[Kind.SCHOOLS] == (
                town.school_1.school.id,
            )


def test_the_other_layout_is_tried_only_when_nothing_is_found(
    town: World, shelf: dict[str, PackageFile]
) -> None:
    with acting_as(town.curator):
        meant = queries.answer("ltabwbn rflhjd", town.curator)
        assert meant.meant and meant.query.typed == "дефицит кадров"
        assert set(meant.findings.keys[Kind.TEXTS]) == {shelf["концепция"].id, shelf["план"].id}
        assert not queries.answer("english", town.curator).meant
        assert not queries.answer("jnhzlrjd", town.curator).findings


def test_remarks_are_found_by_their_words_and_by_the_answers(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    one = library.remark(package, "Укажите исходные значения показателей", actor=town.curator, published=True)
    two = library.remark(
        package, "Исправьте сроки", actor=town.curator, published=True, answer="Показатели добавлены"
    )
    with acting_as(town.school_1.head):
        assert queries.find(parse("показатель"), town.school_1.head).keys[Kind.REMARKS] == (two.id, one.id)


def test_a_hit_names_its_page_and_all_the_others(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    sha256 = library.text("Введение", "Кадры школы\nДефицит", "Ничего", "И ещё кадры")
    file = library.file(package, sha256, actor=town.school_1.head, kind="pdf")
    with acting_as(town.curator):
        (shown,) = queries.files([file.id], parse("кадры"))
    assert shown.place is not None
    assert (shown.place.leaf, shown.place.leaves) == (2, (2, 4))
    assert shown.place.text == "Кадры школы\nДефицит" and shown.place.blocks == ((1, 0), (2, 12))


def test_a_page_of_results_reads_nothing_that_is_not_its_readers(town: World) -> None:
    """Keys are no rights: what is shown is selected under the scope again."""
    package = make.package(town.foreign_school.school, town.foreign_stage, state=State.CURATOR_REVIEW)
    file = library.file(package, library.text("чужое"), actor=town.foreign_school.head)
    remark = library.remark(package, "чужое", actor=town.foreign_curator, published=True)
    with acting_as(town.coordinator):
        assert queries.files([file.id], parse("чужое")) == ()
        assert queries.packages([package.id]) == () and queries.remarks([remark.id]) == ()
        assert queries.schools([town.foreign_school.school.id]) == ()
