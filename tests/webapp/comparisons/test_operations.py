"""Comparing kept files: once for each pair, when both are read, harmless when doubled or broken off."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.webapp.comparisons import shelf as on
from tests.webapp.comparisons.shelf import Shelf, ask, compare, read
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.comparisons import operations, queries
from webapp.database import session, transaction
from webapp.documents.comparison import Kind
from webapp.models import OutboxMessage, PackageFile, TextComparison, Version, VersionFile
from webapp.reading import operations as reading
from workflows.reading import ReadingState
from workflows.vocabulary import Event


@pytest.fixture
def shelf(town: World) -> Shelf:
    return on.mended(town)


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


def wanted() -> int:
    asked = select(func.count()).where(OutboxMessage.event == Event.COMPARISON_WANTED)
    return session.scalar(asked) or 0


def state(shelf: Shelf) -> ReadingState | None:
    session.rollback()
    session.expire_all()
    return queries.look(shelf.first, shelf.second).state.state


def prepare(shelf: Shelf) -> None:
    package_id = shelf.package.id
    with transaction():
        operations.prepare(package_id)


def test_a_version_sent_again_is_compared_before_anybody_opens_it(shelf: Shelf) -> None:
    read(shelf.first, shelf.second)
    prepare(shelf)
    prepare(shelf)
    assert wanted() == 1
    compare(shelf.first, shelf.second)
    found = queries.look(shelf.first, shelf.second)
    assert found.comparison is not None and found.state.figures is not None
    assert (found.state.figures.changed, found.state.figures.added) == (1, 1)
    assert [line.kind for line in found.comparison.headlines] == [Kind.CHANGED, Kind.INSERTED]


def test_it_waits_until_both_files_are_read_and_is_woken_by_the_last(shelf: Shelf) -> None:
    read(shelf.first)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    assert state(shelf) is ReadingState.WAITING
    read(shelf.second)
    with transaction():
        operations.wake(shelf.second.sha256)
    assert wanted() == 2
    compare(shelf.first, shelf.second)
    assert state(shelf) is ReadingState.READY


def test_a_doubled_delivery_compares_once(shelf: Shelf) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    session.expire_all()
    at = session.scalar(select(TextComparison.compared_at))
    compare(shelf.first, shelf.second)
    session.expire_all()
    assert session.scalar(select(TextComparison.compared_at)) == at


def test_a_file_read_anew_is_compared_anew(shelf: Shelf) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    with transaction():
        operations.wake(shelf.first.sha256)
    assert (state(shelf), wanted()) == (ReadingState.WAITING, 2)


def test_a_comparison_of_earlier_rules_is_asked_for_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    monkeypatch.setattr(operations, "EDITION", operations.EDITION + 1)
    monkeypatch.setattr(queries, "EDITION", queries.EDITION + 1)
    assert not queries.look(shelf.first, shelf.second).state.is_asked
    ask(shelf.first, shelf.second)
    assert (state(shelf), wanted()) == (ReadingState.WAITING, 2)


def test_the_end_of_attempts_is_told_and_a_person_may_ask_again(shelf: Shelf) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    operations.give_up(shelf.first.sha256, shelf.second.sha256)
    assert state(shelf) is ReadingState.FAILED
    with acting_as(shelf.walk.town.curator):
        operations.want(shelf.first, shelf.second)
    assert (state(shelf), wanted()) == (ReadingState.WAITING, 2)


def test_what_is_erased_leaves_no_words_in_comparisons(shelf: Shelf) -> None:
    read(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    compare(shelf.first, shelf.second)
    with transaction():
        reading.forget(shelf.first.sha256)
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(TextComparison)) == 0
    compare(shelf.first, shelf.second)
    ask(shelf.first, shelf.second)
    assert session.scalar(select(func.count()).select_from(TextComparison)) == 0


def test_nobody_reads_the_rows_themselves(shelf: Shelf) -> None:
    ask(shelf.first, shelf.second)
    with acting_as(shelf.walk.town.coordinator):
        assert session.scalars(select(TextComparison)).all() == []


def test_files_of_two_versions_find_each_other(shelf: Shelf) -> None:
    versions = queries.newest_two(shelf.package.id)
    found = queries.pairs(versions[1], versions[0], versions)
    assert {pair.file.slot: pair.change.value for pair in found} == {
        "programme": "changed",
        "diagnosis": "same",
    }
    back = queries.pairs(versions[0], versions[1], versions)
    assert {pair.file.slot: pair.change.value for pair in back} == {
        "programme": "changed",
        "diagnosis": "same",
    }


def version(number: int, *files: tuple[int, str, str, str, int | None]) -> Version:
    """A version of files given as id, place, name, content, and the id of the replaced one; no rows."""
    rows = [
        PackageFile(id=key, number=key, slot=slot, name=name, sha256=content, replaces_id=old)
        for key, slot, name, content, old in files
    ]
    return Version(number=number, files=[VersionFile(file=row) for row in rows])


def test_files_come_go_and_are_replaced() -> None:
    first = version(
        1, (1, "a", "Программа", "p1", None), (2, "m", "Приказ", "o1", None), (3, "m", "План", "l1", None)
    )
    second = version(
        2, (4, "a", "Иначе", "p2", 1), (2, "m", "Приказ", "o1", None), (5, "m", "Отчёт", "r", None)
    )
    third = version(
        3, (6, "a", "Третья", "p3", 4), (7, "m", "Приказ", "o2", None), (8, "m", "Отчёт", "r", None)
    )
    every = (first, second, third)

    def told(before: Version, after: Version) -> list[tuple[str, int | None, int | None]]:
        return [
            (one.change.value, one.before and one.before.id, one.after and one.after.id)
            for one in queries.pairs(before, after, every)
        ]

    assert told(first, second) == [("changed", 1, 4), ("same", 2, 2), ("changed", 3, 5)]
    assert told(first, third) == [
        ("changed", 1, 6),
        ("changed", 2, 7),
        ("new", None, 8),
        ("removed", 3, None),
    ]
    assert told(second, third) == [("changed", 4, 6), ("changed", 2, 7), ("same", 5, 8)]
