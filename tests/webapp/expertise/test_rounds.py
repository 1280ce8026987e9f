"""The sheet of a second round: what the first said stands beside each criterion and is taken over by an act."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.webapp.reports.judging import anti_risk
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, Stale
from webapp.expertise import operations
from webapp.models import ExpertAssignment, Expertise, JournalEntry, Mark
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkState

LOW = {
    "А.2": (MarkValue.ZERO, "Не использованы результаты последнего раунда."),
    "Б.1": (MarkValue.ONE, "Причины названы не для всех дефицитов."),
}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def second(town: World) -> on.Walk:
    """Round two on the examiner's desk: one file replaced, one remark of two found mended."""
    walk = on.admitted(town)
    walk.examine(VerdictKind.REWORK, LOW)
    walk.step(town.coordinator, "release")
    programme = next(file for file in walk.files() if file.slot == "programme")
    walk.add("programme", "Программа, раунд 2.pdf", replaces=programme)
    walk.answer(1, "Результаты добавлены в раздел 2.")
    walk.answer(2, "Причины дополнены.")
    walk.submit("resubmit")
    walk.admit()
    walk.step(town.coordinator, "begin")
    return walk


def carry(walk: on.Walk, criterion: str, *, actor: Actor | None = None, seen: int = 0) -> None:
    who = actor or walk.town.coordinator
    with acting_as(who):
        operations.carry_mark(walk.number, criterion, actor=who, seen=seen)


def mark(criterion: str) -> Mark:
    session.rollback()
    with system_scope("look"):
        last = select(Expertise.id).order_by(Expertise.id.desc()).limit(1).scalar_subquery()
        return session.scalars(
            select(Mark).where(Mark.criterion == criterion, Mark.expertise_id == last)
        ).one()


def test_the_sheet_shows_the_mark_its_words_the_answer_and_the_changed_file(
    town: World, second: on.Walk, sign_in: SignIn
) -> None:
    page = sign_in(town.coordinator).get(f"/packages/{second.number}/sheet")
    (was,) = page.tree.xpath(
        "//form[contains(@action, '/sheet/%D0%90.2') or contains(@action, '/sheet/А.2')]//div[@class='was']"
    )
    words = " ".join(was.text_content().split())
    for expected in (
        "Раунд 1", "Не соответствует", LOW["А.2"][1], "Замечание № 1", "Исправлено, ожидает проверки",
        "Результаты добавлены в раздел 2.", "Изменились файлы: Программа, раунд 2.pdf", "Перенести без изменений",
    ):  # fmt: skip
        assert expected in words, expected


def test_taking_over_is_an_act_that_the_journal_keeps(town: World, second: on.Walk) -> None:
    carry(second, "Б.1")
    kept = mark("Б.1")
    seen = kept.seen
    assert (kept.value, kept.comment, kept.carried) == (*LOW["Б.1"], True)
    assert on.count(JournalEntry, JournalEntry.action == "mark.carried") == 1
    second.mark("Б.1", MarkValue.ONE, "Теперь иначе.", seen=seen)
    assert not mark("Б.1").carried


def test_a_mark_changed_meanwhile_is_not_overwritten(town: World, second: on.Walk) -> None:
    second.mark("Б.1", MarkValue.TWO)
    with pytest.raises(Stale):
        carry(second, "Б.1")
    assert mark("Б.1").value is MarkValue.TWO


def test_what_was_not_judged_before_cannot_be_taken_over(town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    with pytest.raises(Invalid, match="В прежнем раунде"):
        carry(walk, "А.1")


def test_nobody_but_the_examiner_takes_over(town: World, second: on.Walk) -> None:
    make.save(
        ExpertAssignment(
            package_id=second.row().id,
            user_id=town.expert.user_id,
            user_name=town.expert.name,
            assigned_by_name="x",
        )
    )
    with pytest.raises(Invalid, match="не открыта"):
        carry(second, "Б.1", actor=town.expert)


def test_a_low_mark_taken_over_keeps_its_remark_instead_of_writing_a_second(
    town: World, second: on.Walk
) -> None:
    second.settle(1, town.coordinator, RemarkState.CONFIRMED)
    second.mark_all()
    carry(second, "Б.1", seen=mark("Б.1").seen)
    second.conclude(VerdictKind.WITH_REMARKS)
    first, again = second.remarks()
    assert (first.state, again.state) == (RemarkState.CONFIRMED, RemarkState.NOT_FIXED)
    assert again.resolution == "Отметка прежнего раунда оставлена без изменений."
    assert again.due_on is not None and again.due_on > town.today


def test_a_low_mark_given_anew_is_a_new_remark(town: World, second: on.Walk) -> None:
    second.settle(1, town.coordinator, RemarkState.CONFIRMED)
    second.mark_all({"Б.1": (MarkValue.ONE, "Другое.")})
    second.conclude(VerdictKind.WITH_REMARKS)
    (written,) = second.remarks()[2:]
    assert (written.text, written.file_id) == ("Другое.", None)


def test_an_expert_of_the_second_round_reads_the_released_first(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.REWORK, LOW)
    walk.step(town.coordinator, "release")
    for number in (1, 2):
        walk.answer(number)
    walk.submit("resubmit")
    walk.admit()
    make.save(
        ExpertAssignment(
            package_id=walk.row().id,
            user_id=town.expert.user_id,
            user_name=town.expert.name,
            assigned_by_name="x",
        )
    )
    walk.step(town.expert, "begin")
    page = sign_in(town.expert).get(f"/packages/{walk.number}/sheet")
    assert LOW["А.2"][1] in page.text and "Файлы с тех пор не менялись" in page.text


def test_the_button_answers_with_the_form_that_then_stands_there(
    town: World, second: on.Walk, sign_in: SignIn
) -> None:
    browser = sign_in(town.coordinator)
    browser.get(f"/packages/{second.number}/sheet")
    path = f"/packages/{second.number}/sheet/Б.1/carry"
    answer = browser.post(path, {"seen": "0"}, status=200, headers=FRAGMENT)
    assert "Отметка перенесена без изменений" in answer.text and LOW["Б.1"][1] in answer.text
    assert "data-focus" in answer.text
    plain = browser.post(f"/packages/{second.number}/sheet/А.2/carry", {"seen": "0"})
    assert plain.location.startswith(f"/packages/{second.number}/sheet#cr-")


def test_the_sheet_costs_the_same_with_more_remarks(town: World, second: on.Walk, sign_in: SignIn) -> None:
    browser, path = sign_in(town.coordinator), f"/packages/{second.number}/sheet"
    browser.get(path)
    with statements() as few:
        browser.get(path)
    for criterion in ("Б.1", "Б.2", "А.1"):
        second.mark(criterion, MarkValue.TWO)
    with statements() as more:
        browser.get(path)
    assert len(few) == len(more) <= 15, "\n".join(more)  # one of them is the document beside


def test_a_remark_of_a_mark_stands_on_the_only_file_of_the_document_it_judges(town: World) -> None:
    walk = _concept(town)
    walk.submit()
    walk.admit()
    walk.step(town.coordinator, "begin")
    walk.mark_all({"К.А.1": (MarkValue.ZERO, "Риски не описаны.")})
    walk.conclude(VerdictKind.REWORK)
    (written,) = walk.remarks()
    assert written.file_id == next(file.id for file in walk.files() if file.slot == "concept")


def test_the_documents_with_low_marks_are_ticked_to_be_opened(town: World, sign_in: SignIn) -> None:
    walk = _concept(town)
    walk.submit()
    walk.admit()
    walk.step(town.coordinator, "begin")
    walk.mark("К.А.1", MarkValue.ZERO, "Риски не описаны.")
    walk.mark("П.А.1", MarkValue.TWO)
    page = sign_in(town.coordinator).get(f"/packages/{walk.number}/verdict")
    assert page.tree.xpath("//input[@name='parts' and @checked]/@value") == ["slot:concept"]


def _concept(town: World) -> on.Walk:
    answers = {**on.ANSWERS, "approved": "Приказ от 14.03.2026 № 41", "collegial": "Педагогический совет"}
    school = town.school_1.school
    anti_risk(school, town.stage, make.risk(school, town.programme), measures=1)
    with acting_as(town.school_1.coordinator) as actor:
        walk = on.Walk(town, on.assembly.start(on.STAGE, "concept", actor=actor))
        on.assembly.save_answers(walk.number, answers, actor=actor, seen=1)
    walk.add("concept", "Концепция.pdf")
    walk.add("medium_term", "Среднесрочная программа.pdf")
    walk.add("anti_risk-staff_shortage", "Антирисковая программа.pdf")
    return walk
