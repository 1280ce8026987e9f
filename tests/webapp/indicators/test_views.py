"""The figure and the years on pages: what they say, what they refuse, what they hand out as table files."""

import io
from datetime import date

import openpyxl
import pytest

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.indicators.test_queries import PLAN, planned
from tests.world import World
from webapp.access.actor import acting_as
from webapp.models import Roadmap
from webapp.roadmap.queries.closing import closed_years
from workflows.roadmaps.words import PartyKind, ProgressState

PATH = "/roadmap/indicator"


def test_the_figure_is_told_with_its_rule_and_every_row(as_coordinator: Browser, sayansk: Roadmap) -> None:
    page = as_coordinator.get(f"{PATH}?map={sayansk.number}&on=2022-06-10")
    assert page.has("на 10 июня 2022 г.", "0 из 19 мероприятий", "0 из 50 мероприятий")
    assert page.has("Чтение А", "Чтение Б", "Знаменатель", "срок наступил", "срок ещё не наступил")
    rows = page.tree.xpath('//section[@id="rest"]//tbody/tr')
    assert len(rows) == 19 and len(page.tree.xpath('//section[@id="out"]//tbody/tr')) == 31
    other = as_coordinator.get(f"{PATH}?map={sayansk.number}&on=2022-06-10&reading=all")
    assert len(other.tree.xpath('//section[@id="rest"]//tbody/tr')) == 50


def test_the_course_is_drawn_and_told_beside_the_drawing(as_coordinator: Browser, sayansk: Roadmap) -> None:
    page = as_coordinator.get(f"{PATH}?map={sayansk.number}&on=2022-06-10")
    (drawing,) = page.tree.xpath('//svg[@class="course"]')
    assert drawing.xpath(".//title") and drawing.xpath(".//desc") and drawing.get("role") == "img"
    assert len(drawing.xpath('.//g[contains(@class, "way--due")]//circle')) == 10, (
        "nothing was due in January and February"
    )
    days = [
        " ".join(one.text_content().split())
        for one in page.tree.xpath('//section[@id="course"]//tbody/tr/th')
    ]
    assert days[0] == "31.12.2022" and len(days) == 12


@pytest.mark.parametrize(("typed", "words"), [("32.06.2022", "июн"), ("когда-нибудь", "не распознана")])
def test_a_wrong_date_is_one_sentence_and_nothing_is_lost(
    as_coordinator: Browser, sayansk: Roadmap, typed: str, words: str
) -> None:
    page = as_coordinator.get(f"{PATH}?map={sayansk.number}&on={typed}&reading=all", status=422)
    assert words in page.words.lower() and page.value("on") == typed and page.value("reading") == "all"
    assert page.value("map") == sayansk.number
    assert not page.tree.xpath('//section[@id="rest"]')
    as_coordinator.get(f"{PATH}.xlsx?map={sayansk.number}&on={typed}", status=404)


def test_a_future_date_says_what_is_counted(as_coordinator: Browser, town: World) -> None:
    make.measure(make.roadmap(town.municipality))
    assert as_coordinator.get(f"{PATH}?on=2099-01-01").has("Дата ещё не наступила", "0 из 1 мероприятия")
    assert as_coordinator.get(f"{PATH}?on=2025-01-01").has(
        "Дорожная карта действует с 01.01.2026", "нет данных"
    )


def test_without_a_roadmap_there_is_nothing_to_count(as_coordinator: Browser, town: World) -> None:
    make.measure(make.roadmap(town.foreign, title="Чужая карта"))
    for path in (PATH, "/roadmap/years"):
        page = as_coordinator.get(path)
        assert page.has("Дорожной карты ещё нет") and not page.has("Чужая карта")
        as_coordinator.get(f"{path}.xlsx", status=404)


def test_a_foreign_roadmap_is_not_there(as_coordinator: Browser, as_expert: Browser, town: World) -> None:
    foreign = make.roadmap(town.foreign)
    for path in (PATH, f"{PATH}.xlsx", "/roadmap/years", "/roadmap/years.xlsx"):
        as_coordinator.get(f"{path}?map={foreign.number}", status=404)
        as_expert.get(path, status=404)


def test_a_school_is_told_that_the_figure_is_its_own(sign_in: SignIn, town: World) -> None:
    roadmap = make.roadmap(town.municipality)
    own = make.party(roadmap, "Школа", PartyKind.SCHOOL, school_id=town.school_1.school.id)
    make.measure(roadmap, "15.03.2026", own, title="Своё мероприятие")
    make.measure(roadmap, "15.03.2026", title="Не своё мероприятие")
    page = sign_in(town.school_1.head).get(f"{PATH}?on=2026-04-01")
    assert page.has("в которых участвует ваша школа", "0 из 1 мероприятия", "Своё мероприятие")
    assert not page.has("Не своё мероприятие")


def test_rows_are_handed_out_as_a_table_file(as_coordinator: Browser, sayansk: Roadmap) -> None:
    page = as_coordinator.get(f"{PATH}.xlsx?map={sayansk.number}&on=2022-06-10")
    sheet = openpyxl.load_workbook(io.BytesIO(page.body)).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:3] == ("№", "Раздел", "Мероприятие") and len(rows) == 100
    assert sum(row[5] == "да" for row in rows[:50]) == 19 and sum(row[5] == "да" for row in rows[50:]) == 50


def test_plan_and_fact_stand_side_by_side(as_coordinator: Browser, town: World) -> None:
    roadmap = planned(town)
    plan = {
        "total": {"text": "1; 10", "op": "=", "values": [1, 10]},
        "years": {"2025": {"text": "1; 10", "op": "=", "values": [1, 10]}},
        "aggregation": "each_year",
    }
    make.progress(
        make.measure(roadmap, plan=plan), town.curator, ProgressState.CONFIRMED, occurrence="2025", actual=[1, 8],
        decided_by=town.coordinator,
    )  # fmt: skip
    waits = make.measure(roadmap, plan=PLAN)
    make.progress(waits, town.curator, occurrence="2025", actual=[4])
    page = as_coordinator.get(f"/roadmap/years?map={roadmap.number}")
    assert page.has("факт: 1; 8", "не исполнено", "без отклонения, 100 %; отклонение −2, 80 %", "ежегодно")
    assert page.has("ждёт подтверждения", "сумма за годы", "2025 год: исполнено 0 из 2")
    sheet = openpyxl.load_workbook(
        io.BytesIO(as_coordinator.get(f"/roadmap/years.xlsx?map={roadmap.number}").body)
    ).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))[1:]
    assert [row[6:11] for row in rows[:2]] == [(1, 1, 0, 100, "да"), (10, 8, -2, 80, "нет")]
    assert len(rows) == 2 + 2 + 3


def test_the_real_table_is_shown_whole(as_coordinator: Browser, uglich: Roadmap) -> None:
    page = as_coordinator.get(f"/roadmap/years?map={uglich.number}")
    assert page.has("1; 10", "не менее 1 раза в год", "2020 год: исполнено 0 из 31")
    assert len(page.tree.xpath('//table[contains(@class, "table--years")]/tbody/tr')) == 31


def test_a_roadmap_without_plans_says_so(as_coordinator: Browser, sayansk: Roadmap) -> None:
    assert as_coordinator.get(f"/roadmap/years?map={sayansk.number}").has("Плановых значений по годам нет")


def test_a_year_is_closed_from_the_page(as_coordinator: Browser, sign_in: SignIn, town: World) -> None:
    roadmap = planned(town)
    make.measure(roadmap, plan=PLAN)
    path = f"/roadmap/years?map={roadmap.number}"
    assert not sign_in(town.curator).get(path).has("Закрыть год")
    assert as_coordinator.get(path).tree.xpath('//select[@id="year"]/option/@value') == ["2025"]
    as_coordinator.post(path, {"year": "2025", "note": "Протокол № 1"})
    page = as_coordinator.get(path)
    assert page.has("2025 год, закрыт", "Протокол № 1") and not page.has("Закрыть год")
    with acting_as(town.coordinator):
        assert closed_years(roadmap.id) == {2025}


def test_a_refused_closing_keeps_what_was_typed(
    as_coordinator: Browser, sign_in: SignIn, town: World
) -> None:
    roadmap = planned(town)
    make.progress(make.measure(roadmap, plan=PLAN), town.curator, occurrence="2025", done_on=date(2025, 5, 1))
    path = f"/roadmap/years?map={roadmap.number}"
    page = as_coordinator.post(path, {"year": "2025", "note": "Протокол № 1"}, status=422)
    assert page.has("ждут решения – 1") and "Протокол № 1" in page.text
    for year in ("", "2026", "год"):
        as_coordinator.post(path, {"year": year, "note": ""}, status=422)
    sign_in(town.curator).post(path, {"year": "2025"}, status=404)
