"""Roadmaps of schools, and how far each of them is."""

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.roadmap.conftest import Plan
from tests.world import SchoolPeople, World
from webapp.models import Roadmap
from workflows.roadmaps.words import ProgressState, RoadmapState


def own(town: World, people: SchoolPeople, plan: Plan, *, done: int, total: int, **values: object) -> Roadmap:
    roadmap = make.roadmap(
        town.municipality, title="План школы", school_id=people.school.id, parent_id=plan.roadmap.id, **values
    )
    for n in range(total):
        one = make.measure(roadmap, "15.05.2026")
        if n < done:
            make.progress(one, people.head, ProgressState.CONFIRMED, decided_by=town.coordinator)
    return roadmap


def test_the_coordinator_sees_the_share_of_each_approved_one(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    own(town, town.school_1, plan, done=1, total=3)
    own(town, town.school_2, plan, done=2, total=2)
    own(town, town.school_3, plan, done=0, total=1, state=RoadmapState.DRAFT)
    page = as_coordinator.get("/roadmap/schools")
    assert page.has("«Лесногорская СОШ»", "1 из 3, 33,3 %", "2 из 2, 100 %", "Дорожная карта «500+»")
    assert page.has("Ещё не составили", "«Тихоозёрская ООШ»")
    assert len(page.tree.xpath("//tbody/tr")) == 2


def test_others_see_theirs_alone(town: World, plan: Plan, sign_in: SignIn) -> None:
    own(town, town.school_1, plan, done=1, total=3)
    own(town, town.school_3, plan, done=0, total=1)
    for actor, shown in (
        (town.school_1.head, 1), (town.school_2.head, 0), (town.curator, 1), (town.observer, 2),
        (town.foreign_coordinator, 0),
    ):  # fmt: skip
        page = sign_in(actor).get("/roadmap/schools")
        assert len(page.tree.xpath("//tbody/tr")) == shown, actor.name


def test_the_number_of_statements_does_not_grow(town: World, plan: Plan, as_coordinator: Browser) -> None:
    def cost() -> int:
        as_coordinator.get("/roadmap/schools")
        with statements() as seen:
            as_coordinator.get("/roadmap/schools")
        return len(seen)

    own(town, town.school_1, plan, done=1, total=1)
    first = cost()
    own(town, town.school_2, plan, done=1, total=3)
    own(town, town.school_3, plan, done=1, total=2)
    assert cost() == first


def test_a_schools_own_measure_is_marked_by_its_people_and_confirmed_by_the_coordinator(
    town: World, plan: Plan, as_school: Browser, as_coordinator: Browser, sign_in: SignIn
) -> None:
    roadmap = make.roadmap(town.municipality, title="План школы", school_id=town.school_1.school.id)
    measure = make.measure(roadmap, "15.05.2026", title="Педсовет")
    path = f"/roadmap/items/{measure.ref}"
    as_school.get(f"{path}/execute")
    as_school.post(
        f"{path}/execute", {"occurrence": "", "done_on": make.today().isoformat(), "note": "Протокол."}
    )
    sign_in(town.school_2.head).get(path, status=404)
    (link,) = as_coordinator.get(path).tree.xpath("//a[contains(@href, '/facts/')]/@href")
    as_coordinator.post(f"{link}/confirm")
    assert as_school.get("/roadmap/schools").has("1 из 1, 100 %")
