"""Sketching and placing texts: once, whatever comes first, harmless when it is done again or broken off."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.webapp.copies.shelf import count, line, package, sent, text
from tests.webapp.search import library
from tests.world import SchoolPeople, World
from webapp.access.actor import acting_as, system_scope
from webapp.copies import operations
from webapp.database import session, transaction
from webapp.models import CommonMark, Reading, TextMark, TextSketch
from webapp.reading.operations.forgetting import forget
from workflows.near_copies import marks_of

COPIED = line(1, 200)


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


def marks(sha256: str) -> set[tuple[int, int]]:
    """Return (school, mark) of a text as it is placed."""
    rows = session.execute(
        select(TextMark.school_id, TextMark.mark)
        .join(TextSketch, TextSketch.id == TextMark.text_id)
        .where(TextSketch.sha256 == sha256)
    )
    return set(rows)


def other_school(town: World, n: int) -> SchoolPeople:
    school = make.school(town.municipality, slug=f"other-{n}", name=f"МБОУ СОШ № {n}")
    person = make.person(f"Людмилова {n} Анна Павловна", "school", school=school)
    return SchoolPeople(school, person, person)


def test_a_text_is_placed_when_it_is_sent_and_not_before(town: World) -> None:
    sha256 = text(COPIED)
    draft = package(town.school_1, town.stage)
    library.file(draft, sha256, actor=town.school_1.coordinator, sent=False)
    operations.place(draft.id)
    assert marks(sha256) == set() and count(TextSketch) == 1
    sent(town.school_2, package(town.school_2, town.stage), sha256)
    assert marks(sha256) == {(town.school_2.school.id, mark) for mark in marks_of([COPIED])}


def test_a_text_that_was_sent_before_it_was_read_is_placed_by_its_sketching(town: World) -> None:
    sha256 = library.text(COPIED)
    sent(town.school_1, package(town.school_1, town.stage), sha256)
    assert count(TextMark) == 0
    operations.sketch(sha256)
    assert marks(sha256) == {(town.school_1.school.id, mark) for mark in marks_of([COPIED])}


def test_done_twice_is_done_once(town: World) -> None:
    sha256 = text(COPIED)
    whose = package(town.school_1, town.stage)
    sent(town.school_1, whose, sha256)
    before = marks(sha256)
    operations.sketch(sha256)
    operations.place(whose.id)
    operations.place(whose.id)
    assert marks(sha256) == before and count(TextSketch) == 1


def test_two_workers_at_one_text_leave_one_sketch(app: Flask, town: World) -> None:
    sha256 = library.text(COPIED)
    whose = package(town.school_1, town.stage)
    library.file(whose, sha256, actor=town.school_1.coordinator)

    def work(turn: int) -> None:
        with app.app_context(), system_scope("test"):
            operations.place(whose.id) if turn % 2 else operations.sketch(sha256)
            session.remove()

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()
    assert marks(sha256) == {(town.school_1.school.id, mark) for mark in marks_of([COPIED])}


def test_what_more_than_three_schools_have_is_common(town: World) -> None:
    template = line(2, 300)
    for n in range(operations.SCHOOLS):
        people = other_school(town, n)
        sent(people, package(people, town.stage), text(template, line(10 + n, 100)))
        sent(people, package(people, town.stage, kind="development"), text(template, line(20 + n, 100)))
    assert count(CommonMark) == 0
    sent(town.school_1, package(town.school_1, town.stage), text(line(30, 100), template))
    common = set(session.scalars(select(CommonMark.mark)))
    assert common and common <= set(marks_of([template]))
    assert set(session.scalars(select(CommonMark.municipality_id))) == {town.municipality.id}


def test_other_municipalities_do_not_make_a_text_common(town: World) -> None:
    template = line(2, 300)
    for n in range(operations.SCHOOLS):
        people = other_school(town, n)
        sent(people, package(people, town.stage), text(template, line(10 + n, 100)))
    sent(town.foreign_school, package(town.foreign_school, town.foreign_stage), text(template))
    assert count(CommonMark) == 0


def test_a_text_read_anew_is_sketched_anew_and_stays_placed(town: World) -> None:
    sha256 = text(COPIED)
    sent(town.school_1, package(town.school_1, town.stage), sha256)
    library.read_anew(sha256, line(7, 150))
    session.expire_all()
    operations.sketch(sha256)
    assert marks(sha256) == {(town.school_1.school.id, mark) for mark in marks_of([line(7, 150)])}


def test_texts_from_before_and_of_earlier_rules_are_caught_up_with(town: World) -> None:
    sent(town.school_1, package(town.school_1, town.stage), library.text(COPIED))
    older = text(line(3, 100))
    with transaction():
        session.scalars(select(TextSketch).where(TextSketch.sha256 == older)).one().edition = 0
    assert operations.sketch_missing() == 2
    assert operations.sketch_missing() == 0
    assert count(TextMark) == len(marks_of([COPIED]))


def test_forgetting_a_file_leaves_nothing_of_its_words(town: World) -> None:
    sha256 = text(COPIED)
    sent(town.school_1, package(town.school_1, town.stage), sha256)
    with transaction():
        forget(sha256)
    session.expire_all()
    assert (count(TextSketch), count(TextMark), count(Reading)) == (0, 0, 0)
    operations.sketch(sha256)
    assert count(TextSketch) == 0


def test_the_rows_are_for_nobody(town: World) -> None:
    sent(town.school_1, package(town.school_1, town.stage), text(COPIED))
    with acting_as(town.coordinator):
        for model in (TextSketch, TextMark, CommonMark):
            assert session.scalars(select(model)).all() == []
