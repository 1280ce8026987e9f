"""Programmes: entering from a template, participants, what each role sees."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import JournalEntry, Participation, Programme, Stage
from webapp.paging import Place
from webapp.programmes import operations, queries
from webapp.programmes.operations import Template
from webapp.programmes.queries import ProgrammeFacts
from workflows.kinds import KINDS
from workflows.vocabulary import State

FACTS = ProgrammeFacts(
    "Проект «500+» 2027 года", "500+", 2027, date(2027, 1, 11), date(2027, 12, 24), "Приказ № 3"
)


def taking_part(town: World, code: str = "500-2026") -> set[str]:
    with system_scope("test"):
        place = town.municipality.id
        rows = session.execute(
            select(Participation)
            .join(Programme, Programme.id == Participation.programme_id)
            .where(
                Programme.code == code, Programme.municipality_id == place, Participation.left_on.is_(None)
            )
            .execution_options(populate_existing=True)
        )
        return {str(row[0].school_id) for row in rows}


def last_action() -> str:
    with system_scope("test"):
        return session.scalars(select(JournalEntry.action).order_by(JournalEntry.id.desc()).limit(1)).one()


def test_the_template_brings_the_stages_into_the_year_of_the_programme(town: World) -> None:
    with acting_as(town.coordinator):
        code = operations.enter(FACTS, "", Template.FIVE_HUNDRED, actor=town.coordinator)
        page = queries.programme_page(code, make.ZONE)
    assert code == "500-2027"
    assert [stage.opens_on.year for stage in page.stages] == [2027] * 4
    assert (page.stages[0].opens_on, page.stages[0].closes_on) == (date(2027, 2, 14), date(2027, 3, 25))
    assert all(stage.examine_until >= stage.closes_on for stage in page.stages)
    assert page.stages[-1].dues == ((KINDS["evidence2"].short_title, ""),)


def test_two_programmes_of_one_year_get_stages_of_different_addresses(town: World) -> None:
    with acting_as(town.coordinator):
        operations.enter(FACTS, "first", Template.FIVE_HUNDRED, actor=town.coordinator)
        operations.enter(FACTS, "second", Template.FIVE_HUNDRED, actor=town.coordinator)
        slugs = [
            stage.slug
            for code in ("first", "second")
            for stage in queries.programme_page(code, make.ZONE).stages
        ]
    assert len(set(slugs)) == 8 and "concept-2027-2" in slugs


def test_an_empty_programme_has_no_stages_and_a_taken_code_is_refused(town: World) -> None:
    with acting_as(town.coordinator):
        operations.enter(FACTS, "empty", Template.EMPTY, actor=town.coordinator)
        assert queries.programme_page("empty", make.ZONE).stages == ()
        for code in ("empty", "new", "500-2026"):
            with pytest.raises(Invalid, match="занят"):
                operations.enter(FACTS, code, Template.EMPTY, actor=town.coordinator)


def test_programmes_of_another_municipality_do_not_exist(
    town: World, as_foreign_coordinator: Browser
) -> None:
    make.programme(town.municipality, code="own", title="Свой проект")
    with acting_as(town.foreign_coordinator):
        assert {row.code for row in queries.register(Place(), make.ZONE).rows} == {"500-2026"}
        page = queries.programme_page("500-2026", make.ZONE)
    assert [stage.title for stage in page.stages] == ["Чужой этап"]
    assert {one.slug for one in page.participants} == {"school-9"}
    for path in (
        "/programmes/own",
        "/programmes/own/edit",
        "/programmes/own/schools",
        "/programmes/own/stages/new",
    ):
        as_foreign_coordinator.get(path, status=404)
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        operations.add_schools(
            "own", [town.foreign_school.school.id], date(2026, 9, 1), "", actor=town.foreign_coordinator
        )


def test_the_price_of_the_register_does_not_grow(town: World) -> None:
    def cost() -> int:
        with acting_as(town.coordinator), statements() as seen:
            queries.register(Place(), make.ZONE)
        return len(seen)

    one = cost()
    for number in range(3):
        programme = make.programme(town.municipality, code=f"p-{number}", title=f"Проект {number}")
        make.participation(programme, town.school_1.school)
        make.stage(programme, slug=f"s-{number}", title="Этап", kinds=("development",))
    assert cost() == one == 3


def test_the_price_of_a_programme_does_not_grow_with_stages_and_schools(town: World) -> None:
    def cost() -> int:
        with acting_as(town.coordinator), statements() as seen:
            queries.programme_page("500-2026", make.ZONE)
        return len(seen)

    one = cost()
    for number in range(3):
        make.stage(town.programme, slug=f"s-{number}", title="Этап", kinds=("development", "concept"))
        make.participation(
            town.programme, make.school(town.municipality, slug=f"n-{number}", name=f"Школа {number}")
        )
    assert cost() == one


def test_the_page_counts_packages_that_were_sent(town: World, as_coordinator: Browser) -> None:
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    make.package(town.school_2.school, town.stage, state=State.DRAFT)
    assert as_coordinator.get("/programmes/500-2026").has("1 из 6")


def test_schools_join_in_bulk_and_those_who_left_come_back(town: World, as_coordinator: Browser) -> None:
    one, two = (make.school(town.municipality, slug=slug, name=f"Школа {slug}") for slug in ("a1", "a2"))
    page = as_coordinator.get("/programmes/500-2026/schools")
    assert page.has("a1", "a2") and not page.has("Чужая")
    answer = as_coordinator.post(
        "/programmes/500-2026/schools",
        {"schools": [one.id, two.id], "joined_on": "01.09.2026", "basis": "Приказ № 9"},
    )
    assert answer.location == "/programmes/500-2026#participants"
    assert {str(one.id), str(two.id)} <= taking_part(town)
    as_coordinator.post(
        "/programmes/500-2026/schools/a1/end", {"left_on": "15.10.2026", "basis": "Приказ № 10"}
    )
    assert str(one.id) not in taking_part(town) and last_action() == "participation.ended"
    as_coordinator.post("/programmes/500-2026/schools", {"schools": [one.id], "joined_on": "2026-11-01"})
    assert str(one.id) in taking_part(town)


def test_foreign_and_closed_schools_cannot_join(town: World, as_coordinator: Browser) -> None:
    closed = make.school(town.municipality, slug="gone", name="Бывшая", closed=True)
    for school_id in (town.foreign_school.school.id, closed.id):
        as_coordinator.post(
            "/programmes/500-2026/schools", {"schools": [school_id], "joined_on": "01.09.2026"}, status=422
        )
        with acting_as(town.coordinator), pytest.raises(Invalid):
            operations.add_schools("500-2026", [school_id], date(2026, 9, 1), "", actor=town.coordinator)
        assert str(school_id) not in taking_part(town)


def test_leaving_twice_or_before_joining_is_refused(town: World) -> None:
    with acting_as(town.coordinator):
        with pytest.raises(Invalid, match="раньше даты вступления"):
            operations.leave("500-2026", "school-1", date(2025, 1, 1), "", actor=town.coordinator)
        operations.leave("500-2026", "school-1", date(2026, 6, 1), "", actor=town.coordinator)
        with pytest.raises(Stale):
            operations.leave("500-2026", "school-1", date(2026, 7, 1), "", actor=town.coordinator)


def test_a_programme_is_corrected_once_from_one_page(town: World, as_coordinator: Browser) -> None:
    page = as_coordinator.get("/programmes/500-2026/edit")
    form = {
        "mark": page.value("mark"),
        "title": "Новое название",
        "short_title": "«500+»",
        "year": "2026",
        "starts_on": "2026-01-10",
        "ends_on": "2026-12-25",
    }
    as_coordinator.post("/programmes/500-2026/edit", form)
    assert as_coordinator.get("/programmes/500-2026").has("Новое название")
    assert as_coordinator.post("/programmes/500-2026/edit", {**form, "title": "Ещё"}, status=409).has(
        "изменил другой"
    )
    with system_scope("test"):
        foreign = session.scalars(
            select(Programme.title).where(Programme.municipality_id == town.foreign.id)
        ).one()
    assert foreign == "Проект «500+»"


def test_dates_the_wrong_way_round_are_refused_with_a_sentence(town: World, as_coordinator: Browser) -> None:
    form = {
        "title": "П",
        "short_title": "П",
        "year": "2026",
        "starts_on": "2026-12-01",
        "ends_on": "2026-01-01",
        "template": "empty",
        "code": "p1",
    }
    page = as_coordinator.post("/programmes/new", form, status=422)
    page.check()
    assert page.has("Окончание проекта раньше его начала")
    assert as_coordinator.post("/programmes/new", {**form, "starts_on": "вчера"}, status=422).has(
        "не распознана"
    )


@pytest.mark.parametrize("who", ["curator", "school", "head", "expert"])
def test_only_the_coordinator_manages(request: pytest.FixtureRequest, town: World, who: str) -> None:
    browser: Browser = request.getfixturevalue(f"as_{who}")
    for path in (
        "/programmes/new",
        "/programmes/500-2026/edit",
        "/programmes/500-2026/schools",
        "/programmes/500-2026/stages/new",
        "/programmes/500-2026/stages/concept-2026/edit",
    ):
        browser.get(path, status=404)
    browser.post("/programmes/500-2026/schools/school-1/end", {"left_on": "2026-09-01"}, status=404)
    assert len(taking_part(town)) == 3


def test_a_curator_sees_the_participants_he_looks_after(town: World, as_curator: Browser) -> None:
    page = as_curator.get("/programmes/500-2026")
    assert page.has("Лесногорская СОШ") and not page.has("Тихоозёрская")
    assert not page.has("Добавить школы")


def test_stage_rows_warn_of_days_off(town: World, as_coordinator: Browser) -> None:
    make.stage(
        town.programme,
        slug="sunday",
        title="Воскресный",
        kinds=("development",),
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 11, 22),
    )
    assert as_coordinator.get("/programmes/500-2026").has("нерабочий день: 22 ноября 2026 года, воскресенье")
    with system_scope("test"):
        assert session.scalars(select(Stage.id).where(Stage.slug == "sunday")).one()
