"""Surveys through their pages: who is asked, who says that they took part, what follows."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.webapp.roadmap.conftest import Plan, plan  # noqa: F401
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.models import JournalEntry, Notification, Participation, Survey, SurveyMark
from webapp.roadmap import operations as roadmaps
from webapp.roadmap import queries as plans
from webapp.surveys import operations
from workflows.roadmaps.words import ConditionKind


def facts(town: World, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Третий опрос директоров и кураторов", "programme": str(town.stage.programme_id),
        "opens_on": (make.today() - timedelta(days=2)).isoformat(),
        "closes_on": (make.today() + timedelta(days=3)).isoformat(),
        "asks": ["directors", "curators"], "link": "https://anketa.example.org/3", **changes,
    }  # fmt: skip


def announced(town: World, coordinator: Browser, **changes: Any) -> Survey:
    coordinator.post("/surveys/new", facts(town, **changes))
    found: Survey = rows(Survey)[-1]
    return found


def code(people: Any) -> str:
    return f"school-{people.school.id}"


def test_schools_and_curators_say_they_took_part_and_the_coordinator_sees_the_share(
    town: World, as_coordinator: Browser, as_head: Browser, as_curator: Browser
) -> None:
    row = announced(town, as_coordinator)
    path, today = f"/surveys/{row.number}", make.today().isoformat()
    assert as_head.get("/").has("Пройти опрос") and as_curator.get("/").has("Пройти опрос")
    own = as_head.get(path)
    assert own.has("нет отметки", "Открыть анкету") and not own.has(town.school_2.school.short_name)
    as_head.post(f"{path}/mark", {"who": code(town.school_1), "taken_on": today})
    assert not as_head.get("/").has("Пройти опрос")
    as_curator.post(f"{path}/mark", {"who": f"person-{town.curator.user_id}", "taken_on": today})
    assert not as_curator.get("/").has("Пройти опрос")
    shown = as_coordinator.get(path)
    assert shown.has(town.school_1.school.short_name, town.school_2.school.short_name, town.curator.name)
    assert as_coordinator.get("/surveys").has("2 из")
    as_coordinator.post(f"{path}/unmark", {"who": code(town.school_1)})
    assert as_head.get("/").has("Пройти опрос")
    acts = [one.action for one in rows(JournalEntry)]
    assert {"survey.announced", "survey.taken", "survey.untaken"} <= set(acts)


def test_nobody_speaks_for_another(
    town: World, as_coordinator: Browser, as_head: Browser, as_foreign_coordinator: Browser, sign_in: SignIn
) -> None:
    row = announced(town, as_coordinator)
    path, today = f"/surveys/{row.number}", make.today().isoformat()
    as_head.post(f"{path}/mark", {"who": code(town.school_2), "taken_on": today}, status=422)
    sign_in(town.other_curator).post(
        f"{path}/mark", {"who": f"person-{town.curator.user_id}", "taken_on": today}, status=422
    )
    as_head.post(f"{path}/unmark", {"who": code(town.school_2)}, status=404)
    as_foreign_coordinator.get(path, status=404)
    sign_in(town.expert).get("/surveys", status=404)
    as_head.get("/surveys/new", status=404)
    assert rows(SurveyMark) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Назовите опрос"),
        ({"asks": []}, "кого опрашивают"),
        ({"closes_on": "2020-01-01"}, "раньше первого"),
        ({"link": "javascript://anketa.example.org/%0aalert(1)"}, "начиная с https://"),
        ({"programme": "0"}, "Проект"),
    ],
)
def test_bad_input_is_said_in_a_sentence_and_nothing_typed_is_lost(
    town: World, as_coordinator: Browser, changes: dict[str, Any], words: str
) -> None:
    page = as_coordinator.post("/surveys/new", facts(town, note="Пояснение школам", **changes), status=422)
    assert page.has(words) and "Пояснение школам" in page.text
    assert rows(Survey) == []


def test_a_day_outside_the_survey_is_refused(town: World, as_coordinator: Browser, as_head: Browser) -> None:
    row = announced(town, as_coordinator)
    late = (make.today() - timedelta(days=9)).isoformat()
    page = as_head.post(
        f"/surveys/{row.number}/mark", {"who": code(town.school_1), "taken_on": late}, status=422
    )
    assert page.has("Укажите день опроса") and rows(SurveyMark) == []


def test_two_windows_and_a_double_click_make_one(
    town: World, as_coordinator: Browser, as_head: Browser
) -> None:
    row = announced(town, as_coordinator)
    path = f"/surveys/{row.number}"
    as_coordinator.post(f"{path}/edit", facts(town, title="Переименован", seen="1"))
    stale = as_coordinator.post(f"{path}/edit", facts(town, title="Из старого окна", seen="1"), status=409)
    assert stale.has("в другом окне") and rows(Survey)[0].title == "Переименован"
    for _twice in range(2):
        with acting_as(town.school_1.head):
            operations.mark(row.number, code(town.school_1), make.today(), actor=town.school_1.head)
    assert len(rows(SurveyMark)) == 1


def test_one_entered_by_mistake_is_removed_until_somebody_took_part(
    town: World, as_coordinator: Browser, as_head: Browser
) -> None:
    row, other = announced(town, as_coordinator), announced(town, as_coordinator)
    as_head.post(
        f"/surveys/{row.number}/mark", {"who": code(town.school_1), "taken_on": make.today().isoformat()}
    )
    refused = as_coordinator.post(f"/surveys/{row.number}/drop", status=409)
    assert refused.has("уже отмечены участники")
    as_coordinator.post(f"/surveys/{other.number}/drop")
    assert [one.id for one in rows(Survey)] == [row.id]


def test_a_survey_everybody_took_executes_a_measure(
    town: World,
    plan: Plan,  # noqa: F811
    as_coordinator: Browser,
) -> None:
    row = announced(town, as_coordinator, asks=["directors"])
    path = f"/roadmap/items/{plan.office.ref}/conditions"
    refused = as_coordinator.post(path, {"kind": "survey_taken", "survey": "", "stage": ""}, status=422)
    assert refused.has("Выберите опрос")
    for _twice in range(2):
        as_coordinator.post(
            path, {"kind": ConditionKind.SURVEY_TAKEN.value, "survey": str(row.id), "stage": ""}
        )
    page = as_coordinator.get(path)
    assert page.has("приняли участие в опросе (0 из 3)")
    assert len(page.tree.xpath("//form[contains(@action, '/remove')]")) == 1
    everybody = (town.school_1, town.school_2, town.school_3)
    for people in everybody:
        with acting_as(town.coordinator):
            assert plans.item(plan.office.ref, make.today()).proposal is None
            operations.mark(row.number, code(people), make.today(), actor=town.coordinator)
    with acting_as(town.coordinator):
        found = plans.item(plan.office.ref, make.today()).proposal
        assert found is not None and "(3 из 3)" in found.reason
        roadmaps.accept(plan.office.ref, actor=town.coordinator)
    assert as_coordinator.post(f"/surveys/{row.number}/drop", status=409)


def test_those_who_have_not_taken_part_are_reminded_once(
    town: World, as_coordinator: Browser, morning: None
) -> None:
    row = announced(town, as_coordinator)
    with acting_as(town.coordinator):
        operations.mark(row.number, code(town.school_1), make.today(), actor=town.coordinator)
    assert operations.remind() > 0
    assert operations.remind() == 0
    told = rows(Notification, Notification.event == "survey")
    assert {one.key for one in told} == {f"survey-{row.id}-3"}
    people = {one.user_id for one in told}
    assert town.school_2.head.user_id in people and town.curator.user_id in people
    assert town.school_1.head.user_id not in people


@pytest.fixture
def morning(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten in the morning of the municipality."""
    ten = datetime.combine(make.today(), time(10), ZoneInfo(town.municipality.zone))
    monkeypatch.setattr(operations, "now", lambda: ten)


def test_the_list_costs_the_same_whatever_its_length(town: World, as_coordinator: Browser) -> None:
    def cost() -> int:
        with statements() as seen:
            as_coordinator.get("/surveys")
        return len(seen)

    announced(town, as_coordinator)
    cost()
    first = cost()
    for _ in range(4):
        announced(town, as_coordinator)
    assert cost() == first


def test_a_school_that_left_before_it_is_not_asked(town: World, as_coordinator: Browser) -> None:
    with system_scope("test"):
        gone = session.scalar(select(Participation).where(Participation.school_id == town.school_3.school.id))
    assert gone is not None
    gone.left_on = make.today() - timedelta(days=10)
    make.save(gone)
    row = announced(town, as_coordinator)
    shown = as_coordinator.get(f"/surveys/{row.number}")
    names = shown.tree.xpath("//*[@id='schools']//th/a/text()")
    assert names and town.school_3.school.short_name not in names
