"""Five ways of tampering with the journal, and where each of them is found (AU-02)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from config import Settings
from tests.world import World
from webapp import invariants, journal
from webapp.access.actor import system_scope
from webapp.database import now, session, table_of, transaction
from webapp.journal import verifying
from webapp.journal.chain import SEALED, canonical
from webapp.models import JournalEntry, JournalHead

ENTRIES, HEAD = table_of(JournalEntry), table_of(JournalHead)
OTHER_KEY = "another-journal-key-" * 2


@pytest.fixture
def entries(town: World) -> Iterator[list[dict[str, object]]]:
    """Nine entries with gaps between their numbers, as PostgreSQL leaves them."""
    with system_scope("test"):
        for number in range(9):
            write(number)
        with transaction():
            for old in range(9, 0, -1):
                change(old, id=old * 10)
            _go_on_after(90)
        yield rows()


def write(number: int) -> None:
    with transaction():
        journal.record("test.act", kind="package", object_id=number, after="й")


def rows() -> list[dict[str, object]]:
    return [dict(row._mapping) for row in session.execute(select(ENTRIES).order_by(ENTRIES.c.id))]


def change(number: object, **values: object) -> None:
    with transaction():
        session.execute(update(ENTRIES).where(ENTRIES.c.id == number).values(**values))


def remove(*numbers: int) -> None:
    with transaction():
        session.execute(delete(ENTRIES).where(ENTRIES.c.id.in_(numbers)))


def add(**values: object) -> None:
    with transaction():
        session.execute(insert(ENTRIES).values(**values))


def swap(one: int, other: int) -> None:
    change(one, id=1000)
    change(other, id=one)
    change(1000, id=other)


def faults(known: journal.Head | None = None) -> list[tuple[int, str]]:
    return [(fault.number, fault.kind) for fault in journal.verify(known).faults]


def rehashed(row: dict[str, object], previous: str) -> dict[str, object]:
    """A row whose digest somebody without the key made anew."""
    entry = JournalEntry(**row)
    return row | {
        "previous": previous,
        "digest": hashlib.sha256(canonical(entry, previous)).hexdigest(),
    }


def test_a_journal_as_it_was_written_is_whole(entries: list[dict[str, object]]) -> None:
    found = journal.verify(journal.head())
    assert (found.faults, found.bare, found.head) == ((), 0, journal.head())
    assert found.head == journal.Head(9, str(entries[-1]["digest"]))


@pytest.mark.parametrize("number", [10, 50, 90])
@pytest.mark.parametrize(
    "values",
    [
        {"actor_name": "Другой"},
        {"details": {"after": "ё"}},
        {"municipality_id": 7},
        {"request_id": "x"},
        {"object_id": "8888"},
    ],
)
def test_an_altered_entry_is_named(
    entries: list[dict[str, object]], number: int, values: dict[str, object]
) -> None:
    change(number, **values)
    (fault,) = journal.verify().faults
    assert (fault.number, fault.kind, fault.at) == (number, "altered", entries[number // 10 - 1]["at"])


@pytest.mark.parametrize("number", [10, 50, 90])
def test_an_altered_entry_hashed_anew_without_the_key_is_named(
    entries: list[dict[str, object]], number: int
) -> None:
    row = entries[number // 10 - 1]
    change(number, **rehashed(row | {"actor_name": "Другой"}, str(row["previous"])))
    assert faults()[0] == ((number, "altered") if number > 10 else (20, "deleted"))


@pytest.mark.parametrize("numbers", [(10,), (50,), (10, 20, 30), (40, 70)])
def test_deleted_entries_are_missed_where_they_stood(
    entries: list[dict[str, object]], numbers: tuple[int, ...]
) -> None:
    remove(*numbers)
    left = {number + 10 for number in numbers} - set(numbers)
    assert faults() == [(number, "deleted") for number in sorted(left)]


@pytest.mark.parametrize("number", [5, 45, 95])
def test_an_inserted_entry_is_named(entries: list[dict[str, object]], number: int) -> None:
    before = entries[number // 10 - 1]["digest"] if number > 10 else ""
    add(**rehashed(entries[0] | {"id": number, "actor_name": "Другой"}, str(before)))
    assert faults() == [(number, "inserted")]


def test_a_repeated_entry_is_named(entries: list[dict[str, object]]) -> None:
    add(**entries[2] | {"id": 75})
    assert faults() == [(75, "moved")]


@pytest.mark.parametrize(("one", "other"), [(50, 60), (20, 70), (10, 90), (80, 90)])
def test_swapped_entries_are_named_and_the_rest_is_not(
    entries: list[dict[str, object]], one: int, other: int
) -> None:
    swap(one, other)
    found = faults()
    assert found[0] == (one, "moved") and len(found) <= 4
    assert {number for number, _ in found} <= {one, one + 10, other, other + 10}


def test_a_cut_tail_is_missed_even_when_the_promise_is_cut_too(entries: list[dict[str, object]]) -> None:
    known = journal.head()
    remove(80, 90)
    assert faults() == [(70, "tail")]
    with transaction():
        session.execute(update(HEAD).values(count=7, digest=entries[6]["digest"]))
    assert faults() == []
    assert faults(known) == [(70, "head")]
    assert faults(journal.Head(7, str(entries[6]["digest"]))) == []


def test_entries_written_after_the_cut_do_not_hide_it(entries: list[dict[str, object]]) -> None:
    remove(80, 90)
    change(10, actor_name="Другой")
    write(10)
    assert [kind for _, kind in faults()] == ["altered", "deleted"]


def test_an_emptied_journal_is_missed(entries: list[dict[str, object]]) -> None:
    known = journal.head()
    remove(*range(10, 100, 10))
    assert faults() == [(0, "tail")]
    with transaction():
        session.execute(delete(HEAD))
    assert faults() == [] and faults(known) == [(0, "head")]


def test_a_journal_written_anew_without_the_key_shows_at_its_next_entry_and_by_its_head(
    entries: list[dict[str, object]],
) -> None:
    """Whoever can write to the database but lacks the key can only pretend that there was no key yet."""
    known, previous = journal.head(), ""
    for row in entries:
        forged = rehashed(row | {"actor_name": "Другой"}, previous)
        change(row["id"], **forged)
        previous = str(forged["digest"])
    with transaction():
        session.execute(update(HEAD).values(digest=previous, key=""))
    found = journal.verify(known)
    assert found.bare == 9 and [fault.kind for fault in found.faults] == ["head"]
    with transaction():
        session.execute(update(HEAD).values(key="0" * 16))
    write(9)
    assert journal.verify().bare == 9 and rows()[-2]["action"] == SEALED


def test_entries_older_than_the_key_are_bound_by_the_seal(town: World) -> None:
    with system_scope("test"):
        _write_without_a_key()
        assert (journal.verify().bare, faults()) == (3, [])
        write(4)
        seal = rows()[3]
        assert (seal["action"], seal["details"]["count"]) == (SEALED, 3)  # type: ignore[index]
        assert seal["details"]["head"] == rows()[2]["digest"]  # type: ignore[index]
        assert (journal.verify().bare, faults()) == (3, [])
        write(5)
        assert [row["action"] for row in rows()].count(SEALED) == 1
        change(2, **rehashed(rows()[1] | {"actor_name": "Другой"}, str(rows()[0]["digest"])))
        change(3, **rehashed(rows()[2], str(rows()[1]["digest"])))
        assert faults() == [(4, "deleted")]


def _write_without_a_key() -> None:
    previous = ""
    with transaction():
        for number in range(1, 4):
            row = {
                **{"id": number, "at": now(), "action": "old", "actor_id": 1, "actor_name": "Кто", "actor_role": ""},
                **{"municipality_id": 1, "object_kind": "x", "object_id": "1", "details": {}, "address": ""},
                "request_id": "",
            }  # fmt: skip
            made = rehashed(row, previous)
            session.execute(insert(ENTRIES).values(**made))
            previous = str(made["digest"])
        session.execute(insert(HEAD).values(id=1, count=3, digest=previous, key=""))
        _go_on_after(3)


def _go_on_after(number: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select setval('journal_entry_id_seq', :number)"), {"number": number})


def test_after_a_change_of_keys_the_former_one_still_verifies(
    app: Flask, entries: list[dict[str, object]], settings: Settings
) -> None:
    try:
        app.extensions["settings"] = replace(settings, journal_key=f"{OTHER_KEY},{settings.journal_key}")
        write(10)
        assert [row["action"] for row in rows()][-2:] == [SEALED, "test.act"]
        assert faults() == []
        app.extensions["settings"] = replace(settings, journal_key=OTHER_KEY)
        assert [number for number, kind in faults() if kind == "altered"][:2] == [10, 20]
    finally:
        app.extensions["settings"] = settings


def test_the_head_is_read_back_by_the_command_that_verifies(
    app: Flask, entries: list[dict[str, object]]
) -> None:
    run = app.test_cli_runner()
    head = run.invoke(args=["journal", "head"]).stdout.strip()
    assert head == str(journal.head()) and head.startswith("9:")
    good = run.invoke(args=["journal", "verify", "--head", head])
    assert good.exit_code == 0 and good.stdout.startswith("Журнал цел, записей: 9.\n")
    remove(50)
    bad = run.invoke(args=["journal", "verify", "--head", head])
    assert bad.exit_code == 1
    at = str(entries[5]["at"])[:19]
    assert bad.stdout.startswith(f"№ 60 от {at}+00:00: Записи перед этой удалены или заменены.\n")
    told = json.loads(run.invoke(args=["journal", "verify", "--json"]).stdout)
    assert told["ok"] is False and [one["number"] for one in told["faults"]] == [60]
    assert [one.name for one in invariants.examine()] == ["work.journal"]


@pytest.mark.parametrize("head", ["x", "12", "12:abc", ":", f"-1:{'0' * 64}", "12:"])
def test_a_head_that_cannot_be_read_is_refused_in_one_sentence(app: Flask, town: World, head: str) -> None:
    told = app.test_cli_runner().invoke(args=["journal", "verify", "--head", head])
    assert told.exit_code == 2 and told.stderr.count("\n") == 1 and "flask journal head" in told.stderr


def test_an_empty_journal_is_whole(app: Flask) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["journal", "head"]).stdout == "0:\n"
    assert run.invoke(args=["journal", "verify", "--head", "0:"]).exit_code == 0


def test_a_long_journal_is_read_in_portions(
    entries: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_PORTION", verifying._PORTION.limit(2))
    assert faults() == []
    remove(40)
    assert faults() == [(50, "deleted")]
