"""The index follows what is true: by events, by the clock, by command; once for each hash, gone with what it is of."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text, update

from tests import factories as make
from tests.webapp.search import library
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import Base, db, session, transaction
from webapp.models import FileWords, OutboxMessage, PackageWords, RemarkWords, SchoolWords, TextWords
from webapp.reading import operations as reading
from webapp.schools import operations as schools
from webapp.schools import queries as cards
from webapp.search import operations, queries
from webapp.search.queries import Kind
from workflows.search import lex, parse
from workflows.vocabulary import Event, State

ALL: tuple[type[Base], ...] = (SchoolWords, PackageWords, FileWords, RemarkWords, TextWords)


def rows(model: type[Base]) -> int:
    with system_scope("test"):
        return session.scalar(select(func.count()).select_from(model)) or 0


def texts(town: World, words: str) -> int:
    with acting_as(town.curator):
        return len(queries.find(parse(words), town.curator).keys[Kind.TEXTS])


def matches(model: type[Base], word: str) -> int:
    """How many rows the database's own index holds for a word."""
    name = model.__tablename__
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            asked = text(f"select count(*) from fts_{name} where fts_{name} match :q")
        else:
            asked = text(f"select count(*) from {name} where fts @@ cast(:q as tsquery)")
        return int(connection.execute(asked, {"q": lex(word)}).scalar_one())


def test_a_text_is_taken_in_once_for_all_who_keep_it(town: World) -> None:
    sha256 = library.text("Единственный текст")
    for people in (town.school_1, town.school_2):
        package = make.package(people.school, town.stage, state=State.CURATOR_REVIEW)
        library.file(package, sha256, actor=people.head)
    assert rows(TextWords) == 1 and texts(town, "единственный") == 2
    operations.take_in_text(sha256)
    assert rows(TextWords) == 1 and matches(TextWords, "единственный") == 1


def test_a_text_read_anew_replaces_the_old_words(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    sha256 = library.text("Прежние слова")
    library.file(package, sha256, actor=town.school_1.head)
    library.read_anew(sha256, "Новые слова")
    operations.take_in_text(sha256)
    assert (texts(town, "прежние"), texts(town, "новые")) == (0, 1)
    assert matches(TextWords, "прежние") == 0


def test_an_erased_file_is_erased_from_the_index_in_the_same_commit(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    sha256 = library.text("Иванов Иван, паспорт")
    library.file(package, sha256, actor=town.school_1.head)
    with system_scope("test"), transaction():
        reading.forget(sha256)
    assert texts(town, "паспорт") == 0 and rows(TextWords) == 0 and matches(TextWords, "паспорт") == 0


def test_a_removed_remark_leaves_the_index_with_its_row(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    remark = library.remark(package, "Снятое замечание", actor=town.curator, published=False)
    with system_scope("test"), transaction():
        session.delete(remark)
    assert rows(RemarkWords) == 0 and matches(RemarkWords, "снятое") == 0


def test_what_no_event_told_of_is_taken_in_by_the_clock(town: World) -> None:
    operations.catch_up()
    assert rows(SchoolWords) == 4
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    make.file(package, "programme", "Паспорт программы.pdf", actor=town.school_1.head)
    remark = library.remark(package, "Прежнее", actor=town.curator, published=False)
    with system_scope("test"), transaction():
        remark.text = "Исправленное"
    operations.catch_up()
    assert matches(FileWords, "паспорт") == 1 and matches(PackageWords, "2026") == 1
    assert (matches(RemarkWords, "прежнее"), matches(RemarkWords, "исправленное")) == (0, 1)
    assert operations.catch_up() == 0, "nothing is left, nothing is done twice"


def test_what_an_earlier_edition_took_in_is_taken_in_again(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    library.file(package, library.text("Слова документа"), actor=town.school_1.head)
    operations.catch_up()
    with system_scope("test"), transaction():
        for model in ALL:
            session.execute(update(model).values(lex="", edition=0))  # type: ignore[arg-type]
    assert texts(town, "документ") == 0
    assert operations.catch_up() > 0
    assert texts(town, "документ") == 1 and operations.catch_up() == 0


def test_everything_is_built_anew_by_command(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    library.file(package, library.text("Слова документа"), actor=town.school_1.head)
    with system_scope("test"), transaction():
        session.execute(TextWords.__table__.delete())
    assert texts(town, "документ") == 0
    assert operations.rebuild() > 0 and texts(town, "документ") == 1


@pytest.mark.parametrize("leaves", [(), ("",), ("… — !",)])
def test_a_file_without_words_is_taken_in_and_not_asked_for_again(
    town: World, leaves: tuple[str, ...]
) -> None:
    library.text(*leaves)
    operations.catch_up(whole=True)
    assert rows(TextWords) == 1 and operations.catch_up(whole=True) == 0


def test_a_new_name_of_a_school_is_told_of_and_its_packages_follow(town: World) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    operations.catch_up()
    with acting_as(town.coordinator):
        before = cards.requisites_of(cards.get(town.school_1.school.slug))
        after = replace(before, name="МБОУ «Кедровая СОШ»", short_name="«Кедровая СОШ»")
        schools.correct(town.school_1.school.slug, after, actor=town.coordinator, mark=before.mark)
    with system_scope("test"):
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.event == Event.RENAMED)).one()
    operations.take_in_school(told.payload["school_id"])
    with acting_as(town.coordinator):
        keys = queries.find(parse("кедровой"), town.coordinator).keys
    assert keys[Kind.SCHOOLS] == (town.school_1.school.id,) and keys[Kind.PACKAGES] == (package.id,)


def test_a_huge_document_keeps_its_phrases_and_its_words(town: World) -> None:
    """PostgreSQL counts places in a text to 16 383, those of one word to 256: a stretch holds fewer of both."""
    words = " ".join(f"слово{n} мера" for n in range(30_000))
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    library.file(package, library.text(words), actor=town.school_1.head)
    assert texts(town, "«слово 29990 мера»") == 1 and texts(town, "«мера слово 17»") == 1
    assert rows(TextWords) > 50
