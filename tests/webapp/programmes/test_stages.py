"""Stages: windows, what is due, examiners, and the packages whose deadlines follow."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import Browser, Page
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, transaction
from webapp.errors import Invalid
from webapp.models import Membership, Package, Stage, StageDue
from webapp.programmes import operations, queries
from workflows.dates import deadline_instant
from workflows.kinds import KINDS
from workflows.vocabulary import State

EDIT = "/programmes/500-2026/stages/concept-2026/edit"
CLOSES = date(2026, 12, 10)
NEW: dict[str, Any] = {
    "title": "Этап",
    "opens_on": "2026-12-01",
    "closes_on": "2026-12-10",
    "examine_until": "2026-12-20",
    "kinds": ["development"],
    **{f"examiner_{kind}": "" for kind in KINDS},
}


def form_of(page: Page, **changes: Any) -> dict[str, Any]:
    tree = page.tree
    values: dict[str, Any] = {
        name: page.value(name)
        for name in ("mark", "title", "opens_on", "closes_on", "examine_until", "order_requisites")
    }
    values["kinds"] = tree.xpath('//input[@name="kinds"][@checked]/@value')
    for field in tree.xpath('//select[starts-with(@name, "examiner_")]'):
        values[field.get("name")] = next(iter(field.xpath("option[@selected]/@value")), "")
    return values | changes


def dues(slug: str) -> dict[str, int | None]:
    with system_scope("test"):
        own = select(Stage.id).where(Stage.slug == slug).order_by(Stage.id).limit(1)
        rows = session.scalars(
            select(StageDue)
            .where(StageDue.stage_id == own.scalar_subquery())
            .execution_options(populate_existing=True)
        )
        return {row.kind: row.examiner_id for row in rows}


def due_at(package: Package) -> Any:
    with system_scope("test"):
        return session.scalars(select(Package.due_at).where(Package.id == package.id)).one()


def own_stage(town: World) -> Stage:
    with system_scope("test"):
        return session.scalars(
            select(Stage).where(Stage.id == town.stage.id).execution_options(populate_existing=True)
        ).one()


def test_a_new_stage_holds_its_window_kinds_and_examiners(town: World, as_coordinator: Browser) -> None:
    page = as_coordinator.get("/programmes/500-2026/stages/new")
    assert page.has("Экспертный лист", "редакция 1", town.expert.name) and not page.has("Чужеземцев")
    as_coordinator.post(
        "/programmes/500-2026/stages/new",
        NEW
        | {
            "title": "Второй этап",
            "opens_on": "01.12.2026",
            "closes_on": "10.12.2026",
            "examine_until": "20.12.2026",
            "order_requisites": "Приказ № 7",
            "kinds": ["evidence1", "development"],
            "examiner_evidence1": str(town.expert.user_id),
        },
    )
    assert dues("vtoroy-etap-2026") == {"evidence1": town.expert.user_id, "development": None}
    shown = as_coordinator.get("/programmes/500-2026")
    assert shown.has("Второй этап", "01.12.2026 – 10.12.2026", "Критериев Д. О.", "Приказ № 7")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_on": "2026-11-01", "opens_on": "2026-11-02"}, "раньше, чем начинается"),
        ({"examine_until": "2026-12-09"}, "Экспертиза заканчивается раньше"),
        ({"kinds": []}, "Отметьте хотя бы один вид"),
        ({"opens_on": ""}, "Укажите дату"),
        ({"opens_on": "31.02.2026"}, "нет в календаре"),
        ({"title": ""}, "Укажите название"),
    ],
)
def test_a_wrong_stage_is_refused_with_a_sentence(
    town: World, as_coordinator: Browser, changes: dict[str, Any], sentence: str
) -> None:
    page = as_coordinator.post("/programmes/500-2026/stages/new", NEW | changes, status=422)
    page.check()
    assert page.has(sentence)


def test_an_examiner_of_another_municipality_is_not_a_choice(town: World, as_coordinator: Browser) -> None:
    forged = NEW | {"examiner_development": str(town.foreign_coordinator.user_id)}
    as_coordinator.post("/programmes/500-2026/stages/new", forged, status=422)
    facts = queries.StageFacts(
        "Этап",
        CLOSES,
        CLOSES,
        CLOSES,
        dues=(queries.DueFacts("development", town.foreign_coordinator.user_id),),
    )
    with acting_as(town.coordinator), pytest.raises(Invalid, match="не работает"):
        operations.enter_stage("500-2026", facts, actor=town.coordinator)


def test_moved_dates_show_whom_they_concern_before_they_are_kept(
    town: World, as_coordinator: Browser
) -> None:
    make.package(town.school_1.school, town.stage, number="srr-2026-1", state=State.CURATOR_REVIEW)
    make.package(
        town.school_2.school, town.stage, number="srr-2026-2", kind="effective_mode", state=State.CONFORMS
    )
    draft = make.package(town.school_3.school, town.stage, number="srr-2026-3", state=State.DRAFT)
    before = own_stage(town).closes_on
    form = form_of(as_coordinator.get(EDIT), closes_on=CLOSES.isoformat(), examine_until="2026-12-27")
    asked = as_coordinator.post(EDIT, form, status=422)
    asked.check()
    assert asked.has(
        "Новые даты изменят сроки", "Черновиков школ: 1", "srr-2026-1", "27 декабря 2026 года, воскресенье"
    )
    assert not asked.has("srr-2026-2") and not asked.has("srr-2026-3")
    assert own_stage(town).closes_on == before
    as_coordinator.post(EDIT, form | {"confirmed": asked.value("confirmed")})
    assert own_stage(town).closes_on == CLOSES
    assert due_at(draft) == deadline_instant(CLOSES, make.ZONE)


def test_deadlines_follow_in_this_stage_only_and_by_whose_turn_it_is(
    town: World, as_coordinator: Browser
) -> None:
    examined = make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    checked = make.package(town.school_2.school, town.stage, state=State.CURATOR_REVIEW)
    foreign = make.package(town.foreign_school.school, town.foreign_stage, state=State.DRAFT)
    kept = {one.id: due_at(one) for one in (checked, foreign)}
    form = form_of(
        as_coordinator.get(EDIT), closes_on=CLOSES.isoformat(), examine_until="2026-12-25", confirmed="1"
    )
    as_coordinator.post(EDIT, form)
    assert due_at(examined) == deadline_instant(date(2026, 12, 25), make.ZONE)
    assert {one.id: due_at(one) for one in (checked, foreign)} == kept


def test_a_stage_without_packages_or_with_the_same_dates_is_saved_at_once(
    town: World, as_coordinator: Browser
) -> None:
    form = form_of(as_coordinator.get(EDIT), closes_on=CLOSES.isoformat(), examine_until="2026-12-25")
    as_coordinator.post(EDIT, form)
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    as_coordinator.post(EDIT, form_of(as_coordinator.get(EDIT), title="Другое название"))
    assert own_stage(town).title == "Другое название"


def test_a_kind_with_packages_cannot_be_taken_away(town: World, as_coordinator: Browser) -> None:
    make.package(town.school_1.school, town.stage, kind="development", state=State.DRAFT)
    page = as_coordinator.post(EDIT, form_of(as_coordinator.get(EDIT), kinds=["concept"]), status=422)
    assert page.has("уже собирают пакеты: программа развития")
    assert set(dues("concept-2026")) == {"concept", "development"}
    as_coordinator.post(EDIT, form_of(as_coordinator.get(EDIT), kinds=["development", "evidence2"]))
    assert set(dues("concept-2026")) == {"development", "evidence2"}


def test_a_stale_page_changes_nothing(town: World, as_coordinator: Browser) -> None:
    form = form_of(as_coordinator.get(EDIT))
    as_coordinator.post(EDIT, form | {"title": "Первое"})
    assert as_coordinator.post(EDIT, form | {"title": "Второе"}, status=409).has("изменил другой человек")
    assert own_stage(town).title == "Первое"


def test_a_stage_is_not_found_under_another_programme_or_by_a_stranger(
    town: World, as_coordinator: Browser, as_foreign_coordinator: Browser
) -> None:
    make.programme(town.municipality, code="other", title="Другой")
    as_coordinator.get("/programmes/other/stages/concept-2026/edit", status=404)
    make.stage(town.programme, slug="only-here", title="Только здесь", kinds=("development",))
    as_foreign_coordinator.get("/programmes/500-2026/stages/only-here/edit", status=404)
    as_foreign_coordinator.post("/programmes/500-2026/stages/only-here/edit", {"title": "x"}, status=404)


def test_people_who_left_are_not_offered_as_examiners(town: World) -> None:
    gone = make.person("Бывшев Пётр Ильич", "expert", municipality=town.municipality)
    with system_scope("test"), transaction():
        row = session.scalars(select(Membership).where(Membership.user_id == gone.user_id)).one()
        row.until = town.today - timedelta(days=1)
    with acting_as(town.coordinator):
        names = {one.name for one in queries.examiner_options(town.today)}
    assert town.expert.name in names and gone.name not in names
