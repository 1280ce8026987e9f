"""The diary through its pages: who writes, who marks, who reads, and what nobody else sees."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.counting import statements
from tests.pages import Browser, Page, SignIn
from tests.webapp.access.estate import put
from tests.webapp.reports.conftest import as_the_product  # noqa: F401
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import now, session, transaction
from webapp.models import DiaryAgreement, DiaryEntry, JournalEntry, Report, SignOff, Stage
from workflows.signing import SignState, Way
from workflows.vocabulary import ReportKind, ReportState

EXAMINED = "Посмотрели план воспитательной работы и два урока математики."


def rows(model: Any, *conditions: Any) -> list[Any]:
    session.rollback()
    session.expire_all()
    with system_scope("test"):
        return list(session.scalars(select(model).where(*conditions).order_by(model.id)))


def facts(town: World, **changes: Any) -> dict[str, Any]:
    return {
        "school": str(town.school_1.school.id), "happened_on": (now() - timedelta(days=1)).date().isoformat(),
        "contact": "visit", "examined": EXAMINED, "what": "Прислать приказ о наставничестве", "doer": "school",
        "due_on": "", "doer_2": "school", "doer_3": "school", **changes,
    }  # fmt: skip


def entered(town: World, curator: Browser, **changes: Any) -> DiaryEntry:
    curator.post("/diary/new", facts(town, **changes))
    found: DiaryEntry = rows(DiaryEntry)[-1]
    return found


def set_entry(**values: Any) -> None:
    with system_scope("test"), transaction():
        session.execute(update(DiaryEntry).values(**values))


def test_five_fields_make_an_entry_that_school_and_coordinator_read(
    town: World, as_curator: Browser, as_head: Browser, as_coordinator: Browser
) -> None:
    assert as_curator.get(f"/diary/new?school={town.school_1.school.slug}").has("Новая запись дневника")
    row = entered(town, as_curator, question="Можно ли перенести срок?")
    assert (row.examined, row.author_id, row.entered_at is not None) == (EXAMINED, town.curator.user_id, True)
    assert as_curator.get(f"/diary/{row.number}").has(EXAMINED, "Можно ли перенести срок?", "Внесена")
    assert as_coordinator.get("/diary?show=asked").has("вопрос координатору")
    seen_by_school = as_head.get(f"/diary/{row.number}")
    assert seen_by_school.has(EXAMINED, "Прислать приказ") and not seen_by_school.has(
        "Можно ли перенести срок?"
    )
    assert as_head.get("/diary").has("Посещение школы")
    assert as_head.get(f"/schools/{town.school_1.school.slug}?tab=diary").has("Посмотрели план")
    assert "diary.entered" in [one.action for one in rows(JournalEntry)]


def test_others_do_not_see_it_and_nobody_sees_a_draft_but_its_author(
    town: World,
    as_curator: Browser,
    as_coordinator: Browser,
    as_foreign_coordinator: Browser,
    sign_in: SignIn,
) -> None:
    row = entered(town, as_curator)
    as_foreign_coordinator.get(f"/diary/{row.number}", status=404)
    sign_in(town.school_2.head).get(f"/diary/{row.number}", status=404)
    sign_in(town.other_curator).get(f"/diary/{row.number}", status=404)
    sign_in(town.expert).get("/diary", status=404)
    as_curator.post("/diary/new", facts(town, examined="", draft="1"))
    draft = rows(DiaryEntry)[-1]
    assert draft.entered_at is None
    as_coordinator.get(f"/diary/{draft.number}", status=404)
    assert as_curator.get("/diary?show=drafts").has("Черновик")
    as_curator.post(f"/diary/{draft.number}/drop", {})
    assert [one.id for one in rows(DiaryEntry)] == [row.id]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"examined": " "}, "что рассмотрели"),
        ({"happened_on": "2030-01-01"}, "ещё не наступило"),
        ({"school": "0"}, "Школа"),
        ({"minutes": "0"}, "от 1 до 1440"),
        ({"due_on": "2020-01-01"}, "раньше самой встречи"),
        ({"happened_time": "25:00"}, "14:30"),
    ],
)
def test_bad_input_is_said_in_a_sentence_and_nothing_typed_is_lost(
    town: World, as_curator: Browser, changes: dict[str, str], words: str
) -> None:
    page = as_curator.post("/diary/new", facts(town, recommendations="Провести урок", **changes), status=422)
    assert page.has(words) and "Провести урок" in page.text
    assert rows(DiaryEntry) == []


def test_a_curator_writes_of_their_own_schools_only(town: World, sign_in: SignIn) -> None:
    other = sign_in(town.other_curator)
    other.post("/diary/new", facts(town), status=422)
    assert rows(DiaryEntry) == []


def test_it_is_corrected_for_two_days_then_added_to(town: World, as_curator: Browser) -> None:
    row = entered(town, as_curator)
    page = as_curator.get(f"/diary/{row.number}/edit")
    assert page.value("seen") == "1" and EXAMINED in page.text
    as_curator.post(f"/diary/{row.number}/edit", facts(town, examined="Исправлено", seen="1"))
    stale = as_curator.post(
        f"/diary/{row.number}/edit", facts(town, examined="Из старого окна", seen="1"), status=409
    )
    assert stale.has("в другом окне")
    set_entry(entered_at=now() - timedelta(hours=49))
    refused = as_curator.post(f"/diary/{row.number}/edit", facts(town, seen="2"), status=409)
    assert refused.has("Запись можно дополнить")
    assert as_curator.post(f"/diary/{row.number}/add", {"text": " "}, status=422).has("что добавить")
    as_curator.post(f"/diary/{row.number}/add", {"text": "Приказ получен."})
    assert as_curator.get(f"/diary/{row.number}").has("Приказ получен.", "Дополнена")
    assert rows(DiaryEntry)[0].examined == "Исправлено"


def test_an_agreement_waits_at_home_until_it_is_done(
    town: World, as_curator: Browser, as_head: Browser, as_coordinator: Browser
) -> None:
    row = entered(town, as_curator, what_2="Согласовать выезд", doer_2="coordinator")
    assert as_head.get("/").has("Прислать приказ о наставничестве")
    assert not as_head.get("/").has("Согласовать выезд") and as_coordinator.get("/").has("Согласовать выезд")
    first, second = rows(DiaryAgreement)
    as_head.post(f"/diary/{row.number}/agreements/{second.id}/done", {}, status=404)
    as_head.post(f"/diary/{row.number}/agreements/{first.id}/done", {})
    as_head.post(f"/diary/{row.number}/agreements/{first.id}/done", {}, status=409)
    assert not as_head.get("/").has("Прислать приказ о наставничестве")
    assert as_curator.get(f"/diary/{row.number}").has("выполнено")


def test_the_coordinator_marks_it_and_the_school_has_read_it(
    town: World, as_curator: Browser, as_head: Browser, as_coordinator: Browser
) -> None:
    row = entered(town, as_curator)
    as_curator.post(f"/diary/{row.number}/mark", {"remark": "Хорошо"}, status=404)
    as_coordinator.post(f"/diary/{row.number}/mark", {"remark": "Пришлите конспект урока."})
    as_head.post(f"/diary/{row.number}/read", {})
    page = as_curator.get(f"/diary/{row.number}")
    assert page.has("Отмечена координатором", "Пришлите конспект урока.", "Школа ознакомлена")
    as_curator.post(f"/diary/{row.number}/edit", facts(town, seen="1"), status=409)


def test_a_signed_stage_closes_its_entries(town: World, as_curator: Browser, as_coordinator: Browser) -> None:
    stage = rows(Stage, Stage.programme_id == town.programme.id)[0]
    row = entered(town, as_curator, stage=str(stage.id))
    assert row.stage_id == stage.id
    _sign(town, stage)
    assert as_curator.post(f"/diary/{row.number}/add", {"text": "Ещё"}, status=409).has("подписан")
    as_coordinator.post(f"/diary/{row.number}/mark", {"remark": ""}, status=409)
    assert as_curator.get(f"/diary/{row.number}").has("Закрыта")
    assert as_curator.post("/diary/new", facts(town, stage=str(stage.id)), status=422).has("Выберите другой")


def test_schools_below_the_norm_are_named_to_the_coordinator(
    town: World, as_curator: Browser, as_coordinator: Browser
) -> None:
    assert as_coordinator.get("/diary/regularity").has(town.school_1.school.short_name, "не было")
    for _ in range(2):
        entered(town, as_curator, happened_on=now().date().isoformat(), happened_time="00:00")
    page = as_coordinator.get("/diary/regularity")
    assert not page.has(town.school_1.school.short_name) and page.has(town.school_2.school.short_name)
    as_curator.get("/diary/regularity", status=404)
    as_coordinator.get("/diary/regularity?month=ерунда")


def test_the_list_costs_the_same_however_long(
    town: World, as_curator: Browser, as_coordinator: Browser
) -> None:
    counts = []
    for number in (1, 3):
        while len(rows(DiaryEntry)) < number:
            entered(town, as_curator)
        as_coordinator.get("/diary")
        with statements() as seen:
            as_coordinator.get("/diary")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    narrowed: Page = as_coordinator.get("/diary?contact=phone&since=01.01.2026&school=нет")
    assert narrowed.has("По этим условиям записей нет")


def _sign(town: World, stage: Stage) -> None:
    with transaction():
        who, place = town.coordinator, stage.municipality_id
        report = put(Report(
            municipality_id=place, number="О-2026-1", kind=ReportKind.STAGE, title="Отчёт", stage_id=stage.id,
            request_key="1", state=ReportState.READY, content={}, requested_by_id=who.user_id, requested_by_name=who.name,
        ))  # fmt: skip
        put(SignOff(
            municipality_id=place, report_id=report.id, stage_id=stage.id, sha256="0" * 64, data_sha256="0" * 64,
            signer_id=who.user_id, signer_name=who.name, signer_role=who.role, certificate={}, differences={},
            state=SignState.STANDING, way=Way.SIMPLE,
        ))  # fmt: skip
