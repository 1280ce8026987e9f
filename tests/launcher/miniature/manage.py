"""The least product that `./run` can start: the same entrances as the real one, a second of life each."""

import os
import sqlite3
import sys
import time
from pathlib import Path

from flask import Flask
from flask.cli import AppGroup

DATA = Path(os.environ.get("DATA_DIR", "."))
app = Flask(__name__)
database = AppGroup("db")


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/environment/<name>")
def environment(name: str) -> str:
    return os.environ.get(name, "")


@app.get("/pid")
def pid() -> str:
    return str(os.getpid())


@app.get("/slow")
def slow() -> str:
    (DATA / "slow.begun").touch()
    time.sleep(1.5)
    return "answered to the end"


@app.get("/die")
def die() -> str:
    print("нечем дышать", file=sys.stderr, flush=True)
    os._exit(7)


@app.get("/warn")
def warn() -> str:
    print("WARNING осторожно, тонкий лёд", file=sys.stderr, flush=True)
    print("обычная строка", file=sys.stderr, flush=True)
    return "ok"


@database.command("upgrade")
def upgrade() -> None:
    _note("migrated")
    with sqlite3.connect(DATA / "ekspertiza.sqlite3") as connection:
        connection.execute("create table if not exists alembic_version (version_num text)")
        connection.execute("delete from alembic_version")
        connection.execute("insert into alembic_version values ('0002')")


@app.cli.command("seed-demo")
def seed_demo() -> None:
    _note("seeded")
    time.sleep(60 if os.environ.get("SLOW_SEED") else 0)


@app.cli.command("where")
def where() -> None:
    print(os.getcwd(), DATA, os.environ["DEMO"])


app.cli.add_command(database)


def _note(word: str) -> None:
    with (DATA / f"{word}.count").open("a") as count:
        count.write("x")
