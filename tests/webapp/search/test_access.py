"""Search finds what a person may see and tells of nothing else, whoever asks."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import SignIn
from tests.webapp.access.estate import TAINT, Estates
from tests.webapp.search import library
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session, transaction
from webapp.models import ExpertAssignment, Package, PackageFile, Remark, School
from webapp.search import operations, queries
from webapp.search.queries import Kind
from workflows.search import parse
from workflows.vocabulary import State

PEOPLE = (
    "school",
    "head",
    "other_school",
    "curator",
    "other_curator",
    "expert",
    "other_expert",
    "coordinator",
    "chief",
    "observer",
)
EVERYTHING = {
    Kind.SCHOOLS: (School, "мбоу"),
    Kind.PACKAGES: (Package, "2026"),
    Kind.TEXTS: (PackageFile, "файл"),
    Kind.REMARKS: (Remark, "замечание"),
}
"""Of each kind its model and a word that every row of both municipalities holds."""


@pytest.fixture
def cast(estates: Estates) -> dict[str, Actor]:
    town = estates.town
    operations.rebuild()
    return {
        "school": town.school_1.coordinator,
        "head": town.school_1.head,
        "other_school": town.school_2.head,
        "curator": town.curator,
        "other_curator": town.other_curator,
        "expert": town.expert,
        "other_expert": town.other_expert,
        "coordinator": town.coordinator,
        "chief": town.chief,
        "observer": town.observer,
    }


def found(actor: Actor, words: str) -> dict[Kind, tuple[int, ...]]:
    with acting_as(actor):
        return dict(queries.find(parse(words), actor).keys)


@pytest.mark.parametrize("who", PEOPLE)
def test_exactly_what_exists_for_a_person_is_found(cast: dict[str, Actor], who: str) -> None:
    actor = cast[who]
    for kind, (model, word) in EVERYTHING.items():
        with acting_as(actor):
            visible = set(session.scalars(select(model.id)))
        if kind in found(actor, word):
            assert set(found(actor, word)[kind]) == visible, kind
    with system_scope("test"):
        everywhere = {
            kind: len(session.scalars(select(model.id)).all()) for kind, (model, _) in EVERYTHING.items()
        }
    assert all(everywhere.values())


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_of_another_municipality_is_found(cast: dict[str, Actor], who: str) -> None:
    assert not any(found(cast[who], TAINT).values())


def test_the_other_municipality_finds_its_own(cast: dict[str, Actor], estates: Estates) -> None:
    keys = found(estates.town.foreign_coordinator, TAINT)
    assert keys[Kind.PACKAGES] and keys[Kind.TEXTS] and keys[Kind.REMARKS]


@pytest.mark.parametrize("who", ["school", "head", "chief", "observer"])
def test_a_remark_in_writing_is_for_those_who_write_it(
    cast: dict[str, Actor], estates: Estates, who: str
) -> None:
    dossier = estates.own.dossiers[State.CONFORMS_WITH_REMARKS]
    keys = found(cast[who], "замечание")[Kind.REMARKS]
    assert dossier.published.id in keys and dossier.unpublished.id not in keys
    assert dossier.unpublished.id in found(cast["curator"], "замечание")[Kind.REMARKS]


def test_neither_marks_nor_verdicts_nor_inner_words_are_searched(cast: dict[str, Actor]) -> None:
    for words in ("отметка", "обоснование", "внутреннее", "примечание", "родственница"):
        for who in PEOPLE:
            assert not any(found(cast[who], words).values()), (words, who)


def test_a_school_does_not_find_its_file_in_the_package_of_another(town: World) -> None:
    """The same bytes are indexed once; each school finds them as its own file alone."""
    sha256 = library.text("Редкостный текст шаблона")
    files = {}
    for people in (town.school_1, town.school_2):
        package = make.package(people.school, town.stage, state=State.CURATOR_REVIEW)
        files[people.head.user_id] = library.file(package, sha256, actor=people.head).id
    for people in (town.school_1, town.school_2):
        assert found(people.head, "редкостный")[Kind.TEXTS] == (files[people.head.user_id],)


def test_a_draft_of_the_school_is_not_found_by_those_it_is_not_sent_to(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.DRAFT)
    library.file(
        package,
        library.text("Черновик программы"),
        actor=town.school_1.head,
        name="Наброски.docx",
        sent=False,
    )
    for words in ("черновик", "наброски"):
        assert len(found(town.school_1.head, words)[Kind.TEXTS]) == 1
        for other in (town.curator, town.coordinator, town.chief, town.observer, town.school_2.head):
            assert not found(other, words)[Kind.TEXTS]


def test_a_file_uploaded_after_sending_is_not_found_by_the_curator(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_RETURNED)
    library.file(package, library.text("Отправленный порядок"), actor=town.school_1.head)
    library.file(package, library.text("Исправленный порядок"), actor=town.school_1.head, sent=False)
    assert len(found(town.curator, "порядок")[Kind.TEXTS]) == 1
    assert len(found(town.school_1.head, "порядок")[Kind.TEXTS]) == 2


def test_a_lost_right_is_lost_at_once(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    library.file(package, library.text("Секретный ингредиент"), actor=town.school_1.head)
    given = make.save(ExpertAssignment(
        package_id=package.id, user_id=town.expert.user_id, user_name="Э", assigned_by_name="К"
    ))  # fmt: skip
    assert found(town.expert, "ингредиент")[Kind.TEXTS]
    with system_scope("test"), transaction():
        session.delete(given)
    assert not found(town.expert, "ингредиент")[Kind.TEXTS]


def test_a_person_with_few_rows_finds_theirs_among_many_foreign_ones(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More hits elsewhere than are ever listed must not stand before one's own."""
    monkeypatch.setattr(queries.finding, "MOST", 3)
    monkeypatch.setattr(queries.finding, "RARE", 3)
    mine = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    own = library.file(mine, library.text("Общее слово"), actor=town.school_1.head)
    theirs = make.package(town.foreign_school.school, town.foreign_stage, state=State.CURATOR_REVIEW)
    for _ in range(8):
        library.file(theirs, library.text("Общее слово"), actor=town.foreign_school.head)
    assert found(town.school_1.head, "общее слово")[Kind.TEXTS] == (own.id,)
    assert found(town.curator, "общее")[Kind.TEXTS] == (own.id,)


def test_pages_and_counts_tell_nothing_of_what_is_foreign(
    cast: dict[str, Actor], estates: Estates, sign_in: SignIn
) -> None:
    browser = sign_in(cast["school"])
    before = browser.get("/search?q=файл").words
    package = estates.foreign.dossiers[State.CONFORMS_WITH_REMARKS].package
    library.file(
        package,
        library.text(f"файл {TAINT}"),
        actor=estates.town.foreign_school.head,
        name=f"файл {TAINT}.docx",
    )
    assert browser.get("/search?q=файл").words == before
    page = browser.get(f"/search?q={TAINT}")
    assert page.has("Ничего не найдено") and page.words.casefold().count(TAINT) <= 2, "only what was typed"


@pytest.mark.parametrize("kind", ["municipal", "installation"])
def test_an_administrator_has_nothing_to_search_in(
    cast: dict[str, Actor], estates: Estates, sign_in: SignIn, kind: str
) -> None:
    browser = sign_in(estates.own.admin if kind == "municipal" else estates.town.admin)
    browser.get("/search?q=файл", status=404)
    assert not browser.get("/").tree.xpath('//form[@role="search"]')


def test_a_methodist_finds_schools_alone(estates: Estates, sign_in: SignIn) -> None:
    operations.rebuild()
    actor = make.person("Методистова Юлия Ильинична", "methodist", municipality=estates.town.municipality)
    page = sign_in(actor).get("/search?q=сош")
    assert page.has("Лесногорская СОШ") and not page.has("Пакеты 0") and "srr-2026" not in page.text
