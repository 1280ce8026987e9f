"""The table, the page of a measure, marking and deciding through pages."""

import io
from datetime import date

import pytest

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, Page, SignIn
from tests.webapp.packages.walk import count
from tests.webapp.roadmap.conftest import Plan
from tests.world import World
from webapp.models import Progress, ProgressEvidence
from workflows.roadmaps.words import PartyKind, ProgressState, RoadmapState


def rows(page: Page) -> list[str]:
    """The titles of the measures shown."""
    return [
        str(one.text_content())
        for one in page.tree.xpath("//table//th[@scope='row']/a[contains(@href, '/items/')]")
    ]


def titles(page: Page) -> set[str]:
    return {title.split(". ", 1)[-1] for title in rows(page)}


def execute(browser: Browser, plan: Plan, **changes: object) -> Page:
    path = f"/roadmap/items/{plan.curators.ref}/execute"
    browser.get(path)
    values = {"occurrence": "", "done_on": make.today().isoformat(), "note": "Протокол № 3."} | changes
    return browser.post(path, values, status=int(values.pop("status", 303)))


def test_the_table_shows_sections_terms_and_the_indicator(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    first = make.section(plan.roadmap, "Организационные мероприятия", number="1")
    make.measure(plan.roadmap, "весной", title="Круглый стол", section_id=first.id)
    page = as_coordinator.get(f"/roadmap?map={plan.roadmap.number}")
    assert titles(page) == {
        "Утвердить состав рабочей группы", "Собеседования с командами школ", "Методический день в школе",
        "Прохождение самодиагностики", "Круглый стол",
    }  # fmt: skip
    assert page.has("1. Организационные мероприятия", "весной", "Уточните.", "Не исполнено (просрочено)")
    assert page.has("Исполнено и подтверждено 0 из 4, 0 %", "Исполнили 0 из 3 школ, подтверждено 0")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=самодиагностики", {"Прохождение самодиагностики"}),
        ("due=overdue&status=overdue&q=рабочей", {"Утвердить состав рабочей группы"}),
        ("mine=1", {"Утвердить состав рабочей группы"}),
        ("status=confirmed", set()),
        ("status=no-such&section=x&party=-1", {"all"}),
    ],
)
def test_conditions_narrow_the_table(
    town: World, plan: Plan, as_coordinator: Browser, query: str, expected: set[str]
) -> None:
    page = as_coordinator.get(f"/roadmap?map={plan.roadmap.number}&{query}")
    assert titles(page) == expected or (expected == {"all"} and len(rows(page)) == 4)


def test_conditions_by_party_and_school_and_the_order_of_deadlines(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    party = next(
        one
        for one in as_coordinator.get("/roadmap").tree.xpath("//select[@id='party']/option")
        if one.text == "Кураторы"
    )
    assert titles(as_coordinator.get(f"/roadmap?party={party.get('value')}")) == {
        "Собеседования с командами школ"
    }
    school = town.school_1.school.id
    assert titles(as_coordinator.get(f"/roadmap?school={school}")) == {
        "Методический день в школе", "Прохождение самодиагностики",
    }  # fmt: skip
    ordered = rows(as_coordinator.get("/roadmap?order=due"))
    assert [one.split(". ", 1)[1] for one in ordered][:2] == [
        "Методический день в школе", "Утвердить состав рабочей группы",
    ]  # fmt: skip


def test_a_fragment_is_the_table_alone(town: World, plan: Plan, as_coordinator: Browser) -> None:
    part = as_coordinator.fragment("/roadmap?q=самодиагностики", "found")
    assert "<h1" not in part.text and titles(part) == {"Прохождение самодиагностики"}


def test_each_role_sees_its_rows(town: World, plan: Plan, sign_in: SignIn) -> None:
    draft = make.roadmap(town.municipality, title="Проект карты", state=RoadmapState.DRAFT)
    every = 4
    for actor, shown in (
        (town.coordinator, every), (town.curator, every), (town.observer, every), (town.chief, every),
        (town.school_1.head, 2), (town.school_2.head, 1),
    ):  # fmt: skip
        page = sign_in(actor).get(f"/roadmap?map={plan.roadmap.number}")
        assert len(rows(page)) == shown, actor.name
        sees_draft = actor in (town.coordinator, town.chief)
        sign_in(actor).get(f"/roadmap?map={draft.number}", status=200 if sees_draft else 404)
    for stranger in (town.foreign_coordinator, town.foreign_school.head):
        sign_in(stranger).get(f"/roadmap?map={plan.roadmap.number}", status=404)
        sign_in(stranger).get(f"/roadmap/items/{plan.office.ref}", status=404)
        assert sign_in(stranger).get("/roadmap").has("Дорожной карты пока нет")
    sign_in(town.school_2.head).get(f"/roadmap/items/{plan.school.ref}", status=404)
    sign_in(town.expert).get("/roadmap", status=404)


def test_the_number_of_statements_does_not_grow(town: World, as_coordinator: Browser) -> None:
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    schools = make.party(roadmap, "ОО", PartyKind.SCHOOLS)

    def cost() -> int:
        as_coordinator.get(f"/roadmap?map={roadmap.number}")
        with statements() as seen:
            as_coordinator.get(f"/roadmap?map={roadmap.number}")
        return len(seen)

    def add() -> None:
        one = make.measure(roadmap, "ежеквартально", schools, per_school=True)
        make.progress(one, town.curator, ProgressState.CONFIRMED, occurrence="x", decided_by=town.coordinator)

    add()
    first = cost()
    add()
    add()
    assert cost() == first


def test_the_page_of_a_measure_costs_the_same_whatever_its_history(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    def cost() -> int:
        with statements() as seen:
            as_coordinator.get(f"/roadmap/items/{plan.every.ref}")
        return len(seen)

    cost()
    make.progress(plan.every, town.school_1.head, occurrence="s1", school_id=town.school_1.school.id)
    first = cost()
    for n in (2, 3):
        make.progress(plan.every, town.school_1.head, occurrence=f"s{n}")
    assert cost() == first


def test_a_responsible_marks_with_a_file_and_the_coordinator_confirms(
    town: World, plan: Plan, as_curator: Browser, as_coordinator: Browser
) -> None:
    page = as_curator.get(f"/roadmap/items/{plan.curators.ref}")
    assert page.has("Отметить исполнение", "15.06.2026")
    execute(
        as_curator,
        plan,
        files=(io.BytesIO(samples.pdf("протокол")), "Протокол.pdf"),
        links="https://example.org/1",
    )
    assert count(Progress) == 1
    shown = as_coordinator.get(f"/roadmap/items/{plan.curators.ref}")
    assert shown.has(
        "Исполнено, ожидает подтверждения", "Протокол.pdf", "https://example.org/1", "Рассмотреть"
    )
    (link,) = shown.tree.xpath("//a[starts-with(normalize-space(.), 'Рассмотреть')]/@href")
    decided = as_coordinator.get(str(link))
    assert decided.has("Подтвердить исполнение", "Примеров Алексей Сергеевич, куратор", "Протокол № 3.")
    file = shown.tree.xpath("//a[contains(@href, '/evidence/')]/@href")[0]
    answer = as_coordinator.get(str(file))
    assert answer.body == samples.pdf("протокол") and "attachment" in answer.headers["Content-Disposition"]
    as_coordinator.post(f"{link}/confirm")
    assert as_coordinator.get(f"/roadmap/items/{plan.curators.ref}").has("Исполнено с нарушением срока")


def test_a_file_of_evidence_is_there_for_those_who_see_the_fact_alone(
    town: World, plan: Plan, as_coordinator: Browser, sign_in: SignIn
) -> None:
    own = sign_in(town.school_1.head)
    path = f"/roadmap/items/{plan.every.ref}/execute"
    own.get(path)
    own.post(
        path,
        {
            "occurrence": f"s{town.school_1.school.id}", "done_on": make.today().isoformat(),
            "files": (io.BytesIO(samples.pdf("справка")), "Справка.pdf"),
        },
    )  # fmt: skip
    (link,) = own.get(f"/roadmap/items/{plan.every.ref}").tree.xpath(
        "//a[contains(@href, '/evidence/')]/@href"
    )
    as_coordinator.get(str(link))
    for stranger in (town.school_2.head, town.foreign_coordinator, town.other_curator):
        sign_in(stranger).get(str(link), status=404)
    assert "Справка.pdf" not in sign_in(town.school_2.head).get(f"/roadmap/items/{plan.every.ref}").text


def test_what_was_typed_is_not_lost(town: World, plan: Plan, as_curator: Browser) -> None:
    answer = execute(as_curator, plan, note="", status=422)
    assert answer.has("Приложите подтверждение")
    answer = execute(as_curator, plan, note="Длинное пояснение", links="javascript:alert(1)", status=422)
    assert answer.has("Укажите адрес полностью, начиная с https://") and "Длинное пояснение" in answer.text
    answer = execute(as_curator, plan, done_on="31 февраля", status=422)
    assert count(Progress) == count(ProgressEvidence) == 0


def test_a_form_acts_once(town: World, plan: Plan, as_curator: Browser) -> None:
    path = f"/roadmap/items/{plan.curators.ref}/execute"
    values = {"occurrence": "", "done_on": make.today().isoformat(), "note": "Протокол."}
    first = as_curator.post(path, values, token="the-same")
    again = as_curator.post(path, values, token="the-same")
    assert first.location == again.location and count(Progress) == 1


def test_the_same_person_is_told_why_they_cannot_confirm(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    path = f"/roadmap/items/{plan.office.ref}/execute"
    as_coordinator.post(path, {"occurrence": "", "done_on": make.today().isoformat(), "note": "Приказ."})
    page = as_coordinator.get(f"/roadmap/items/{plan.office.ref}")
    (link,) = page.tree.xpath("//a[contains(@href, '/facts/')]/@href")
    shown = as_coordinator.get(str(link))
    assert shown.has("Исполнение отметили вы сами") and not shown.has("Отклонить подтверждение")
    refused = as_coordinator.post(f"{link}/confirm", status=422)
    assert refused.has("Исполнение отметили вы сами")
    as_coordinator.post(f"{link}/withdraw")
    assert as_coordinator.get(f"/roadmap/items/{plan.office.ref}").has("Отметка снята")


def test_declining_asks_for_a_reason_and_revoking_too(
    town: World, plan: Plan, as_curator: Browser, as_coordinator: Browser
) -> None:
    fact = make.progress(plan.curators, town.curator)
    path = f"/roadmap/items/{plan.curators.ref}/facts/{fact.id}"
    assert as_coordinator.post(f"{path}/decline", {"reason": " "}, status=422).has("Укажите причину")
    as_curator.post(f"{path}/confirm", status=404)
    as_coordinator.post(f"{path}/decline", {"reason": "Нет протоколов."})
    assert as_curator.get(path).has("Подтверждение отклонено", "Нет протоколов.")
    done = make.progress(
        plan.curators, town.curator, ProgressState.CONFIRMED, decided_by=town.chief, done_on=date(2026, 5, 1)
    )
    path = f"/roadmap/items/{plan.curators.ref}/facts/{done.id}"
    as_coordinator.post(f"{path}/revoke", {"reason": "Ошибка."})
    assert as_curator.get(path).has("Подтверждение отозвано", "Ошибка.")


def test_a_draft_of_ones_own_is_entered_by_hand(town: World, as_coordinator: Browser) -> None:
    page = as_coordinator.get("/roadmap")
    assert page.has("Загрузить карту из файла", "Завести вручную")
    values = {"title": "Дорожная карта «500+»", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    wrong = as_coordinator.post("/roadmap/new", values | {"ends_on": "2025-01-01"}, status=422)
    assert wrong.has("Окончание раньше начала")
    made = as_coordinator.post("/roadmap/new", values | {"programme": town.programme.code})
    number = made.location.rsplit("/", 1)[1]
    assert number == "srr-dk-2026-1"
    as_coordinator.follow(made)
    as_coordinator.post(
        f"{made.location}/sections/new", {"title": "Организация", "number": "1", "level": "1"}
    )
    edit = as_coordinator.get(made.location)
    section = edit.tree.xpath("//a[contains(@href, '/items/new?section=')]/@href")[0].rsplit("=", 1)[1]
    for title, deadline in (("Совещание", "март – апрель"), ("Отчёт", "весной")):
        as_coordinator.post(
            f"{made.location}/items/new",
            {"title": title, "deadline": deadline, "section": section, "responsible": "УО, кураторы"},
        )
    edit = as_coordinator.get(made.location)
    assert edit.has("Уточните сроки до утверждения: 1 мероприятие")
    as_coordinator.post(f"/roadmap/items/{number}-2/move", {"to": "up"})
    assert titles(as_coordinator.get(f"/roadmap?map={number}")) == {"Совещание", "Отчёт"}
    assert rows(as_coordinator.get(f"/roadmap?map={number}"))[0] == "Отчёт"
    values = {"title": "Итоговый отчёт", "deadline": "15.05.2026", "section": section, "per_school": "1"}
    as_coordinator.get(f"/roadmap/items/{number}-2/edit")
    as_coordinator.post(f"/roadmap/items/{number}-2/edit", values)
    as_coordinator.post(f"/roadmap/items/{number}-1/remove")
    assert rows(as_coordinator.get(f"/roadmap?map={number}")) == ["Итоговый отчёт"]
    as_coordinator.post(f"{made.location}/sections/{section}/remove")
    assert rows(as_coordinator.get(f"/roadmap?map={number}")) == ["Итоговый отчёт"]


def test_an_approved_roadmap_is_not_changed_row_by_row(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    path = f"/roadmap/maps/{plan.roadmap.number}"
    assert as_coordinator.get(path).has("её строки изменяет новая редакция")
    values = {"title": "Ещё одно", "deadline": "15.05.2026"}
    assert as_coordinator.post(f"{path}/items/new", values, status=422).has("уже утверждена")
    assert as_coordinator.post(f"/roadmap/items/{plan.office.ref}/remove", status=422).has("уже утверждена")
    assert as_coordinator.post(
        f"{path}/requisites",
        {"title": "Другая", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
        status=422,
    ).has("уже утверждена")


def test_whom_a_name_means_decides_whose_measures_they_are(
    town: World, as_coordinator: Browser, sign_in: SignIn
) -> None:
    roadmap = make.roadmap(town.municipality)
    party = make.party(roadmap, "Куратор-методист", PartyKind.OTHER)
    measure = make.measure(roadmap, "15.06.2026", party)
    sign_in(town.other_curator).get(f"/roadmap/items/{measure.ref}/execute", status=303)
    path = f"/roadmap/maps/{roadmap.number}/parties"
    assert as_coordinator.get(path).has("Куратор-методист", "не из системы")
    as_coordinator.get(f"{path}/{party.id}")
    assert as_coordinator.post(f"{path}/{party.id}", {"kind": "person"}, status=422).has(
        "Выберите сотрудника"
    )
    as_coordinator.post(
        f"{path}/{party.id}",
        {"kind": "person", "person": town.other_curator.user_id, "meaning": "Учебнова Т. В."},
    )
    sign_in(town.other_curator).get(f"/roadmap/items/{measure.ref}/execute")
    sign_in(town.curator).get(f"/roadmap/items/{measure.ref}/execute", status=303)


def test_a_school_keeps_its_own_roadmap_and_no_other(
    town: World, plan: Plan, as_head: Browser, as_coordinator: Browser, sign_in: SignIn
) -> None:
    as_head.get(f"/roadmap/maps/{plan.roadmap.number}", status=404)
    made = as_head.post(
        "/roadmap/new",
        {
            "title": "План школы", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "parent": plan.roadmap.number,
        },
    )  # fmt: skip
    as_head.follow(made)
    as_head.post(f"{made.location}/items/new", {"title": "Педсовет", "deadline": "15.05.2026"})
    number = made.location.rsplit("/", 1)[1]
    as_coordinator.get(f"/roadmap?map={number}", status=404)
    as_coordinator.get(made.location, status=404)
    sign_in(town.school_2.head).get(f"/roadmap?map={number}", status=404)
    assert titles(as_head.get(f"/roadmap?map={number}")) == {"Педсовет"}
