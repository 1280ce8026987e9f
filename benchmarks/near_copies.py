"""Near copies among 10 000 sent documents of one municipality: the search and its page beside one bare statement.

    python -m benchmarks.near_copies [--documents N] [--databases sqlite,postgresql]

Each document has some ten pages of its own, a template it shares with hundreds, and, one in ten, a chapter of another
school. The floor counts shared marks of the same files over the same index: no shares of own text, no places, no
people. A text is marked once; the time of that stands below, beside the stemming of its words alone.
"""

import random
import statistics
import sys
import time
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from benchmarks.search import by_turns, on_each_database, person, settle
from tests.counting import statements
from tests.pages import BASE, SignIn, apart
from webapp.access.actor import acting_as, system_scope
from webapp.commands.benchmark import fill
from webapp.copies import queries
from webapp.database import Base, db, now, session, table_of, transaction
from webapp.dossier import queries as dossiers
from webapp.models import (
    CommonMark,
    Package,
    PackageFile,
    Reading,
    StoredFile,
    TextMark,
    TextSketch,
    User,
    VersionFile,
)
from workflows.near_copies import EDITION, marks_of
from workflows.search import tokens
from workflows.vocabulary import Role

DOCUMENTS, DOCUMENTS_EACH, BATCH = 10_000, 10, 500
OWN, SHARED, TEMPLATE = 150, 60, 20
TEMPLATES = range(1, 501)
COPY_EACH = 10
GOAL = 1000
PAGES, WORDS = 100, 300
FLOOR = """select theirs.text_id, count(distinct theirs.mark) from text_mark mine
    join text_mark theirs on theirs.municipality_id = mine.municipality_id and theirs.mark = mine.mark
        and theirs.text_id != mine.text_id
    join text_sketch on text_sketch.id = mine.text_id
    where text_sketch.sha256 in ({}) and not exists (select 1 from common_mark
        where common_mark.municipality_id = mine.municipality_id and common_mark.mark = mine.mark)
    group by theirs.text_id having count(distinct theirs.mark) >= 5"""
HEAD = "| что | база | предел, мс | мы, мс | отношение | цель | итог |"


def main() -> None:
    on_each_database(str(__doc__), HEAD, DOCUMENTS, measure)
    sys.stdout.write(_marking())


def measure(app: Flask, kind: str, documents: int) -> None:
    with system_scope("benchmark"):
        Base.metadata.create_all(db.engine)
        fill(documents // DOCUMENTS_EACH)
        package_id = _write(documents)
        settle(kind)
        coordinator = person(Role.COORDINATOR)
        number = session.scalars(select(Package.number).where(Package.id == package_id)).one()
        files = list(session.scalars(select(PackageFile).where(PackageFile.package_id == package_id)))
        hashes = ", ".join(f"'{file.sha256}'" for file in files)
    browser = SignIn(app)(coordinator)

    def floor() -> None:
        with system_scope("benchmark"):
            session.execute(text(FLOOR.format(hashes))).all()
        session.rollback()

    def search() -> None:
        with acting_as(coordinator):
            package = dossiers.get(number)
            queries.found(package, list(session.scalars(select(PackageFile).where(
                PackageFile.package_id == package.id
            ))))  # fmt: skip
        session.rollback()

    page = partial(apart, browser.client.get, f"/packages/{number}/copies", base_url=BASE)
    for name, act in (("поиск для 10 файлов пакета", search), ("страница пакета", page)):
        low, ours = by_turns(floor, act)
        met = "да" if ours <= GOAL else "НЕТ"
        sys.stdout.write(
            f"| {name} | {kind} | {low:.0f} | {ours:.0f} | {ours / low:.1f} | ≤ {GOAL} мс | {met} |\n"
        )
    with statements() as seen:
        browser.get(f"/packages/{number}/copies")
    sys.stdout.write(f"\n{kind}: документов {documents}, запросов SQL на страницу {len(seen)}.\n\n")


def _write(documents: int) -> int:
    """Put documents with their marks into the packages of one municipality; return the package that is asked about."""
    dice = random.Random(5)  # noqa: S311
    first = session.scalar(select(func.max(PackageFile.id))) or 0
    uploader = session.scalar(select(func.min(User.id))) or 0
    packages = session.execute(
        select(Package.id, Package.current_version_id, Package.municipality_id, Package.school_id)
        .where(Package.current_version_id.is_not(None))
        .order_by(Package.id)
    ).all()
    place = packages[0].municipality_id
    own = [row for row in packages if row.municipality_id == place]
    tables = (StoredFile, Reading, TextSketch, TextMark, PackageFile, VersionFile)
    rows: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in tables}
    before: list[int] = []
    with transaction():
        session.execute(insert(CommonMark), [{"municipality_id": place, "mark": mark} for mark in TEMPLATES])
        for n in range(1, documents + 1):
            package = own[(n - 1) // DOCUMENTS_EACH % len(own)]
            marks = [dice.getrandbits(62) + 1000 for _ in range(OWN)]
            copied = before[:SHARED] if n % COPY_EACH == 0 else []
            before = marks if n % COPY_EACH == 3 else before
            everything = {*marks, *copied, *dice.sample(TEMPLATES, TEMPLATE)}
            _document(rows, n, sorted(everything))
            rows[TextMark] += [
                {"municipality_id": place, "mark": mark, "school_id": package.school_id, "text_id": n}
                for mark in everything
            ]
            rows[PackageFile].append({
                "id": first + n, "package_id": package.id, "number": 1000 + n, "slot": "other", "sha256": _sha(n),
                "size": 1, "name": f"Документ {n}.docx", "kind": "docx", "note": "", "in_draft": True,
                "uploaded_by_id": uploader, "uploaded_by_name": "Кто", "uploaded_at": now(), "removed_by_name": "",
                "removal_reason": "",
            })  # fmt: skip
            rows[VersionFile].append({
                "package_id": package.id, "version_id": package.current_version_id, "file_id": first + n,
                "position": 1000 + n, "change": "new",
            })  # fmt: skip
            if n % BATCH == 0 or n == documents:
                for table in tables:
                    session.execute(insert(table_of(table)), rows[table])
                    rows[table].clear()
    return int(own[len(own) // 2].id)


def _document(rows: dict[type[Base], list[dict[str, Any]]], n: int, marks: list[int]) -> None:
    sha256 = _sha(n)
    rows[StoredFile].append(
        {"sha256": sha256, "size": 1, "kind": "docx", "media_type": "x", "created_at": now()}
    )
    rows[Reading].append({
        "sha256": sha256, "state": "ready", "edition": 1, "leaves": 1, "characters": 1, "notices": [],
        "asked_at": now(),
    })  # fmt: skip
    rows[TextSketch].append(
        {"id": n, "sha256": sha256, "edition": EDITION, "marks": marks, "sketched_at": now()}
    )


def _marking() -> str:
    """Return how long a text of a hundred pages takes to be marked."""
    dice = random.Random(7)  # noqa: S311
    vocabulary = [f"{root}{end}" for root in ("программ", "школ", "методическ", "качеств", "результат", "педагог")
                  for end in ("а", "ы", "ой", "ами", "е")] + [f"слово{n}" for n in range(3000)]  # fmt: skip
    paragraphs = [" ".join(dice.choices(vocabulary, k=WORDS)) for _ in range(PAGES)]
    marks_of(paragraphs)
    bare = _median(lambda: [sum(1 for _ in tokens(text)) for text in paragraphs])
    ours = _median(lambda: marks_of(paragraphs))
    return f"Метки текста в {PAGES} страниц: {ours * 1000:.0f} мс, одни основы слов {bare * 1000:.0f} мс.\n"


def _median(act: Any) -> float:
    found = []
    for _ in range(5):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def _sha(n: int) -> str:
    return f"{10**9 + n:064x}"


if __name__ == "__main__":
    main()
