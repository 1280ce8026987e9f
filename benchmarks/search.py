"""Search over 100 000 documents: the whole page beside two bare statements over the same index, on both databases.

    python -m benchmarks.search [--documents N] [--databases sqlite,postgresql]

The floor counts the texts that match and reads the newest twenty: no scope, no other kinds of things, no snippets, no
page. Both answer in this process by turns; medians are printed, the goal is 100 ms for the page.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import func, insert, select, text

from benchmarks.servers import postgresql
from tests.conftest import settings_for
from tests.counting import statements
from tests.pages import BASE, Browser, SignIn, apart
from webapp import create_app
from webapp.access.actor import Actor, system_scope
from webapp.commands.benchmark import fill
from webapp.database import Base, db, now, session, table_of, transaction
from webapp.models import (
    LeafText,
    Membership,
    Package,
    PackageFile,
    Reading,
    StoredFile,
    TextWords,
    User,
    VersionFile,
)
from webapp.search import operations
from webapp.search.queries import fulltext
from workflows.search import lex, parse
from workflows.vocabulary import Role

DOCUMENTS, WORDS, DOCUMENTS_EACH = 100_000, 80, 10
BATCH, ROUNDS, GOAL, ATTEMPTS = 2000, 5, 100, 30
SYLLABLES = "ка ро ми ту не ла си во де па рю жи хо бу зе ша".split()  # noqa: SIM905
ROLES = (Role.HEAD, Role.CURATOR, Role.COORDINATOR)
RARE_EACH = 1000
COUNT = {
    "sqlite": "select count(*) from fts_text_words where fts_text_words match :asked",
    "postgresql": "select count(*) from text_words where fts @@ cast(:asked as tsquery)",
}
NEWEST = """select substr(t.text, 1, 300)
    from text_words w join leaf_text t on t.sha256 = w.sha256 and t.number = w.leaf
    where w.{} order by w.id desc limit 20"""
MATCH = {
    "sqlite": "id in (select rowid from fts_text_words where fts_text_words match :asked)",
    "postgresql": "fts @@ cast(:asked as tsquery)",
}
HEAD = "| слова | кто | база | документов найдено | предел, мс | страница, мс | отношение | цель | итог |"


def main() -> None:
    on_each_database(str(__doc__), HEAD, DOCUMENTS, measure)


def on_each_database(
    about: str, head: str, documents: int, measured: Callable[[Flask, str, int], None]
) -> None:
    """Write the head of a table, then its lines for each database asked for: `measured(app, kind, documents)`."""
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--documents", type=int, default=documents)
    asked.add_argument("--databases", default="sqlite,postgresql")
    given = asked.parse_args()
    sys.stdout.write(f"{head}\n{'| --- ' * head.count(' | ')}| --- |\n")
    for kind in given.databases.split(","):
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
            app = create_app(settings_for(url, Path(folder), throttle=False))
            with app.app_context():
                measured(app, kind, given.documents)
                session.remove()
                db.engine.dispose()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'search.sqlite3'}"
        return
    with postgresql(folder) as url:
        _create(url)
        yield f"{url.replace('postgresql:', 'postgresql+psycopg:')}search"


def _create(url: str) -> None:
    """Make the database as soon as the server, whose door is open already, lets anybody in."""
    for attempt in range(ATTEMPTS):
        try:
            with psycopg.connect(f"{url}postgres", autocommit=True) as connection:
                connection.execute("create database search")
            return
        except psycopg.OperationalError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(1)


def measure(app: Flask, kind: str, documents: int) -> None:
    dice = random.Random(11)  # noqa: S311
    vocabulary = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))) for _ in range(30_000)]
    with system_scope("benchmark"):
        began = time.perf_counter()
        Base.metadata.create_all(db.engine)
        fill(documents // DOCUMENTS_EACH)
        _write(documents, vocabulary, dice)
        settle(kind)
        people = {role: person(role) for role in ROLES}
    sys.stderr.write(f"{kind}: data in {time.perf_counter() - began:.0f} s\n")
    queries = {
        "редкое слово": "редкослово",
        "обычное слово": vocabulary[3000],
        "частое слово": vocabulary[0],
        "слово каждого документа": "программа",
        "два слова": f"{vocabulary[0]} {vocabulary[9]}",
        "фраза": f"«программа {vocabulary[0]}»",
        "другая раскладка": "htlrjckjdj",
        "ничего": "небывальщина",
    }
    for role, actor in people.items():
        browser = SignIn(app)(actor)
        for name, words in queries.items():
            sys.stdout.write(_line(kind, browser, f"{name} | {role.label.lower()}", words) + "\n")
            sys.stdout.flush()
    with statements() as seen:
        browser.get("/search?q=программа")
    sys.stdout.write(f"\n{kind}: запросов SQL на страницу {len(seen)}.\n\n")


def _line(kind: str, browser: Browser, title: str, words: str) -> str:
    asked = _asked(kind, words)
    with system_scope("benchmark"):
        found = session.execute(text(COUNT[kind]), {"asked": asked}).scalar_one()
    floor, ours = by_turns(
        partial(_floor, kind, asked),
        partial(apart, browser.client.get, "/search", query_string={"q": words}, base_url=BASE),
    )
    met = "да" if ours <= GOAL else "НЕТ"
    return f"| {title} | {kind} | {found} | {floor:.1f} | {ours:.0f} | {ours / floor:.1f} | ≤ {GOAL} мс | {met} |"


def _floor(kind: str, asked: str) -> None:
    with system_scope("benchmark"):
        session.execute(text(COUNT[kind]), {"asked": asked}).scalar_one()
        session.execute(text(NEWEST.format(MATCH[kind])), {"asked": asked}).all()
    session.rollback()


def _asked(kind: str, words: str) -> str:
    return fulltext.asked(parse(words), kind)


def by_turns(*acts: Callable[[], object]) -> tuple[float, ...]:
    times: list[list[float]] = [[] for _ in acts]
    for turn in range(ROUNDS + 1):
        for found, act in zip(times, acts, strict=True):
            began = time.perf_counter()
            act()
            if turn:  # the first of each only warms up
                found.append((time.perf_counter() - began) * 1000)
    return tuple(statistics.median(found) for found in times)


def person(role: Role) -> Actor:
    """Return the first person of a role, as they are when signed in."""
    row = session.execute(
        select(Membership, User).join(User).where(Membership.role == role).order_by(Membership.id).limit(1)
    ).one()
    held, user = row
    return Actor(
        user_id=user.id, name=user.name, email=user.email, role=role, membership_id=held.id,
        municipality_id=held.municipality_id, school_id=held.school_id, region=held.region,
    )  # fmt: skip


def _write(documents: int, vocabulary: Sequence[str], dice: random.Random) -> None:
    """Give each package its documents: eighty words by their frequency, each file of its own content."""
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    first = session.scalar(select(func.max(PackageFile.id))) or 0
    uploader = session.scalar(select(func.min(User.id))) or 0
    packages = session.execute(select(Package.id, Package.current_version_id).order_by(Package.id)).all()
    tables = (StoredFile, Reading, LeafText, TextWords, PackageFile, VersionFile)
    rows: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in tables}
    with transaction():
        for n in range(1, documents + 1):
            package, version = packages[(n - 1) // DOCUMENTS_EACH % len(packages)]
            words = "школа программа " + " ".join(dice.choices(vocabulary, weights, k=WORDS))
            words += " редкослово" if n % RARE_EACH == 0 else ""
            _document(rows, n, words)
            rows[PackageFile].append({
                "id": first + n, "package_id": package, "number": 1000 + n, "slot": "other", "sha256": _sha(n),
                "size": 1, "name": f"Документ {n} {vocabulary[n % len(vocabulary)]}.docx", "kind": "docx", "note": "",
                "in_draft": True, "uploaded_by_id": uploader, "uploaded_by_name": "Кто", "uploaded_at": now(),
            })  # fmt: skip
            if version:
                rows[VersionFile].append({
                    "package_id": package, "version_id": version, "file_id": first + n, "position": 1000 + n,
                    "change": "new",
                })  # fmt: skip
            if n % BATCH == 0 or n == documents:
                for table in tables:
                    if rows[table]:
                        session.execute(insert(table_of(table)), rows[table])
                    rows[table].clear()
    while operations.catch_up(whole=True):
        continue


def _document(rows: dict[type[Base], list[dict[str, Any]]], n: int, words: str) -> None:
    sha256, size = _sha(n), len(words)
    rows[StoredFile].append(
        {"sha256": sha256, "size": 1, "kind": "docx", "media_type": "x", "created_at": now()}
    )
    rows[Reading].append({
        "sha256": sha256, "state": "ready", "edition": 1, "leaves": 1, "characters": size, "notices": [],
        "asked_at": now(),
    })  # fmt: skip
    rows[LeafText].append(
        {"sha256": sha256, "number": 1, "title": "", "text": words, "blocks": [["p", 0, words]]}
    )
    rows[TextWords].append({
        "sha256": sha256, "leaf": 1, "start": 0, "length": size, "blocks": [[1, 0]], "lex": lex(words),
        "edition": operations.EDITION,
    })  # fmt: skip


def settle(kind: str) -> None:
    if kind == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _sha(n: int) -> str:
    return f"{10**9 + n:064x}"


if __name__ == "__main__":
    main()
