"""The queue: folded lines, things put off, what came meanwhile, whose turn it is, whom one reminds, what else waits."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.dashboard import operations, queries
from webapp.database import moment, now, session, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import (
    Acquaintance,
    Curatorship,
    Mail,
    Notification,
    OutboxMessage,
    Package,
    Postponement,
    Reminder,
    Report,
    School,
    Stage,
)
from webapp.notifications import operations as telling
from webapp.packages import operations as packages
from workflows.vocabulary import Event, ReportKind, ReportState, State, Turn

FRAGMENT = {"HX-Request": "true"}
ZONE = ZoneInfo("Asia/Krasnoyarsk")


def noon(town: World, days: int = 0) -> datetime:
    return datetime.combine(town.today + timedelta(days=days), time(12), ZONE)


def waiting(
    school: School, stage: Stage, *, kind: str = "concept", due: datetime | None = None, **values: object
) -> Package:
    return make.package(
        school,
        stage,
        kind=kind,
        state=State.CURATOR_REVIEW,
        due_at=due or now() + timedelta(days=9),
        **values,
    )


def listed(browser: Browser, path: str = "/") -> list[str]:
    return browser.get(path).tree.xpath("//main//li[starts-with(@class, 'q')]//h3/a/@href")


def put_off(number: str, until: date, actor: Actor) -> None:
    with acting_as(actor):
        operations.put_off(number, until, actor=actor)


def test_three_of_a_kind_stand_apart_and_four_are_one_line(town: World, sign_in: SignIn) -> None:
    curator = sign_in(town.curator)
    for kind in ("concept", "development", "effective_mode"):
        waiting(town.school_1.school, town.stage, kind=kind)
    assert not curator.get("/").tree.xpath("//li[@class='q q--fold']")
    waiting(town.school_2.school, town.stage)
    page = curator.get("/")
    (line,) = page.tree.xpath("//li[@class='q q--fold']")
    assert line.xpath("./h3")[0].text_content() == "Проверить 4\xa0пакета"
    assert len(line.xpath(".//details//li//h3/a")) == 4
    assert len(page.tree.xpath("//main//*[contains(@class, 'btn--primary')]")) == 1
    assert (
        page.tree.xpath("//h2[contains(., 'Позже') or contains(., 'недели')]/following-sibling::span[1]")[
            0
        ].text
        == "4"
    )


def test_what_is_put_off_leaves_the_queue_and_its_numbers_but_not_those_of_others(
    town: World, sign_in: SignIn
) -> None:
    package, other = waiting(town.school_1.school, town.stage), waiting(town.school_2.school, town.stage)
    curator = sign_in(town.curator)
    curator.get(f"/later/{package.number}")
    curator.post(f"/later/{package.number}", {"until": (town.today + timedelta(days=2)).isoformat()})
    home = curator.get("/")
    assert listed(curator) == [f"/packages/{other.number}"]
    assert home.has("Отложено: 1.") and home.has("1 дело ждёт")
    assert listed(curator, "/?view=later") == [f"/packages/{package.number}"]
    with system_scope("look"):
        assert session.scalar(select(Package.due_at).where(Package.id == package.id)) == package.due_at
    curator.post(f"/later/{package.number}/back", {})
    assert len(listed(curator)) == 2


def test_it_comes_back_on_its_day_when_it_moves_and_when_it_is_overdue(town: World) -> None:
    package = waiting(town.school_1.school, town.stage, due=noon(town, 6))

    def mine() -> int:
        session.rollback()
        with acting_as(town.curator) as actor:
            return len(queries.mine(actor))

    put_off(package.number, town.today + timedelta(days=3), town.curator)
    assert mine() == 0
    with moment(noon(town, 3)):
        assert mine() == 1
    with system_scope("x"), transaction():
        session.execute(
            update(Package).where(Package.id == package.id).values(waiting_since=now() + timedelta(seconds=1))
        )
    assert mine() == 1
    put_off(package.number, town.today + timedelta(days=3), town.curator)
    with system_scope("x"), transaction():
        session.execute(
            update(Package)
            .where(Package.id == package.id)
            .values(due_at=noon(town, -1), waiting_since=now() - timedelta(days=2))
        )
    assert mine() == 1


@pytest.mark.parametrize(
    ("days", "words"), [(0, "позже сегодняшнего"), (-1, "позже сегодняшнего"), (7, "не позже этого дня")]
)
def test_a_day_that_cannot_be_is_refused(town: World, sign_in: SignIn, days: int, words: str) -> None:
    package = waiting(town.school_1.school, town.stage, due=noon(town, 5))
    page = sign_in(town.curator).post(
        f"/later/{package.number}", {"until": (town.today + timedelta(days=days)).isoformat()}, status=422
    )
    assert words in page.text and on.count(Postponement) == 0


def test_overdue_foreign_and_other_peoples_things_cannot_be_put_off(town: World, sign_in: SignIn) -> None:
    late = waiting(town.school_1.school, town.stage, due=noon(town, -2))
    with acting_as(town.curator) as actor, pytest.raises(Invalid, match="Срок уже истёк"):
        operations.put_off(late.number, town.today + timedelta(days=1), actor=actor)
    assert not sign_in(town.curator).get("/").tree.xpath("//a[starts-with(@href, '/later/')]")
    for stranger in (town.other_curator, town.foreign_curator, town.coordinator, town.school_1.head):
        with acting_as(stranger), pytest.raises(NotThere):
            operations.put_off(late.number, town.today + timedelta(days=1), actor=stranger)


def test_a_quiet_line_tells_what_came_meanwhile(town: World, sign_in: SignIn) -> None:
    waiting(town.school_1.school, town.stage)
    curator = sign_in(town.curator)
    url = curator.get("/").tree.xpath("//div[@id='queue-news']/@hx-get")[0]
    assert curator.get(url, headers=FRAGMENT).text.strip() == ""
    with moment(now() + timedelta(seconds=1)):
        waiting(town.school_2.school, town.stage)
        waiting(town.school_3.school, town.stage)  # another curator's
    assert "Появилось 1\xa0новое дело." in curator.get(url, headers=FRAGMENT).text
    curator.get("/_/queue/news?since=завтра", headers=FRAGMENT)


def test_the_list_of_others_names_who_has_it_but_a_school_does_not_learn_its_examiner(
    town: World, sign_in: SignIn
) -> None:
    waiting(town.school_1.school, town.stage)
    examined = make.package(town.school_1.school, town.stage, kind="development", state=State.EXPERTISE)
    with system_scope("x"), transaction():
        session.execute(
            update(Package).where(Package.id == examined.id).values(examiner_id=town.expert.user_id)
        )
    seen = sign_in(town.coordinator).get("/?view=waiting").words
    assert "ход: куратор Примеров\xa0А.\xa0С." in seen or "ход: куратор Примеров А. С." in seen
    assert "Критериев" in seen
    assert "Критериев" not in sign_in(town.school_1.head).get("/?view=waiting").words


def test_one_reminder_a_day_goes_to_those_whose_turn_it_is(town: World, sign_in: SignIn) -> None:
    package = waiting(town.school_1.school, town.stage)
    coordinator, path = sign_in(town.coordinator), f"/packages/{package.number}/reminder"
    page = coordinator.get(path)
    assert town.curator.name in page.text and "Напоминание, ждут вашего решения" in page.text
    coordinator.post(path, {})
    assert "Сегодня об этом пакете уже напомнили" in coordinator.get(path).text
    assert "Сегодня" in coordinator.post(path, {}, status=422).text
    waiting_page = coordinator.get("/?view=waiting")
    assert waiting_page.has("напомнили сегодня") and not waiting_page.tree.xpath(f"//a[@href='{path}']")
    with system_scope("x"):
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.event == Event.REMINDED))
        for _ in range(2):
            telling.notify(Event.REMINDED, message.payload, key=f"message-{message.id}")
    assert on.count(Notification, Notification.user_id == town.curator.user_id) == 1
    assert on.count(Notification) == on.count(Mail) == on.count(Reminder) == 1


def test_nobody_is_reminded_of_what_is_ones_own_over_or_foreign(town: World, sign_in: SignIn) -> None:
    own = waiting(town.school_1.school, town.stage)
    over = make.package(town.school_2.school, town.stage, kind="effective_mode", state=State.CONFORMS)
    curator = sign_in(town.curator)
    for package in (own, over):
        assert curator.post(f"/packages/{package.number}/reminder", {}, status=422).has("апоминать некому")
    for stranger in (town.foreign_coordinator, town.other_curator):
        sign_in(stranger).get(f"/packages/{own.number}/reminder", status=404)
    with acting_as(town.foreign_coordinator) as actor, pytest.raises(NotThere):
        packages.remind(own.number, actor=actor)


def test_two_reminders_at_once_are_one(app, town: World) -> None:  # type: ignore[no-untyped-def]
    package = waiting(town.school_1.school, town.stage)
    numbers = [package.number] * 2
    results = on.at_once(
        app,
        [(town.coordinator, lambda n=n: packages.remind(n, actor=town.coordinator)) for n in numbers],  # type: ignore[misc]
    )
    assert sum(1 for one in results if isinstance(one, Invalid)) == 1, results
    assert on.count(Reminder) == on.count(OutboxMessage, OutboxMessage.event == Event.REMINDED) == 1


def stage_report(town: World, **values: object) -> Report:
    return make.save(  # type: ignore[no-any-return]
        Report(
            municipality_id=town.municipality.id,
            number=f"О-{len(values)}",
            kind=ReportKind.STAGE,
            stage_id=town.stage.id,
            title="Отчёт этапа",
            request_key="key",
            state=ReportState.READY,
            content={},
            requested_by_id=town.coordinator.user_id,
            requested_by_name=town.coordinator.name,
            **values,
        )
    )


def close(stage: Stage, *, examined: bool) -> None:
    with system_scope("x"), transaction():
        row = session.merge(stage)
        row.closes_on = make.today() - timedelta(days=5)
        row.examine_until = make.today() + timedelta(days=-1 if examined else 5)


def test_a_coordinator_collects_the_report_of_a_stage_that_is_over(
    town: World, as_coordinator: Browser
) -> None:
    make.package(town.school_1.school, town.stage, kind="effective_mode", state=State.CONFORMS)
    assert not as_coordinator.get("/").has("Собрать отчёт этапа")
    close(town.stage, examined=False)
    assert as_coordinator.get("/").has("Собрать отчёт этапа")
    make.package(town.school_2.school, town.stage, state=State.CURATOR_REVIEW)
    assert not as_coordinator.get("/").has("Собрать отчёт этапа")
    close(town.stage, examined=True)
    page = as_coordinator.get("/")
    assert page.tree.xpath("//h3/a[contains(., 'Собрать отчёт')]/@href") == [
        "/reports/new?stage=concept-2026"
    ]
    stage_report(town)
    assert not as_coordinator.get("/").has("Собрать отчёт этапа")


def test_a_coordinator_names_curators_for_schools_that_take_part(
    town: World, as_coordinator: Browser
) -> None:
    assert not as_coordinator.get("/").has("Назначить куратора")
    with system_scope("x"), transaction():
        session.execute(
            update(Curatorship)
            .where(Curatorship.user_id.in_([town.curator.user_id, town.foreign_curator.user_id]))
            .values(until=make.today() - timedelta(days=1))
        )
    page = as_coordinator.get("/")
    assert page.has("2 школы без куратора")
    assert page.tree.xpath("//span[@class='count']")[0].text == "1"


def test_a_reader_takes_note_of_an_accepted_report_once(town: World, sign_in: SignIn) -> None:
    report = stage_report(town, accepted_at=now(), accepted_by_name=town.coordinator.name)
    for reader in (town.observer, town.chief):
        browser = sign_in(reader)
        (link,) = browser.get("/").tree.xpath("//h3/a[contains(., 'Ознакомиться')]/@href")
        (form,) = browser.get(link).tree.xpath("//form[contains(@action, '/note')]/@action")
        browser.post(form, {})
        browser.post(form, {})
        assert not browser.get("/").has("Ознакомиться с отчётом")
        assert "/note" not in browser.get(link).text
    assert on.count(Acquaintance) == 2
    assert sign_in(town.coordinator).get(f"/reports/{report.number}").words.count("Ознакомлен") == 2
    sign_in(town.foreign_coordinator).get(f"/reports/{report.number}", status=404)


@pytest.mark.parametrize("who", ["coordinator", "curator", "chief", "observer", "expert"])
def test_home_costs_the_same_with_more_of_everything(town: World, sign_in: SignIn, who: str) -> None:
    browser = sign_in(getattr(town, who))
    waiting(town.school_1.school, town.stage)
    browser.get("/")
    with statements() as few:
        browser.get("/")
    for school in (town.school_2.school, town.school_3.school):
        waiting(school, town.stage)
        make.package(school, town.stage, kind="development", state=State.ADMITTED)
    stage_report(town, accepted_at=now(), accepted_by_name="Образцова")
    with statements() as more:
        browser.get("/")
    assert len(more) == len(few) <= 8, "\n".join(more)


def test_a_school_without_packages_is_told_three_first_steps(town: World, sign_in: SignIn) -> None:
    school = sign_in(town.school_1.coordinator)
    assert len(school.get("/").tree.xpath("//section[@id='first-steps']//li")) == 3
    make.package(town.school_1.school, town.stage, state=State.DRAFT)
    assert not school.get("/").has("С чего начать")
    assert not sign_in(town.curator).get("/").has("С чего начать")


def test_whoever_gets_the_turn_the_same_day_may_be_reminded_too(town: World) -> None:
    package = waiting(town.school_1.school, town.stage)
    with acting_as(town.coordinator) as actor:
        packages.remind(package.number, actor=actor)
    with system_scope("x"), transaction():
        moved = update(Package).where(Package.id == package.id)
        session.execute(moved.values(state=State.CURATOR_RETURNED, turn=Turn.SCHOOL))
    with acting_as(town.coordinator) as actor:
        packages.remind(package.number, actor=actor)
    assert on.count(Reminder) == 2


def test_putting_off_twice_at_once_keeps_one(app, town: World) -> None:  # type: ignore[no-untyped-def]
    package = waiting(town.school_1.school, town.stage)
    day = town.today + timedelta(days=2)
    acts = [(town.curator, lambda: operations.put_off(package.number, day, actor=town.curator))] * 2
    results = on.at_once(app, acts)
    assert not [one for one in results if one is not None and not on.refused(one)], results
    assert on.count(Postponement) == 1
