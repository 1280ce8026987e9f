"""The matrix of 1 000 schools × 12 documents beside the least that shows the same cells: one page, and the table file.

Both answer in this process, by turns, over the same SQLite file; medians are printed, nothing is refused. The floor
reads packages and their histories with two raw statements and renders a plain table: no sign-in, no scope, no totals.
"""

import io
import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy import insert, text

import config
from tests import factories as make
from tests.conftest import settings_for
from tests.counting import statements
from tests.pages import BASE, SignIn, apart
from webapp import create_app
from webapp.access.actor import Actor, system_scope
from webapp.database import Base, db, session, table_of, transaction
from webapp.models import Package, PackageEvent, Participation, School, Stage
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import Audience, State

SCHOOLS, STAGES, ROUNDS = 1000, 4, 5
DUE = ("concept", "development", "effective_mode")
WAY = (
    State.DRAFT,
    State.CURATOR_REVIEW,
    State.CURATOR_RETURNED,
    State.CURATOR_REVIEW,
    State.ADMITTED,
    State.EXPERTISE,
)
CELLS = """select p.school_id, p.stage_id, p.kind, p.state, p.number, p.waiting_since, e.at, e.to_state
  from package p join package_event e on e.package_id = p.id
  where p.school_id in (select id from school order by short_name, id limit :most) order by e.id"""
TABLE = """<table>{% for school, cells in rows %}<tr><th>{{ school }}</th>
{% for cell in cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""
MEASURED = (("страница, 50 школ", "/monitoring", 50), ("XLSX целиком", "/monitoring/matrix.xlsx", SCHOOLS))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(f"sqlite:///{folder}/matrix.sqlite3", Path(folder))
        app = create_app(settings)
        with app.app_context():
            actor = fill()
            browser = SignIn(app)(actor)
            floor = floor_over(settings)
            for what, path, most in MEASURED:
                print(
                    line(what, partial(apart, browser.client.get, path, base_url=BASE), partial(floor, most))
                )
            with statements() as seen:
                browser.get("/monitoring")
            print(f"Запросов SQL на страницу: {len(seen)}; байт: {len(browser.get('/monitoring').body)}.")


def line(what: str, ours: Callable[[], object], least: Callable[[], object]) -> str:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for found, act in zip(times, (least, ours), strict=True):
            started = time.perf_counter()
            act()
            if turn:  # the first of each only warms up
                found.append((time.perf_counter() - started) * 1000)
    low, own = (statistics.median(found) for found in times)
    return f"| {what} | {low:.1f} | {own:.1f} | {own / low:.1f} |"


def fill() -> Actor:
    """Write one municipality with its schools, stages, packages and histories; return its coordinator."""
    with system_scope("benchmark"):
        Base.metadata.create_all(db.engine)
        place = make.municipality("mx", "Измеряемый округ")
        programme = make.programme(place, code="mx-2026", title="Проект")
        stages = [make.stage(programme, slug=f"s-{n}", title=f"Этап {n}", kinds=DUE) for n in range(STAGES)]
        with transaction():
            numbers, serial = range(1, SCHOOLS + 1), itertools.count(1)
            rows = [
                {
                    "id": n,
                    "municipality_id": place.id,
                    "slug": f"m-{n}",
                    "name": f"Школа {n}",
                    "short_name": f"Школа {n:04}",
                }
                for n in numbers
            ]
            session.execute(insert(table_of(School)), rows)
            taking = [
                {
                    "municipality_id": place.id,
                    "programme_id": programme.id,
                    "school_id": n,
                    "joined_on": date(2026, 1, 1),
                }
                for n in numbers
            ]
            session.execute(insert(table_of(Participation)), taking)
            for n in numbers:
                packages, events = [], []
                for stage, kind in itertools.product(stages, DUE):
                    number = next(serial)
                    packages.append(_package(number, n, stage, kind))
                    events += _events(number)
                session.execute(insert(table_of(Package)), packages)
                session.execute(insert(table_of(PackageEvent)), events)
        session.execute(text("analyze"))
        session.commit()
    return make.person("Образцова Мария Петровна", "coordinator", municipality=place)


def _package(number: int, school: int, stage: Stage, kind: str) -> dict[str, object]:
    state = WAY[1 + number % (len(WAY) - 1)]
    return {
        "id": number, "number": f"mx-2026-{number}", "municipality_id": stage.municipality_id, "school_id": school,
        "programme_id": stage.programme_id, "stage_id": stage.id, "kind": kind, "state": state,
        "turn": route_of(KINDS[kind].code).turn[state], "due_at": datetime.now(UTC) + timedelta(days=number % 9 - 3),
    }  # fmt: skip


def _events(number: int) -> list[dict[str, object]]:
    now = datetime.now(UTC)
    return [
        {
            "package_id": number, "at": now - timedelta(days=40 - 5 * step), "action": "step", "title": "Шаг",
            "audience": Audience.EVERYONE, "to_state": state, "actor_name": "Кто",
        }
        for step, state in enumerate(WAY[: 2 + number % (len(WAY) - 1)])
    ]  # fmt: skip


def floor_over(settings: config.Settings) -> Callable[[int], object]:
    """Return what answers the first `most` schools with the least that shows their cells."""
    bare = Flask("floor")
    connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), check_same_thread=False)

    @bare.get("/<int:most>")
    def table(most: int) -> str:
        names = dict(
            connection.execute("select id, short_name from school order by short_name, id limit ?", (most,))
        )
        cells: dict[int, dict[tuple[int, str], str]] = {school: {} for school in names}
        for school, stage, kind, state, number, since, _at, _to in connection.execute(CELLS, {"most": most}):
            cells[school][stage, kind] = f"{state} {number} {since}"
        return render_template_string(
            TABLE, rows=[(names[school], found.values()) for school, found in cells.items()]
        )

    client = bare.test_client()
    return lambda most: io.BytesIO(client.get(f"/{most}", base_url=BASE).get_data())


if __name__ == "__main__":
    main()
