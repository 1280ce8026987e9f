"""The register of schools: what is found, for whom, at what price."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import BASE, Browser, apart
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session, transaction
from webapp.models import JournalEntry, School
from webapp.paging import Place, read_place
from webapp.schools import queries
from webapp.schools.queries import NO_CURATOR, Filters, Sort
from workflows.search_keys import fold
from workflows.vocabulary import State


def found(actor: Actor, town: World, filters: Filters | None = None, place: Place | None = None) -> list[str]:
    with acting_as(actor):
        page = queries.register(filters or Filters(), place or Place(), today=town.today).page
    return [row.slug for row in page.rows]


def test_each_person_sees_the_schools_of_their_scope_only(town: World) -> None:
    everyone = {"school-1", "school-2", "school-3"}
    assert set(found(town.coordinator, town)) == everyone
    assert set(found(town.chief, town)) == everyone
    assert set(found(town.observer, town)) == everyone
    assert set(found(town.curator, town)) == {"school-1", "school-2"}
    assert found(town.school_3.coordinator, town) == ["school-3"]
    assert found(town.foreign_coordinator, town) == ["school-9"]


def test_a_foreign_programme_or_curator_filters_nothing_into_view(town: World) -> None:
    assert found(town.coordinator, town, Filters(curator=str(town.foreign_curator.user_id))) == []
    assert found(town.curator, town, Filters(curator=str(town.other_curator.user_id))) == []
    assert set(found(town.coordinator, town, Filters(programme="500-2026"))) == {
        "school-1",
        "school-2",
        "school-3",
    }


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("сош5", "school-2"),
        ("СОШ № 5", "school-2"),
        ("cji5", "school-2"),
        ("тихоозерск", "school-3"),
        ("ТИХООЗЁРСК", "school-3"),
        ("чужая", None),
    ],
)
def test_search_understands_how_people_type(town: World, typed: str, slug: str | None) -> None:
    _refold(town)
    assert found(town.coordinator, town, Filters(q=typed)) == ([slug] if slug else [])


def test_a_query_of_punctuation_finds_nothing_rather_than_everything(town: World) -> None:
    assert found(town.coordinator, town, Filters(q="№ %_")) == []


def test_filters_by_status_curator_and_absence_of_one(town: World) -> None:
    make.school(town.municipality, slug="pilot", name="МБОУ «Пилотная СОШ»", status_pilot=True)
    assert found(town.coordinator, town, Filters(status="pilot")) == ["pilot"]
    assert found(town.coordinator, town, Filters(status="нет такого"))
    assert found(town.coordinator, town, Filters(curator=NO_CURATOR)) == ["pilot"]
    assert found(town.coordinator, town, Filters(curator=str(town.other_curator.user_id))) == ["school-3"]


def test_closed_schools_are_left_out_until_asked_for(town: World) -> None:
    make.school(town.municipality, slug="gone", name="МБОУ «Бывшая ООШ»", closed=True)
    assert "gone" not in found(town.coordinator, town)
    assert found(town.coordinator, town, Filters(closed=True)) == ["gone"]


def test_rows_say_programmes_curators_and_packages_by_state(town: World) -> None:
    make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    make.package(town.school_1.school, town.stage, kind="concept", state=State.DRAFT)
    with acting_as(town.coordinator):
        rows = queries.register(Filters(), Place(), today=town.today).page.rows
    row = next(row for row in rows if row.slug == "school-1")
    assert row.programmes == ("«500+», 2026",)
    assert row.curators == (town.curator.name,)
    assert [(one.state, one.count) for one in row.packages] == [(State.EXPERTISE, 1)], (
        "a draft is the school's alone"
    )


@pytest.mark.parametrize("filters", [Filters(), Filters(descending=True), Filters(sort=Sort.LOCALITY)])
def test_pages_follow_each_other_both_ways_without_gaps(town: World, filters: Filters) -> None:
    with system_scope("many schools"), transaction() as session:
        session.add_all(
            School(
                municipality_id=town.municipality.id,
                slug=f"more-{n}",
                name=f"Школа {n}",
                short_name=f"Школа {n % 7}",
                locality=f"Село {n % 3}",
            )
            for n in range(110)
        )
    pages, place = [], Place()
    with acting_as(town.coordinator):
        while True:
            page = queries.register(filters, place, today=town.today).page
            pages.append([row.slug for row in page.rows])
            if not page.after:
                break
            place = read_place(page.after, "")
        back = queries.register(filters, read_place("", page.before), today=town.today).page
    seen = [slug for slugs in pages for slug in slugs]
    assert [len(slugs) for slugs in pages] == [50, 50, 13]
    assert len(set(seen)) == 113
    assert [row.slug for row in back.rows] == pages[-2]


@pytest.mark.parametrize(
    "after",
    [
        "W10",
        "WyJhIl0",
        "WzEsMl0",
        "WyJhIiwiYiJd",
        "WyJhIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
        "WyJcdTAwMDAiLCAxXQ",
        "!!!",
    ],
)
def test_a_forged_place_is_the_beginning(town: World, as_coordinator: Browser, after: str) -> None:
    assert as_coordinator.get(f"/schools?after={after}").has("Лесногорская СОШ")


def test_the_price_does_not_grow_with_the_schools(town: World) -> None:
    def cost(filters: Filters) -> int:
        with acting_as(town.coordinator), statements() as seen:
            queries.register(filters, Place(), today=town.today)
        return len(seen)

    one = cost(Filters(curator=str(town.other_curator.user_id)))
    for number in range(3):
        school = make.school(town.municipality, slug=f"x-{number}", name=f"МБОУ «Икс № {number}»")
        make.participation(town.programme, school)
        make.curatorship(town.curator, school)
        make.package(school, town.stage, state=State.CURATOR_REVIEW)
    assert cost(Filters()) == one == 5


def test_typing_brings_the_list_alone_and_announces_the_count(town: World, as_coordinator: Browser) -> None:
    part = as_coordinator.fragment("/schools?q=лесногорская", "school-list")
    assert part.has("Лесногорская СОШ") and not part.has("Тихоозёрская")
    assert "<h1" not in part.text and 'hx-swap-oob="innerHTML:#said"' in part.text
    assert part.has("Найдена 1 школа")


def test_the_page_offers_chips_and_a_way_out_of_an_empty_search(town: World, as_coordinator: Browser) -> None:
    page = as_coordinator.get("/schools?q=несуществующая&status=pilot")
    assert page.has("По этим условиям школ нет", "поиск «несуществующая»", "пилотная")


def test_the_address_of_foreign_filters_never_breaks_the_page(town: World, as_coordinator: Browser) -> None:
    for query in (
        "programme=%01",
        "curator=99999999999999999999",
        "curator=-1",
        "status=x",
        "sort=-drop",
        "closed=да",
    ):
        as_coordinator.get(f"/schools?{query}")
    as_coordinator.get("/schools?programme=%00", status=400)


def test_a_school_comes_to_its_own_card(town: World, as_school: Browser) -> None:
    answer = apart(as_school.client.get, "/schools", base_url=BASE)
    assert answer.status_code == 303 and answer.headers["Location"] == "/schools/school-1"


def test_the_table_file_holds_what_the_person_sees(town: World, as_curator: Browser) -> None:
    page = as_curator.get("/schools/export.xlsx?q=СОШ")
    with system_scope("test"):
        (taken,) = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "school.register_exported")
        ).all()
    assert taken.actor_id == town.curator.user_id and taken.details["note"].startswith("q=")
    assert "attachment" in page.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(page.body)).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "«Лесногорская СОШ»" in cells
    assert not any("Чужая" in cell or "Тихоозёрская" in cell for cell in cells)


def _refold(town: World) -> None:
    with system_scope("test"), transaction() as session:
        for one in (town.school_1, town.school_2, town.school_3, town.foreign_school):
            school = session.merge(one.school)
            school.search_key = fold(school.name)
