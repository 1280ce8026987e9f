"""The tab «Дорожная карта» of a school: what it carries out, its own roadmap first, nobody else's."""

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.world import World
from workflows.roadmaps.words import PartyKind, RoadmapState

ADDRESS = "/schools/school-1?tab=roadmap"


def fill(town: World) -> None:
    """Make a municipal roadmap with measures of several kinds, roadmaps of two schools, and what must not be seen."""
    place, programme = town.municipality, town.programme
    municipal = make.roadmap(place, programme_id=programme.id, title="Карта округа")
    every = make.party(municipal, "Школы проекта", PartyKind.SCHOOLS)
    named = make.party(municipal, "Лесногорская СОШ", PartyKind.SCHOOL, school_id=town.school_1.school.id)
    other = make.party(municipal, "СОШ № 5", PartyKind.SCHOOL, school_id=town.school_2.school.id)
    make.measure(municipal, "15.12.2026", every, title="Мера всех школ")
    make.measure(municipal, "15.12.2026", named, title="Мера этой школы")
    make.measure(municipal, "15.12.2026", title="Каждая школа для себя", per_school=True)
    make.measure(municipal, "15.12.2026", other, title="Мера другой школы")
    make.measure(municipal, "15.12.2026", title="Мера управления")
    own = make.roadmap(place, school_id=town.school_1.school.id, title="Карта Лесногорской школы")
    make.measure(own, "март", title="Своя мера")
    for hidden in (
        make.roadmap(place, school_id=town.school_2.school.id, title="Карта другой школы"),
        make.roadmap(place, programme_id=programme.id, title="Проект карты", state=RoadmapState.DRAFT),
        make.roadmap(town.foreign, title="Чужая карта"),
    ):
        party = make.party(hidden, "Все школы", PartyKind.SCHOOLS)
        make.measure(hidden, "15.12.2026", party, title="Чего здесь нет")


def test_a_school_reads_what_it_carries_out(town: World, as_school: Browser) -> None:
    fill(town)
    page = as_school.get(ADDRESS)
    assert [one.text.strip() for one in page.tree.xpath("//main//caption")] == [
        "Карта Лесногорской школы",
        "Карта округа",
    ]
    measures = [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//main//tbody//th//a")]
    assert [name.split(" ", 1)[1] for name in measures] == [
        "Своя мера",
        "Мера всех школ",
        "Мера этой школы",
        "Каждая школа для себя",
    ]
    assert not page.has("Чего здесь нет")
    links = page.tree.xpath("//main//tbody//th//a/@href")
    assert all(as_school.get(link) for link in links)


def test_a_curator_and_a_coordinator_read_the_same_and_strangers_nothing(
    town: World, sign_in: SignIn
) -> None:
    fill(town)
    for reader in (town.curator, town.coordinator, town.chief):
        page = sign_in(reader).get(ADDRESS)
        assert page.has("Своя мера", "Каждая школа для себя") and not page.has("Мера другой школы")
    for stranger in (town.school_2.head, town.foreign_coordinator):
        sign_in(stranger).get(ADDRESS, status=404)


def test_an_empty_tab_says_what_will_stand_there(as_school: Browser) -> None:
    assert as_school.get(ADDRESS).has("Мероприятий школы пока нет")


def test_the_number_of_statements_does_not_grow_with_measures(town: World, as_school: Browser) -> None:
    fill(town)
    as_school.get(ADDRESS)
    with statements() as few:
        as_school.get(ADDRESS)
    own = make.roadmap(town.municipality, school_id=town.school_1.school.id, title="Вторая карта")
    for n in range(5):
        make.measure(own, "апрель", title=f"Мера {n}")
    with statements() as many:
        assert as_school.get(ADDRESS).has("Мера 4")
    assert len(many) == len(few)
