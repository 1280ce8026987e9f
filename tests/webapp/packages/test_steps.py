"""Steps of the route as operations: who is refused and why, what follows, what never changes again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import (
    ExpertAssignment,
    FileCheck,
    JournalEntry,
    OutboxMessage,
    PackageEvent,
    Remark,
    Verdict,
    Version,
)
from webapp.packages import operations
from webapp.packages.operations import Answer
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import Audience, Event, FileDecision, RemarkKind, RemarkOrigin, RemarkState, State

ZERO = {"Б.1": (MarkValue.ZERO, "Причины не названы.")}


def test_the_wrong_role_is_refused_and_nothing_is_written(town: World) -> None:
    walk = on.sent(town)
    before = on.count(PackageEvent), on.count(OutboxMessage), on.count(JournalEntry)
    for actor, action in (
        (town.coordinator, "confirm"),
        (town.school_1.head, "confirm"),
        (town.curator, "withdraw"),
    ):
        with pytest.raises(Refused) as refusal:
            walk.step(actor, action, text="x")
        assert refusal.value.reasons == ("Это действие выполняет другой участник.",)
    assert walk.row().state is State.CURATOR_REVIEW
    assert (on.count(PackageEvent), on.count(OutboxMessage), on.count(JournalEntry)) == before


def test_the_wrong_state_is_refused(town: World) -> None:
    walk = on.sent(town)
    with pytest.raises(Refused) as refusal:
        walk.step(town.school_1.head, "submit", declared=True)
    assert "это действие невозможно" in refusal.value.reasons[0]
    with pytest.raises(Refused):
        walk.step(town.coordinator, "begin")
    with pytest.raises(Refused):
        walk.step(town.coordinator, "no-such-step")
    assert on.count(Version) == 1


def test_a_page_that_knew_an_older_package_is_stale_and_says_what_happened(town: World) -> None:
    walk = on.begun(town)
    old = walk.seen
    walk.submit()
    with pytest.raises(Stale) as stale:
        walk.step(town.curator, "return", seen=old)
    assert "Пакет направлен куратору" in stale.value.what and town.school_1.head.name in stale.value.what


def test_a_foreign_package_is_not_there(town: World) -> None:
    walk = on.sent(town)
    strangers = (
        town.foreign_coordinator,
        town.foreign_curator,
        town.other_curator,
        town.school_2.head,
        town.expert,
    )
    for actor in strangers:
        with pytest.raises(NotThere):
            walk.step(actor, "confirm", text="x")
        with acting_as(actor), pytest.raises(NotThere):
            operations.post_message(walk.number, "слово", Audience.EVERYONE, actor=actor)
    with pytest.raises(NotThere), acting_as(town.curator) as curator:
        operations.take_step("srr-2026-999", "confirm", Answer(), actor=curator, seen=1)


def test_every_unmet_condition_is_told_at_once(town: World) -> None:
    with acting_as(town.school_1.coordinator) as actor:
        walk = on.Walk(town, on.assembly.start(on.STAGE, on.KIND, actor=actor))
    with pytest.raises(Refused) as refusal:
        walk.step(town.school_1.coordinator, "submit")
    told = " ".join(refusal.value.reasons)
    for words in (
        "Загрузите обязательные файлы",
        "Заполните сведения",
        "Пакет направляет директор",
        "персональных данных",
    ):
        assert words in told, words


def test_a_coordinator_of_a_school_sends_only_with_the_directors_leave(town: World) -> None:
    walk = on.begun(town)
    with pytest.raises(Refused):
        walk.step(town.school_1.coordinator, "submit", declared=True)
    walk.step(replace(town.school_1.coordinator, may_send=True), "submit", declared=True)
    assert walk.row().state is State.CURATOR_REVIEW


def test_sending_freezes_a_version_and_tells_the_world_once(town: World) -> None:
    walk = on.sent(town)
    assert walk.changes() == {"Программа.pdf": "new", "Протокол.pdf": "new"}
    package = walk.row()
    with system_scope("look"):
        version = session.scalars(select(Version)).one()
        (event,) = session.scalars(select(OutboxMessage).where(OutboxMessage.event == Event.SUBMITTED))
        (line,) = session.scalars(select(JournalEntry).where(JournalEntry.action == "package.submit"))
    assert (version.number, version.round, version.late, version.declared_no_personal_data) == (
        1,
        1,
        False,
        True,
    )
    assert version.answers == on.ANSWERS
    assert {slot["code"] for slot in version.slots} >= {"programme", "diagnosis"}
    assert package.current_version_id == version.id and package.sent_at is not None
    assert event.payload["package_id"] == package.id
    assert line.details["before"] == "draft" and line.details["after"] == "curator_review"


def test_a_returned_package_comes_back_with_unchanged_files_marked_the_same(town: World) -> None:
    walk = on.sent(town)
    programme, protocol = walk.files()
    walk.check(programme)
    walk.check(protocol, FileDecision.RETURNED, text="Протокол не подписан.")
    walk.step(town.curator, "return")
    assert walk.row().returns == 1
    walk.add("diagnosis", "Протокол, подписан.pdf", replaces=protocol)
    walk.answer(1)
    walk.submit("resubmit")
    assert walk.changes() == {"Программа.pdf": "same", "Протокол, подписан.pdf": "changed"}
    with acting_as(town.curator) as curator:
        lines = {line.file.name: line.check for line in dossiers.dossier(walk.number, curator).sent_files()}
    assert lines["Программа.pdf"] is not None and lines["Протокол, подписан.pdf"] is None
    assert walk.row().round == 2


def test_a_returned_file_sent_again_unchanged_is_judged_again(town: World) -> None:
    walk = on.sent(town)
    programme, protocol = walk.files()
    walk.check(programme)
    walk.check(protocol, FileDecision.RETURNED, text="Протокол не подписан.")
    walk.step(town.curator, "return")
    walk.answer(1, "Подпись на последней странице.")
    walk.submit("resubmit")
    assert walk.changes()["Протокол.pdf"] == "same"
    assert on.count(FileCheck, FileCheck.file_id == protocol.id) == 0
    walk.settle(1, town.curator)
    with pytest.raises(Refused) as refusal:
        walk.step(town.curator, "confirm", text="Полон.")
    assert "Не проверены: Протокол.pdf" in refusal.value.reasons[0]
    walk.check(protocol)
    walk.step(town.curator, "confirm", text="Полон.")
    assert walk.row().state is State.ADMITTED


def test_a_package_with_a_returned_file_or_an_open_remark_is_not_confirmed(town: World) -> None:
    walk = on.sent(town)
    programme, protocol = walk.files()
    walk.check(programme)
    walk.check(protocol, FileDecision.RETURNED, text="Не подписан.")
    with pytest.raises(Refused) as refusal:
        walk.step(town.curator, "confirm", text="Полон.")
    told = " ".join(refusal.value.reasons)
    assert "возвращённые с замечанием: Протокол.pdf" in told and "пока есть открытые" in told


def test_a_package_is_not_returned_without_a_remark(town: World) -> None:
    walk = on.sent(town)
    with pytest.raises(Refused) as refusal:
        walk.step(town.curator, "return")
    assert refusal.value.reasons == (
        "Добавьте хотя бы одно замечание или отметьте прежнее как неустранённое.",
    )


def test_the_limit_of_rounds_holds_until_the_coordinator_allows_one_more(town: World) -> None:
    walk = on.sent(town)
    protocol = walk.files()[1]
    for turn in (1, 2):
        walk.check(protocol, FileDecision.RETURNED, text=f"Замечание {turn}.")
        walk.step(town.curator, "return")
        walk.answer(turn)
        walk.submit("resubmit")
        walk.settle(turn, town.curator)
    walk.check(protocol, FileDecision.RETURNED, text="Замечание 3.")
    with pytest.raises(Refused) as refusal:
        walk.step(town.curator, "return")
    assert "Возвратов уже 2 из 2" in refusal.value.reasons[0]
    with acting_as(town.coordinator) as coordinator:
        with pytest.raises(Invalid):
            operations.allow_round(walk.number, "  ", actor=coordinator)
        operations.allow_round(walk.number, "Школа меняла директора.", actor=coordinator)
    walk.step(town.curator, "return")
    assert walk.row().returns == 3
    assert on.count(PackageEvent, PackageEvent.text == "Школа меняла директора.") == 1


def test_a_withdrawn_package_goes_back_to_its_draft_and_can_be_sent_again(town: World) -> None:
    walk = on.sent(town)
    walk.step(town.school_1.head, "withdraw", text="Нашли ошибку.")
    with pytest.raises(Refused):
        walk.step(town.curator, "confirm", text="x")
    walk.step(town.school_1.head, "resume")
    walk.submit()
    assert on.count(Version) == 2 and walk.row().state is State.CURATOR_REVIEW


def test_a_withdrawn_package_is_sent_after_the_stage_closed_by_the_coordinators_leave(town: World) -> None:
    walk = on.sent(town)
    walk.step(town.school_1.head, "withdraw", text="Нашли ошибку.")
    with system_scope("close the stage"):
        town.stage.closes_on = town.today - timedelta(days=1)
        make.save(town.stage)
    walk.step(town.school_1.head, "resume")
    with pytest.raises(Refused, match="Приём документов закрыт"):
        walk.submit()
    with acting_as(town.coordinator) as coordinator:
        operations.allow_late(on.STAGE, "school-1", on.KIND, "Паводок.", actor=coordinator)
    walk.submit()
    assert walk.row().late_reason == "Паводок." and on.count(Version, Version.late) == 1


def test_remarks_are_answered_and_never_withdrawn_from(town: World, sign_in: SignIn) -> None:
    walk = on.sent(town)
    walk.check(walk.files()[0], FileDecision.RETURNED, text="Нет подписи.")
    walk.step(town.curator, "return")
    with pytest.raises(Refused):
        walk.step(town.school_1.head, "withdraw", text="Обойдём замечание.")
    walk.answer(1)
    walk.submit("resubmit")
    walk.settle(1, town.curator, RemarkState.NOT_FIXED)
    with pytest.raises(Refused, match="уже возвращали"):
        walk.step(town.school_1.head, "withdraw", text="Обойдём замечание.")
    with system_scope("a withdrawal of an older release"):
        package = walk.row()
        package.state = State.DRAFT
        make.save(package)
    with pytest.raises(Refused, match="Ответьте на замечания: № 1"):
        walk.submit()
    ledger = sign_in(town.school_1.head).get(f"/packages/{walk.number}/remarks")
    assert ledger.tree.xpath("//textarea[@name='text']"), "the way out of it is offered"
    walk.answer(1, "Подписано.")
    assert walk.submit().state is State.CURATOR_REVIEW


def test_a_remark_answered_and_not_judged_is_no_reason_to_return_again(town: World) -> None:
    walk = on.sent(town)
    walk.check(walk.files()[0], FileDecision.RETURNED, text="Нет подписи.")
    walk.step(town.curator, "return")
    walk.answer(1)
    walk.submit("resubmit")
    with pytest.raises(Refused, match="хотя бы одно замечание"):
        walk.step(town.curator, "return")
    walk.settle(1, town.curator, RemarkState.NOT_FIXED)
    assert walk.step(town.curator, "return").state is State.CURATOR_RETURNED


def test_a_package_is_not_placed_on_a_day_to_come(town: World) -> None:
    walk = on.admitted(town)
    with system_scope("an accepted package"):
        package = walk.row()
        package.state, package.verdict = State.CONFORMS, VerdictKind.CONFORMS
        package.kind = "evidence1"
        make.save(package)
    with pytest.raises(Refused, match="ещё не наступила"):
        walk.step(town.coordinator, "place", day=town.today + timedelta(days=1))
    assert walk.row().state is State.CONFORMS
    assert walk.step(town.coordinator, "place", day=town.today).placed_on == town.today


def test_a_late_package_needs_a_reason_that_stays(town: World) -> None:
    walk = on.begun(town)
    with system_scope("close the stage"):
        town.stage.closes_on = town.today - timedelta(days=1)
        make.save(town.stage)
    with pytest.raises(Refused) as refusal:
        walk.submit()
    assert "Приём документов закрыт" in refusal.value.reasons[0]
    with acting_as(town.coordinator) as coordinator:
        operations.allow_late(on.STAGE, "school-1", on.KIND, "Паводок.", actor=coordinator)
        with pytest.raises(Invalid):
            operations.allow_late(on.STAGE, "school-1", on.KIND, "Ещё раз.", actor=coordinator)
    walk.submit()
    assert walk.row().late_reason == "Паводок."


def test_a_curator_cannot_examine(town: World) -> None:
    walk = on.admitted(town)
    with pytest.raises(Refused):
        walk.step(town.curator, "begin")
    doubled = on.also(town.curator, "coordinator", town.municipality)
    with pytest.raises(Refused) as refusal:
        walk.step(doubled, "begin")
    assert "Вы подтвердили этот пакет как куратор" in refusal.value.reasons[0]
    with acting_as(town.coordinator) as coordinator, pytest.raises(Invalid):
        operations.assign_expert(walk.number, town.curator.user_id, actor=coordinator)


def test_people_of_the_school_decide_nothing_on_its_package(town: World) -> None:
    walk = on.sent(town)
    on.also(town.curator, "school", town.school_1.school)
    file = walk.files()[0]
    with pytest.raises(Invalid, match="вашей школы"):
        walk.check(file)
    on.also(town.expert, "head", town.school_1.school)
    with acting_as(town.coordinator) as coordinator:
        with pytest.raises(Invalid, match="работал в школе"):
            operations.assign_expert(walk.number, town.expert.user_id, actor=coordinator)
        operations.assign_expert(walk.number, town.other_expert.user_id, actor=coordinator)
        operations.assign_expert(walk.number, town.other_expert.user_id, actor=coordinator)
        with pytest.raises(NotThere):
            operations.assign_expert(walk.number, town.other_curator.user_id, actor=coordinator)
    assert on.count(ExpertAssignment) == 1


def test_an_examiner_who_worked_at_the_school_is_refused(town: World) -> None:
    walk = on.admitted(town)
    on.also(town.coordinator, "school", town.school_1.school)
    with pytest.raises(Refused) as refusal:
        walk.step(town.coordinator, "begin")
    assert "Это пакет вашей школы" in refusal.value.reasons[0]


def test_another_examiner_does_not_conclude_what_one_has_begun(town: World) -> None:
    walk = on.admitted(town)
    with acting_as(town.coordinator) as coordinator:
        operations.assign_expert(walk.number, town.expert.user_id, actor=coordinator)
    walk.step(town.expert, "begin")
    with pytest.raises(Refused) as refusal:
        walk.conclude(VerdictKind.CONFORMS)
    assert "проводит другой эксперт" in refusal.value.reasons[0]


def test_rework_waits_for_the_term_of_every_remark(town: World, as_coordinator: Browser) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all(ZERO)
    _undated_remark(walk)
    page = as_coordinator.get(f"/packages/{walk.number}/verdict")
    proposed = page.value("day")
    assert proposed and proposed > town.today.isoformat()
    told = {"verdict": "rework", "text": "Доработать.", "day": proposed, "seen": walk.seen}
    refused = as_coordinator.post(f"/packages/{walk.number}/verdict", told, status=422)
    assert refused.has("Укажите срок устранения у замечаний № 1 на странице «Замечания»")
    assert walk.row().state is State.EXPERTISE and on.count(Verdict) == 0
    ledger = as_coordinator.get(f"/packages/{walk.number}/remarks")
    assert ledger.has("Изменить")
    with system_scope("test"), transaction():
        session.execute(update(Remark).values(due_on=town.today))
    walk.conclude(VerdictKind.REWORK)
    walk.step(town.coordinator, "release")
    assert walk.row().state is State.EXPERTISE_RETURNED
    assert [remark.due_on is not None for remark in walk.remarks()] == [True, True]


def _undated_remark(walk: on.Walk) -> None:
    """As one that was carried over from elsewhere: the product itself asks for the term at once."""
    package = walk.row()
    make.save(
        Remark(
            package_id=package.id, number=1, origin=RemarkOrigin.EXPERTISE, kind=RemarkKind.ESSENTIAL,
            state=RemarkState.OPEN, text="Приложите протокол.", round=package.round,
            version_id=package.current_version_id, author_id=walk.town.coordinator.user_id,
            author_name=walk.town.coordinator.name, author_role=walk.town.coordinator.role,
        )
    )  # fmt: skip


def test_an_open_essential_remark_blocks_acceptance_in_the_second_round(town: World) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.REWORK, ZERO)
    walk.step(town.coordinator, "release")
    assert walk.row().state is State.EXPERTISE_RETURNED and walk.row().returns == 1
    with pytest.raises(Refused) as unanswered:
        walk.submit("resubmit")
    assert "Ответьте на замечания: № 1" in unanswered.value.reasons[0]
    walk.answer(1)
    walk.submit("resubmit")
    assert walk.row().verdict is None
    walk.admit()
    walk.step(town.coordinator, "begin")
    walk.mark_all()
    for accepting in (VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS):
        with pytest.raises(Refused) as refusal:
            walk.conclude(accepting)
        assert "Открыты существенные замечания № 1" in refusal.value.reasons[0]
    walk.settle(1, town.coordinator)
    walk.conclude(VerdictKind.CONFORMS)
    walk.step(town.coordinator, "release")
    assert walk.row().state is State.FOUNDER_REVIEW
    assert on.count(Verdict) == 2
    assert [remark.state for remark in walk.remarks()] == [RemarkState.CONFIRMED]


def test_a_blocking_zero_and_an_empty_sheet_bar_acceptance(town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    with pytest.raises(Refused) as empty:
        walk.conclude(VerdictKind.CONFORMS)
    assert "Заполните экспертный лист" in empty.value.reasons[0]
    walk.mark_all({"А.1": (MarkValue.ZERO, "Программы нет.")})
    with pytest.raises(Refused) as zero:
        walk.conclude(VerdictKind.CONFORMS)
    assert "блокирующим критериям" in zero.value.reasons[0]
    with pytest.raises(Refused):
        walk.step(town.coordinator, "conclude", text="Без вердикта.")
    with pytest.raises(Invalid):
        walk.conclude(VerdictKind.FAILS, text=" ")
    assert walk.row().state is State.EXPERTISE and on.count(Verdict) == 0


def test_a_released_verdict_never_changes(town: World) -> None:
    walk = on.admitted(town)
    walk.examine(VerdictKind.CONFORMS)
    walk.step(town.coordinator, "release")
    with system_scope("look"):
        before = session.execute(select(Verdict.kind, Verdict.rationale, Verdict.released_at)).one()
    for action, answer in (
        ("reopen", {"text": "Передумали."}),
        ("release", {}),
        ("conclude", {"verdict": VerdictKind.FAILS, "text": "Нет."}),
        ("begin", {}),
    ):
        with pytest.raises(Refused):
            walk.step(town.coordinator, action, **answer)
    session.rollback()
    with system_scope("look"):
        assert session.execute(select(Verdict.kind, Verdict.rationale, Verdict.released_at)).one() == before


def test_a_conclusion_may_be_released_in_the_same_act_by_the_coordinator_only(town: World) -> None:
    walk = on.admitted(town)
    with acting_as(town.coordinator) as coordinator:
        operations.assign_expert(walk.number, town.expert.user_id, actor=coordinator)
    walk.step(town.coordinator, "begin")
    walk.mark_all()
    walk.conclude(VerdictKind.CONFORMS, release=True)
    assert walk.row().state is State.FOUNDER_REVIEW and walk.row().verdict is VerdictKind.CONFORMS
    with system_scope("look"):
        actions = list(session.scalars(select(PackageEvent.action).order_by(PackageEvent.id)))
    assert actions[-2:] == ["conclude", "release"]
