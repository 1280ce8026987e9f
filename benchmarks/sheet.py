"""A sheet of 60 criteria in its third round beside the least that shows the same: the page, and one mark kept.

Both answer in this process, by turns, over the same SQLite file; medians are printed, nothing is refused. The floor
reads the marks of both rounds and the remarks with three raw statements and renders plain fields, and keeps a mark by
one raw statement: no sign-in, no scope, no journal, no score.
"""

import itertools
import sqlite3
import tempfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from flask import Flask, render_template_string, request

from benchmarks.matrix import line
from tests import factories as make
from tests import world
from tests.conftest import settings_for
from tests.counting import statements
from tests.pages import BASE, SignIn, apart
from tests.webapp.packages import walk as on
from webapp import create_app
from webapp.access.actor import system_scope
from webapp.database import Base, db
from webapp.models import SheetEdition
from workflows.sheet import Sheet, to_json
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, VerdictKind

CRITERIA, ROUNDS = 60, 3
LOW = (MarkValue.ONE, "Показатели названы без исходных значений: добавьте их за три года.")
FRAGMENT = {"HX-Request": "true"}
FIELDS = """<form>{% for code, value, comment, before, said in rows %}<fieldset><legend>{{ code }}</legend>
<p>{{ before }} {{ said }}</p>{% for one in values %}<label><input type="radio" name="v" value="{{ one }}"
{% if one == value %} checked{% endif %}>{{ one }}</label>{% endfor %}<textarea>{{ comment }}</textarea></fieldset>
{% endfor %}</form>"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(f"sqlite:///{folder}/sheet.sqlite3", Path(folder))
        app = create_app(settings)
        with app.app_context():
            with system_scope("benchmark"):
                Base.metadata.create_all(db.engine)
            walk = third_round()
            floor = floor_over(settings.database_url.removeprefix("sqlite:///"))
            browser = SignIn(app)(walk.town.coordinator)
            path, url = f"/packages/{walk.number}/sheet", f"/packages/{walk.number}/sheet/{code(0)}"
            counter = itertools.count(1)

            def mark() -> object:
                n = next(counter)
                data = {"value": "one", "comment": f"Замечание {n}", "seen": str(n - 1)}
                return browser.post(url, data, headers=FRAGMENT, status=200)

            print(
                line(
                    "лист, 60 критериев, раунд 3",
                    partial(apart, browser.client.get, path, base_url=BASE),
                    partial(floor.get, "/", base_url=BASE),
                )
            )
            print(
                line("отметка", mark, partial(floor.post, "/", data={"comment": "Замечание"}, base_url=BASE))
            )
            with statements() as seen:
                page = browser.get(path)
            print(f"Запросов SQL на страницу: {len(seen)}; байт: {len(page.body)}.")


def code(n: int) -> str:
    return f"А.{n + 1}"


def long_sheet() -> Sheet:
    """Return the sheet of development programmes with sixty criteria in its first group."""
    sheet = SHEETS["development"]
    model = sheet.criteria[-1]
    criteria = tuple(
        replace(
            model,
            number=n + 1,
            code=code(n),
            group=sheet.groups[0].code,
            text=f"{model.text} Раздел {n + 1}.",
        )
        for n in range(CRITERIA)
    )
    return replace(sheet, groups=sheet.groups[:1], criteria=criteria)


def third_round() -> on.Walk:
    """Return a package twice returned by the expertise, its third sheet begun."""
    town = world.build()
    make.save(
        SheetEdition(
            municipality_id=town.municipality.id, sheet_code="development", number=2, title="Длинный лист",
            content=to_json(long_sheet()), effective_from=date(2026, 1, 1),
        )
    )  # fmt: skip
    walk = on.admitted(town)
    for _round in range(ROUNDS - 1):
        walk.examine(VerdictKind.REWORK, {code(n): LOW for n in range(0, CRITERIA, 4)})
        walk.step(town.coordinator, "release")
        for remark in walk.remarks():
            walk.answer(remark.number)
        programme = next(file for file in walk.files() if file.slot == "programme")
        walk.add("programme", "Программа, новая редакция.pdf", replaces=programme)
        walk.submit("resubmit")
        walk.admit()
    walk.step(town.coordinator, "begin")
    return walk


def floor_over(path: str):  # type: ignore[no-untyped-def]
    """Return a client of the least that shows and keeps the same."""
    bare = Flask("floor")
    connection = sqlite3.connect(path, check_same_thread=False)
    marks = "select criterion, value, comment from mark where expertise_id = ?"

    @bare.get("/")
    def page() -> str:
        *_, before, now = (row[0] for row in connection.execute("select id from expertise order by id"))
        earlier = {row[0]: row[1:] for row in connection.execute(marks, (before,))}
        own = {row[0]: row[1:] for row in connection.execute(marks, (now,))}
        said = dict(connection.execute("select criterion, answer from remark"))
        rows = [
            (key, *own.get(key, ("", "")), earlier.get(key, ""), said.get(key, ""))
            for key in map(code, range(CRITERIA))
        ]
        return render_template_string(FIELDS, rows=rows, values=[one.value for one in MarkValue])

    @bare.post("/")
    def keep() -> str:
        with connection:
            connection.execute("update mark set comment = ? where id = 1", (request.form["comment"],))
        return "ok"

    return bare.test_client()


if __name__ == "__main__":
    main()
