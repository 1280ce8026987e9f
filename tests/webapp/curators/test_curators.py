"""Curators: who looks after what, overlaps that are asked about, conflicts of interest that are refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.curators import operations, queries
from webapp.curators.operations import Assignment, Unconfirmed
from webapp.curators.queries import Terms
from webapp.database import session
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Curatorship, JournalEntry, Membership
from webapp.paging import Place
from workflows.vocabulary import Role, State

SINCE = date(2026, 9, 1)


def rows() -> list[Curatorship]:
    with system_scope("test"):
        return list(
            session.scalars(
                select(Curatorship).order_by(Curatorship.id).execution_options(populate_existing=True)
            )
        )


def new_school(town: World, slug: str = "fresh") -> int:
    return int(make.school(town.municipality, slug=slug, name=f"МБОУ «Новая {slug}»").id)


def assign(
    town: World,
    who: Actor,
    *schools: int,
    terms: Terms | None = None,
    confirmed: bool = False,
) -> int:
    wanted = Assignment(who.user_id, frozenset(schools), terms or Terms(SINCE, None, "14-од", SINCE))
    with acting_as(town.coordinator):
        return operations.assign(wanted, actor=town.coordinator, confirmed=confirmed)


def test_a_curator_is_fixed_to_several_schools_through_the_page(town: World, as_coordinator: Browser) -> None:
    one, two = new_school(town, "a1"), new_school(town, "a2")
    page = as_coordinator.get("/curators/new")
    assert (
        page.has(town.curator.name, "Новая a1")
        and not page.has("Чужая")
        and not page.has(town.foreign_curator.name)
    )
    as_coordinator.post(
        "/curators/new",
        {
            "curator": str(town.curator.user_id),
            "schools": [one, two],
            "since": "01.09.2026",
            "until": "",
            "order_number": "14-од",
            "order_date": "30.08.2026",
        },
    )
    added = [row for row in rows() if row.school_id in {one, two}]
    assert [(row.user_id, row.since, row.until, row.order_number) for row in added] == [
        (town.curator.user_id, SINCE, None, "14-од")
    ] * 2
    assert as_coordinator.get("/curators").has("Новая a1", "приказ № 14-од")
    with system_scope("test"):
        assert list(session.scalars(select(JournalEntry.action))).count("curatorship.begun") == 2


def test_an_overlap_is_shown_first_and_kept_when_meant(town: World, as_coordinator: Browser) -> None:
    school_id = town.school_1.coordinator.school_id
    form = {
        "curator": str(town.other_curator.user_id),
        "schools": [school_id],
        "since": "01.09.2026",
        "until": "",
        "order_number": "",
        "order_date": "",
    }
    before = len(rows())
    page = as_coordinator.post("/curators/new", form, status=422)
    page.check()
    assert page.has("В эти дни у школ уже есть куратор", "Примеров А. С.") and len(rows()) == before
    as_coordinator.post("/curators/new", form | {"confirmed": page.value("confirmed")})
    assert len(rows()) == before + 1


@pytest.mark.parametrize(
    ("since", "until", "meets"),
    [
        (date(2026, 9, 10), None, True),
        (date(2026, 8, 1), date(2026, 9, 1), True),
        (date(2026, 9, 30), None, True),
        (date(2026, 10, 1), None, False),
        (date(2026, 8, 1), date(2026, 8, 31), False),
    ],
)
def test_periods_meet_when_they_share_a_day(
    town: World, since: date, until: date | None, meets: bool
) -> None:
    school_id = new_school(town)
    assign(town, town.curator, school_id, terms=Terms(SINCE, date(2026, 9, 30)))
    if meets:
        with pytest.raises(Unconfirmed):
            assign(town, town.other_curator, school_id, terms=Terms(since, until))
        with pytest.raises(Invalid, match="уже закреплён"):
            assign(town, town.curator, school_id, terms=Terms(since, until), confirmed=True)
    else:
        assert assign(town, town.other_curator, school_id, terms=Terms(since, until)) == 1
        assert assign(town, town.curator, school_id, terms=Terms(since, until), confirmed=True) == 1


def test_a_person_who_works_at_the_school_is_refused(town: World) -> None:
    school_id = new_school(town)
    teacher = make.person("Совместителев Павел Игоревич", "curator", municipality=town.municipality)
    make.save(
        Membership(
            user_id=teacher.user_id,
            role=Role.SCHOOL,
            municipality_id=town.coordinator.municipality_id,
            school_id=school_id,
            since=date(2026, 1, 1),
            until=date(2026, 9, 5),
        )
    )
    with pytest.raises(Invalid, match="Конфликт интересов"):
        assign(town, teacher, school_id)
    assert assign(town, teacher, school_id, terms=Terms(date(2026, 9, 6))) == 1, (
        "he does not work there any more"
    )


def test_nothing_of_another_municipality_can_be_reached(town: World, as_foreign_coordinator: Browser) -> None:
    foreign_school, foreign_curator = town.foreign_school.coordinator.school_id, town.foreign_curator
    own_school = new_school(town)
    with pytest.raises(Invalid):
        assign(town, foreign_curator, own_school)
    with pytest.raises(Invalid):
        assign(town, town.curator, int(foreign_school or 0))
    before = [(row.id, row.until) for row in rows()]
    number = next(row.id for row in rows() if row.user_id == town.curator.user_id)
    as_foreign_coordinator.get(f"/curators/{number}/edit", status=404)
    as_foreign_coordinator.post(
        f"/curators/{number}/edit", {"since": "2026-01-01", "until": "2026-01-02", "mark": ""}, status=404
    )
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        operations.change(number, Terms(SINCE), actor=town.foreign_coordinator, mark="", confirmed=True)
    assert [(row.id, row.until) for row in rows()] == before
    page = as_foreign_coordinator.get("/curators")
    assert page.has(foreign_curator.name) and not page.has(town.curator.name)
    assert not as_foreign_coordinator.get("/curators?view=all").has(town.curator.name)


def test_ending_keeps_the_history_and_leaves_the_school_without_a_curator(
    town: World, as_coordinator: Browser
) -> None:
    number = town.curatorship.id
    page = as_coordinator.get(f"/curators/{number}/edit")
    form = {name: page.value(name) for name in ("mark", "since", "order_number", "order_date")}
    yesterday = town.today - timedelta(days=1)
    as_coordinator.post(f"/curators/{number}/edit", form | {"until": yesterday.isoformat()})
    assert as_coordinator.get("/curators").has("Без куратора: 1 школа", "Лесногорская СОШ")
    assert not as_coordinator.get("/curators?view=current").has("Лесногорская СОШ")
    assert as_coordinator.get("/curators?view=all").has("Лесногорская СОШ", "не действует")
    as_coordinator.post(f"/curators/{number}/edit", form | {"until": ""}, status=409)
    with acting_as(town.curator):
        assert {row.name for row in queries.school_options()} == {"СОШ № 5 г. Среднереченска"}


def test_a_period_that_grows_over_a_colleague_is_asked_about(town: World) -> None:
    school_id = new_school(town)
    assign(town, town.curator, school_id, terms=Terms(SINCE, date(2026, 9, 30)))
    assign(town, town.other_curator, school_id, terms=Terms(date(2026, 10, 1)))
    first = next(row for row in rows() if row.school_id == school_id)
    mark = Terms(first.since, first.until, first.order_number, first.order_date).mark

    def change(until: date | None, *, confirmed: bool = False, seen: str = mark) -> None:
        with acting_as(town.coordinator):
            operations.change(
                first.id, Terms(SINCE, until), actor=town.coordinator, mark=seen, confirmed=confirmed
            )

    with pytest.raises(Unconfirmed):
        change(None)
    change(None, confirmed=True)
    with pytest.raises(Stale):
        change(date(2026, 9, 15))
    with pytest.raises(Invalid, match="раньше, чем начинается"):
        change(date(2026, 8, 1))


def test_load_counts_packages_that_wait_for_the_curator(town: World) -> None:
    make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    make.package(town.school_2.school, town.stage, state=State.CURATOR_REVIEW)
    make.package(town.school_1.school, town.stage, kind="concept", state=State.EXPERTISE)
    make.package(town.school_3.school, town.stage, state=State.CURATOR_REVIEW)
    with acting_as(town.coordinator):
        load = {
            row.name: (len(row.schools), row.waiting)
            for row in queries.people(Place(), today=town.today).rows
        }
    assert load == {town.curator.name: (2, 2), town.other_curator.name: (1, 1)}


def test_a_curator_sees_his_own_line_only(town: World, as_curator: Browser) -> None:
    page = as_curator.get("/curators")
    assert page.has(town.curator.name) and not page.has(town.other_curator.name)
    assert not page.has("Закрепить куратора")
    assert not as_curator.get("/curators?view=all").has(town.other_curator.name)
    as_curator.get("/curators/new", status=404)
    as_curator.post(f"/curators/{town.curatorship.id}/edit", {"since": "2026-01-01"}, status=404)


def test_the_price_of_the_lists_does_not_grow(town: World) -> None:
    def cost() -> tuple[int, int]:
        with acting_as(town.coordinator), statements() as people:
            queries.people(Place(), today=town.today)
        with acting_as(town.coordinator), statements() as assigned:
            queries.assignments(Place(), today=town.today, current=False)
        return len(people), len(assigned)

    one = cost()
    for number in range(3):
        person = make.person(f"Добавочнов {number} Илья Ильич", "curator", municipality=town.municipality)
        make.curatorship(person, make.school(town.municipality, slug=f"p{number}", name=f"Школа {number}"))
    assert cost() == one == (3, 1)


@pytest.mark.parametrize(
    "query",
    ["after=W10", "after=WzEsMl0&view=all", "before=!!!", "view=нет", "after=WyJhIiwxXQ&view=current"],
)
def test_a_forged_place_is_the_beginning(town: World, as_coordinator: Browser, query: str) -> None:
    assert as_coordinator.get(f"/curators?{query}").has(town.curator.name)


def test_a_number_too_large_for_the_database_is_not_found(town: World, as_coordinator: Browser) -> None:
    as_coordinator.get("/curators/99999999999999999999/edit", status=404)
