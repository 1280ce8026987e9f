"""Home says to each person what is theirs to know."""

from datetime import date

import pytest

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import Delivery, ExpertAssignment, Mail, OutboxMessage, Report
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import Event, ReportKind, ReportState, State


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


def test_each_number_of_the_strip_is_what_its_link_lists(town: World, as_coordinator: Browser) -> None:
    fourth = make.school(town.municipality, slug="school-4", name="МБОУ СОШ № 4")
    schools = [town.school_1.school, town.school_2.school, town.school_3.school, fourth]
    free = [(school, kind) for kind in KINDS for school in schools]
    for state in sorted(set(State) - {State.DRAFT}, key=lambda one: len(_kinds(one))):
        place = next(one for one in free if one[1] in _kinds(state))
        free.remove(place)
        school, kind = place
        make.package(school, town.stage, kind=kind, state=state)
    parts = as_coordinator.get("/").tree.xpath("//section[@id='stage']//li/a")
    assert len(parts) == 5
    for part in parts:
        listed = as_coordinator.get(part.get("href")).tree.xpath("//tbody/tr")
        assert len(listed) == int(part.xpath("./b")[0].text), part.text_content()


def _kinds(state: State) -> list[str]:
    """The kinds whose packages may stand in a state; development programmes last, few other kinds go so far."""
    return sorted(
        (code for code in KINDS if state in route_of(code).states), key=lambda one: one == "development"
    )


def test_the_number_of_things_to_do_is_the_same_beside_every_list(
    town: World, as_coordinator: Browser
) -> None:
    make.package(town.school_1.school, town.stage, kind="concept", state=State.ADMITTED)
    make.package(town.school_2.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    counts = [
        as_coordinator.get(path).tree.xpath("//a[contains(., 'Мои дела')]/span[@class='count']")[0].text
        for path in ("/", "/?view=waiting", "/?view=done")
    ]
    assert counts == ["1", "1", "1"]


def test_failures_of_work_and_of_letters_lead_the_administrator_to_their_page(
    town: World, as_admin: Browser
) -> None:
    message = make.save(OutboxMessage(event=Event.SUBMITTED, payload={}))
    make.save(Delivery(message_id=message.id, task="notify", state="failed"))
    make.save(
        Mail(
            user_id=town.admin.user_id,
            recipient="x@example.org",
            subject="Пакет",
            body="…",
            message_id="m-1",
            state="failed",
            key="k",
        )
    )
    (line,) = as_admin.get("/").tree.xpath("//li[@class='q'][.//h3[contains(., 'Разобрать сбой')]]")
    assert "2\xa0сбоя ждут разбора" in line.text_content()
    assert line.xpath(".//h3/a/@href") == ["/admin/failures"]


def test_the_nearest_term_in_a_sentence_has_its_whole_month(town: World) -> None:
    from webapp.access.actor import acting_as
    from webapp.dashboard.pages import all_done, dates
    from webapp.formatting import day_month

    with acting_as(town.coordinator) as actor:
        nearest = date.fromisoformat(dates([town.stage], actor)[0].iso)
        assert all_done([town.stage], actor).startswith(f"Ближайший срок: {day_month(nearest)}, ")


def test_who_may_not_examine_names_an_expert_and_chooses_among_those_who_may(
    town: World, sign_in: SignIn
) -> None:
    confirmed = make.package(town.school_1.school, town.stage, kind="concept", state=State.ADMITTED)
    concluded = make.package(town.school_2.school, town.stage, kind="concept", state=State.CONCLUDED)
    with system_scope("test"), transaction():
        for one in (confirmed, concluded):
            session.merge(one).confirmed_by_id = town.coordinator.user_id
    browser = sign_in(town.coordinator)
    queue = browser.get("/")
    assert queue.tree.xpath("//li[@class='q']//h3/a/@href") == [f"/packages/{confirmed.number}/experts"]
    assert queue.has("Назначить эксперта") and not queue.has("Провести экспертизу")
    page = browser.get(f"/packages/{confirmed.number}/experts")
    assert page.has(town.expert.name) and not page.tree.xpath(
        f"//select[@id='expert']/option[@value='{town.coordinator.user_id}']"
    )
    assert browser.get("/?view=waiting").has("Заключение готово")


def test_an_expert_is_not_offered_what_another_examines(town: World, sign_in: SignIn) -> None:
    package = make.package(town.school_1.school, town.stage, kind="concept", state=State.EXPERTISE)
    for one in (town.expert, town.other_expert):
        make.save(
            ExpertAssignment(
                package_id=package.id, user_id=one.user_id, user_name=one.name, assigned_by_name="Образцова"
            )
        )
    with system_scope("test"), transaction():
        session.merge(package).examiner_id = town.expert.user_id
    assert sign_in(town.expert).get("/").has("Завершить экспертизу")
    assert not sign_in(town.other_expert).get("/").has("Завершить экспертизу")
    assert sign_in(town.other_expert).get("/?view=waiting").has("На экспертизе")
    assert sign_in(town.coordinator).get("/?view=waiting").has("На экспертизе")


@pytest.mark.parametrize("who", ["coordinator", "school", "chief", "admin"])
def test_the_badge_the_tab_the_heading_and_the_list_say_one_number(
    town: World, sign_in: SignIn, who: str
) -> None:
    make.package(town.school_1.school, town.stage, kind="concept", state=State.CURATOR_RETURNED)
    make.package(town.school_2.school, town.stage, kind="concept", state=State.ADMITTED)
    for number, state in enumerate((ReportState.READY, ReportState.FAILED, ReportState.BUILDING)):
        make.save(
            Report(
                municipality_id=town.municipality.id,
                number=f"О-{number}",
                kind=ReportKind.STAGE,
                stage_id=town.stage.id,
                title="Отчёт",
                request_key=f"key-{number}",
                state=state,
                content={},
                requested_by_id=town.coordinator.user_id,
                requested_by_name="Образцова",
            )
        )
    message = make.save(OutboxMessage(event=Event.SUBMITTED, payload={}))
    for task in ("notify", "index"):
        make.save(Delivery(message_id=message.id, task=task, state="failed"))
    browser = sign_in(town.school_1.coordinator if who == "school" else getattr(town, who))
    home = browser.get("/")
    listed = len(home.tree.xpath("//li[@class='q']"))
    assert listed == {"coordinator": 3, "school": 2, "chief": 0, "admin": 1}[who]
    pages = (home, browser.get("/?view=waiting"), browser.get("/?view=done"))
    tabs = [one.tree.xpath("//a[contains(., 'Мои дела')]/span[@class='count']")[0].text for one in pages]
    assert tabs == [str(listed)] * 3
    badges = home.tree.xpath("//nav//a[@href='/'][contains(., 'Сегодня')]/span[contains(@class, 'count')]")
    assert {badge.text_content().split()[0] for badge in badges} == ({str(listed)} if listed else set())
    assert not listed or home.has(f"{listed} дел")
