"""Municipalities: added ready for work, corrected by one, their terms set by another, seen by nobody else."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.administration import operations, queries
from webapp.administration.queries import Identity, Terms
from webapp.database import session
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import JournalEntry, Municipality, SheetEdition
from workflows.sheets import SHEETS

NEW = Identity("zar", "Зареченский городской округ", "Алтайский край", "Asia/Barnaul")


def rows(model: Any) -> list[Any]:
    with system_scope("test"):
        session.rollback()
        session.expire_all()
        return list(session.scalars(select(model).order_by(model.id)))


def test_a_new_municipality_has_its_sheets_its_clock_and_a_journal_line(town: World) -> None:
    with acting_as(town.admin):
        assert (
            operations.add_municipality(replace(NEW, code=" ZAR ", name=" Зареченский  округ "), Terms())
            == "zar"
        )
    row = rows(Municipality)[-1]
    row_id = row.id
    assert (row.name, row.zone_label) == ("Зареченский округ", "Барнаул, UTC+7")
    assert (row.rounds_limit, row.curator_days, row.show_scores) == (2, 5, True)
    assert {one.sheet_code for one in rows(SheetEdition) if one.municipality_id == row_id} == set(SHEETS)
    entry = rows(JournalEntry)[-1]
    assert (entry.action, entry.object_id, entry.municipality_id) == ("municipality.added", "zar", row_id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "я"}, "code"),
        ({"code": "new"}, "code"),
        ({"code": "z-a"}, "code"),
        ({"code": "1a"}, "code"),
        ({"code": "srr"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "я" * 301}, "name"),
        ({"region": ""}, "region"),
        ({"zone": "Europe/Paris"}, "zone"),
        ({"zone": "../etc"}, "zone"),
        ({"rounds_limit": 0}, "rounds_limit"),
        ({"rounds_limit": 11}, "rounds_limit"),
        ({"curator_days": 31}, "curator_days"),
        ({"founder_days": 0}, "founder_days"),
        ({"send_delay": 61}, "send_delay"),
        ({"send_delay": -1}, "send_delay"),
        ({"diary_norm": 21}, "diary_norm"),
        ({"copy_threshold": 4}, "copy_threshold"),
        ({"copy_threshold": 91}, "copy_threshold"),
        ({"department": ""}, "department"),
        ({"chief_post": ""}, "chief_post"),
    ],
)
def test_wrong_values_are_refused_at_their_field(town: World, change: dict[str, Any], field: str) -> None:
    identity = replace(NEW, **{name: value for name, value in change.items() if hasattr(NEW, name)})
    terms = replace(Terms(), **{name: value for name, value in change.items() if not hasattr(NEW, name)})
    with acting_as(town.admin), pytest.raises(Invalid) as refused:
        operations.add_municipality(identity, terms)
    assert refused.value.field == field and len(rows(Municipality)) == 2


def test_the_code_changes_only_while_no_package_carries_it(town: World) -> None:
    school, stage = town.school_1.school, town.stage
    with acting_as(town.admin):
        operations.add_municipality(NEW, Terms())
        card = queries.municipality("zar")
        operations.correct_municipality(
            "zar", replace(NEW, code="zrc"), Terms(place="г. Зареченск"), mark=card.mark
        )
        assert queries.municipality("zrc").terms.place == "г. Зареченск"
    make.package(school, stage)
    with acting_as(town.admin):
        card = queries.municipality("srr")
        with pytest.raises(Invalid, match="номерах пакетов"):
            operations.correct_municipality(
                "srr", replace(card.identity, code="xxx"), card.terms, mark=card.mark
            )
    entry = rows(JournalEntry)[-1]
    assert entry.details["after"] == {"code": "zrc", "place": "г. Зареченск"}
    assert entry.details["before"] == {"code": "zar", "place": ""}


def test_a_stale_page_changes_nothing_and_an_unchanged_one_leaves_no_line(town: World) -> None:
    with acting_as(town.coordinator):
        card = queries.own_municipality(town.coordinator.municipality_id)
        operations.set_terms(card.terms, actor=town.coordinator, mark=card.mark)
        assert rows(JournalEntry) == []
        operations.set_terms(replace(card.terms, curator_days=7), actor=town.coordinator, mark=card.mark)
        with pytest.raises(Stale):
            operations.set_terms(replace(card.terms, curator_days=9), actor=town.coordinator, mark=card.mark)
    assert [row.curator_days for row in rows(Municipality)] == [7, 5]
    assert [(e.action, e.municipality_id) for e in rows(JournalEntry)] == [("municipality.corrected", 1)]


def test_nobody_but_the_administrator_of_all_touches_municipalities(town: World, local_admin: Any) -> None:
    card = queries.MunicipalityCard(1, NEW, Terms(), numbered=False)
    for who in (local_admin, town.coordinator, town.observer):
        with acting_as(who):
            with pytest.raises(NotThere):
                operations.add_municipality(NEW, Terms())
            with pytest.raises(NotThere):
                operations.correct_municipality("srr", NEW, Terms(), mark=card.mark)
    with acting_as(town.observer), pytest.raises(NotThere):
        operations.set_terms(Terms(), actor=town.observer, mark="")
    assert [row.code for row in rows(Municipality)] == ["srr", "voz"]


def test_one_code_asked_for_twice_at_one_moment_makes_one_municipality(app: Flask, town: World) -> None:
    def add(name: str) -> str:
        with app.app_context(), acting_as(town.admin):
            try:
                return operations.add_municipality(replace(NEW, name=name), Terms())
            except Invalid as refused:
                return refused.field
            finally:
                session.remove()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, ("Первый округ", "Второй округ"))) == ["code", "zar"]
    assert len(rows(Municipality)) == 3


def test_the_administrator_adds_and_corrects_by_the_pages(as_admin: Browser, town: World) -> None:
    page = as_admin.get("/admin/municipalities")
    assert page.has("Среднереченский муниципальный округ", "Верхнеозёрский муниципальный район", "Добавить")
    fresh = as_admin.get("/admin/municipalities/new")
    form = {
        "code": "zar", "name": "Зареченский городской округ", "region": "Алтайский край", "zone": "Asia/Barnaul",
        "department": fresh.value("department"), "chief_post": fresh.value("chief_post"), "place": "",
        "rounds_limit": fresh.value("rounds_limit"), "curator_days": fresh.value("curator_days"),
        "founder_days": fresh.value("founder_days"), "send_delay": fresh.value("send_delay"),
        "copy_threshold": fresh.value("copy_threshold"), "diary_norm": fresh.value("diary_norm"),
    }  # fmt: skip
    bad = as_admin.post("/admin/municipalities/new", {**form, "code": "srr", "curator_days": "5"}, status=422)
    assert bad.has("Муниципалитет с кодом «srr» уже есть") and bad.value("name") == form["name"]
    as_admin.post("/admin/municipalities/new", {**form, "rounds_limit": "много"}, status=422)
    assert as_admin.follow(as_admin.post("/admin/municipalities/new", form)).has("Барнаул, UTC+7")
    edited = as_admin.get("/admin/municipalities/zar")
    as_admin.post("/admin/municipalities/zar", {**form, "rounds_limit": "3", "mark": edited.value("mark")})
    as_admin.post("/admin/municipalities/zar", {**form, "mark": edited.value("mark")}, status=409)
    assert as_admin.get("/admin/municipalities/zar").value("rounds_limit") == "3"
    as_admin.get("/admin/municipalities/net", status=404)


def test_a_local_administrator_has_neither_the_line_nor_the_page(
    as_local_admin: Browser, as_admin: Browser
) -> None:
    assert "/admin/municipalities" not in as_local_admin.get("/admin/users").text
    assert "/admin/municipalities" in as_admin.get("/admin/users").text
    as_local_admin.get("/admin/municipalities", status=404)


def test_the_coordinator_sets_the_terms_of_his_own_municipality(as_coordinator: Browser, town: World) -> None:
    page = as_coordinator.get("/municipality")
    assert page.has("Среднереченский муниципальный округ", "Срок проверки")
    form = {
        "department": "Управление образования округа", "place": "г. Среднереченск", "chief_post": "Начальник",
        "rounds_limit": "4", "curator_days": "10", "founder_days": "7", "send_delay": "15", "copy_threshold": "35", "diary_norm": "3", "mark": page.value("mark"), "zone": "Asia/Barnaul", "code": "x1",
    }  # fmt: skip
    assert as_coordinator.post("/municipality", {**form, "rounds_limit": "40"}, status=422).has("от 1 до 10")
    refused = as_coordinator.post("/municipality", {**form, "copy_threshold": "100"}, status=422)
    assert refused.has("Укажите порог похожих документов: от 5 до 90 процентов.")
    as_coordinator.post("/municipality", form)
    own, foreign = rows(Municipality)
    assert (own.rounds_limit, own.curator_days, own.founder_days, own.show_scores) == (4, 10, 7, False)
    assert (own.send_delay, own.copy_threshold) == (15, 35)
    assert (own.code, own.zone, foreign.rounds_limit) == ("srr", "Asia/Krasnoyarsk", 2)


def test_the_register_takes_one_statement_however_many_there_are(town: World) -> None:
    with acting_as(town.admin):
        with statements() as few:
            queries.municipalities()
        for code in ("zaa", "zab", "zac"):
            operations.add_municipality(replace(NEW, code=code), Terms())
        with statements() as many:
            assert len(queries.municipalities()) == 5
    assert len(few) == len(many) == 1


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=["municipality", *words])


def test_the_command_adds_and_lists(app: Flask) -> None:
    assert "Муниципалитетов нет" in run(app, "list").stdout
    told = run(app, "add", "srr", "--name", "Среднереченский округ", "--region", "Красноярский край",
               "--zone", "Asia/Krasnoyarsk")  # fmt: skip
    assert (told.exit_code, told.stdout) == (0, "Муниципалитет srr добавлен.\n")
    assert json.loads(run(app, "list", "--json").stdout) == [
        {
            "code": "srr",
            "name": "Среднереченский округ",
            "region": "Красноярский край",
            "zone_label": "Красноярск, UTC+7",
            "schools": 0,
        }
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add",), "Укажите код"),
        (("add", "srr"), "Укажите наименование"),
        (("add", "srr", "--name", "Округ"), "Укажите регион"),
        (("add", "srr", "--name", "Округ", "--region", "Край", "--zone", "Mars/North"), "часовой пояс"),
        (("add", "old", "--name", "Округ", "--region", "Край"), "уже есть"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_two(
    app: Flask, words: tuple[str, ...], sentence: str
) -> None:
    assert run(app, "add", "old", "--name", "Округ", "--region", "Край").exit_code == 0
    told = run(app, *words)
    assert told.exit_code == 2
    assert sentence in told.stderr and told.stderr.count("\n") == 1 and "Traceback" not in told.output
