"""The school answers row by row: by plain forms and by fragments, with drafts, in two tabs, by two people (BZ-02 … 04, 09)."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.pages import Browser, Page, SignIn
from tests.webapp.packages import walk as on
from tests.webapp.remarks.written import write
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere
from webapp.models import AnswerDraft, JournalEntry, Remark, RemarkChange
from webapp.remarks import operations
from workflows.vocabulary import RemarkState

FRAGMENT = {"HX-Request": "true"}
ROUNDS = 10


@pytest.fixture
def returned(town: World) -> on.Walk:
    walk = on.sent(town)
    for words in ("Цели не измеримы.", "Протокол не подписан."):
        write(walk, words)
    walk.step(town.curator, "return")
    return walk


def address(walk: on.Walk, number: int = 1, act: str = "answer") -> str:
    return f"/packages/{walk.number}/remarks/{number}/{act}"


def seen(walk: on.Walk, number: int = 1) -> int:
    return walk.remarks()[number - 1].seen


def answered(browser: Browser, walk: on.Walk, text: str, *, known: int, status: int = 200) -> Page:
    return browser.post(address(walk), {"text": text, "seen": str(known)}, headers=FRAGMENT, status=status)


def drafts() -> list[tuple[str, int]]:
    session.rollback()
    with system_scope("look"):
        return [
            (one.text, one.seen) for one in session.scalars(select(AnswerDraft).order_by(AnswerDraft.user_id))
        ]


def test_an_answer_brings_back_its_row_alone_with_what_is_left(returned: on.Walk, sign_in: SignIn) -> None:
    head = sign_in(returned.town.school_1.head)
    head.get(f"/packages/{returned.number}/remarks")
    row = answered(head, returned, "Цели уточнены.", known=seen(returned))
    assert row.tree.xpath("//article/@id") == ["remark-1"] and "<html" not in row.text
    assert row.has("Ответ записан", "Осталось ответить на 1 из 2 замечаний")
    assert row.tree.xpath("//*[@data-focus]") and row.tree.xpath("//*[@id='ledger-around'][@hx-swap-oob]")
    assert returned.remarks()[0].state is RemarkState.FIXED


def test_a_plain_form_answers_too_and_comes_back_under_its_conditions(
    returned: on.Walk, sign_in: SignIn
) -> None:
    head = sign_in(returned.town.school_1.head)
    page = head.get(f"/packages/{returned.number}/remarks?state=open")
    action = page.tree.xpath("//form[contains(@action, '/1/answer')]/@action")[0]
    answer = head.post(action, {"text": "Цели уточнены.", "seen": str(seen(returned))})
    assert answer.location == f"/packages/{returned.number}/remarks?state=open#remark-1"


def test_an_empty_answer_is_asked_for_in_its_row(returned: on.Walk, sign_in: SignIn) -> None:
    head = sign_in(returned.town.school_1.head)
    row = answered(head, returned, " ", known=seen(returned), status=422)
    assert row.has("Напишите, что исправлено") and row.tree.xpath("//*[@aria-invalid='true']/@id") == [
        "answer-1"
    ]
    page = head.post(address(returned), {"text": "", "seen": "1"}, status=422)
    page.check()
    assert returned.remarks()[0].state is RemarkState.OPEN


def test_who_answers_an_old_row_sees_both_texts_and_may_go_on(returned: on.Walk, sign_in: SignIn) -> None:
    known = seen(returned)
    answered(sign_in(returned.town.school_1.head), returned, "Ответ директора.", known=known)
    late = sign_in(returned.town.school_1.coordinator)
    row = answered(late, returned, "Ответ координатора.", known=known, status=409)
    assert row.has("Ответ директора.", "Ответ координатора.", "тем временем изменилось")
    assert row.tree.xpath("//textarea[@id='answer-1']")[0].text.strip() == "Ответ координатора."
    whole = late.post(address(returned), {"text": "Ответ координатора.", "seen": str(known)}, status=409)
    whole.check()
    assert whole.has("Ответ директора.", "Ответ координатора.")
    assert returned.remarks()[0].answer == "Ответ директора."
    answered(late, returned, "Ответ координатора.", known=int(row.value("seen")))
    assert returned.remarks()[0].answer == "Ответ координатора."
    with system_scope("look"):
        texts = set(session.scalars(select(RemarkChange.text)))
    assert {"Ответ директора.", "Ответ координатора."} <= texts


def test_a_form_sent_twice_answers_once(returned: on.Walk, sign_in: SignIn) -> None:
    head, known = sign_in(returned.town.school_1.head), seen(returned)
    body = {"text": "Цели уточнены.", "seen": str(known)}
    head.post(address(returned), body, token="one-and-the-same", headers=FRAGMENT, status=200)
    again = head.post(address(returned), body, token="one-and-the-same", headers=FRAGMENT, status=204)
    assert again.headers["HX-Redirect"].endswith("#remark-1")
    assert on.count(JournalEntry, JournalEntry.action == "remark.answered") == 1


def test_what_is_typed_is_kept_until_it_is_the_answer(returned: on.Walk, sign_in: SignIn) -> None:
    head, colleague = (
        sign_in(one) for one in (returned.town.school_1.head, returned.town.school_1.coordinator)
    )
    kept = head.post(
        address(returned, act="draft"), {"text": "Цели ут", "draft": "0"}, headers=FRAGMENT, status=200
    )
    assert kept.value("draft") == "1"
    page = head.get(f"/packages/{returned.number}/remarks")
    assert page.tree.xpath("//textarea[@id='answer-1']")[0].text.strip() == "Цели ут" and page.has(
        "Черновик сохранён"
    )
    assert "Цели ут" not in colleague.get(f"/packages/{returned.number}/remarks").text
    answered(head, returned, "Цели уточнены.", known=seen(returned))
    assert drafts() == []


def test_two_tabs_that_type_one_answer_lose_neither_text(returned: on.Walk, sign_in: SignIn) -> None:
    head, draft = sign_in(returned.town.school_1.head), address(returned, act="draft")
    head.post(draft, {"text": "Первое окно", "draft": "0"}, headers=FRAGMENT, status=200)
    head.post(
        draft, {"text": "Первое окно", "draft": "0"}, headers=FRAGMENT, status=200
    )  # the same words are no quarrel
    told = head.post(draft, {"text": "Второе окно", "draft": "0"}, headers=FRAGMENT, status=409)
    assert told.has("Первое окно", "Второе окно") and told.headers["HX-Retarget"] == "#remark-1-conflict"
    assert [text for text, _ in drafts()] == ["Первое окно"]
    head.post(draft, {"text": "Второе окно", "draft": told.value("draft")}, headers=FRAGMENT, status=200)
    assert [text for text, _ in drafts()] == ["Второе окно"]
    head.post(draft, {"text": "Третье", "draft": "0"}, status=409).check()


def test_a_draft_is_kept_for_those_who_may_answer_and_while_they_may(returned: on.Walk) -> None:
    town = returned.town
    for stranger in (town.school_2.head, town.foreign_school.head):
        with acting_as(stranger) as actor, pytest.raises(NotThere):
            operations.keep_draft(returned.number, 1, "Чужое.", actor=actor, seen=0)
    for number in (1, 2):
        returned.answer(number)
    returned.submit("resubmit")
    with acting_as(town.school_1.head) as head, pytest.raises(Invalid, match="пока пакет у школы"):
        operations.keep_draft(returned.number, 1, "Поздно.", actor=head, seen=0)
    assert drafts() == []


def test_a_closed_remark_is_neither_answered_nor_closed_again(returned: on.Walk) -> None:
    town = returned.town
    for number in (1, 2):
        returned.answer(number)
    returned.submit("resubmit")
    returned.settle(1, town.curator)
    with pytest.raises(Invalid, match="уже закрыто"):
        returned.settle(1, town.curator, RemarkState.NOT_FIXED)
    returned.settle(2, town.curator, RemarkState.NOT_FIXED)
    returned.step(town.curator, "return")
    with pytest.raises(Invalid, match="уже закрыто"):
        returned.answer(1)


def test_of_two_who_answer_at_once_one_is_recorded_and_the_other_told(app: Flask, returned: on.Walk) -> None:
    people = (returned.town.school_1.head, returned.town.school_1.coordinator)
    for turn in range(1, ROUNDS + 1):
        known = seen(returned)

        def giving(actor: Actor, known: int = known) -> Remark:
            return operations.answer(returned.number, 1, f"Ответ {actor.role}.", actor=actor, seen=known)

        results = on.at_once(app, [(one, lambda one=one: giving(one)) for one in people])  # type: ignore[misc]
        assert sum(isinstance(result, Remark) for result in results) == 1, results
        assert sum(on.refused(result) for result in results) == 1, results
        assert on.count(RemarkChange, RemarkChange.state == RemarkState.FIXED) == turn


def test_two_drafts_at_once_leave_one_kept_and_one_told(app: Flask, returned: on.Walk) -> None:
    head = returned.town.school_1.head
    for _turn in range(ROUNDS):
        known = max((one for _text, one in drafts()), default=0)

        def typing(words: str, known: int = known) -> AnswerDraft:
            return operations.keep_draft(returned.number, 1, f"{words} {known}", actor=head, seen=known)

        results = on.at_once(app, [(head, lambda words=words: typing(words)) for words in ("Одно", "Другое")])  # type: ignore[misc]
        assert sum(isinstance(result, AnswerDraft) for result in results) == 1, results
        (refusal,) = (one for one in results if isinstance(one, operations.DraftConflict))
        assert refusal.mine != refusal.theirs
