"""Roadmaps beside the least that does the same: reading a file of sixty pages, the indicator, the timeline.

    python -m benchmarks.roadmap [--measures N] [--rows N]

Reading is compared with taking the bare text out of the same file; the indicator with one pass of a loop that compares
days, and with one SELECT of the same rows; the page of the timeline, which draws bars and lists the same rows as a
table, with the same number of plain rows through Jinja. By turns in one process, medians of five."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pypdfium2 as pdfium
import typst
from flask import Flask, render_template_string
from sqlalchemy import insert, select

from tests import factories as make
from tests.conftest import settings_for
from tests.pages import BASE, SignIn, apart
from webapp import create_app
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import Base, db, now, session, table_of, transaction
from webapp.documents.roadmap_lines import lines_of_file
from webapp.models import Measure, MeasureTerm, Municipality, Progress, Roadmap
from webapp.roadmap import queries as roadmaps
from workflows.deadlines import Frame, Period, read_deadline, to_plain
from workflows.roadmaps import read_roadmap
from workflows.roadmaps.indicator import Confirmed, Plan, Reading, Row, share
from workflows.roadmaps.words import ProgressState, TermOrigin
from workflows.vocabulary import Role

MEASURES, TIMELINE_ROWS, FILE_ROWS, ROUNDS = 50_000, 500, 420, 5
PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 7, 1)
TERMS = (
    "15.03.2026", "март – май", "в течение года", "ежеквартально", "до 01.09.2026", "4 квартал", "2 декада октября",
    "14.02, 15.02, 20.02.2026", "постоянно", "не реже 1 раза в месяц",
)  # fmt: skip
TITLES = (
    "Проведение муниципального семинара для управленческих команд школ по вопросам применения рискового профиля",
    "Подготовка отчёта по реализации мероприятий муниципальной дорожной карты к федеральному мониторингу",
    "Организация консультационной поддержки кураторов школ, участвующих в проекте адресной помощи",
)
HEADINGS = ("№", "Мероприятие", "Сроки реализации", "Исполнители", "Показатель реализации")
HEAD = "| что | предел, мс | мы, мс | отношение | цель | итог |"
PLAIN = """<table>{% for row in rows %}<tr><th>{{ row.number }}</th><td><a href="/roadmap/items/{{ row.ref }}">
{{ row.title }}</a></td><td>{{ row.deadline_text }}</td><td>{{ row.due_on }}</td></tr>{% endfor %}</table>"""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--measures", type=int, default=MEASURES)
    asked.add_argument("--rows", type=int, default=TIMELINE_ROWS)
    given = asked.parse_args()
    busy = f"Нагрузка до начала: {os.getloadavg()[0]:.1f}; процессоров {os.cpu_count()}.\n\n"
    sys.stdout.write(f"{busy}{HEAD}\n{'| --- ' * 6}|\n")
    with tempfile.TemporaryDirectory(prefix="roadmap-") as folder:
        reading(Path(folder))
        indicator(given.measures)
        app = create_app(settings_for(f"sqlite:///{folder}/roadmap.sqlite3", Path(folder), throttle=False))
        with app.app_context():
            with system_scope("benchmark"):
                Base.metadata.create_all(db.engine)
            timeline(app, given.rows)
            indicator_in_database(app, given.measures)
            session.remove()
            db.engine.dispose()


def reading(folder: Path) -> None:
    """A table of 420 rows fills about sixty pages of either format."""
    document, printed = folder / "карта.docx", folder / "карта.pdf"
    rows = [_cells(n) for n in range(1, FILE_ROWS + 1)]
    _write_docx(document, rows)
    _write_pdf(printed, rows)
    pages = len(pdfium.PdfDocument(printed))
    for name, path, bare in (("DOCX", document, _bare_docx), ("PDF", printed, _bare_pdf)):
        found = read_roadmap(lines_of_file(path))
        told = f"чтение {name}, {pages} стр., найдено строк {len(found.items)} из {FILE_ROWS}"
        _told(told, partial(bare, path), partial(_read, path), 3000)


def _read(path: Path) -> object:
    return read_roadmap(lines_of_file(path))


def indicator(count: int) -> None:
    """Measures with a deadline and, every other one, a confirmed execution; the bare loop compares their days alone."""
    deadlines = [read_deadline(text, Frame(PERIOD)) for text in TERMS]
    facts = (Confirmed(date(2026, 3, 1), date(2026, 3, 5), None, ""),)
    since = PERIOD.start or TODAY
    rows = [
        Row(str(n), (Plan(deadlines[n % len(TERMS)], since),), facts if n % 2 else ()) for n in range(count)
    ]

    def bare() -> tuple[int, int]:
        due = done = 0
        for row in rows:
            deadline = row.plans[-1].deadline
            if (
                deadline is not None
                and row.plans[-1].since <= TODAY
                and deadline.end
                and deadline.end <= TODAY
            ):
                due += 1
                done += any(one.confirmed_on <= TODAY for one in row.confirmed)
        return done, due

    _told(f"показатель по {count} мероприятиям", bare, lambda: share(rows, TODAY, Reading.DUE, PERIOD), 1000)


def indicator_in_database(app: Flask, count: int) -> None:
    """The same with reading the rows: the floor selects the same columns of the same rows."""
    place, actor = _people("bdi")
    roadmap = make.roadmap(place)
    _fill(roadmap, actor, count)
    columns = (Measure.ref, Measure.due_on, MeasureTerm.deadline, MeasureTerm.since, Progress.decided_at)

    def bare() -> None:
        with system_scope("benchmark"):
            found = session.execute(
                select(*columns)
                .join(MeasureTerm, MeasureTerm.measure_id == Measure.id)
                .outerjoin(Progress, Progress.measure_id == Measure.id)
                .where(Measure.roadmap_id == roadmap.id)
            ).all()
            sum(row.due_on is not None and row.due_on <= TODAY for row in found)

    def ours() -> None:
        with acting_as(actor):
            roadmaps.share_of(roadmaps.get(roadmap.number), TODAY)

    _told(f"показатель по {count} мероприятиям, с чтением из базы", bare, ours, 10_000)


def timeline(app: Flask, count: int) -> None:
    place, actor = _people("bdt")
    roadmap = make.roadmap(place)
    rows = _fill(roadmap, actor, count)
    browser = SignIn(app)(actor)

    def bare() -> None:
        with app.test_request_context():
            render_template_string(PLAIN, rows=rows)

    def ours() -> None:
        answer = apart(browser.client.get, "/roadmap/timeline", base_url=BASE)
        assert answer.status_code == 200, answer.status

    _told(f"график из {count} строк, страница целиком", bare, ours, 500)


def _people(code: str) -> tuple[Municipality, Actor]:
    place = make.municipality(code, f"Опытный муниципальный округ {code}")
    return place, make.person("Образцова Мария Петровна", "coordinator", municipality=place)


def _fill(roadmap: Roadmap, actor: Actor, count: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    terms: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    inside = {"municipality_id": roadmap.municipality_id}
    deadlines = [read_deadline(text, Frame(PERIOD)) for text in TERMS]
    first = roadmap.id * 1_000_000
    for n in range(first + 1, first + count + 1):
        read = deadlines[n % len(TERMS)]
        rows.append({
            **inside, "id": n, "ref": f"{roadmap.number}-{n}", "roadmap_id": roadmap.id, "position": n,
            "number": f"{n}.", "title": f"{TITLES[n % 3]} ({n})", "deadline_text": read.text,
            "deadline": to_plain(read),
            "term_status": read.status, "starts_on": read.start, "due_on": read.end, "plan": {}, "result": "",
            "responsible_text": "УО", "per_school": False, "transferred": False, "exclusion_reason": "",
            "exclusion_order": "", "excluded_by_name": "", "seen": 1,
        })  # fmt: skip
        terms.append({
            **inside, "measure_id": n, "origin": TermOrigin.APPROVED, "text": read.text, "deadline": to_plain(read),
            "since": PERIOD.start, "reason": "", "order_requisites": "", "set_by_name": "Кто", "set_at": now(),
        })  # fmt: skip
        if n % 2:
            facts.append({
                **inside, "roadmap_id": roadmap.id, "measure_id": n, "occurrence": "", "state": ProgressState.CONFIRMED,
                "done_on": TODAY - timedelta(days=n % 90), "note": "", "actual": [], "executed_by_id": actor.user_id,
                "executed_by_name": actor.name, "executed_by_role": Role.COORDINATOR, "executed_at": now(),
                "decided_by_name": "", "decided_at": now(),
                "decision_note": "", "ended_by_name": "", "end_reason": "", "by_system": False,
            })  # fmt: skip
    with system_scope("benchmark"), transaction():
        for model, found in ((Measure, rows), (MeasureTerm, terms), (Progress, facts)):
            session.execute(insert(table_of(model)), found)
    return rows


def _told(name: str, bare: Callable[[], object], ours: Callable[[], object], goal: float) -> None:
    floor, own = _by_turns(bare, ours)
    met = "да" if own <= goal else "НЕТ"
    sys.stdout.write(f"| {name} | {floor:.1f} | {own:.1f} | {own / floor:.1f} | ≤ {goal:g} мс | {met} |\n")
    sys.stdout.flush()


def _by_turns(*acts: Callable[[], object]) -> tuple[float, ...]:
    times: list[list[float]] = [[] for _ in acts]
    for turn in range(ROUNDS + 1):
        for found, act in zip(times, acts, strict=True):
            began = time.perf_counter()
            act()
            if turn:  # the first of each only warms up
                found.append((time.perf_counter() - began) * 1000)
    return tuple(statistics.median(found) for found in times)


def _cells(n: int) -> tuple[str, ...]:
    result = "Справка по итогам, приказ об утверждении, протокол заседания рабочей группы"
    return f"{n}", f"{TITLES[n % 3]} ({n})", TERMS[n % len(TERMS)], "УО, кураторы, ОО", f"{result} ({n})"


def _write_docx(path: Path, rows: list[tuple[str, ...]]) -> None:
    document = docx.Document()
    document.add_paragraph("Муниципальная дорожная карта по реализации проекта «500+» на 2026 год")
    table = document.add_table(rows=len(rows) + 1, cols=len(HEADINGS))
    for line, cells in zip(table.rows, [HEADINGS, *rows], strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))


def _write_pdf(path: Path, rows: list[tuple[str, ...]]) -> None:
    cells = ", ".join(f"[{text}]" for row in (HEADINGS, *rows) for text in row)
    page = (
        '#set page(paper: "a4")\n#set text(size: 12pt)\n'
        "Муниципальная дорожная карта по реализации проекта «500+» на 2026 год\n"
        f"#table(columns: (8%, 34%, 18%, 14%, 26%), {cells})"
    )
    source = path.with_suffix(".typ")
    source.write_text(page, encoding="utf-8")
    path.write_bytes(
        typst.compile(str(source), font_paths=[str(Path(__file__).parents[1] / "webapp" / "fonts")])
    )


def _bare_docx(path: Path) -> str:
    table = docx.Document(str(path)).tables[0]
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


def _bare_pdf(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


if __name__ == "__main__":
    main()
