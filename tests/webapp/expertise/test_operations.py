"""The sheet and its conclusion: marks kept as they are typed, two windows, remarks made of low marks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import moment, session
from webapp.errors import Invalid, NotThere
from webapp.expertise import operations
from webapp.expertise.operations import Conflict
from webapp.models import Expertise, Mark, RemarkChange, Verdict
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, State
from workflows.working_days import add_working_days, is_working


@pytest.fixture
def opened(town: World) -> on.Walk:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    return walk


def marks(walk: on.Walk) -> dict[str, tuple[MarkValue | None, str, int]]:
    session.rollback()
    with system_scope("look"):
        rows = session.execute(select(Mark.criterion, Mark.value, Mark.comment, Mark.seen))
        return {criterion: (value, comment, seen) for criterion, value, comment, seen in rows}


def test_a_low_mark_without_words_is_kept_and_the_page_says_what_it_lacks(
    town: World, opened: on.Walk, sign_in: SignIn
) -> None:
    opened.mark("Б.1", MarkValue.ZERO)
    assert marks(opened)["Б.1"] == (MarkValue.ZERO, "", 1)
    answer = sign_in(town.coordinator).post(
        f"/packages/{opened.number}/sheet/Б.3",
        {"value": "one", "comment": "", "seen": "0"},
        status=200,
        headers={"HX-Request": "true", "HX-Target": "mark"},
    )
    with system_scope("look"):
        expertise = session.scalars(select(Expertise)).one()
        row = session.scalars(select(Mark).where(Mark.criterion == "Б.3")).one()
        sentence = operations.problem_of(expertise.sheet, row)
    assert sentence and sentence in answer.text


def test_a_second_window_meets_a_conflict_with_both_texts(
    town: World, opened: on.Walk, sign_in: SignIn
) -> None:
    opened.mark("Б.1", MarkValue.ONE, "Из первого окна.")
    with pytest.raises(Conflict) as conflict:
        opened.mark("Б.1", MarkValue.ZERO, "Из второго окна.")
    assert conflict.value.mine == "Из второго окна."
    with acting_as(town.coordinator):
        assert conflict.value.mark.comment == "Из первого окна."
    assert marks(opened)["Б.1"] == (MarkValue.ONE, "Из первого окна.", 1)
    page = sign_in(town.coordinator).post(
        f"/packages/{opened.number}/sheet/Б.1",
        {"value": "zero", "comment": "Из второго окна.", "seen": "0"},
        status=409,
    )
    assert page.has("Из первого окна.", "Из второго окна.", "Оставить мой вариант")
    assert page.has(MarkValue.ONE.label, MarkValue.ZERO.label)
    shown = [node.text_content() for node in page.tree.xpath('//dl[@class="dl"]//dd[@class="lines"]')]
    assert shown == [
        f"{MarkValue.ONE.label}\nИз первого окна.", f"{MarkValue.ZERO.label}\nИз второго окна."
    ]  # fmt: skip
    opened.mark("Б.1", MarkValue.ZERO, "Из второго окна.", seen=1)
    assert marks(opened)["Б.1"] == (MarkValue.ZERO, "Из второго окна.", 2)


def test_the_conclusion_of_an_untouched_sheet_says_how_much_is_left(
    town: World, opened: on.Walk, sign_in: SignIn
) -> None:
    examiner = sign_in(town.coordinator)
    with acting_as(town.coordinator), system_scope("look"):
        total = len(session.scalars(select(Expertise)).one().sheet.criteria)
    page = examiner.get(f"/packages/{opened.number}/verdict")
    assert page.has("Замечаний пока нет", f"Осталось заполнить: {total} из {total}.")
    assert "Замечаний нет" not in page.text
    opened.mark_all()
    assert examiner.get(f"/packages/{opened.number}/verdict").has("Замечаний нет")


def test_the_same_answer_from_a_second_window_is_no_conflict(opened: on.Walk) -> None:
    for _ in range(2):
        opened.mark("Б.1", MarkValue.TWO, "Хорошо.")
    assert marks(opened)["Б.1"][2] == 1


def test_marks_do_not_change_after_the_conclusion(opened: on.Walk) -> None:
    opened.mark_all()
    opened.conclude(VerdictKind.CONFORMS)
    before = marks(opened)
    with pytest.raises(Invalid, match="сейчас не открыта"):
        opened.mark("Б.1", MarkValue.ZERO, "Передумал.", seen=1)
    opened.step(opened.town.coordinator, "release")
    with pytest.raises(Invalid):
        opened.mark("Б.1", MarkValue.ZERO, "Передумал.", seen=1)
    assert marks(opened) == before


def test_only_the_examiner_marks_and_only_known_criteria(town: World, opened: on.Walk) -> None:
    with acting_as(town.coordinator) as coordinator:
        on.operations.assign_expert(opened.number, town.expert.user_id, actor=coordinator)
    with pytest.raises(Invalid):
        opened.mark("Б.1", MarkValue.TWO, actor=town.expert)
    for stranger in (town.other_expert, town.foreign_coordinator):
        with pytest.raises(NotThere):
            opened.mark("Б.1", MarkValue.TWO, actor=stranger)
    with pytest.raises(NotThere):
        opened.mark("Я.9", MarkValue.TWO)
    with pytest.raises(Invalid):
        opened.mark("Б.1", MarkValue.ONE, "я" * 4001)
    assert marks(opened) == {}


def test_marks_wait_for_the_expertise_to_be_opened(town: World) -> None:
    walk = on.admitted(town)
    with pytest.raises(Invalid):
        walk.mark("Б.1", MarkValue.TWO)


@pytest.mark.parametrize(
    ("verdict", "zero", "one"),
    [
        (VerdictKind.REWORK, RemarkKind.ESSENTIAL, RemarkKind.EDITORIAL),
        (VerdictKind.WITH_REMARKS, RemarkKind.EDITORIAL, RemarkKind.EDITORIAL),
        (VerdictKind.CONFORMS, RemarkKind.RECOMMENDATION, RemarkKind.RECOMMENDATION),
    ],
)
def test_low_marks_become_remarks_as_binding_as_the_verdict(
    opened: on.Walk, verdict: VerdictKind, zero: RemarkKind, one: RemarkKind
) -> None:
    opened.mark_all({"Б.1": (MarkValue.ZERO, "Причин нет."), "Б.3": (MarkValue.ONE, "Частично.")})
    opened.conclude(verdict)
    remarks = {remark.criterion: remark for remark in opened.remarks()}
    assert {code: remark.kind for code, remark in remarks.items()} == {"Б.1": zero, "Б.3": one}
    assert all(remark.published_at is None for remark in remarks.values())
    opened.step(opened.town.coordinator, "release")
    assert all(remark.published_at is not None for remark in opened.remarks())


@pytest.mark.parametrize("clock", [time(0, 30), time(23, 30)])
def test_rework_is_due_so_many_working_days_after_the_day_of_the_municipality(
    opened: on.Walk, clock: time
) -> None:
    """At half past midnight in Krasnoyarsk it is still yesterday in UTC."""
    opened.mark_all({"Б.1": (MarkValue.ZERO, "Причин нет.")})
    today = next(day for day in days_after(opened.town.today) if is_working(day))
    expected = add_working_days(today, opened.town.municipality.curator_days)
    assert expected != add_working_days(today - timedelta(days=1), opened.town.municipality.curator_days)
    with moment(datetime.combine(today, clock, make.ZONE)):
        opened.conclude(VerdictKind.REWORK, day=None)
        opened.step(opened.town.coordinator, "release")
    assert [remark.due_on for remark in opened.remarks()] == [expected]
    assert opened.row().due_at == datetime.combine(expected, time(23, 59, 59), make.ZONE)


def days_after(day: date) -> Iterator[date]:
    return (day + timedelta(days=count) for count in range(1, 30))


def test_a_reopened_conclusion_takes_its_remarks_back_and_keeps_the_draft(opened: on.Walk) -> None:
    opened.mark_all({"Б.1": (MarkValue.ZERO, "Причин нет.")})
    opened.conclude(VerdictKind.REWORK)
    assert len(opened.remarks()) == 1
    opened.step(opened.town.coordinator, "reopen", text="Уточнить.")
    assert opened.remarks() == [] and on.count(RemarkChange) == 0
    opened.mark("Б.1", MarkValue.TWO, "", seen=1)
    opened.conclude(VerdictKind.CONFORMS, text="Исправлено при повторном чтении.")
    opened.step(opened.town.coordinator, "release")
    assert on.count(Verdict) == 1 and opened.row().state is State.FOUNDER_REVIEW


def test_a_rework_without_a_remark_is_refused(opened: on.Walk) -> None:
    opened.mark_all()
    with pytest.raises(on.Refused) as refusal:
        opened.conclude(VerdictKind.REWORK)
    assert "хотя бы одно замечание" in refusal.value.reasons[0]


def test_a_held_conclusion_is_read_by_its_examiner_alone(
    town: World, opened: on.Walk, sign_in: SignIn
) -> None:
    opened.mark_all()
    opened.conclude(VerdictKind.CONFORMS, text="Тайное обоснование.")
    readers = (town.curator, town.chief, town.school_1.head, town.observer)
    for reader in readers:
        for path in (f"/packages/{opened.number}", f"/packages/{opened.number}/history"):
            status = 404 if reader is town.observer else 200
            assert "Тайное обоснование" not in sign_in(reader).get(path, status=status).text, (
                reader.role,
                path,
            )
    assert sign_in(town.coordinator).get(f"/packages/{opened.number}/verdict").has("Тайное обоснование.")
    opened.step(town.coordinator, "release")
    assert sign_in(town.school_1.head).get(f"/packages/{opened.number}").has("Тайное обоснование.")


def test_releasing_a_foreign_conclusion_is_not_there_whatever_was_sent(
    town: World, opened: on.Walk, sign_in: SignIn
) -> None:
    path = f"/packages/{opened.number}/verdict/release"
    sign_in(town.foreign_coordinator).post(path, {}, status=404)
    sign_in(town.coordinator).post(path, {"seen": "x"}, status=409)
