"""Verifying a long journal beside reading the same rows and hashing their bytes, on both databases.

    python -m benchmarks.journal [--documents N] [--databases sqlite,postgresql]

`--documents` is the number of entries. The floor reads the stored values past the ORM and gives them to HMAC-SHA256 as
they come: no types, no canonical form, no comparison. One run of each by turns; memory is what the process grew by.
"""

import hmac
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from benchmarks.search import on_each_database, settle
from webapp import journal
from webapp.access.actor import system_scope
from webapp.database import Base, db, now, session, table_of, transaction
from webapp.journal.chain import Key, digest, keys
from webapp.models import JournalEntry, JournalHead

ENTRIES, BATCH, PORTION = 1_000_000, 5000, 1000
HEAD = "| база | записей | предел, с | мы, с | отношение | записей в секунду | прирост памяти, МБ | цель | итог |"
GOAL = 50
"""Megabytes: a journal of any length is read in as much memory."""
READ = "select * from journal_entry where id > :last order by id limit :portion"


def main() -> None:
    on_each_database(str(__doc__), HEAD, ENTRIES, measure)


def measure(app: Flask, kind: str, entries: int) -> None:
    with system_scope("benchmark"):
        Base.metadata.create_all(db.engine)
        _write(entries, keys()[0])
        settle(kind)
    floor, ours, before = _seconds(_floor), 0.0, _memory()
    ours = _seconds(_verify)
    grown = _memory() - before
    met = "да" if grown <= GOAL else "НЕТ"
    sys.stdout.write(
        f"| {kind} | {entries} | {floor:.1f} | {ours:.1f} | {ours / floor:.1f} | {entries / ours:.0f} | {grown:.0f} "
        f"| ≤ {GOAL} МБ | {met} |\n"
    )
    sys.stdout.flush()


def _verify() -> None:
    found = journal.verify(journal.head())
    if found.faults:
        raise RuntimeError(found.faults[0])


def _floor() -> None:
    secret, last = b"x" * 32, 0
    with system_scope("benchmark"):
        while rows := session.execute(text(READ), {"last": last, "portion": PORTION}).all():
            for row in rows:
                hmac.digest(secret, repr(tuple(row)).encode(), "sha256")
            last = rows[-1][0]
    session.rollback()


def _write(entries: int, key: Key) -> None:
    previous = ""
    rows: list[dict[str, Any]] = []
    with transaction():
        for number in range(1, entries + 1):
            row: dict[str, Any] = {
                "at": now(), "action": "package.step", "actor_id": number % 300, "actor_name": "Фамилия Имя Отчество",
                "actor_role": "curator", "municipality_id": number % 20, "object_kind": "package",
                "object_id": f"srr-2026-{number % 5000}", "address": "127.0.0.1", "request_id": f"{number:032x}",
                "details": {"step": "confirm", "before": "curator_review", "after": "expertise", "version": number % 7},
            }  # fmt: skip
            made = digest(JournalEntry(**row), previous, key)
            rows.append(row | {"id": number, "previous": previous, "digest": made})
            previous = made
            if len(rows) == BATCH or number == entries:
                session.execute(insert(table_of(JournalEntry)), rows)
                rows.clear()
        head = {"id": 1, "count": entries, "digest": previous, "key": key.name}
        session.execute(insert(table_of(JournalHead)), head)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
