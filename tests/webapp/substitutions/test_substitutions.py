"""A curator on leave: dated, scoped, both names on every act, conflicts refused, back by itself (К10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tasks import base
from tests import factories as make
from tests.pages import Browser, SignIn
from tests.tasks.conftest import drain as drain_queue
from tests.webapp.packages import walk as on
from tests.webapp.packages.walk import Walk
from tests.webapp.reports.conftest import rows
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.curators import operations as curators
from webapp.curators.queries import Terms
from webapp.dashboard import queries as dashboard
from webapp.database import moment, now, session
from webapp.errors import Invalid, NotThere, Stale
from webapp.experts import operations as experts
from webapp.models import (
    Curatorship,
    ExpertAssignment,
    FileCheck,
    JournalEntry,
    Message,
    Notification,
    Package,
    PackageEvent,
    Remark,
    RemarkChange,
    Substitution,
)
from webapp.packages import operations as packages
from webapp.substitutions import operations, queries
from webapp.substitutions.operations import Plan
from webapp.substitutions.queries import Period
from workflows.route import Refused
from workflows.vocabulary import Audience, Event, FileDecision, State

WEEK = timedelta(days=7)


def plan(town: World, *, since: date | None = None, until: date | None = None, **changes: object) -> Plan:
    """Учебнова stands in for Примеров at the first school."""
    period = Period(since or town.today, until or town.today + WEEK)
    values = {
        "absent_id": town.curator.user_id, "period": period, "order_number": "214-од", "order_date": town.today,
        "substitutes": {town.school_1.school.id: town.other_curator.user_id}, **changes,
    }  # fmt: skip
    return Plan(**values)  # type: ignore[arg-type]


def assign(town: World, wanted: Plan | None = None) -> int:
    with acting_as(town.coordinator):
        return operations.assign(wanted or plan(town), actor=town.coordinator)


def conflicts(town: World, wanted: Plan) -> str:
    with acting_as(town.coordinator):
        return " ".join(operations.conflicts(wanted, actor=town.coordinator))


def numbers(actor: Actor) -> set[str]:
    """What the person sees at all."""
    session.rollback()
    with acting_as(actor):
        return set(session.scalars(select(Package.number)))


def queue(actor: Actor) -> set[str]:
    session.rollback()
    with acting_as(actor):
        return {line.number for line in dashboard.mine(actor)}


def drain() -> None:
    with system_scope("a worker"):
        drain_queue()


@pytest.fixture
def sent(town: World) -> Walk:
    return on.sent(town)


def test_the_substitute_has_the_school_and_its_open_work_and_the_absent_one_reads(
    town: World, sent: Walk
) -> None:
    other = "srr-2026-50"
    make.package(town.school_2.school, town.stage, number=other, state=State.CURATOR_REVIEW)
    assert numbers(town.other_curator) == set() and queue(town.curator) == {sent.number, other}
    assign(town)
    assert numbers(town.other_curator) == queue(town.other_curator) == {sent.number}
    assert numbers(town.curator) == {sent.number, other}, "who is on leave goes on reading"
    assert queue(town.curator) == {other}, "only the substituted school has passed over"
    with acting_as(town.curator):
        assert dashboard.frame_counts(town.curator).waiting == 1
    assert numbers(town.foreign_curator) == set()


def test_every_act_of_the_substitute_carries_both_names(town: World, sent: Walk) -> None:
    assign(town)
    substitute, absent = town.other_curator, town.curator.name
    files = sent.files()
    with acting_as(substitute):
        packages.check_file(sent.number, files[0].number, FileDecision.CONFIRMED, None, actor=substitute)
        draft = on.remark(town.today, "Обновите протокол.")
        packages.check_file(sent.number, files[1].number, FileDecision.RETURNED, draft, actor=substitute)
        packages.post_message(sent.number, "Жду протокол.", Audience.EVERYONE, actor=substitute)
    sent.step(substitute, "return")
    with system_scope("look"):
        for model in (Remark, RemarkChange, Message):
            assert {row.acting_for for row in rows(model)} == {absent}, model
        assert {row.acting_for for row in rows(FileCheck)} == {absent}
        told = {row.action: (row.actor_name, row.acting_for) for row in rows(PackageEvent)}
    assert told["return"] == (substitute.name, absent)
    assert told["submit"][1] == "", "others act for themselves"


def test_the_names_are_shown_in_the_stream_the_ledger_and_the_letter(
    app: Flask, town: World, sign_in: SignIn, sent: Walk
) -> None:
    assign(town)
    for file in sent.files():
        with acting_as(town.other_curator) as actor:
            packages.check_file(
                sent.number,
                file.number,
                FileDecision.RETURNED,
                on.remark(town.today, "Обновите."),
                actor=actor,
            )
    sent.step(town.other_curator, "return")
    base.bind(app)
    drain()
    both = "Учебнова Т. В. (за Примерова А. С.)"
    as_school = sign_in(town.school_1.head)
    for path in ("", "/history", "/remarks"):
        assert as_school.get(f"/packages/{sent.number}{path}").has(both), path
    with system_scope("look"):
        titles = [one.title for one in rows(Notification, Notification.event == "returned_by_curator")]
    assert titles and all(both in title.replace("\xa0", " ") for title in titles)


def test_a_confirmation_names_both_in_its_conclusion(town: World, sent: Walk) -> None:
    assign(town)
    for file in sent.files():
        with acting_as(town.other_curator) as actor:
            packages.check_file(sent.number, file.number, FileDecision.CONFIRMED, None, actor=actor)
    package = sent.step(town.other_curator, "confirm", text="Полон.")
    assert (package.confirmed_by_name, package.confirmed_for_name) == (
        town.other_curator.name, town.curator.name,
    )  # fmt: skip


def test_who_is_on_leave_decides_nothing_there(town: World, sent: Walk) -> None:
    file = sent.files()[0]
    assign(town)
    with pytest.raises(Refused, match="замещает Учебнова"):
        sent.step(town.curator, "confirm", text="Полон.")
    with acting_as(town.curator) as actor, pytest.raises(Invalid, match="замещает"):
        packages.check_file(sent.number, file.number, FileDecision.CONFIRMED, None, actor=actor)


def test_the_substitute_goes_on_with_the_remarks_of_the_absent_one(town: World, sent: Walk) -> None:
    sent.check(sent.files()[0], FileDecision.RETURNED, text="Начатое замечание.")
    assign(town)
    from webapp.remarks import operations as remarks

    with acting_as(town.other_curator) as actor:
        draft = on.remark(town.today, "Исправленное замечание.")
        remarks.edit(sent.number, 1, draft, actor=actor, seen=sent.remarks()[0].seen)
    assert sent.remarks()[0].text == "Исправленное замечание."


def test_it_begins_and_ends_by_the_municipal_day(town: World, sent: Walk) -> None:
    """Krasnoyarsk is seven hours ahead: its day begins at 17:00 of the day before by Greenwich."""
    first, last = town.today + timedelta(days=2), town.today + timedelta(days=4)
    assign(town, plan(town, since=first, until=last))

    def at(day: date, hour: int, minute: int) -> tuple[bool, bool]:
        with moment(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)):
            return sent.number in numbers(town.other_curator), sent.number in queue(town.curator)

    before = first - timedelta(days=1)
    assert at(before, 16, 59) == (False, True)
    assert at(before, 17, 1) == (True, False)
    assert at(last, 16, 59) == (True, False)
    assert at(last, 17, 1) == (False, True), "the school is back, and nothing had to run"


@pytest.mark.parametrize(
    "case", ["works", "examines", "assigned", "declared", "leave", "twice", "stands_in", "self", "past"]
)
def test_each_conflict_is_refused_with_its_sentence(town: World, sent: Walk, case: str) -> None:
    wanted, word = _conflict(town, sent, case)
    assert word in conflicts(town, wanted)
    before = on.count(Substitution)
    with pytest.raises(Invalid, match=word):
        assign(town, wanted)
    assert on.count(Substitution) == before


def _conflict(town: World, sent: Walk, case: str) -> tuple[Plan, str]:
    """Put the world into the conflict; return the plan that meets it and a word of its sentence."""
    wanted, substitute = plan(town), town.other_curator.user_id
    schools_own, school_3 = town.school_1.school.id, town.school_3.school.id
    if case == "works":
        on.also(town.other_curator, "head", town.school_1.school)
    elif case == "examines":
        _examine(sent, substitute)
    elif case == "assigned":
        given = {"package_id": sent.row().id, "user_id": substitute}
        make.save(ExpertAssignment(**given, user_name="x", assigned_by_name="y"))
    elif case == "declared":
        with acting_as(town.coordinator) as actor:
            experts.declare(schools_own, "Супруга работает в школе.", actor=actor, user_id=substitute)
    elif case == "leave":
        assign(town, plan(town, absent_id=substitute, substitutes={school_3: _third(town)}))
    elif case in {"twice", "stands_in"}:
        assign(town)
    changed = {
        "stands_in": lambda: plan(town, absent_id=substitute, substitutes={schools_own: _third(town)}),
        "self": lambda: replace(wanted, substitutes={schools_own: town.curator.user_id}),
        "past": lambda: replace(wanted, period=Period(town.today - WEEK, town.today - timedelta(days=1))),
    }
    return changed.get(case, lambda: wanted)(), WORDS[case]


WORDS = {
    "works": "работает в школе",
    "examines": "проводит экспертизу",
    "assigned": "проводит экспертизу",
    "declared": "не может судить о школе",
    "leave": "в отпуске",
    "twice": "уже есть замещение",
    "stands_in": "замещает коллегу",
    "self": "среди других кураторов",
    "past": "уже прошли",
}


def _examine(sent: Walk, user_id: int) -> None:
    with system_scope("test"):
        row = sent.row()
        row.examiner_id = user_id
        make.save(row)


def _third(town: World) -> int:
    with system_scope("test"):
        return make.person("Третьяков Олег Ильич", "curator", municipality=town.municipality).user_id


def test_foreign_people_and_schools_are_not_there(town: World) -> None:
    for wanted in (
        plan(town, substitutes={town.foreign_school.school.id: town.other_curator.user_id}),
        plan(town, substitutes={town.school_1.school.id: town.foreign_curator.user_id}),
        plan(town, absent_id=town.foreign_curator.user_id),
    ):
        with pytest.raises((NotThere, Invalid)):
            assign(town, wanted)
    number = assign(town)
    with acting_as(town.foreign_coordinator) as actor:
        assert queries.leaves() == ()
        for act in (operations.end, operations.dismiss):
            with pytest.raises(NotThere):
                act(number, actor=actor)


def test_of_two_coordinators_at_once_one_assigns(app: Flask, town: World) -> None:
    wanted = plan(town)

    def assigning() -> Callable[[], object]:
        return lambda: operations.assign(wanted, actor=town.coordinator)

    results = on.at_once(app, [(town.coordinator, assigning()) for _ in range(4)])
    assert sum(isinstance(one, int) for one in results) == 1, results
    assert sum(isinstance(one, Invalid) for one in results) == 3
    assert on.count(Substitution) == 1
    assert on.count(Curatorship, Curatorship.substitution_id.is_not(None)) == 1


def test_an_early_end_gives_the_school_back_at_once(town: World, sent: Walk) -> None:
    number = assign(town, plan(town, since=town.today - timedelta(days=3)))
    with acting_as(town.coordinator) as actor:
        operations.end(number, actor=actor)
    assert numbers(town.other_curator) == set() and queue(town.curator) == {sent.number}
    with acting_as(town.coordinator) as actor, pytest.raises(Stale):
        operations.end(number, actor=actor)
    with system_scope("look"):
        assert {"substitution.set", "substitution.ended"} <= {one.action for one in rows(JournalEntry)}


def test_a_leave_that_has_not_begun_is_cancelled(town: World, sent: Walk) -> None:
    number = assign(town, plan(town, since=town.today + timedelta(days=1)))
    with acting_as(town.coordinator) as actor:
        operations.end(number, actor=actor)
        assert queries.row_of(queries.leave(number)).cancelled
    assert on.count(Curatorship, Curatorship.substitution_id == number) == 0
    assert assign(town) != number, "the days are free again"


def test_its_rows_are_not_changed_one_by_one(town: World) -> None:
    number = assign(town)
    with system_scope("look"):
        (row,) = rows(Curatorship, Curatorship.substitution_id == number)
        mark = Terms(row.since, row.until, row.order_number, row.order_date).mark
    with acting_as(town.coordinator) as actor, pytest.raises(Invalid, match="Замещения"):
        curators.change(row.id, Terms(row.since, row.until), actor=actor, mark=mark, confirmed=True)


def test_both_curators_and_the_school_are_told(app: Flask, town: World) -> None:
    base.bind(app)
    assign(town)
    drain()
    with system_scope("look"):
        told = {row.user_id for row in rows(Notification, Notification.event == Event.SUBSTITUTION_SET.value)}
    assert told == {
        town.curator.user_id, town.other_curator.user_id, town.school_1.head.user_id,
        town.school_1.coordinator.user_id,
    }  # fmt: skip


def test_the_one_who_comes_back_reads_what_happened_and_puts_it_aside(town: World, sign_in: SignIn) -> None:
    with moment(now() - timedelta(days=4)):
        old = on.sent(town)
    number = assign(town, plan(town, since=town.today - timedelta(days=3)))
    with moment(now() - timedelta(days=2)):
        with acting_as(town.other_curator) as actor:
            packages.post_message(old.number, "Жду протокол.", Audience.EVERYONE, actor=actor)
            for file in old.files():
                packages.check_file(old.number, file.number, FileDecision.CONFIRMED, None, actor=actor)
        old.step(town.other_curator, "confirm", text="Полон.")
    with acting_as(town.coordinator) as coordinator:
        packages.post_message(old.number, "Сказано после.", Audience.EVERYONE, actor=coordinator)
        operations.end(number, actor=coordinator)
    browser = sign_in(town.curator)
    assert browser.get("/").has("Посмотреть, что было за дни замещения")
    page = browser.get(f"/curators/substitutions/{number}/summary")
    assert page.has(
        "Жду протокол.", "Учебнова Т. В. (за Примерова А. С.)", old.number, "Пакет подтверждён куратором"
    )
    assert not page.has("Сказано после.") and not page.has("Пакет направлен")
    browser.post(f"/curators/substitutions/{number}/dismiss", {})
    assert not browser.get("/").has("за дни замещения")
    sign_in(town.other_curator).post(f"/curators/substitutions/{number}/dismiss", {}, status=404)


@pytest.mark.parametrize(("ago", "offered"), [(1, True), (14, True), (15, False)])
def test_a_summary_is_offered_for_two_weeks(town: World, ago: int, offered: bool) -> None:
    make.save(Substitution(
        municipality_id=town.municipality.id, absent_id=town.curator.user_id, since=town.today - timedelta(days=30),
        until=town.today - timedelta(days=ago), made_by_name="x",
    ))  # fmt: skip
    with acting_as(town.curator):
        assert [one.what for one in dashboard.errands(town.curator)] == (["returned"] if offered else [])


def test_the_coordinator_checks_and_assigns_by_the_page(
    town: World, as_coordinator: Browser, sign_in: SignIn, sent: Walk
) -> None:
    address = f"/curators/substitutions/new?curator={town.curator.user_id}"
    assert as_coordinator.get("/curators/substitutions/new").has(town.curator.name)
    page = as_coordinator.get(address)
    assert page.has("«Лесногорская СОШ»", "Не замещать") and not page.has("Чужая")
    body = {
        "csrf_token": page.csrf, "form_token": page.value("form_token"), "since": town.today.isoformat(),
        "until": (town.today + WEEK).isoformat(), "order_number": "214-од",
        f"school_{town.school_1.school.id}": str(town.other_curator.user_id),
    }  # fmt: skip
    send = f"/curators/substitutions/new/{town.curator.user_id}"
    preview = as_coordinator.post(send, {**body, "preview": "1"}, status=200)
    assert preview.has("Противоречий нет", "Что перейдёт к замещающим", sent.number)
    assert on.count(Substitution) == 0
    empty = {name: value for name, value in body.items() if not name.startswith("school_")}
    assert as_coordinator.post(send, empty, status=422).has("хотя бы в одной школе")
    shown = as_coordinator.post(send, body)
    card = as_coordinator.get(shown.location)
    assert card.has("идёт", "Учебнова Т. В.", "214-од", "Завершить досрочно")
    assert as_coordinator.get("/curators/substitutions").has("Примеров А. С.")
    assert sign_in(town.school_1.head).get(shown.location).has("Учебнова Т. В.")
    sign_in(town.school_3.head).get(shown.location, status=404)
    sign_in(town.foreign_coordinator).get(shown.location, status=404)
    as_coordinator.post(f"{shown.location}/end", {})
    assert as_coordinator.get(shown.location).has("отменено")
