# ruff: noqa: S608  the statements are made of constants and numbers
"""Rows of the floor: the same shape as `flask seed-bench` gives the product, on either database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg

FOLDER = Path(__file__).parent
SCHOOLS, QUEUE, START = 2000, 50, 1_790_000_000
BODY = "Программа описывает цели, задачи, мероприятия и ожидаемые результаты работы школы на три года. " * 16
REVIEW = "Документ полон и согласован. " * 5
COMMENT = "Поясните, пожалуйста, этот раздел документа. " * 4
TABLES = ("submission", "review", "comment", "document", "audit")
Source = Callable[[int], str]
"""Makes the SQL of a row source with one column `i` that runs from 1 to the number given."""


def fill_sqlite(path: Path, number: int) -> None:
    """Write a new database file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("pragma journal_mode=wal; pragma synchronous=off;")
        connection.executescript(_script("schema.sql"))
        connection.execute("create temp table g(i integer primary key)")
        largest = max(number, SCHOOLS + 300)
        connection.executemany("insert into g values (?)", ((i,) for i in range(1, largest + 1)))
        for statement in _rows(number, lambda last: f"(select i from g where i<={last}) g"):
            connection.execute(statement)
        connection.executescript(_script("indexes.sql"))  # commits what is open
        connection.execute("analyze")


def fill_postgresql(address: str, number: int) -> None:
    """Write into an empty database."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_script("schema.sql").encode())
        for statement in _rows(number, lambda last: f"generate_series(1::bigint, {last}::bigint) i"):
            connection.execute(statement.encode())
        for table in TABLES:
            connection.execute(f"create sequence {table}_seq".encode())
            connection.execute(
                f"select setval('{table}_seq', (select coalesce(max(id),0)+1 from {table}))".encode()
            )
            connection.execute(
                f"alter table {table} alter column id set default nextval('{table}_seq')".encode()
            )
        connection.execute(_script("indexes.sql").encode())
        connection.execute("vacuum analyze")


def _rows(number: int, source: Source) -> Iterator[str]:
    step, all_of = number // QUEUE, source(number)
    yield f"insert into school select i, 'Школа № '||i, i%43 from {source(SCHOOLS)}"
    yield f"insert into app_user select i, 'Участник '||i, 'curator', i from {source(SCHOOLS + 220)}"
    yield f"""insert into submission select i, i, 'Документ '||i||': программа по предмету '||(i%37), '{BODY}',
        case when (i-1)%{step}=0 then 1 when i%20<12 then 1 when i%20<17 then 3 when i%20<19 then 4 else 2 end,
        1+(i*7)%{SCHOOLS}, i%20, 1+(i*3)%200, case when (i-1)%{step}=0 then 1 else 0 end,
        {START}+(i*7919)%6000000, {START}+(i*104729)%6000000 from {all_of}"""
    for k in range(5):
        yield f"""insert into review select {k}*{number}+i, i, 1+((i*3+{k})%200), 1+(i+{k})%2, 1+(i+{k})%5,
        1+(i+{k}+1)%5, 1+(i+{k}+2)%5, 1+(i+{k}+3)%5, '{REVIEW}', {START}+i%6000000 from {all_of} {_queued(k, step)}"""
    for k in range(10):
        yield f"""insert into comment select {k}*{number}+i, i, 1+((i*5+{k})%200), '{COMMENT}', {START}+i%6000000
        from {all_of} {_queued(k, step)}"""
    yield f"""insert into document select i, i, 'document-'||i||'.pdf', 10485760, '', '', {START}
        from {all_of} where (i-1)%{step}=0"""


def _queued(k: int, step: int) -> str:
    """Two of each for every document; the further ones for those in the queue alone."""
    return "" if k < 2 else f"where (i-1)%{step}=0"


def _script(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
