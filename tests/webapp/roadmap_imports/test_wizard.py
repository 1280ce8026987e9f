"""From an office file to an approved roadmap, and to its next edition, as people do it."""

import io
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, Page, SignIn
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.documents.roadmap_lines import lines_of_file
from webapp.models import (
    Measure,
    MeasureTerm,
    OutboxMessage,
    Roadmap,
    RoadmapEdition,
    RoadmapImport,
    RoadmapParty,
    RoadmapSection,
)
from webapp.roadmap_imports import operations
from webapp.roadmap_imports.queries import entries_of
from workflows.deadlines import Status
from workflows.roadmaps import read_roadmap
from workflows.roadmaps.draft import mark_of
from workflows.roadmaps.words import ImportState, ProgressState, RoadmapState
from workflows.vocabulary import Event

DATA = Path(__file__).resolve().parents[2] / "data" / "roadmaps"
HEAD = "№\tМероприятие\tСроки\tОтветственные\tОжидаемый результат"
SMALL = f"""Дорожная карта «500+» на 2026 год
{HEAD}
Организация
1.\tСовещание директоров\tмарт\tМОУО, ОО\tПротокол
2.\tСеминар кураторов\tкогда-нибудь\tкураторы\tПрограмма
3.\tОтчёт\t10.06.2026\tМОУО\tОтчёт
"""


def rows(model: type, *which: object) -> list:  # type: ignore[type-arg]
    session.rollback()
    fresh = select(model).where(*which).order_by(model.id).execution_options(populate_existing=True)
    with system_scope("test"):
        found = list(session.scalars(fresh))
    session.expunge_all()
    return found  # type: ignore[attr-defined,arg-type]


def sent(browser: Browser, content: bytes, name: str, *, status: int = 303, **more: str) -> Page:
    body = {"file": (io.BytesIO(content), name), **more}
    return browser.post("/roadmap/import", body, status=status, content_type="multipart/form-data")


def read() -> RoadmapImport:
    """Do what the worker does with the latest file."""
    row = rows(RoadmapImport)[-1]
    operations.read(row.id)
    return rows(RoadmapImport)[-1]


def named(browser: Browser, row: RoadmapImport, **changes: str) -> Page:
    """Send the page of columns as it stands."""
    url = f"/roadmap/import/{row.number}/columns"
    page = browser.get(url)
    form = page.tree.xpath(f"//form[@action='{url}']")[0]
    values = {
        one.get("name"): one.get("value") or ""
        for one in form.xpath(".//input[@name]")
        if one.get("type") != "checkbox"
    }
    values |= {one.get("name"): one.text or "" for one in form.xpath(".//textarea")}
    for select_ in form.xpath(".//select"):
        chosen = select_.xpath("./option[@selected]/@value")
        values[select_.get("name")] = chosen[0] if chosen else ""
    values |= {one.get("name"): "y" for one in form.xpath(".//input[@type='checkbox'][@checked]")}
    for token in ("csrf_token", "form_token"):
        values.pop(token, None)
    return browser.post(url, {**values, **changes}, status=int(changes.pop("status", "303")))


def mark(row: RoadmapImport, place: int) -> str:
    """What the form of a row on a fresh page holds."""
    return mark_of(entries_of(rows(RoadmapImport, RoadmapImport.id == row.id)[0])[place])


def act(browser: Browser, row: RoadmapImport, place: int, what: str) -> None:
    seen = mark(row, place)
    browser.post(f"/roadmap/import/{row.number}/rows/{place}/act", {"act": what, "seen": seen})


def accepted(browser: Browser, row: RoadmapImport) -> Roadmap:
    seen = rows(RoadmapImport, RoadmapImport.id == row.id)[0].seen
    browser.post(f"/roadmap/import/{row.number}/accept", {"seen": seen, "programme": ""})
    return rows(Roadmap)[-1]


def approved(browser: Browser, roadmap: Roadmap) -> None:
    order = {
        "title": "Приказ Управления образования",
        "number": "15-од",
        "dated": "29.03.2022",
        "seen": roadmap.seen,
    }
    browser.post(f"/roadmap/maps/{roadmap.number}/approve", order)


@pytest.mark.parametrize(
    ("name", "count"),
    [("sayansk-paged.docx", 50), ("sayansk-merged.xlsx", 50), ("uglich-paged.docx", 31), ("zeya.txt", 19)],
)
def test_a_real_file_becomes_an_approved_roadmap(
    town: World, as_coordinator: Browser, name: str, count: int
) -> None:
    page = as_coordinator.follow(sent(as_coordinator, (DATA / name).read_bytes(), name))
    assert page.has("Читаем файл")
    assert len(rows(OutboxMessage, OutboxMessage.event == Event.ROADMAP_FILE_KEPT.value)) == 1
    row = read()
    assert row.state is ImportState.COLUMNS, row.failure
    check = as_coordinator.follow(named(as_coordinator, row))
    assert check.has("Проверка мероприятий", "Строка")
    roadmap = accepted(as_coordinator, row)
    assert roadmap.state is RoadmapState.DRAFT and len(rows(Measure)) == count
    assert accepted(as_coordinator, row).id == roadmap.id and len(rows(Roadmap)) == 1, "a second press"
    approved(as_coordinator, roadmap)
    roadmap = rows(Roadmap)[0]
    assert roadmap.state is RoadmapState.APPROVED and roadmap.order_number == "15-од"
    assert len(rows(MeasureTerm)) == count and {term.since for term in rows(MeasureTerm)} == {
        date(2022, 3, 29)
    }
    (edition,) = rows(RoadmapEdition)
    assert sum(len(one["items"]) for one in edition.content["sections"]) == count
    assert as_coordinator.get(f"/roadmap?map={roadmap.number}").has(rows(Measure)[0].title[:40])


def test_a_row_is_corrected_left_out_and_joined(town: World, as_coordinator: Browser) -> None:
    sent(as_coordinator, SMALL.encode(), "карта.txt")
    row = read()
    page = as_coordinator.follow(named(as_coordinator, row))
    assert page.has("уточните", "когда-нибудь")
    assert as_coordinator.get(f"/roadmap/import/{row.number}/check?show=attention").has("Семинар кураторов")
    seen = mark(row, 2)
    fields = {"number": "2.", "title": "Семинар кураторов", "deadline": "до 15.05.2026", "responsible": "кураторы",
              "result": "Программа", "per_school": "y", "seen": seen}  # fmt: skip
    bad = as_coordinator.post(f"/roadmap/import/{row.number}/rows/2", {**fields, "title": " "}, status=422)
    assert bad.has("Укажите название мероприятия")
    assert bad.tree.xpath("//input[@id='row-2-deadline']/@value") == ["до 15.05.2026"], "what was typed stays"
    piece = as_coordinator.post(
        f"/roadmap/import/{row.number}/rows/1", {"title": "Совещание", "seen": mark(row, 1)},
        headers={"HX-Request": "true", "HX-Target": "row-1"}, status=200,
    )  # fmt: skip
    assert piece.has("Совещание", "проверено человеком") and "<h1" not in piece.text
    fresh = rows(RoadmapImport)[0].seen
    assert f'id="accept-seen" value="{fresh}"' in piece.text, "the other form knows of it"
    done = as_coordinator.follow(as_coordinator.post(f"/roadmap/import/{row.number}/rows/2", fields))
    assert done.has("до 15.05.2026", "когда-нибудь", "проверено человеком")
    stale = as_coordinator.post(f"/roadmap/import/{row.number}/rows/2", fields, status=409)
    assert stale.has("в другом окне")
    act(as_coordinator, row, 3, "drop")
    roadmap = accepted(as_coordinator, row)
    first, second = rows(Measure)
    assert (second.deadline_text, second.per_school, second.term_status) == (
        "до 15.05.2026",
        True,
        Status.PARSED,
    )
    assert first.ref == f"{roadmap.number}-1" and [one.title for one in rows(RoadmapSection)] == [
        "Организация"
    ]
    assert {one.name for one in rows(RoadmapParty)} == {"МОУО", "ОО", "кураторы"}


def test_columns_are_named_by_hand(town: World, as_coordinator: Browser) -> None:
    odd = "Перечень\n№\tЧто\tПочему\tКогда успеть\tКто\n1\tСовещание\tпотому\tмарт 2026\tМОУО\n2\tСеминар\tтак\tапрель 2026\tОО\n"
    sent(as_coordinator, odd.encode(), "странная.txt")
    row = read()
    assert row.state is ImportState.COLUMNS
    url = f"/roadmap/import/{row.number}/columns"
    base = {"title": "Карта", "starts_on": "01.01.2026", "ends_on": "31.12.2026", "seen": row.seen}
    chosen = {
        f"column_{n}": word for n, word in enumerate(("number", "title", "result", "deadline", "responsible"))
    }
    wrong = as_coordinator.post(url, {**base, **chosen, "column_2": "title"}, status=422)
    assert wrong.has("выбран дважды")
    assert as_coordinator.post(url, {**base, **chosen, "ends_on": "01.01.2025"}, status=422).has(
        "Окончание раньше"
    )
    as_coordinator.post(url, {**base, **chosen})
    accepted(as_coordinator, row)
    assert [(one.title, one.due_on) for one in rows(Measure)][-2:] == [
        ("Совещание", date(2026, 3, 31)), ("Семинар", date(2026, 4, 30)),
    ]  # fmt: skip


def test_what_is_no_roadmap_says_so_and_leaves_nothing(town: World, as_coordinator: Browser) -> None:
    assert sent(as_coordinator, b"", "", status=422).has("Выберите файл")
    assert sent(as_coordinator, b"MZ\x90", "вирус.docx", status=422).has("вирус.docx")
    sent(as_coordinator, "Просто текст без таблицы\nи ещё строка".encode(), "письмо.txt")
    row = read()
    assert row.state is ImportState.FAILED
    page = as_coordinator.get(f"/roadmap/import/{row.number}")
    assert page.has("Таблица мероприятий в файле не найдена", "Завести вручную")
    assert not rows(Roadmap)


def test_reading_twice_and_dropping(town: World, as_coordinator: Browser) -> None:
    sent(as_coordinator, SMALL.encode(), "карта.txt")
    row = read()
    operations.read(row.id)
    as_coordinator.post(f"/roadmap/import/{row.number}/drop")
    assert rows(RoadmapImport)[0].state is ImportState.DROPPED
    assert as_coordinator.get(f"/roadmap/import/{row.number}").has("отменена")
    as_coordinator.get(f"/roadmap/import/{row.number}/check", status=303)
    operations.fail(row.id)
    assert rows(RoadmapImport)[0].state is ImportState.DROPPED


def test_others_do_not_see_it(town: World, as_coordinator: Browser, sign_in: SignIn) -> None:
    school_id = town.school_1.school.id
    sent(as_coordinator, SMALL.encode(), "карта.txt")
    row = read()
    for person in (town.foreign_coordinator, town.curator, town.observer, town.school_1.head):
        sign_in(person).get(f"/roadmap/import/{row.number}/columns", status=404)
    own = sign_in(town.school_1.head)
    sent(own, SMALL.encode(), "своя.txt")
    theirs = read()
    assert theirs.school_id == school_id
    as_coordinator.get(f"/roadmap/import/{theirs.number}/columns", status=404)
    named(own, theirs)
    roadmap = accepted(own, theirs)
    assert roadmap.school_id == school_id
    sign_in(town.school_1.coordinator).get(f"/roadmap/maps/{roadmap.number}/approve", status=404)
    approved(own, roadmap)
    assert rows(Roadmap)[-1].state is RoadmapState.APPROVED
    sign_in(town.school_2.head).get(f"/roadmap?map={roadmap.number}", status=404)


def test_a_new_edition_keeps_what_was_done(town: World, as_coordinator: Browser) -> None:
    sent(as_coordinator, SMALL.encode(), "карта.txt")
    row = read()
    named(as_coordinator, row)
    roadmap = accepted(as_coordinator, row)
    order = {"title": "Приказ", "number": "1-од", "dated": "15.01.2026"}
    as_coordinator.post(f"/roadmap/maps/{roadmap.number}/approve", {**order, "seen": roadmap.seen})
    first, second, third = rows(Measure)
    make.progress(first, town.chief, ProgressState.CONFIRMED, decided_by=town.coordinator)
    newer = SMALL.replace("Совещание директоров\tмарт", "Совещание директоров школ\tапрель").replace(
        "3.\tОтчёт\t10.06.2026\tМОУО\tОтчёт", "4.\tКонкурс\tсентябрь\tОО\tПриказ"
    )
    sent(as_coordinator, newer.encode(), "карта-2.txt", amends=roadmap.number)
    row = read()
    named(as_coordinator, row)
    url = f"/roadmap/import/{row.number}/differences"
    page = as_coordinator.get(url)
    assert page.has("Изменено", "Новое", "Отсутствует в новой редакции", "было: март", "стало: апрель")
    seen = rows(RoadmapImport)[-1].seen
    told = {
        "title": "Приказ",
        "number": "9-од",
        "dated": "01.02.2026",
        "reason": "Перенос совещания",
        "seen": seen,
    }
    assert as_coordinator.post(url, {**told, "dated": "01.01.2026"}, status=422).has("Документ раньше")
    as_coordinator.post(url, told)
    as_coordinator.post(url, told)
    after = {one.ref: one for one in rows(Measure)}
    assert (after[first.ref].title, after[first.ref].due_on) == (
        "Совещание директоров школ",
        date(2026, 4, 30),
    )
    assert after[third.ref].excluded_on == date(2026, 2, 1) and after[second.ref].excluded_on is None
    assert len(after) == 4 and len(rows(RoadmapEdition)) == 2
    terms = rows(MeasureTerm, MeasureTerm.measure_id == first.id)
    assert [(one.text, one.since) for one in terms] == [
        ("март", date(2026, 1, 15)),
        ("апрель", date(2026, 2, 1)),
    ]
    assert as_coordinator.get(f"/roadmap/items/{first.ref}").has("Исполнено и подтверждено")


def test_the_check_costs_the_same_however_long_the_file(town: World, as_coordinator: Browser) -> None:
    counts = []
    for body in (SMALL, SMALL + "".join(f"{n}.\tМероприятие {n}\tмай\tОО\tПротокол\n" for n in range(4, 40))):
        sent(as_coordinator, body.encode(), "карта.txt")
        row = read()
        named(as_coordinator, row)
        as_coordinator.get(f"/roadmap/import/{row.number}/check")
        with statements() as seen:
            as_coordinator.get(f"/roadmap/import/{row.number}/check")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    session.rollback()
    with system_scope("test"):
        assert session.scalar(select(func.count()).select_from(Roadmap)) == 0


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("name", ["sayansk.txt", "uglich-merged.xlsx"])
def test_an_export_is_read_back_row_by_row(
    town: World, as_coordinator: Browser, sign_in: SignIn, tmp_path: Path, kind: str, name: str
) -> None:
    sent(as_coordinator, (DATA / name).read_bytes(), name)
    row = read()
    named(as_coordinator, row)
    roadmap = accepted(as_coordinator, row)
    url = f"/roadmap/maps/{roadmap.number}/export.{kind}"
    path = tmp_path / f"карта.{kind}"
    path.write_bytes(as_coordinator.get(url).body)
    found = read_roadmap(lines_of_file(path)).items
    stored = rows(Measure)
    assert [
        (one.number, one.title, one.deadline_text, one.responsible_text, one.result) for one in found
    ] == [(one.number, one.title, one.deadline_text, one.responsible_text, one.result) for one in stored]
    assert [one.plan.total.text if one.plan else "" for one in found] == [
        one.plan["total"]["text"] if one.plan else "" for one in stored
    ]
    sign_in(town.foreign_coordinator).get(url, status=404)
    sign_in(town.curator).get(url, status=404)


def test_a_roadmap_is_ended_when_its_time_is_over(
    town: World, as_coordinator: Browser, sign_in: SignIn
) -> None:
    old = make.roadmap(town.municipality, starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31))
    running = make.roadmap(town.municipality, ends_on=date(2099, 12, 31))
    make.measure(old, "март 2022")
    assert as_coordinator.get(f"/roadmap?map={old.number}").has("Завершить карту")
    assert not as_coordinator.get(f"/roadmap?map={running.number}").has("Завершить карту")
    for person in (town.curator, town.school_1.head, town.foreign_coordinator):
        sign_in(person).post(f"/roadmap/maps/{old.number}/close", status=404)
    as_coordinator.post(f"/roadmap/maps/{running.number}/close", status=422)
    as_coordinator.post(f"/roadmap/maps/{old.number}/close")
    as_coordinator.post(f"/roadmap/maps/{old.number}/close")
    assert [row.state for row in rows(Roadmap)] == [RoadmapState.CLOSED, RoadmapState.APPROVED]
    assert as_coordinator.get(f"/roadmap?map={old.number}").has("Завершена")
