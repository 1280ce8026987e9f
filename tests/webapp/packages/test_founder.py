"""The founder's decision on a development programme: consent, refusal, the order after it, the papers (К22, К23)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tasks import base
from tests import factories as make
from tests.pages import SignIn
from tests.tasks.conftest import drain as drain_queue
from tests.webapp.packages import walk as on
from tests.webapp.packages.walk import Walk
from tests.webapp.reports.conftest import rows
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.errors import NotThere, Stale
from webapp.models import JournalEntry, Municipality, Notification, Package, Report, Requisite
from webapp.packages import operations
from webapp.packages.operations import Answer, Paper
from workflows.dates import deadline_instant
from workflows.route import Refused
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Act, Event, ReportKind, ReportState, State, Turn
from workflows.working_days import add_working_days


@pytest.fixture
def waiting(town: World) -> Walk:
    """A programme with a released positive conclusion, on the desk of the chief."""
    walk = on.admitted(town)
    walk.examine(VerdictKind.CONFORMS)
    walk.step(town.coordinator, "release")
    return walk


def drain() -> None:
    with system_scope("a worker"):
        drain_queue()


def letter(town: World, **changes: object) -> Paper:
    values = {"body": "Управление образования", "number": "01-12/345", "dated_on": town.today, **changes}
    return Paper(**values)  # type: ignore[arg-type]


def agree(walk: Walk, **answer: object) -> Package:
    return walk.step(walk.town.chief, "agree", **{"paper": letter(walk.town), **answer})


def decline(walk: Walk, **answer: object) -> Package:
    told = {
        "paper": letter(walk.town), "text": "Нет показателей по годам.",
        "until": walk.town.today + timedelta(days=9), **answer,
    }  # fmt: skip
    return walk.step(walk.town.chief, "decline", **told)


def requisites() -> dict[Act, tuple[str, str]]:
    with system_scope("look"):
        return {row.act: (row.body, row.number) for row in rows(Requisite)}


def test_a_positive_conclusion_is_the_founders_turn_with_a_term(town: World, waiting: Walk) -> None:
    package = waiting.row()
    assert (package.state, package.turn) == (State.FOUNDER_REVIEW, Turn.CHIEF)
    assert package.due_at == deadline_instant(add_working_days(town.today, 10), make.ZONE)


def test_the_term_is_the_municipalitys_own(town: World) -> None:
    with system_scope("terms"):
        (place,) = rows(Municipality, Municipality.code == "srr")
        place.founder_days = 3
        make.save(place)
    walk = on.admitted(town)
    walk.examine(VerdictKind.WITH_REMARKS)
    walk.step(town.coordinator, "release")
    assert walk.row().due_at == deadline_instant(add_working_days(town.today, 3), make.ZONE)


def test_consent_keeps_its_paper_and_the_school_approves_by_its_order(town: World, waiting: Walk) -> None:
    agreed = agree(waiting, text="Публикуйте отчёт ежегодно.")
    assert (agreed.state, agreed.turn) == (State.AGREED, Turn.SCHOOL)
    order = Paper("Приказ директора", "118-од", town.today)
    approved = waiting.step(town.school_1.head, "approve", paper=order)
    assert (approved.state, approved.turn, approved.due_at) == (State.APPROVED, Turn.NOBODY, None)
    assert requisites() == {
        Act.ACCEPTED: ("Педагогический совет", "4"),
        Act.AGREED: ("Управление образования", "01-12/345"),
        Act.APPROVED: ("Приказ директора", "118-од"),
    }
    with system_scope("look"):
        done = {entry.action for entry in rows(JournalEntry)}
    assert {"package.agree", "package.approve"} <= done


def test_a_refusal_opens_a_round_with_its_reasons_and_term(town: World, waiting: Walk) -> None:
    returns = waiting.row().returns
    declined = decline(waiting)
    assert (declined.state, declined.turn) == (State.FOUNDER_RETURNED, Turn.SCHOOL)
    assert declined.due_at == deadline_instant(town.today + timedelta(days=9), make.ZONE)
    assert declined.returns == returns, "the founder's refusal takes none of the limited rounds"
    waiting.submit("resubmit")
    waiting.check_all()
    waiting.step(town.curator, "confirm", text="Исправлено.")
    waiting.examine(VerdictKind.CONFORMS)
    waiting.step(town.coordinator, "release")
    assert agree(waiting).state is State.AGREED
    with system_scope("look"):
        assert [(row.act, row.version_id) for row in rows(Requisite) if row.act is Act.DECLINED] != []


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"text": " "}, "мотивы"),
        ({"paper": None}, "реквизиты"),
        ({"until": make.today() - timedelta(days=1)}, "уже прошёл"),
    ],
)
def test_a_refusal_without_reasons_paper_or_time_is_refused(
    waiting: Walk, answer: dict[str, object], word: str
) -> None:
    with pytest.raises(Refused, match=word):
        decline(waiting, **answer)
    assert waiting.row().state is State.FOUNDER_REVIEW and Act.DECLINED not in requisites()


def test_a_paper_of_tomorrow_is_refused(town: World, waiting: Walk) -> None:
    with pytest.raises(Refused, match="ещё не наступила"):
        agree(waiting, paper=letter(town, dated_on=town.today + timedelta(days=1)))


def test_the_founder_waits_for_the_conclusion(town: World) -> None:
    walk = on.admitted(town)
    for _ in range(2):
        with pytest.raises(Refused):
            agree(walk)
        if walk.row().state is State.ADMITTED:
            walk.examine(VerdictKind.CONFORMS)
    assert walk.row().state is State.CONCLUDED


def test_nobody_else_agrees_and_no_chief_decides_on_what_he_checked_or_on_his_school(
    town: World, waiting: Walk
) -> None:
    for actor in (town.coordinator, town.curator, town.school_1.head):
        with pytest.raises(Refused, match="другой участник"):
            waiting.step(actor, "agree", paper=letter(town))
    examiner = on.also(town.coordinator, "chief", town.municipality)
    confirmer = on.also(town.curator, "chief", town.municipality)
    schools_own = on.also(town.school_1.head, "chief", town.municipality)
    for actor, word in (
        (examiner, "другой человек"),
        (confirmer, "другой человек"),
        (schools_own, "вашей школы"),
    ):
        with pytest.raises(Refused, match=word):
            waiting.step(actor, "agree", paper=letter(town))
    with system_scope("a chief of another place"):
        stranger = make.person("Соседов Пётр Ильич", "chief", municipality=town.foreign)
    with pytest.raises(NotThere):
        waiting.step(stranger, "agree", paper=letter(town))
    assert waiting.row().state is State.FOUNDER_REVIEW


def test_of_two_decisions_at_once_one_is_taken(app: Flask, town: World, waiting: Walk) -> None:
    seen = waiting.seen

    def deciding(action: str) -> Callable[[], object]:
        answer = Answer(paper=letter(town), text="Нет показателей.", until=town.today)
        return lambda: operations.take_step(waiting.number, action, answer, actor=town.chief, seen=seen)

    results = on.at_once(
        app, [(town.chief, deciding(action)) for action in ("agree", "decline", "agree", "decline")]
    )
    assert sum(isinstance(one, Package) for one in results) == 1, results
    assert sum(on.refused(one) for one in results) == 3
    assert on.count(Requisite, Requisite.act.in_([Act.AGREED, Act.DECLINED])) == 1


def test_a_stale_page_of_the_chief_changes_nothing(town: World, waiting: Walk) -> None:
    with pytest.raises(Stale):
        waiting.step(town.chief, "agree", paper=letter(town), seen=waiting.seen - 1)


def test_the_sheet_is_made_in_the_background_and_again_after_the_order(
    app: Flask, town: World, waiting: Walk
) -> None:
    base.bind(app)
    agree(waiting)
    drain()
    drain()
    with system_scope("look"):
        (sheet,) = rows(Report, Report.kind == ReportKind.AGREEMENT)
        assert sheet.state is ReportState.READY
        assert [line["act"] for line in sheet.content["stamps"]] == ["Принята", "Согласована"]
    waiting.step(town.school_1.head, "approve", paper=Paper("Приказ директора", "118-од", town.today))
    drain()
    with system_scope("look"):
        sheets = rows(Report, Report.kind == ReportKind.AGREEMENT)
        assert len(sheets) == 2
        assert [line["act"] for line in sheets[-1].content["stamps"]] == [
            "Принята",
            "Согласована",
            "Утверждена",
        ]


def test_the_chief_is_told_of_the_conclusion_and_the_school_of_the_decision(
    app: Flask, town: World, waiting: Walk
) -> None:
    base.bind(app)
    drain()
    assert told(Event.VERDICT_RELEASED) >= {town.chief.user_id, town.school_1.head.user_id}
    decline(waiting)
    drain()
    assert told(Event.FOUNDER_DECLINED) == {
        town.school_1.head.user_id, town.school_1.coordinator.user_id, town.curator.user_id, town.coordinator.user_id,
    }  # fmt: skip


def told(event: Event) -> set[int]:
    with system_scope("look"):
        return {row.user_id for row in rows(Notification, Notification.event == event.value)}


def test_the_queue_of_the_chief_and_the_page_of_the_decision(
    town: World, sign_in: SignIn, waiting: Walk
) -> None:
    as_chief = sign_in(town.chief)
    home = as_chief.get("/")
    assert home.has("Согласовать программу развития", "Решить")
    form = as_chief.get(f"/packages/{waiting.number}/steps/decline")
    assert form.value("body") == "Управление образования, Среднереченский муниципальный округ"
    body = {
        "csrf_token": form.csrf, "form_token": form.value("form_token"), "seen": form.value("seen"),
        "text": "Нет показателей по годам.", "body": "Управление образования", "paper": "01-12/7",
        "day": form.value("day"), "until": form.value("until"),
    }  # fmt: skip
    preview = as_chief.post(f"/packages/{waiting.number}/steps/decline", {**body, "preview": "1"}, status=200)
    assert preview.has("Что прочтёт школа", "Нет показателей по годам.", "№ 01-12/7")
    assert waiting.row().state is State.FOUNDER_REVIEW, "a preview decides nothing"
    empty = as_chief.post(f"/packages/{waiting.number}/steps/decline", {**body, "text": ""}, status=422)
    assert empty.has("Напишите мотивы отказа")
    as_chief.post(f"/packages/{waiting.number}/steps/decline", body)
    read = sign_in(town.school_1.head).get(f"/packages/{waiting.number}")
    assert read.has("Не согласован учредителем", "Нет показателей по годам.", "№ 01-12/7")


def test_others_have_no_page_of_the_decision(town: World, sign_in: SignIn, waiting: Walk) -> None:
    for who in (town.coordinator, town.curator, town.school_1.head):
        sign_in(who).get(f"/packages/{waiting.number}/steps/agree", status=404)


def test_the_package_shows_its_requisites_and_the_sheet(
    app: Flask, town: World, sign_in: SignIn, waiting: Walk
) -> None:
    assert sign_in(town.school_1.head).get(f"/packages/{waiting.number}").has("Педагогический совет, № 4")
    agree(waiting)
    base.bind(app)
    drain()
    drain()
    browser = sign_in(town.school_1.head)
    page = browser.get(f"/packages/{waiting.number}")
    assert page.has(
        "Согласован с учредителем", "№ 01-12/345", "Лист согласования, PDF", "Лист согласования, DOCX"
    )
    with system_scope("look"):
        (sheet,) = rows(Report, Report.kind == ReportKind.AGREEMENT)
    browser.get(f"/reports/{sheet.number}/pdf")
    sign_in(town.school_2.head).get(f"/reports/{sheet.number}/pdf", status=404)
    sign_in(town.foreign_coordinator).get(f"/reports/{sheet.number}/pdf", status=404)


def test_a_chief_who_may_not_decide_has_it_not_in_the_queue(
    town: World, sign_in: SignIn, waiting: Walk
) -> None:
    chief: Actor = on.also(town.school_1.head, "chief", town.municipality)
    with acting_as(chief):
        from webapp.dashboard import queries

        assert queries.mine(chief) == ()
    with acting_as(town.chief):
        assert [line.number for line in queries.mine(town.chief)] == [waiting.number]
