"""A stage under watch: who has not sent, a reminder, a curator on leave, a new edition of the sheet, plan and fact."""

from datetime import timedelta

from flask import Flask

from tests.journeys.test_the_whole_way import check, examine, seen, work
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.webapp.programmes.test_stages import EDIT, form_of
from tests.webapp.sheets.test_sheets import PLACE, sent
from tests.world import World


def test_a_stage_is_watched_from_the_first_reminder_to_the_fact(
    app: Flask, town: World, sign_in: SignIn
) -> None:
    coordinator, school = sign_in(town.coordinator), sign_in(town.school_1.head)
    slug, place = town.school_1.school.slug, "/monitoring/reminder?programme=500-2026"

    coordinator.post(EDIT, form_of(coordinator.get(EDIT), planned_municipal="0", planned_school="2"))
    assert coordinator.get("/monitoring").has("План 2 = 0 муниципальных + 2 школьные, факт 0 = 0 + 0")
    shown = coordinator.get(f"{place}&school={slug}")
    text = shown.tree.xpath('//td[@data-label="Текст"]')[0].text_content()
    coordinator.post(place, {"school": slug})
    work(app)
    assert school.get("/notifications").has(text.split(",")[0])

    walk = on.sent(town)
    assert coordinator.get("/monitoring").has("На проверке у куратора")
    leave(coordinator, town)
    substitute = sign_in(town.other_curator)
    for file in (1, 2):
        check(substitute, walk.number, walk.files()[file - 1].number, "confirmed")
    refused = sign_in(town.curator).post(
        f"/packages/{walk.number}/steps/confirm",
        {"text": "Полон.", "seen": seen(substitute, walk.number)},
        status=422,
    )
    assert refused.has("Учебнова Т. В.")
    substitute.post(
        f"/packages/{walk.number}/steps/confirm", {"text": "Полон.", "seen": seen(substitute, walk.number)}
    )
    assert school.get(f"/packages/{walk.number}").has("Учебнова Т. В. (за Примерова А. С.)")

    coordinator.post(f"/packages/{walk.number}/steps/begin", {"seen": seen(coordinator, walk.number)})
    before = coordinator.get(f"/packages/{walk.number}/sheet").tree.xpath(
        "count(//form[contains(@class, 'cr')])"
    )
    new_edition(coordinator, town, walk.number)
    after = coordinator.get(f"/packages/{walk.number}/sheet")
    assert after.tree.xpath("count(//form[contains(@class, 'cr')])") == before
    assert not after.has("Новая подсказка второй редакции")
    examine(coordinator, walk.number, low={})
    coordinator.post(
        f"/packages/{walk.number}/verdict",
        {"verdict": "conforms", "text": "Верно.", "release": "y", "seen": seen(coordinator, walk.number)},
    )
    assert coordinator.get("/monitoring").has("факт 1 = 0 + 1")


def leave(coordinator: Browser, town: World) -> None:
    """The curator of the first school goes on leave today, the colleague stands in."""
    page = coordinator.get(f"/curators/substitutions/new?curator={town.curator.user_id}")
    body = {
        "csrf_token": page.csrf, "form_token": page.value("form_token"), "since": town.today.isoformat(),
        "until": (town.today + timedelta(days=7)).isoformat(), "order_number": "214-од",
        f"school_{town.school_1.school.id}": str(town.other_curator.user_id),
    }  # fmt: skip
    coordinator.post(f"/curators/substitutions/new/{town.curator.user_id}", body)


def new_edition(coordinator: Browser, town: World, in_flight: str) -> None:
    """A second edition of the sheet is drafted, tried on packages in flight, and approved from today."""
    coordinator.post(f"{PLACE}/draft/begin")
    form = sent(coordinator.get(f"{PLACE}/draft"))
    hint = next(name for name in form if name.startswith("hint-"))
    coordinator.post(f"{PLACE}/draft", form | {hint: "Новая подсказка второй редакции", "act": "check"})
    dry = coordinator.get(f"{PLACE}/draft/approve")
    assert dry.has(in_flight)
    order = {"seen": dry.value("seen"), "order_number": "41-од", "order_date": town.today.isoformat()}
    coordinator.post(f"{PLACE}/draft/approve", order | {"effective_from": town.today.isoformat()})
    assert coordinator.get("/sheets").has("редакция 2")
