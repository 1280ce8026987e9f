"""What a school does with its draft: files in slots, quota, answers kept, numbers."""

import io
from dataclasses import replace

import pytest
from flask import Flask

from tests import samples
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as
from webapp.assembly import operations
from webapp.assembly.operations import Outcome, Upload
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import JournalEntry, Package, PackageFile, StoredFile


@pytest.fixture
def draft(town: World) -> on.Walk:
    with acting_as(town.school_1.coordinator) as actor:
        return on.Walk(town, operations.start(on.STAGE, on.KIND, actor=actor))


def upload(
    walk: on.Walk, slot: str, *names: str, replaces: int | None = None, body: bytes = b""
) -> tuple[Outcome, ...]:
    uploads = [Upload(name, io.BytesIO(body or samples.pdf(name))) for name in names]
    with acting_as(walk.town.school_1.coordinator) as actor:
        return operations.add_files(walk.number, slot, uploads, actor=actor, replaces=replaces)


def names(walk: on.Walk) -> list[str]:
    return [file.name for file in walk.files()]


def test_starting_twice_leads_to_the_package_begun_first(town: World, draft: on.Walk) -> None:
    with acting_as(town.school_1.head) as head:
        assert operations.start(on.STAGE, on.KIND, actor=head) == draft.number
    assert on.count(Package) == 1


def test_what_no_stage_expects_is_not_started(town: World) -> None:
    with acting_as(town.school_1.head) as head:
        for stage, kind in ((on.STAGE, "evidence1"), ("no-such-stage", on.KIND)):
            with pytest.raises(NotThere):
                operations.start(stage, kind, actor=head)
    with acting_as(town.coordinator) as coordinator, pytest.raises(NotThere):
        operations.start(on.STAGE, on.KIND, actor=coordinator)


def test_a_file_of_a_one_file_slot_replaces_the_one_before(draft: on.Walk) -> None:
    upload(draft, "programme", "Первая.pdf")
    (first,) = draft.files()
    upload(draft, "programme", "Вторая.pdf")
    (second,) = draft.files()
    assert (second.name, second.number, second.replaces_id) == ("Вторая.pdf", 2, first.id)
    assert on.count(PackageFile) == 2, "what was uploaded once stays known"


def test_of_several_files_for_a_one_file_slot_the_last_stays(draft: on.Walk) -> None:
    upload(draft, "programme", "Первая.pdf", "Вторая.pdf")
    assert names(draft) == ["Вторая.pdf"]


def test_a_slot_for_many_keeps_them_all_and_replaces_the_one_named(draft: on.Walk) -> None:
    upload(draft, "other", "Приказ.pdf", "План.pdf")
    upload(draft, "other", "Приказ, исправлен.pdf", replaces=1)
    assert names(draft) == ["План.pdf", "Приказ, исправлен.pdf"]


def test_a_file_of_another_slot_is_never_replaced(draft: on.Walk) -> None:
    upload(draft, "programme", "Программа.pdf")
    upload(draft, "other", "Приказ.pdf", replaces=1)
    assert names(draft) == ["Программа.pdf", "Приказ.pdf"]


def test_a_removed_file_leaves_the_draft_and_no_trace_in_the_version(town: World) -> None:
    walk = on.begun(town)
    extra = walk.add("other", "Лишний.pdf")
    with acting_as(town.school_1.coordinator) as actor:
        operations.remove_file(walk.number, extra.number, actor=actor)
        with pytest.raises(NotThere):
            operations.remove_file(walk.number, 999_999, actor=actor)
    walk.submit()
    assert set(walk.changes()) == {"Программа.pdf", "Протокол.pdf"}
    assert on.count(JournalEntry, JournalEntry.action == "file.removed_from_draft") == 1


def test_a_file_removed_after_a_return_stays_in_the_version_sent_before(town: World) -> None:
    walk = on.sent(town)
    walk.step(town.school_1.head, "withdraw", text="Ошибка.")
    walk.step(town.school_1.head, "resume")
    with acting_as(town.school_1.coordinator) as actor:
        operations.remove_file(walk.number, walk.files()[1].number, actor=actor)
    walk.add("diagnosis", "Новый протокол.pdf")
    walk.submit()
    assert walk.changes() == {"Программа.pdf": "same", "Новый протокол.pdf": "new"}
    with acting_as(town.curator) as curator:
        first = dossiers.version(dossiers.dossier(walk.number, curator).package, 1)
        assert [line.file.name for line in first.files] == ["Программа.pdf", "Протокол.pdf"]


def test_the_quota_of_a_school_is_kept(app: Flask, draft: on.Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(samples.pdf("Первая.pdf"))
    settings = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", replace(settings, school_quota=size + 10))
    upload(draft, "programme", "Первая.pdf")
    with pytest.raises(Invalid, match="Место школы закончилось"):
        upload(draft, "diagnosis", "Вторая.pdf")
    assert names(draft) == ["Первая.pdf"]


def test_two_uploads_at_once_never_exceed_the_quota(
    app: Flask, town: World, draft: on.Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two packages of one school are two locks; the quota is one."""
    with acting_as(town.school_1.coordinator) as actor:
        other = operations.start(on.STAGE, "concept", actor=actor)
        slot = dossiers.dossier(other, actor).slots[0].code
    body = samples.pdf("Одно и то же")
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], school_quota=len(body) + 10)
    )

    def put(number: str, code: str) -> object:
        uploads = [Upload("Файл.pdf", io.BytesIO(body))]
        return operations.add_files(number, code, uploads, actor=actor)

    results = on.at_once(
        app, [(actor, lambda: put(draft.number, "programme")), (actor, lambda: put(other, slot))]
    )
    assert sum(isinstance(result, tuple) for result in results) == 1, results
    assert sum(isinstance(result, Invalid) for result in results) == 1, results


def test_the_same_bytes_from_two_schools_at_once_are_kept_once(app: Flask, town: World) -> None:
    numbers = {}
    for people in (town.school_1, town.school_2, town.school_3):
        with acting_as(people.coordinator) as actor:
            numbers[actor] = operations.start(on.STAGE, on.KIND, actor=actor)
    body = samples.pdf("Типовое положение")

    def put(actor: on.Actor) -> object:
        uploads = [Upload("Положение.pdf", io.BytesIO(body))]
        return operations.add_files(numbers[actor], "other", uploads, actor=actor)

    results = on.at_once(app, [(actor, lambda actor=actor: put(actor)) for actor in numbers])
    assert all(isinstance(result, tuple) and result[0].kept for result in results), results
    assert on.count(StoredFile) == 1 and on.count(PackageFile) == 3


def test_a_bad_file_is_refused_by_name_and_the_good_one_stays(draft: on.Walk) -> None:
    with acting_as(draft.town.school_1.coordinator) as actor:
        good, bad = (
            Upload("Хороший.pdf", io.BytesIO(samples.pdf("г"))),
            Upload("Плохой.pdf", io.BytesIO(b"MZ\x90")),
        )
        outcomes = operations.add_files(draft.number, "other", [good, bad], actor=actor)
    told = {outcome.name: outcome for outcome in outcomes}
    assert told["Хороший.pdf"].kept and not told["Плохой.pdf"].kept and told["Плохой.pdf"].sentence
    assert names(draft) == ["Хороший.pdf"]


def test_nothing_changes_in_a_package_that_is_not_the_schools_turn(town: World) -> None:
    walk = on.sent(town)
    with acting_as(town.school_1.coordinator) as actor:
        with pytest.raises(Invalid, match="изменить его нельзя"):
            operations.remove_file(walk.number, walk.files()[0].number, actor=actor)
        with pytest.raises(Invalid):
            operations.save_answers(walk.number, {"comment": "x"}, actor=actor, seen=2)
        with pytest.raises(Invalid):
            operations.excuse(walk.number, "period", "Так надо.", actor=actor)
    with pytest.raises(Invalid):
        upload(walk, "other", "Поздний.pdf")


def test_a_slot_no_kind_has_is_not_there_and_a_foreign_draft_neither(town: World, draft: on.Walk) -> None:
    with pytest.raises(NotThere):
        upload(draft, "no-such-slot", "Файл.pdf")
    for stranger in (town.school_2.coordinator, town.foreign_school.coordinator, town.curator):
        with acting_as(stranger), pytest.raises(NotThere):
            operations.save_answers(draft.number, {"comment": "x"}, actor=stranger, seen=1)


def test_answers_of_two_windows_never_overwrite_each_other(town: World, draft: on.Walk) -> None:
    with acting_as(town.school_1.coordinator) as actor:
        kept = operations.save_answers(draft.number, {"comment": "первое", "alien": "x"}, actor=actor, seen=1)
        assert kept.answers == {"comment": "первое"}
        with pytest.raises(Stale):
            operations.save_answers(draft.number, {"comment": "второе"}, actor=actor, seen=1)
        same = operations.save_answers(draft.number, {"comment": "первое"}, actor=actor, seen=1)
        assert same.answers == {"comment": "первое"}, "the same words are no conflict"
        session.rollback()
        operations.save_answers(draft.number, {"comment": "второе"}, actor=actor, seen=kept.seen)
        assert dossiers.dossier(draft.number, actor).package.draft.answers == {"comment": "второе"}


def test_a_finding_is_excused_only_with_a_reason(town: World, draft: on.Walk) -> None:
    with acting_as(town.school_1.coordinator) as actor:
        backwards = {"period_start": "2027-01-01", "period_end": "2026-01-01"}
        operations.save_answers(draft.number, backwards, actor=actor, seen=1)
        with pytest.raises(Invalid):
            operations.excuse(draft.number, "period", " ", actor=actor)
        with pytest.raises(Invalid, match="уже нет"):
            operations.excuse(draft.number, "no-such-finding", "Так надо.", actor=actor)
        operations.excuse(draft.number, "period", "Программа на один год.", actor=actor)
        package = dossiers.dossier(draft.number, actor).package
        assert package.draft is not None
        about = "Начало периода позже его окончания. Проверьте даты."
        assert package.draft.excuses == {"period": {"about": about, "reason": "Программа на один год."}}
