# ruff: noqa: S608  the statements are made of constants
"""The floor itself: no sign-in, no CSRF, no ORM, one indexed statement where one will do.

`FLOOR_DATABASE` is the path of a SQLite file or the address of a PostgreSQL database, `FLOOR_FILES` a folder."""

import csv
import hashlib
import io
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, abort, render_template, request

DATABASE, FILES = os.environ["FLOOR_DATABASE"], Path(os.environ["FLOOR_FILES"])
POSTGRESQL = DATABASE.startswith("postgresql:")
PRAGMAS = (
    "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-20000; pragma busy_timeout=30000;"
)
STATES = {1: "На проверке", 2: "Отозван", 3: "Принят", 4: "Отклонён"}
COLUMNS = "s.id, s.number, s.title, s.state, s.area_id, s.updated_at, h.name, u.name"
SOURCES = "from submission s join school h on h.id=s.school_id join app_user u on u.id=s.curator_id"
EXPORT = """select s.number, s.title, s.state, h.name, s.area_id, s.submitted_at,
  count(r.id), avg((r.s1+r.s2+r.s3+r.s4)/4.0)
  from submission s join school h on h.id=s.school_id left join review r on r.submission_id=s.id
  group by s.id, h.name order by s.id"""
app = Flask(__name__)
_local = threading.local()


class Database:
    """The same few words over both drivers."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self._run(statement, values).fetchall())

    def insert(self, table: str, columns: str, *values: object) -> int:
        marks = ",".join("?" * len(values))
        answer = self._run(f"insert into {table}({columns}) values ({marks}) returning id", values)
        return int(answer.fetchone()[0])

    def do(self, statement: str, *values: object) -> None:
        self._run(statement, values)

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        answer = self._run(statement, ())
        while rows := answer.fetchmany(1000):
            yield from rows

    def _run(self, statement: str, values: tuple[object, ...]) -> Any:
        return self._connection.execute(statement.replace("?", "%s") if POSTGRESQL else statement, values)


@contextmanager
def database() -> Iterator[Database]:
    """One connection for each thread, kept."""
    if not hasattr(_local, "connection"):
        _local.connection = _connect()
    yield Database(_local.connection)


@contextmanager
def committed(found: Database) -> Iterator[None]:
    found.do("begin" if POSTGRESQL else "begin immediate")
    try:
        yield
    except BaseException:
        found.do("rollback")
        raise
    found.do("commit")


def _connect() -> Any:
    if POSTGRESQL:
        return psycopg.connect(DATABASE, autocommit=True)
    connection = sqlite3.connect(DATABASE, isolation_level=None)
    connection.executescript(PRAGMAS)
    return connection


@app.get("/queue")
def queue() -> str:
    with database() as found:
        rows = found.all(
            f"select {COLUMNS} {SOURCES} where s.in_queue=1 order by s.updated_at desc, s.id desc limit 50"
        )
    return render_template("queue.html", rows=rows, states=STATES, base="")


@app.get("/register")
def register() -> str:
    with database() as found:
        rows = found.all(
            f"select {COLUMNS} {SOURCES} where s.state=? order by s.updated_at desc, s.id desc limit 50",
            request.args.get("state", 1, type=int),
        )
    return render_template("queue.html", rows=rows, states=STATES, base="")


@app.get("/detail/<int:number>")
def detail(number: int) -> str:
    with database() as found:
        return _detail(found, number)


@app.post("/review/<int:number>")
def review(number: int) -> str:
    form, now = request.form, int(time.time())
    with database() as found:
        with committed(found):
            scores = [int(form[name]) for name in ("verdict", "s1", "s2", "s3", "s4")]
            found.insert(
                "review", "submission_id,user_id,verdict,s1,s2,s3,s4,comment,created_at",
                number, 1, *scores, form["comment"], now,
            )  # fmt: skip
            found.do("update submission set updated_at=? where id=?", now, number)
            found.insert("audit", "submission_id,user_id,action,at", number, 1, "review", now)
        return _detail(found, number)


@app.post("/upload")
def upload() -> dict[str, int]:
    file, now, digest, size = request.files["file"], int(time.time()), hashlib.sha256(), 0
    path = FILES / secrets.token_hex(12)
    with path.open("wb") as target:
        while part := file.stream.read(1 << 20):
            target.write(part)
            digest.update(part)
            size += len(part)
        target.flush()
        os.fsync(target.fileno())
    with database() as found, committed(found):
        number = found.insert(
            "submission", "number,title,body,state,school_id,area_id,curator_id,submitted_at,updated_at",
            0, "Загрузка", "", 2, 1, 1, 1, now, now,
        )  # fmt: skip
        found.insert(
            "document", "submission_id,filename,size,sha256,path,created_at",
            number, file.filename, size, digest.hexdigest(), str(path), now,
        )  # fmt: skip
        found.insert("audit", "submission_id,user_id,action,at", number, 1, "upload", now)
    return {"id": number, "size": size}


@app.get("/export.csv")
def export() -> Response:
    return Response(_lines(), mimetype="text/csv")


def _detail(found: Database, number: int) -> str:
    rows = found.all(f"select {COLUMNS}, s.body {SOURCES} where s.id=?", number)
    if not rows:
        abort(404)
    reviews = found.all(
        "select r.id, u.name, r.verdict, r.s1, r.s2, r.s3, r.s4, r.comment, r.created_at from review r"
        " join app_user u on u.id=r.user_id where r.submission_id=? order by r.id limit 20",
        number,
    )
    comments = found.all(
        "select c.id, u.name, c.text, c.created_at from comment c join app_user u on u.id=c.user_id"
        " where c.submission_id=? order by c.id",
        number,
    )
    files = found.all("select id, filename, size from document where submission_id=?", number)
    return render_template(
        "detail.html", s=rows[0], reviews=reviews, comments=comments, docs=files, states=STATES, base=""
    )


def _lines() -> Iterator[str]:
    with database() as found:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for n, row in enumerate(found.stream(EXPORT), start=1):
            writer.writerow((*row[:2], STATES[row[2]], *row[3:7], round(float(row[7] or 0), 2)))
            if n % 1000 == 0:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue()
