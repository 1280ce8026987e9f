"""The card of a school and what the coordinator changes in it."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import BASE, Browser, apart
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import JournalEntry, School
from webapp.schools import operations, queries
from webapp.schools.queries import Requisites, Status
from workflows.vocabulary import State

NEW = Requisites(
    "МБОУ СОШ № 12 г. Среднереченска",
    "СОШ № 12",
    "г. Среднереченск",
    300,
    25,
    "Школьнова А. А.",
    (Status.SHNOR,),
)


def journal_actions() -> list[str]:
    with system_scope("test"):
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def school(slug: str) -> School:
    with system_scope("test"):
        return session.scalars(
            select(School).where(School.slug == slug).execution_options(populate_existing=True)
        ).one()


def test_a_new_school_gets_an_address_a_search_key_and_a_journal_line(town: World) -> None:
    with acting_as(town.coordinator):
        assert operations.enter(NEW, "", actor=town.coordinator) == "sosh-12"
    row = school("sosh-12")
    assert row.municipality_id == town.municipality.id and row.status_shnor and not row.status_pilot
    assert row.search_key == "сош12мбоусош12гсреднереченска"
    assert journal_actions()[-1] == "school.entered"


@pytest.mark.parametrize("name", ["МБОУ СОШ № 12 г. Среднереченска", "мбоу  сош №12 г.Среднереченска"])
def test_a_second_school_of_the_same_name_is_refused(town: World, name: str) -> None:
    with acting_as(town.coordinator):
        operations.enter(NEW, "", actor=town.coordinator)
        with pytest.raises(Invalid, match="уже есть") as refused:
            operations.enter(Requisites(name, "Другая"), "drugaya", actor=town.coordinator)
    assert refused.value.field == "name"


@pytest.mark.parametrize("slug", ["school-1", "new"])
def test_an_address_in_use_is_refused(town: World, slug: str) -> None:
    with acting_as(town.coordinator), pytest.raises(Invalid, match="занят"):
        operations.enter(NEW, slug, actor=town.coordinator)


def test_the_same_name_and_address_in_another_municipality_are_free(town: World) -> None:
    with acting_as(town.coordinator):
        operations.enter(NEW, "sosh-12", actor=town.coordinator)
    with acting_as(town.foreign_coordinator):
        assert operations.enter(NEW, "sosh-12", actor=town.foreign_coordinator) == "sosh-12"


def test_a_stale_correction_is_refused_and_changes_nothing(town: World) -> None:
    with acting_as(town.coordinator):
        seen = queries.requisites_of(queries.get("school-1"))
        first = Requisites(seen.name, "Первая правка")
        operations.correct("school-1", first, actor=town.coordinator, mark=seen.mark)
        with pytest.raises(Stale):
            operations.correct(
                "school-1", Requisites(seen.name, "Вторая"), actor=town.coordinator, mark=seen.mark
            )
    assert school("school-1").short_name == "Первая правка"


def test_another_municipality_cannot_touch_the_school(town: World, as_foreign_coordinator: Browser) -> None:
    for path in ("/schools/school-1", "/schools/school-1/edit", "/schools/school-1/close"):
        as_foreign_coordinator.get(path, status=404)
    as_foreign_coordinator.post("/schools/school-1/close", {"basis": "приказ"}, status=404)
    as_foreign_coordinator.post("/schools/school-1/edit", {"name": "x", "short_name": "x"}, status=404)
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        operations.close("school-1", "приказ", actor=town.foreign_coordinator)
    assert not school("school-1").closed


def test_closing_needs_a_basis_and_can_be_taken_back(town: World, as_coordinator: Browser) -> None:
    assert as_coordinator.post("/schools/school-1/close", {"basis": " "}, status=422).has("Укажите основание")
    as_coordinator.post("/schools/school-1/close", {"basis": "Постановление № 5"})
    assert school("school-1").closed and "school.closed" in journal_actions()
    assert not as_coordinator.get("/schools").has("Лесногорская СОШ")
    assert as_coordinator.get("/schools/school-1").has("Школа закрыта")
    as_coordinator.post("/schools/school-1/reopen")
    assert not school("school-1").closed


def test_the_form_keeps_what_was_typed_and_names_the_fault(town: World, as_coordinator: Browser) -> None:
    page = as_coordinator.post(
        "/schools/new", {"name": "МБОУ «Набранная»", "short_name": "", "pupils": "много"}, status=422
    )
    page.check()
    assert page.value("name") == "МБОУ «Набранная»"
    assert page.has("Проверьте введённые данные", "Укажите краткое наименование")
    assert "Ошибка: Новая школа" in page.text


def test_only_listed_fields_are_taken_from_the_form(town: World, as_coordinator: Browser) -> None:
    as_coordinator.get("/schools/school-1/edit")
    mark = as_coordinator.get("/schools/school-1/edit").value("mark")
    as_coordinator.post(
        "/schools/school-1/edit",
        {
            "mark": mark,
            "name": "МБОУ «Лесногорская СОШ»",
            "short_name": "Лесногорская",
            "closed": "1",
            "municipality_id": str(town.foreign.id),
            "slug": "hijacked",
            "statuses": ["pilot", "mentor"],
        },
    )
    row = school("school-1")
    assert row.municipality_id == town.municipality.id and not row.closed
    assert row.status_pilot and row.status_mentor and not row.status_shnor


@pytest.mark.parametrize("who", ["curator", "school", "head"])
def test_only_the_coordinator_changes_schools(request: pytest.FixtureRequest, town: World, who: str) -> None:
    browser: Browser = request.getfixturevalue(f"as_{who}")
    browser.get("/schools/new", status=404)
    browser.get("/schools/school-1/edit", status=404)
    browser.post("/schools/new", {"name": "Н", "short_name": "Н"}, status=404)


def test_the_card_shows_orders_and_history_of_curators(town: World, as_coordinator: Browser) -> None:
    make.curatorship(
        town.other_curator,
        town.school_1.school,
        since=town.today.replace(year=2020),
        until=town.today.replace(year=2021),
    )
    page = as_coordinator.get("/schools/school-1?tab=people")
    assert page.has(
        town.curator.name, town.other_curator.name, "приказ № 12-од", "не действует", "Проект «500+»"
    )
    assert page.has(town.school_1.coordinator.name, "Директорова 1 Елена Павловна")
    assert not page.has("Координаторова 2")


def test_a_curator_finds_the_contacts_of_his_school_and_no_other(town: World, as_curator: Browser) -> None:
    assert as_curator.get("/schools/school-1?tab=people").has(town.school_1.coordinator.email)
    as_curator.get("/schools/school-3?tab=people", status=404)


def test_the_region_sees_no_personal_contacts(town: World, sign_in: object) -> None:
    page = sign_in(town.observer).get("/schools/school-1?tab=people")  # type: ignore[operator]
    assert not page.has(town.school_1.coordinator.email)


def test_packages_of_the_card_are_those_the_reader_sees(
    town: World, as_coordinator: Browser, as_school: Browser
) -> None:
    make.package(town.school_1.school, town.stage, number="srr-2026-1", state=State.CURATOR_REVIEW)
    make.package(town.school_1.school, town.stage, kind="concept", number="srr-2026-2", state=State.DRAFT)
    make.package(town.school_2.school, town.stage, number="srr-2026-3", state=State.CURATOR_REVIEW)
    card = as_coordinator.get("/schools/school-1")
    assert card.has("srr-2026-1", "На проверке у куратора") and not card.has("srr-2026-2")
    assert not card.has("srr-2026-3")
    assert as_school.get("/schools/school-1").has("srr-2026-2")
    as_school.get("/schools/school-2", status=404)


def test_names_from_people_stay_text(town: World, as_coordinator: Browser) -> None:
    as_coordinator.post(
        "/schools/new", {"name": "МБОУ <script>alert(1)</script>", "short_name": "<b>Ж</b>", "slug": "zh"}
    )
    assert "<b>Ж</b>" not in as_coordinator.get("/schools").text
    assert "<script>alert" not in as_coordinator.get("/schools/zh").text


@pytest.mark.parametrize(
    "path",
    [
        "/schools/%00",
        "/programmes/%00",
        "/schools/school-1/risks?programme=%00",
        "/schools/school-1/risks/%00/programme",
        "/programmes/500-2026/stages/%00/edit",
    ],
)
def test_an_impossible_address_is_simply_not_there(town: World, as_coordinator: Browser, path: str) -> None:
    answer = apart(as_coordinator.client.get, path, base_url=BASE)
    assert answer.status_code in {400, 404} or (answer.status_code == 200 and "?programme" in path)


def test_a_form_sent_twice_makes_one_school(town: World, as_coordinator: Browser) -> None:
    form = {"name": NEW.name, "short_name": NEW.short_name, "slug": "sosh-12"}
    as_coordinator.post("/schools/new", form, token="first-form-token")
    again = as_coordinator.post("/schools/new", form, token="first-form-token")
    assert again.location == "/schools/sosh-12", "the same form sent twice answers with its first result"
    assert as_coordinator.post("/schools/new", form, status=422).has("уже есть")
