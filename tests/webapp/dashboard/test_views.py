"""Home says to each person what is theirs to know."""

from tests.pages import Browser, SignIn
from tests.world import World


def test_terms_of_municipalities_are_not_for_the_administrator_of_the_system(
    town: World, as_admin: Browser, as_coordinator: Browser
) -> None:
    assert as_coordinator.get("/").has("Ближайшие сроки", "Концептуальные документы: окончание приёма")
    home = as_admin.get("/")
    assert not home.has("Ближайшие сроки") and not home.has("Концептуальные документы")


def test_a_stage_named_as_its_kind_is_named_once(town: World, as_school: Browser) -> None:
    page = as_school.get("/")
    rows = page.tree.xpath("//li[contains(@class, 'q')][.//h3[contains(., 'Начать пакет')]]")
    shown = [[one.text_content() for one in row.xpath(".//p")] for row in rows]
    assert ["Концептуальные документы"] in shown and [
        "Программа развития",
        "Концептуальные документы",
    ] in shown


def test_the_steps_of_preparation_name_the_kind_once_and_the_last_day(
    town: World, as_school: Browser
) -> None:
    started = as_school.post("/packages/new", {"stage": "concept-2026", "kind": "concept"})
    page = as_school.follow(started)
    (line,) = page.tree.xpath("//p[@class='head__sub']")
    words = line.text_content().replace("\xa0", " ")
    assert words.startswith("Концептуальные документы, приём до ")
    assert words.count("онцептуальные") == 1


def test_a_past_expertise_names_who_examined_and_when(town: World, sign_in: SignIn) -> None:
    from tests.journeys.test_the_whole_way import released

    number = released(sign_in, town)
    (step,) = (
        sign_in(town.school_1.head)
        .get(f"/packages/{number}")
        .tree.xpath("//ol[contains(@class, 'steps')]/li[contains(., 'Экспертиза')]")
    )
    assert "Образцова" in step.text_content() and str(town.today.year) in step.text_content()
