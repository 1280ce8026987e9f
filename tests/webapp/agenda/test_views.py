"""The timeline, the calendar and the lists on pages: what they show, what they refuse, how they are read."""

from datetime import date

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.agenda.conftest import Plan
from tests.world import World
from webapp.calendars import queries as calendars
from webapp.models import CalendarDay
from workflows.roadmaps.words import PartyKind, ProgressState

TIMELINE, CALENDAR = "/roadmap/timeline", "/roadmap/calendar"
LONG = (
    "Проведение муниципального семинара для управленческих команд школ, участвующих в проекте адресной помощи"
)


def test_each_measure_is_a_bar_a_link_and_a_row_of_the_table(
    as_coordinator: Browser, plan: Plan, monday: date
) -> None:
    section = make.section(plan.roadmap, "Организационный этап", number="I.")
    make.measure(plan.roadmap, "01.09.2026 – 30.10.2026", title=LONG, section_id=section.id)
    done = make.measure(plan.roadmap, "25.11.2026", title="Справка", section_id=section.id)
    make.progress(done, as_coordinator.actor, ProgressState.CONFIRMED, decided_by=as_coordinator.actor)  # type: ignore[arg-type]
    page = as_coordinator.get(f"{TIMELINE}?map={plan.roadmap.number}&from=2026-09&to=2026-12")
    links = page.tree.xpath("//figure//svg//a")
    assert [one.get("href") for one in links] == [
        f"/roadmap/items/{plan.roadmap.number}-{n}" for n in _serials(links)
    ]
    assert LONG in links[0].get("aria-label") and LONG in links[0].xpath("./title")[0].text
    shown = links[0].xpath("./text")[0].text
    assert shown.endswith("…") and len(shown) <= 50
    assert "Не исполнено (просрочено)" in links[0].xpath("./text[contains(@class, 'gs')]")[0].text
    assert links[1].xpath("./path[@class='gb gb--confirmed']"), "a single day is a point, not a bar"
    rows = [" ".join(row.text_content().split()) for row in page.tree.xpath('//div[@id="months"]//tbody/tr')]
    assert (
        rows[0] == "октябрь 2026 г."
        and LONG in rows[1]
        and "ноябрь 2026 г." in rows[2]
        and "Справка" in rows[3]
    )
    assert page.tree.xpath('//line[@class="today"]') and page.has("Сегодня", "Организационный этап")


def _serials(links: list[object]) -> list[str]:
    return [str(one.get("href")).rpartition("-")[2] for one in links]  # type: ignore[attr-defined]


def test_bars_of_turns_have_states_of_their_own(as_coordinator: Browser, plan: Plan, monday: date) -> None:
    measure = make.measure(plan.roadmap, "ежемесячно, сентябрь – декабрь")
    actor = as_coordinator.actor
    assert actor is not None
    make.progress(measure, actor, ProgressState.CONFIRMED, occurrence="2026-09-01", decided_by=actor,
                  done_on=date(2026, 9, 20))  # fmt: skip
    make.progress(measure, actor, ProgressState.EXECUTED, occurrence="2026-11-01")
    page = as_coordinator.get(TIMELINE)
    bars = [one.get("class") for one in page.tree.xpath("//figure//svg//rect[contains(@class, 'gb ')]")]
    assert bars == ["gb gb--confirmed", "gb gb--overdue", "gb gb--executed", "gb gb--not_due"]
    for words in ("Исполнено и подтверждено", "Исполнено, ожидает подтверждения", "Срок не наступил"):
        assert page.has(words)


def test_what_falls_outside_of_the_months_is_counted(
    as_coordinator: Browser, plan: Plan, monday: date
) -> None:
    make.measure(plan.roadmap, "15.02.2026", title="Раньше")
    make.measure(plan.roadmap, "15.11.2026", title="В эти месяцы")
    make.measure(plan.roadmap, "по мере необходимости", title="Без дней")
    make.measure(plan.roadmap, "15.11.2026", title="Исключено", excluded_on=date(2026, 3, 1))
    page = as_coordinator.get(f"{TIMELINE}?from=2026-10&to=2026-12")
    assert page.has("Вне выбранных месяцев: 1 мероприятие", "В эти месяцы", "Без дней")
    assert not page.has("Раньше") and not page.has("Исключено")
    assert as_coordinator.get(f"{TIMELINE}?from=2027-10&to=2027-12").has(
        "Вне выбранных месяцев: 2 мероприятия"
    )


@pytest.mark.parametrize(("asked", "words"), [
    ("from=2026-13", "не распознан"), ("from=сентябрь", "не распознан"), ("from=2026-09&to=2026-03", "раньше первого"),
])  # fmt: skip
def test_wrong_months_are_one_sentence_and_nothing_is_lost(
    as_coordinator: Browser, plan: Plan, asked: str, words: str
) -> None:
    page = as_coordinator.get(f"{TIMELINE}?map={plan.roadmap.number}&{asked}", status=422)
    assert page.has(words) and page.value("from") == asked.partition("&")[0].removeprefix("from=")
    assert page.value("map") == plan.roadmap.number


def test_a_long_section_is_parted_for_the_sheet(as_coordinator: Browser, plan: Plan) -> None:
    section = make.section(plan.roadmap, "Раздел")
    for n in range(25):
        make.measure(plan.roadmap, "15.12.2026", title=f"Дело {n}", section_id=section.id)
    page = as_coordinator.get(TIMELINE)
    assert len(page.tree.xpath("//figure")) == 2 and page.has("Раздел (продолжение)")


def test_a_month_has_its_days_its_days_off_and_its_stages(
    as_coordinator: Browser, town: World, plan: Plan, monday: date
) -> None:
    make.measure(plan.roadmap, "27.11.2026", title="Справка")
    make.measure(plan.roadmap, "27.12.2026", title="Не этот месяц")
    make.stage(town.programme, slug="next", title="Второй этап", kinds=(), opens_on=date(2026, 11, 2),
               closes_on=date(2026, 11, 30))  # fmt: skip
    make.save(
        CalendarDay(
            day=date(2026, 11, 26), works=False, name="День округа", source="Указ", changed_by_name="А"
        )
    )
    calendars.forget()
    page = as_coordinator.get(f"{CALENDAR}?month=2026-11&map={plan.roadmap.number}")
    cells = {
        one.xpath(".//time/@datetime")[0]: " ".join(one.text_content().split())
        for one in page.tree.xpath('//td[contains(@class, "cal__in")]')
    }
    assert len(cells) == 30
    assert "Справка" in cells["2026-11-27"] and "День округа" in cells["2026-11-26"]
    assert "День народного единства" in cells["2026-11-04"] and "выходной" in cells["2026-11-28"]
    assert "закрывается приём документов" in cells["2026-11-30"] and "сегодня" in cells["2026-11-23"]
    assert not page.has("Не этот месяц")
    hrefs = page.tree.xpath('//nav[@class="calnav"]//a/@href')
    assert [href.partition("month=")[2][:7] for href in hrefs] == ["2026-10", "2026-12"]


def test_a_full_day_shows_the_rest_on_demand(as_coordinator: Browser, plan: Plan) -> None:
    for n in range(5):
        make.measure(plan.roadmap, "31.12.2026", title=f"Дело {n}")
    page = as_coordinator.get(f"{CALENDAR}?month=2026-12")
    assert page.has("Ещё 2: 31 декабря, четверг") and page.has("Дело 4")


def test_a_wrong_month_is_one_sentence(as_coordinator: Browser, plan: Plan) -> None:
    page = as_coordinator.get(f"{CALENDAR}?month=2026-99", status=422)
    assert page.has("Месяц «2026-99» не распознан") and page.value("month") == "2026-99"


def test_stages_of_others_are_not_in_the_calendar(as_coordinator: Browser, town: World, plan: Plan) -> None:
    month = f"{town.foreign_stage.closes_on:%Y-%m}"
    page = as_coordinator.get(f"{CALENDAR}?month={month}")
    assert not page.has("Чужой этап") and page.has("Концептуальные документы")


def test_ones_own_deadlines_stand_by_how_soon_they_are(
    as_coordinator: Browser, plan: Plan, monday: date
) -> None:
    for day, title in (
        ("20.11.2026", "Просрочено дело"),
        ("24.11.2026", "Завтра"),
        ("28.11.2026", "На неделе"),
        ("28.12.2026", "Не скоро"),
        ("постоянно", "Всегда"),
    ):
        make.measure(plan.roadmap, day, plan.department, title=title)
    page = as_coordinator.get("/roadmap/mine")
    for group, title in (
        ("overdue", "Просрочено дело"),
        ("now", "Завтра"),
        ("week", "На неделе"),
        ("later", "Не скоро"),
        ("endless", "Всегда"),
    ):
        (card,) = page.tree.xpath(f'//section[@id="{group}"]')
        assert title in card.text_content()


def test_what_is_overdue_says_how_long_and_who_answers(
    as_coordinator: Browser, sign_in: SignIn, town: World, plan: Plan, monday: date
) -> None:
    make.measure(plan.roadmap, "20.11.2026", plan.department, plan.other, title="Давнее дело")
    foreign = make.roadmap(town.foreign)
    make.measure(foreign, "20.11.2026", make.party(foreign, "УО"), title="Чужое дело")
    page = as_coordinator.get("/roadmap/overdue")
    assert page.has("Давнее дело", "УО (управление образования); Институт", "20.11.2026", "3 дня")
    assert not page.has("Чужое дело")
    region = sign_in(town.observer).get("/roadmap/overdue")
    assert region.has("Давнее дело", "Среднереченский муниципальный округ") and not region.has("Чужое дело")


def test_nothing_to_show_says_what_will_come(as_coordinator: Browser, town: World) -> None:
    make.measure(make.roadmap(town.foreign), title="Чужая карта")
    assert as_coordinator.get(TIMELINE).has("Дорожной карты ещё нет")
    assert as_coordinator.get(CALENDAR).has("Дорожной карты ещё нет")
    assert as_coordinator.get("/roadmap/mine").has("Сроков у вас нет")
    assert as_coordinator.get("/roadmap/overdue").has("Просроченных мероприятий нет")


@pytest.mark.parametrize("path", [TIMELINE, CALENDAR, "/roadmap/mine", "/roadmap/overdue"])
def test_who_has_no_roadmaps_has_no_such_page(as_expert: Browser, as_admin: Browser, path: str) -> None:
    as_expert.get(path, status=404)
    as_admin.get(path, status=404)


@pytest.mark.parametrize("path", [TIMELINE, CALENDAR])
def test_a_foreign_roadmap_is_not_there(as_coordinator: Browser, town: World, path: str) -> None:
    as_coordinator.get(f"{path}?map={make.roadmap(town.foreign).number}", status=404)


@pytest.mark.parametrize("path", [TIMELINE, f"{CALENDAR}?month=2026-12", "/roadmap/mine", "/roadmap/overdue"])
def test_the_number_of_statements_does_not_grow(as_coordinator: Browser, plan: Plan, path: str) -> None:
    counts = []
    for n in (1, 3):
        for _ in range(n):
            make.measure(plan.roadmap, "15.12.2026", plan.department)
            make.measure(plan.roadmap, "15.10.2026", plan.department, per_school=True)
        with statements() as seen:
            as_coordinator.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_school_sees_its_own_measures_only(sign_in: SignIn, town: World, plan: Plan) -> None:
    other = make.party(plan.roadmap, "Школа 2", PartyKind.SCHOOL, school_id=town.school_2.school.id)
    make.measure(plan.roadmap, "15.12.2026", plan.first_school, title="Наше дело")
    make.measure(plan.roadmap, "15.12.2026", other, title="Дело другой школы")
    for path in (TIMELINE, f"{CALENDAR}?month=2026-12", "/roadmap/mine"):
        page = sign_in(town.school_1.head).get(path)
        assert page.has("Наше дело") and not page.has("Дело другой школы"), path
