"""Many people at one package in the same instant: one of them acts, the others are told (BZ-01 … BZ-04)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.assembly import operations as assembly
from webapp.database import session
from webapp.errors import Invalid, Stale
from webapp.expertise import operations as expertise
from webapp.models import (
    ExpertAssignment,
    FileViewed,
    JournalEntry,
    LatePermit,
    Mark,
    MessageDraft,
    OutboxMessage,
    Package,
    Verdict,
    Version,
)
from webapp.packages import operations
from webapp.packages.operations import Answer
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Event, FileDecision, RemarkState, State

ROUNDS = 20


def test_of_two_deciders_one_decides_and_the_other_is_told(app: Flask, town: World) -> None:
    """Returning and confirming at once: twenty rounds over, exactly one act each time."""
    walk = on.sent(town)
    for turn in range(1, ROUNDS + 1):
        with acting_as(town.coordinator) as coordinator:
            operations.allow_round(walk.number, "Для пробы.", actor=coordinator)
        walk.check(walk.files()[1], FileDecision.RETURNED, text=f"Замечание {turn}.")
        seen, steps = walk.seen, on.count(JournalEntry, JournalEntry.action == "package.return")
        results = on.at_once(
            app,
            [
                (actor, taking(walk.number, action, actor, seen))
                for actor, action in (
                    (town.curator, "return"),
                    (town.curator, "return"),
                    (town.school_1.head, "withdraw"),
                )
            ],
        )
        assert sum(isinstance(result, Package) for result in results) == 1, results
        assert sum(on.refused(result) for result in results) == 2, results
        state = walk.row().state
        returned = on.count(JournalEntry, JournalEntry.action == "package.return") - steps
        assert returned == (1 if state is State.CURATOR_RETURNED else 0)
        again(walk, state)


def test_of_two_conclusions_at_once_one_verdict_remains(app: Flask, town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all()
    for turn in range(ROUNDS):
        seen = walk.seen
        results = on.at_once(
            app,
            [
                (town.coordinator, concluding(walk.number, town.coordinator, seen, verdict))
                for verdict in (VerdictKind.CONFORMS, VerdictKind.FAILS)
            ],
        )
        assert sum(isinstance(result, Package) for result in results) == 1, (turn, results)
        assert sum(on.refused(result) for result in results) == 1, (turn, results)
        assert on.count(Verdict) == 1
        walk.step(town.coordinator, "reopen", text="Ещё раз.")
    assert on.count(OutboxMessage, OutboxMessage.event == Event.EXPERTISE_CONCLUDED) == ROUNDS


def test_of_two_examiners_one_begins(app: Flask, town: World) -> None:
    walk = on.admitted(town)
    with acting_as(town.coordinator) as coordinator:
        for expert in (town.expert, town.other_expert):
            operations.assign_expert(walk.number, expert.user_id, actor=coordinator)
    seen = walk.seen
    examiners = (town.expert, town.other_expert, town.coordinator)
    results = on.at_once(app, [(one, taking(walk.number, "begin", one, seen)) for one in examiners])
    assert sum(isinstance(result, Package) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 2
    begun = [one for one, result in zip(examiners, results, strict=True) if isinstance(result, Package)]
    assert walk.row().examiner_id == begun[0].user_id


def test_twenty_sends_of_one_form_make_one_version(app: Flask, town: World, sign_in: SignIn) -> None:
    """The same form token from twenty windows: one acts, and whoever sends it later is led to its result."""
    walk = on.begun(town)
    browser = sign_in(town.school_1.head)
    page = browser.get(f"/packages/{walk.number}/steps/submit")
    body = {
        "csrf_token": page.csrf,
        "form_token": page.value("form_token"),
        "seen": page.value("seen"),
        "declared": "y",
    }
    session.remove()

    def send(_n: int) -> tuple[int, str]:
        client = copy_of(app, browser)
        answer = client.post(
            f"/packages/{walk.number}/steps/submit", data=body, base_url="http://127.0.0.1:8000"
        )
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(send, range(20)))
    done = f"/packages/{walk.number}?done=submit"
    assert set(answers) == {(303, done)}, answers
    assert send(21) == (303, done)
    assert on.count(Version) == 1
    assert on.count(OutboxMessage, OutboxMessage.event == Event.SUBMITTED) == 1


def test_eight_schools_starting_at_once_get_eight_numbers(app: Flask, town: World) -> None:
    """Two schools, four people each, two kinds: a school has one package of a kind, and no number twice."""
    acts = [
        (actor, starting(actor, kind))
        for actor in (
            town.school_1.coordinator,
            town.school_1.head,
            town.school_2.coordinator,
            town.school_2.head,
        )
        for kind in ("concept", "development")
    ]
    results = on.at_once(app, acts)
    assert all(isinstance(result, str) for result in results), results
    assert len(set(results)) == 4 == on.count(Package)
    assert sorted(str(result) for result in set(results)) == [f"srr-2026-{n}" for n in range(1, 5)]


def test_a_mark_saved_while_the_sheet_is_concluded_is_in_it_or_refused(app: Flask, town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all()
    for turn in range(1, ROUNDS // 2 + 1):
        seen = walk.seen
        results = on.at_once(
            app,
            [
                (town.coordinator, concluding(walk.number, town.coordinator, seen, VerdictKind.CONFORMS)),
                (
                    town.coordinator,
                    marking(walk.number, town.coordinator, seen=turn, text=f"Пояснение {turn}."),
                ),
            ],
        )
        stored = on.count(Mark, Mark.comment == f"Пояснение {turn}.")
        saved = isinstance(results[1], expertise.Saved)
        assert saved or isinstance(results[1], Invalid | Stale), results[1]
        assert stored == (1 if saved else 0)
        with system_scope("look"):
            rows = session.scalars(select(Mark).where(Mark.criterion == "Г.4")).one()
            known = rows.seen
        walk.step(town.coordinator, "reopen", text="Ещё раз.")
        if known != turn + 1:
            walk.mark("Г.4", MarkValue.TWO, f"Выравнивание {turn}.", seen=known)


def test_small_rows_written_from_two_windows_at_once_fail_in_neither(app: Flask, town: World) -> None:
    walk = on.sent(town)
    number, file = walk.number, walk.files()[0].number
    acts = {
        FileViewed: lambda: operations.mark_viewed(number, file, viewed=True, actor=town.curator),
        MessageDraft: lambda: operations.save_message_draft(number, "черновик", actor=town.curator),
    }
    for model, act in acts.items():
        results = on.at_once(app, [(town.curator, act)] * 6)
        assert not [result for result in results if isinstance(result, Exception)], results
        assert on.count(model) == 1


def test_permits_and_assignments_given_twice_at_once_are_one(app: Flask, town: World) -> None:
    walk = on.admitted(town)
    actor = town.coordinator

    def allow() -> None:
        operations.allow_late(on.STAGE, "school-2", "concept", "Паводок.", actor=actor)

    permits = on.at_once(app, [(actor, allow)] * 4)
    assert sum(result is None for result in permits) == 1, permits
    assert sum(isinstance(result, Invalid) for result in permits) == 3, permits
    assert on.count(LatePermit) == 1

    def assign() -> None:
        operations.assign_expert(walk.number, town.expert.user_id, actor=actor)

    assert on.at_once(app, [(actor, assign)] * 4) == [None] * 4
    assert on.count(ExpertAssignment) == 1


@pytest.mark.parametrize("action", ["confirm", "return"])
def test_the_loser_of_a_race_is_not_told_of_success(app: Flask, town: World, action: str) -> None:
    walk = on.sent(town)
    walk.check_all()
    seen = walk.seen
    walk.step(town.school_1.head, "withdraw", text="Нашли ошибку.")
    with pytest.raises(Stale):
        walk.step(town.curator, action, seen=seen, text="x")
    with pytest.raises(Refused):
        walk.step(town.curator, action, text="x")


def taking(number: str, action: str, actor: Actor, seen: int) -> Callable[[], object]:
    return lambda: operations.take_step(number, action, Answer(text="Причина."), actor=actor, seen=seen)


def concluding(number: str, actor: Actor, seen: int, verdict: VerdictKind) -> Callable[[], object]:
    answer = Answer(text="Обоснование.", verdict=verdict)
    return lambda: operations.take_step(number, "conclude", answer, actor=actor, seen=seen)


def marking(number: str, actor: Actor, *, seen: int, text: str) -> Callable[[], object]:
    draft = expertise.MarkDraft(criterion="Г.4", value=MarkValue.TWO, comment=text)
    return lambda: expertise.save_mark(number, draft, actor=actor, seen=seen)


def starting(actor: Actor, kind: str) -> Callable[[], object]:
    return lambda: assembly.start(on.STAGE, kind, actor=actor)


def again(walk: on.Walk, state: State) -> None:
    """Bring the package back to the curator's desk with nothing open."""
    head = walk.town.school_1.head
    if state is State.WITHDRAWN:
        walk.step(head, "resume")
        walk.submit()
    else:
        for remark in walk.remarks():
            if remark.state is RemarkState.OPEN:
                walk.answer(remark.number)
        walk.submit("resubmit")
    for remark in walk.remarks():
        if remark.resolved_at is None:
            state = RemarkState.CONFIRMED if remark.published_at else RemarkState.DROPPED
            walk.settle(remark.number, walk.town.curator, state)


def copy_of(app: Flask, browser: Browser) -> FlaskClient:
    """A client of its own with the same cookies: another window of the same browser."""
    client = app.test_client()
    for name in ("session", "form"):
        cookie = browser.client.get_cookie(name, domain="127.0.0.1")
        if cookie is not None:
            client.set_cookie(name, cookie.value, domain="127.0.0.1")
    return client
