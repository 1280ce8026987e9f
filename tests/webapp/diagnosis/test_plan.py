"""The anti-risk programme: rows saved together, conflicts that lose nothing, measures that hold evidence."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, Page
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.diagnosis import operations, queries
from webapp.diagnosis.operations import IndicatorDraft, MeasureDraft, PlanDraft, TaskDraft
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import AntiRiskMeasure, JournalEntry

URL = "/schools/school-1/risks/parents/programme"
EDIT = f"{URL}/edit?programme=500-2026"
DRAFT = PlanDraft(
    aim="Вовлечь родителей",
    starts_on=date(2026, 2, 1),
    ends_on=date(2026, 12, 20),
    tasks=(TaskDraft(text="Создать родительский клуб"),),
    indicators=(IndicatorDraft(title="Доля родителей на собраниях", unit="%", base="30", planned="60"),),
    measures=(
        MeasureDraft(
            title="Родительский клуб",
            task_number=1,
            due_on=date(2026, 4, 15),
            executor="Урокова Н. П.",
            expected_document="протокол",
        ),
        MeasureDraft(
            title="Анкетирование",
            task_number=1,
            due_on=date(2026, 10, 15),
            executor="Классова О. И.",
            expected_document="справка",
            monitoring_stage=2,
        ),
    ),
)


@pytest.fixture
def risk(town: World) -> Any:
    return make.risk(town.school_1.school, town.programme, "parents")


def save(town: World, draft: PlanDraft, seen: int) -> None:
    actor = town.school_1.coordinator
    with acting_as(actor):
        operations.save_plan("school-1", "parents", "500-2026", draft, actor=actor, seen=seen)


def view(town: World) -> queries.PlanView:
    with acting_as(town.school_1.coordinator):
        session.expunge_all()
        return queries.view_of("school-1", "parents", "500-2026")


def form_of(page: Page) -> dict[str, Any]:
    fields = page.tree.xpath('//form[@id="plan"]//*[self::input or self::textarea or self::select][@name]')
    values: dict[str, Any] = {}
    for one in fields:
        if one.get("type") == "checkbox":
            continue
        if one.tag == "select":
            values[one.get("name")] = next(iter(one.xpath("option[@selected]/@value")), "")
        else:
            values[one.get("name")] = one.get("value", "") if one.tag == "input" else (one.text or "").strip()
    values.pop("form_token", None)
    return values


def evidence_for(town: World, measure_id: int) -> None:
    package = make.package(town.school_1.school, town.stage, kind="evidence1")
    make.file(package, f"measure-{measure_id}", actor=town.school_1.coordinator)


def test_a_programme_is_written_in_one_go_and_read_back(town: World, risk: Any) -> None:
    save(town, DRAFT, seen=0)
    plan = view(town)
    assert (plan.seen, plan.aim) == (1, "Вовлечь родителей")
    assert [(m.number, m.title, m.monitoring_stage) for m in plan.measures] == [
        (1, "Родительский клуб", 1),
        (2, "Анкетирование", 2),
    ]
    assert plan.tasks[0].number == 1 and plan.indicators[0].planned == "60"
    assert plan.cautions == ()
    with system_scope("test"):
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert entry.action == "anti_risk.saved" and entry.details["added"] == [
        "task 1",
        "indicator 1",
        "measure 1",
        "measure 2",
    ]


def test_an_anti_risk_programme_needs_an_activated_risk(town: World, as_school: Browser) -> None:
    make.risk(town.school_1.school, town.programme, "parents", activated=False)
    with pytest.raises(Invalid, match="Сначала активируйте"):
        save(town, DRAFT, seen=0)
    page = as_school.get(URL)
    assert page.has("Риск не активирован") and not page.has("Составить программу")


def test_a_change_of_rows_alone_makes_older_pages_stale(town: World, risk: Any) -> None:
    save(town, DRAFT, seen=0)
    row = view(town).measures[0]
    save(
        town,
        PlanDraft(
            aim=DRAFT.aim,
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=(MeasureDraft(row_id=row.id, title="Клуб отцов"),),
        ),
        seen=1,
    )
    assert view(town).seen == 2 and [m.title for m in view(town).measures] == ["Клуб отцов", "Анкетирование"]
    for seen in (0, 1):
        with pytest.raises(Stale):
            save(town, DRAFT, seen=seen)


def test_both_texts_stand_on_the_page_of_a_conflict_and_can_be_joined(
    town: World, risk: Any, as_school: Browser
) -> None:
    save(town, DRAFT, seen=0)
    mine = form_of(as_school.get(EDIT)) | {"aim": "Моя новая цель"}
    save(
        town,
        PlanDraft(
            aim="Цель коллеги",
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=(MeasureDraft(title="Мера коллеги"),),
        ),
        seen=1,
    )
    page = as_school.post(EDIT, mine, status=409)
    page.check()
    assert page.has("изменил другой человек", "Цель коллеги", "Мера коллеги", "Моя новая цель")
    assert view(town).aim == "Цель коллеги"
    as_school.post(EDIT, form_of(page))
    joined = view(town)
    assert joined.aim == "Моя новая цель" and "Мера коллеги" in [m.title for m in joined.measures]


def test_rows_are_added_by_submit_and_nothing_typed_is_lost(
    town: World, risk: Any, as_school: Browser
) -> None:
    form = form_of(as_school.get(EDIT)) | {"aim": "Набранная цель", "measures-0-title": "Первая мера"}
    page = as_school.post(EDIT, form | {"add": "measures"}, status=200)
    page.check()
    again = form_of(page)
    assert again["aim"] == "Набранная цель" and again["measures-0-title"] == "Первая мера"
    assert again["measures-1-title"] == ""
    assert view(town).seen == 0, "adding a row saves nothing"
    as_school.post(EDIT, again | {"measures-1-title": "Вторая мера", "measures-1-due_on": "15 апреля 2026"})
    saved = view(town)
    assert [(m.title, m.due_on) for m in saved.measures] == [
        ("Первая мера", None),
        ("Вторая мера", date(2026, 4, 15)),
    ]
    assert saved.tasks == () and saved.indicators == (), "empty rows are not rows"


def test_there_is_an_end_to_adding_rows(town: World, risk: Any, as_school: Browser) -> None:
    form = form_of(as_school.get(EDIT)) | {f"tasks-{n}-text": f"Задача {n}" for n in range(130)}
    page = as_school.post(EDIT, form | {"add": "tasks"}, status=200)
    assert (
        len([name for name in form_of(page) if name.startswith("tasks-") and name.endswith("-text")]) == 100
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"aim": ""}, "Сформулируйте цель"),
        ({"ends_on": "2025-01-01"}, "раньше её начала"),
        ({"measures-0-due_on": "30.02.2026", "measures-0-title": "Мера"}, "нет в календаре"),
        ({"measures-0-executor": "Урокова"}, "Назовите меру"),
        ({"measures-0-title": "Мера", "measures-0-task_number": "первая"}, "Ошибка"),
        ({"seen": "x"}, "Проверьте введённые данные"),
    ],
)
def test_faults_are_told_and_the_text_is_kept(
    town: World, risk: Any, as_school: Browser, changes: dict[str, str], sentence: str
) -> None:
    form = form_of(as_school.get(EDIT)) | {"aim": "Цель", "collection": "Анкеты"} | changes
    page = as_school.post(EDIT, form, status=422)
    page.check()
    assert page.has(sentence) and form_of(page)["collection"] == "Анкеты"
    assert view(town).seen == 0


def test_a_measure_with_evidence_is_excluded_and_one_without_is_removed(
    town: World, risk: Any, as_school: Browser
) -> None:
    save(town, DRAFT, seen=0)
    proved, bare = view(town).measures
    evidence_for(town, proved.id)
    form = form_of(as_school.get(EDIT)) | {"measures-0-remove": "y", "measures-1-remove": "y"}
    as_school.post(EDIT, form)
    plan = view(town)
    assert plan.measures == () and [m.id for m in plan.dropped] == [proved.id]
    with system_scope("test"):
        assert list(session.scalars(select(AntiRiskMeasure.id))) == [proved.id]
    assert as_school.get(URL).has("Исключённые меры", "Родительский клуб") and bare.id != proved.id


def test_evidence_of_another_school_does_not_count(town: World, risk: Any) -> None:
    save(town, DRAFT, seen=0)
    measure = view(town).measures[0]
    package = make.package(town.foreign_school.school, town.foreign_stage, kind="evidence1")
    make.file(package, f"measure-{measure.id}", actor=town.foreign_school.coordinator)
    assert not view(town).measures[0].evidenced


def test_rows_of_another_programme_cannot_be_reached_by_their_number(town: World, risk: Any) -> None:
    other = make.risk(town.school_1.school, town.programme, "equipment")
    actor = town.school_1.coordinator
    with acting_as(actor):
        operations.save_plan("school-1", other.risk_code, "500-2026", DRAFT, actor=actor, seen=0)
        victim = queries.view_of("school-1", "equipment", "500-2026").measures[0]
    save(
        town,
        PlanDraft(
            aim="Цель",
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=(MeasureDraft(row_id=victim.id, title="Подмена"),),
        ),
        seen=0,
    )
    with acting_as(actor):
        assert queries.view_of("school-1", "equipment", "500-2026").measures[0].title == victim.title


def test_numbers_stay_with_their_measures_when_others_go(town: World, risk: Any) -> None:
    save(town, DRAFT, seen=0)
    first, second = view(town).measures
    save(
        town,
        PlanDraft(
            aim="Цель",
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=(MeasureDraft(row_id=first.id, title="", remove=True), MeasureDraft(title="Новая")),
        ),
        seen=1,
    )
    assert [(m.number, m.title) for m in view(town).measures] == [(2, "Анкетирование"), (3, "Новая")]
    assert view(town).measures[0].id == second.id


def test_the_page_warns_and_still_saves(town: World, risk: Any, as_school: Browser) -> None:
    make.stage(
        town.programme,
        slug="evidence",
        title="Документы",
        kinds=("evidence1",),
        opens_on=date(2026, 4, 1),
        closes_on=date(2026, 4, 10),
    )
    save(town, DRAFT, seen=0)
    page = as_school.get(URL)
    assert page.has("Стоит проверить", "Мера 1: Срок меры 1 этапа позже окончания приёма")
    assert "data-print" in page.text


def test_only_the_school_itself_writes_and_others_read(
    town: World, risk: Any, as_curator: Browser, as_coordinator: Browser, as_foreign_coordinator: Browser
) -> None:
    save(town, DRAFT, seen=0)
    for browser in (as_curator, as_coordinator):
        page = browser.get(URL)
        assert page.has("Вовлечь родителей") and not page.has("Изменить программу")
        browser.get(EDIT, status=404)
        browser.post(EDIT, {"aim": "x"}, status=404)
    as_foreign_coordinator.get(URL, status=404)
    stranger = town.school_2.head
    with acting_as(stranger), pytest.raises(NotThere):
        operations.save_plan("school-1", "parents", "500-2026", DRAFT, actor=stranger, seen=1)
    with acting_as(town.curator), pytest.raises(NotThere):
        operations.save_plan("school-1", "parents", "500-2026", DRAFT, actor=town.curator, seen=1)


def test_the_price_of_a_programme_does_not_grow_with_its_rows(town: World, risk: Any) -> None:
    def cost() -> int:
        session.expunge_all()
        with acting_as(town.curator), statements() as seen:
            queries.view_of("school-1", "parents", "500-2026")
        return len(seen)

    save(town, DRAFT, seen=0)
    one = cost()
    save(
        town,
        PlanDraft(
            aim="Цель",
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=tuple(MeasureDraft(title=f"Мера {n}") for n in range(5)),
            tasks=tuple(TaskDraft(text=f"Задача {n}") for n in range(5)),
        ),
        seen=1,
    )
    assert cost() == one


def test_text_of_the_school_stays_text(town: World, risk: Any, as_school: Browser) -> None:
    save(
        town,
        PlanDraft(
            aim="<script>alert(1)</script>",
            starts_on=DRAFT.starts_on,
            ends_on=DRAFT.ends_on,
            measures=(MeasureDraft(title="<img src=x>"),),
        ),
        seen=0,
    )
    for path in (URL, EDIT):
        page = as_school.get(path)
        assert "<script>alert" not in page.text and "<img src=x" not in page.text
