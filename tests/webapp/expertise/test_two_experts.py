"""Two experts examine apart, hand in, and the coordinator reconciles: what each sees, and when."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.dashboard.queries import waiting
from webapp.database import session, snapshot, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import operations
from webapp.models import (
    ExpertAssignment,
    Expertise,
    JournalEntry,
    Mark,
    OutboxMessage,
    Remark,
    Report,
    StageDue,
)
from webapp.packages import operations as packages
from webapp.printing.contents import Person
from webapp.remarks import operations as remarks
from webapp.reports import queries as reports
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import ReportKind, State

ONE = {"А.1": (MarkValue.ZERO, "Нет анализа прежней программы.")}
OTHER = {"А.1": (MarkValue.TWO, ""), "Б.1": (MarkValue.ONE, "Цель не измерима.")}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def joint(town: World) -> on.Walk:
    """A confirmed package with two experts named for it."""
    walk = on.admitted(town)
    with acting_as(town.coordinator) as actor:
        packages.set_joint(walk.number, joint=True, seen=walk.seen, actor=actor)
        packages.assign_experts(
            [(walk.number, town.expert.user_id), (walk.number, town.other_expert.user_id)], actor=actor
        )
    return walk


def fill(walk: on.Walk, actor: Actor, low: dict[str, tuple[MarkValue, str]] | None = None) -> None:
    with acting_as(actor):
        sheet = dossiers.dossier(walk.number, actor).sheet
    assert sheet is not None
    for criterion in sheet.criteria:
        value, comment = (low or {}).get(criterion.code, (MarkValue.TWO, ""))
        walk.mark(criterion.code, value, comment, actor=actor)


@pytest.fixture
def handed(town: World, joint: on.Walk) -> on.Walk:
    """Both sheets are in; they differ in two criteria."""
    joint.step(town.expert, "begin")
    joint.step(town.other_expert, "join")
    fill(joint, town.expert, ONE)
    joint.step(town.expert, "hand_in")
    fill(joint, town.other_expert, OTHER)
    joint.step(town.other_expert, "hand_in")
    return joint


def decide(walk: on.Walk, criterion: str, value: MarkValue, comment: str, reason: str, seen: int = 0) -> None:
    draft = operations.MarkDraft(criterion=criterion, value=value, comment=comment, reason=reason)
    with acting_as(walk.town.coordinator) as actor:
        operations.save_mark(walk.number, draft, actor=actor, seen=seen)


def seen_by(walk: on.Walk, actor: Actor) -> list[str]:
    session.rollback()
    with acting_as(actor):
        return list(session.scalars(select(Expertise.examiner_name).order_by(Expertise.id)))


def test_both_answer_one_sheet_and_neither_sees_the_other_until_both_are_in(
    town: World, joint: on.Walk
) -> None:
    joint.step(town.expert, "begin")
    joint.step(town.other_expert, "join")
    fill(joint, town.expert, ONE)
    joint.step(town.expert, "hand_in")
    assert joint.row().state is State.EXPERTISE
    assert seen_by(joint, town.expert) == [town.expert.name]
    assert seen_by(joint, town.other_expert) == [town.other_expert.name]
    with acting_as(town.other_expert):
        assert session.scalars(select(Mark)).all() == []
    with acting_as(town.expert) as actor, pytest.raises(Invalid, match="уже сдан"):
        draft = operations.MarkDraft(criterion="А.1", value=MarkValue.TWO)
        operations.save_mark(joint.number, draft, actor=actor, seen=1)
    fill(joint, town.other_expert, OTHER)
    joint.step(town.other_expert, "hand_in")
    assert joint.row().state is State.RECONCILIATION
    assert seen_by(joint, town.expert) == [town.expert.name, town.other_expert.name]
    with system_scope("look"):
        one, other = session.scalars(select(Expertise).order_by(Expertise.id))
        assert (one.sheet, one.editions) == (other.sheet, other.editions)


def test_remarks_that_one_expert_writes_are_hidden_from_the_other(town: World, joint: on.Walk) -> None:
    joint.step(town.expert, "begin")
    joint.step(town.other_expert, "join")
    with acting_as(town.expert) as actor:
        remarks.write(joint.number, on.remark(town.today, "Замечание первого эксперта."), actor=actor)
        assert len(session.scalars(select(Remark)).all()) == 1
    with acting_as(town.other_expert):
        assert session.scalars(select(Remark)).all() == []


def test_the_coordinator_neither_examines_a_joint_package_nor_is_named_for_it(
    town: World, joint: on.Walk
) -> None:
    with pytest.raises(Refused):
        joint.step(town.coordinator, "begin")
    with system_scope("look"):
        fresh = make.person("Третьякова Ольга Игоревна", "expert", municipality=town.municipality)
    with acting_as(town.coordinator) as actor, pytest.raises(Invalid, match="два эксперта уже назначены"):
        packages.assign_expert(joint.number, fresh.user_id, actor=actor)


def test_equal_marks_are_taken_over_and_differences_need_a_decision_with_its_reason(
    town: World, handed: on.Walk
) -> None:
    handed.step(town.coordinator, "reconcile")
    with system_scope("look"):
        reconciled = session.scalars(select(Expertise).where(Expertise.reconciles)).one()
        taken = set(session.scalars(select(Mark.criterion).where(Mark.expertise_id == reconciled.id)))
        assert taken == {criterion.code for criterion in reconciled.sheet.criteria} - {"А.1", "Б.1"}
    with pytest.raises(Refused, match=r"А\.1, Б\.1"):
        handed.conclude(VerdictKind.WITH_REMARKS)
    decide(handed, "А.1", MarkValue.TWO, "", "")
    decide(handed, "Б.1", MarkValue.ONE, "Цель не измерима.", "Показатель назван, но без срока.")
    with pytest.raises(Refused, match=r"А\.1"):
        handed.conclude(VerdictKind.WITH_REMARKS)
    decide(handed, "А.1", MarkValue.TWO, "", "Анализ есть в приложении 2.", seen=1)
    handed.conclude(VerdictKind.WITH_REMARKS)
    handed.step(town.coordinator, "release")
    texts = [remark.text for remark in handed.remarks()]
    assert texts == ["Цель не измерима."], "only the reconciled sheet makes remarks"
    assert seen_by(handed, town.school_1.head) == [town.coordinator.name], "the school reads one conclusion"


def test_an_agreed_mark_is_changed_with_a_reason_only(town: World, handed: on.Walk) -> None:
    handed.step(town.coordinator, "reconcile")
    for code in ("А.1", "Б.1"):
        decide(handed, code, MarkValue.TWO, "", "Согласовано с экспертами.")
    decide(handed, "А.2", MarkValue.ONE, "Не хватает выводов.", "", seen=1)
    with pytest.raises(Refused, match=r"А\.2"):
        handed.conclude(VerdictKind.WITH_REMARKS)
    decide(
        handed, "А.2", MarkValue.ONE, "Не хватает выводов.", "Оба эксперта не видели письма школы.", seen=2
    )
    handed.conclude(VerdictKind.WITH_REMARKS)
    handed.step(town.coordinator, "reopen", text="Уточнить вывод.")
    assert handed.row().state is State.RECONCILIATION


def test_one_experts_words_are_taken_over_once(town: World, handed: on.Walk) -> None:
    handed.step(town.coordinator, "reconcile")
    with system_scope("look"):
        first = session.scalars(
            select(Expertise.id).where(Expertise.examiner_id == town.expert.user_id)
        ).one()
    with acting_as(town.coordinator) as actor:
        saved = operations.take(handed.number, "А.1", first, actor=actor, seen=0)
        assert (saved.mark.value, saved.mark.comment, saved.mark.disputed) == (*ONE["А.1"], True)
        with pytest.raises(Stale):
            operations.take(handed.number, "А.1", first, actor=actor, seen=0)
        with pytest.raises(NotThere):
            operations.take(handed.number, "А.1", 0, actor=actor, seen=1)


def test_an_expert_who_vanishes_does_not_stop_the_package(town: World, joint: on.Walk) -> None:
    joint.step(town.expert, "begin")
    joint.step(town.other_expert, "join")
    with pytest.raises(Refused):
        joint.step(town.coordinator, "reconcile_early", text="Болезнь эксперта.")
    fill(joint, town.expert, ONE)
    joint.step(town.expert, "hand_in")
    joint.step(town.coordinator, "reconcile_early", text="Болезнь эксперта.")
    joint.step(town.coordinator, "reconcile")
    joint.conclude(VerdictKind.REWORK)
    assert joint.row().state is State.CONCLUDED


def numbers(actor: Actor) -> list[str]:
    with acting_as(actor):
        return [line.number for line in waiting.mine(actor)]


def test_each_has_the_package_in_the_queue_while_it_is_theirs(town: World, joint: on.Walk) -> None:
    assert numbers(town.expert) == numbers(town.other_expert) == [joint.number]
    assert joint.number not in numbers(town.coordinator)
    joint.step(town.expert, "begin")
    assert numbers(town.expert) == numbers(town.other_expert) == [joint.number]
    fill(joint, town.expert)
    joint.step(town.expert, "hand_in")
    assert numbers(town.expert) == []
    joint.step(town.other_expert, "join")
    fill(joint, town.other_expert)
    joint.step(town.other_expert, "hand_in")
    assert numbers(town.other_expert) == []
    assert joint.number in numbers(town.coordinator)
    with system_scope("look"):
        events = list(session.scalars(select(OutboxMessage.event)))
    assert events.count("sheet_handed_in") == 2
    assert events.count("reconciliation_awaited") == 1


def test_a_package_short_of_experts_is_the_coordinators_work(town: World, joint: on.Walk) -> None:
    with acting_as(town.other_expert) as actor:
        packages.decline(joint.number, "Занят на государственной аттестации.", actor=actor)
    assert joint.number in numbers(town.coordinator)
    assert numbers(town.other_expert) == []
    with acting_as(town.other_expert), pytest.raises(NotThere):
        dossiers.get(joint.number)
    with acting_as(town.coordinator) as actor, pytest.raises(Invalid, match="государственной аттестации"):
        packages.assign_expert(joint.number, town.other_expert.user_id, actor=actor)


def test_who_has_begun_does_not_decline(town: World, joint: on.Walk) -> None:
    joint.step(town.expert, "begin")
    with acting_as(town.expert) as actor, pytest.raises(Invalid, match="уже начали"):
        packages.decline(joint.number, "Передумал.", actor=actor)
    with acting_as(town.other_expert) as actor, pytest.raises(Invalid, match="почему"):
        packages.decline(joint.number, "  ", actor=actor)


def test_the_number_of_experts_is_fixed_once_it_is_begun(town: World, joint: on.Walk) -> None:
    joint.step(town.expert, "begin")
    with acting_as(town.coordinator) as actor:
        with pytest.raises(Invalid, match="уже начата"):
            packages.set_joint(joint.number, joint=False, seen=joint.seen, actor=actor)
        with pytest.raises(Stale):
            packages.set_joint(joint.number, joint=False, seen=0, actor=actor)


def test_a_stage_may_want_two_experts_for_all_its_packages(town: World) -> None:
    walk = on.sent(town)
    with system_scope("look"), transaction():
        due = session.scalars(
            select(StageDue).where(StageDue.kind == on.KIND, StageDue.stage_id == town.stage.id)
        ).one()
        due.joint = True
    walk.admit()
    assert walk.row().joint


def test_the_page_of_the_reconciliation_shows_differences_first(
    town: World, handed: on.Walk, sign_in: SignIn
) -> None:
    browser = sign_in(town.coordinator)
    before = browser.get(f"/packages/{handed.number}/reconciliation")
    assert "Начать сведение" in before.text
    assert 'name="reason"' not in before.text
    handed.step(town.coordinator, "reconcile")
    page = browser.get(f"/packages/{handed.number}/reconciliation").text
    assert page.index("Нет анализа прежней программы.") < page.index("Совпавшие отметки")
    assert "Совпало" in page and 'name="reason"' in page
    assert browser.get(f"/packages/{handed.number}/sheet", status=303).location.endswith("/reconciliation")
    expert = sign_in(town.expert)
    other = expert.get(f"/packages/{handed.number}/reconciliation").text
    assert "Цель не измерима." in other and 'name="reason"' not in other


def test_an_expert_does_not_open_the_comparison_while_the_other_writes(
    town: World, joint: on.Walk, sign_in: SignIn
) -> None:
    joint.step(town.expert, "begin")
    fill(joint, town.expert)
    joint.step(town.expert, "hand_in")
    url = f"/packages/{joint.number}/reconciliation"
    assert sign_in(town.expert).get(url, status=303).location.endswith(joint.number)
    for stranger in (town.school_1.head, town.foreign_coordinator):
        sign_in(stranger).get(url, status=404)


def test_of_two_coordinators_deciding_one_difference_one_is_told_and_no_words_are_lost(
    app: Flask, town: World, handed: on.Walk
) -> None:
    handed.step(town.coordinator, "reconcile")
    second = on.also(town.curator, "coordinator", town.municipality)

    def deciding(words: str) -> Callable[[], object]:
        draft = operations.MarkDraft(criterion="А.1", value=MarkValue.ONE, comment=words, reason="Так.")
        return lambda: operations.save_mark(handed.number, draft, actor=town.coordinator, seen=0)

    results = on.at_once(app, [(town.coordinator, deciding("Мало.")), (second, deciding("Нет сроков."))])
    conflicts = [one for one in results if isinstance(one, operations.Conflict)]
    assert len(conflicts) == 1, results
    with system_scope("look"):
        kept = session.scalars(
            select(Mark.comment)
            .join(Expertise, Expertise.id == Mark.expertise_id)
            .where(Expertise.reconciles, Mark.criterion == "А.1")
        ).one()
    assert kept in {"Мало.", "Нет сроков."}


def test_of_two_coordinators_assigning_one_package_each_expert_has_it_once(app: Flask, town: World) -> None:
    walk = on.admitted(town)
    second = on.also(town.curator, "coordinator", town.municipality)
    pairs = [(walk.number, town.expert.user_id)]

    def assigning(actor: Actor) -> Callable[[], object]:
        return lambda: packages.assign_experts(pairs, actor=actor)

    results = on.at_once(app, [(who, assigning(who)) for who in (town.coordinator, second)])
    assert sorted(results) == [0, 1], results
    assert on.count(ExpertAssignment, ExpertAssignment.user_id == town.expert.user_id) == 1


def test_a_decision_is_saved_in_place_and_a_second_tab_loses_nothing(
    town: World, handed: on.Walk, sign_in: SignIn
) -> None:
    handed.step(town.coordinator, "reconcile")
    browser, url = sign_in(town.coordinator), f"/packages/{handed.number}/sheet/А.1"
    told = {"value": "two", "comment": "", "reason": "Анализ в приложении.", "seen": "0"}
    browser.get(f"/packages/{handed.number}/reconciliation")
    assert "Сохранено" in browser.post(url, told, headers=FRAGMENT, status=200).text
    second = browser.post(url, {**told, "value": "one", "comment": "Мало."}, headers=FRAGMENT, status=409)
    assert "Мало." in second.text
    with system_scope("look"):
        first = session.scalars(
            select(Expertise.id).where(Expertise.examiner_id == town.expert.user_id)
        ).one()
    taken = browser.post(
        f"/packages/{handed.number}/reconciliation/Б.1",
        {"expertise": str(first), "seen": "0"},
        headers=FRAGMENT,
        status=200,
    )
    assert "data-focus" in taken.text
    with system_scope("look"):
        assert session.scalar(select(JournalEntry.id).where(JournalEntry.action == "mark.taken")) is not None


def test_the_statements_of_the_comparison_do_not_grow_with_the_marks(
    town: World, handed: on.Walk, sign_in: SignIn
) -> None:
    handed.step(town.coordinator, "reconcile")
    browser = sign_in(town.coordinator)
    url = f"/packages/{handed.number}/reconciliation"
    browser.get(url)
    with statements() as few:
        browser.get(url)
    for code in ("А.1", "Б.1"):
        decide(handed, code, MarkValue.TWO, "", "Решение координатора.")
    with statements() as many:
        browser.get(url)
    assert len(many) == len(few) <= 22


def test_an_assignment_that_was_declined_stays_in_the_list_of_experts(
    town: World, joint: on.Walk, sign_in: SignIn
) -> None:
    expert = sign_in(town.other_expert)
    assert "Отказаться от экспертизы" in expert.get(f"/packages/{joint.number}").text
    url = f"/packages/{joint.number}/decline"
    expert.get(url)
    expert.post(url, {"text": ""}, status=422)
    expert.post(url, {"text": "Работала в этой школе по договору."}, status=303)
    page = sign_in(town.coordinator).get(f"/packages/{joint.number}/experts").text
    assert "Работала в этой школе по договору." in page
    with system_scope("look"):
        assert session.scalars(select(ExpertAssignment)).all()


def test_the_stage_report_tells_how_well_the_experts_agree(town: World, handed: on.Walk) -> None:
    """Fifteen criteria: thirteen equal, one a point apart, one two points apart."""
    handed.step(town.coordinator, "reconcile")
    for code in ("А.1", "Б.1"):
        decide(handed, code, MarkValue.TWO, "", "Принято большинством рабочей группы.")
    handed.conclude(VerdictKind.CONFORMS)
    handed.step(town.coordinator, "release")
    report = Report(number="О-1", kind=ReportKind.STAGE, stage_id=town.stage.id, conclusion="Вывод.")
    at = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    session.rollback()
    with system_scope("test"), snapshot():
        contents = reports.stage_contents(report, Person("Координатор", "М. П. Образцова"), at)
    told = contents.parameters.order[-1]
    assert "рассмотрели два эксперта: 1" in told
    assert "в 13 случаях из 15 (86,7" in told and "разошлись в 1" in told
    names = {one.name for one in contents.general.reviewers}
    assert len(names) == 3, "both experts and the coordinator"
