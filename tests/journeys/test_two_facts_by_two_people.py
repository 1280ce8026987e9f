"""A measure from the mark of a responsible to the indicator: declined, marked anew with evidence, confirmed (К18, К19)."""

import io

from flask import Flask

from tests import factories as make
from tests import samples
from tests.journeys.test_the_whole_way import work
from tests.pages import Browser, SignIn
from tests.world import World
from workflows.roadmaps.words import PartyKind


def test_executed_declined_executed_again_and_confirmed(app: Flask, town: World, sign_in: SignIn) -> None:
    curator, coordinator, chief = (sign_in(one) for one in (town.curator, town.coordinator, town.chief))
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    measure = make.measure(roadmap, "15.05.2026", make.party(roadmap, "Кураторы", PartyKind.CURATORS))
    office = make.measure(roadmap, "15.06.2026", make.party(roadmap, "Управление образования"))
    assert coordinator.get("/roadmap").has("Исполнено и подтверждено 0 из 2, 0 %")

    assert curator.get("/").has("Отметить исполнение")
    mark(curator, measure.ref, note="Собеседования проведены.")
    work(app)
    assert coordinator.get("/notifications").has("Отмечено исполнение мероприятия, требуется подтверждение")
    assert coordinator.get("/").has("Подтвердить мероприятие")
    fact = waiting(coordinator, measure.ref)
    coordinator.post(f"{fact}/decline", {"reason": "Приложите протоколы."})
    work(app)
    assert curator.get("/notifications").has("Исполнение мероприятия не подтверждено")
    assert curator.get(fact).has("Подтверждение отклонено", "Приложите протоколы.")

    mark(curator, measure.ref, note="", files=(io.BytesIO(samples.pdf("протоколы")), "Протоколы.pdf"))
    shown = coordinator.get(f"/roadmap/items/{measure.ref}")
    assert shown.has("Протоколы.pdf", "Прежние отметки")
    again = waiting(coordinator, measure.ref)
    assert again != fact
    coordinator.post(f"{again}/confirm")
    work(app)
    assert curator.get("/notifications").has("Исполнение мероприятия подтверждено")
    assert coordinator.get("/roadmap").has("Исполнено и подтверждено 1 из 2, 50 %")

    mark(coordinator, office.ref, note="Приказ № 12-од.")
    own = waiting(coordinator, office.ref)
    assert coordinator.post(f"{own}/confirm", status=422).has("Исполнение отметили вы сами")
    work(app)
    assert chief.get("/").has("Подтвердить мероприятие")
    chief.post(f"{own}/confirm")
    for reader in (coordinator, curator, chief, sign_in(town.observer)):
        assert reader.get("/roadmap").has("Исполнено и подтверждено 2 из 2, 100 %")


def mark(browser: Browser, ref: str, **said: object) -> None:
    path = f"/roadmap/items/{ref}/execute"
    browser.get(path)
    browser.post(path, {"occurrence": "", "done_on": make.today().isoformat()} | said)


def waiting(browser: Browser, ref: str) -> str:
    """The address of the execution that stands now."""
    links = browser.get(f"/roadmap/items/{ref}").tree.xpath(
        "//*[@id='executions']//a[contains(@href, '/facts/')]/@href"
    )
    return str(links[0])
