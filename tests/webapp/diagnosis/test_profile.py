"""The risk profile: the school fills and activates, its curator verifies, nobody else touches it."""

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
from webapp.diagnosis.operations import RiskEntry
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, JournalEntry, SchoolRisk
from workflows.vocabulary import Significance

EDIT = "/schools/school-1/risks/edit?programme=500-2026"
HIGH, LOW = Significance.HIGH, Significance.LOW


def rows(town: World) -> dict[str, SchoolRisk]:
    with system_scope("test"):
        own = select(SchoolRisk).where(SchoolRisk.school_id == town.school_1.coordinator.school_id)
        return {row.risk_code: row for row in session.scalars(own.execution_options(populate_existing=True))}


def save(town: World, *entries: RiskEntry) -> None:
    actor = town.school_1.coordinator
    with acting_as(actor):
        mark = queries.profile("school-1", "500-2026").mark
        operations.save_profile("school-1", "500-2026", entries, actor=actor, mark=mark)


def plan_with_evidence(town: World, risk: SchoolRisk) -> None:
    plan = make.save(
        AntiRiskProgramme(
            municipality_id=risk.municipality_id,
            school_id=risk.school_id,
            risk_id=risk.id,
            aim="Цель",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 12, 20),
        )
    )
    measure = make.save(
        AntiRiskMeasure(
            municipality_id=risk.municipality_id,
            school_id=risk.school_id,
            plan_id=plan.id,
            number=1,
            title="Семинар",
        )
    )
    package = make.package(town.school_1.school, town.stage, kind="evidence1")
    make.file(package, f"measure-{measure.id}", actor=town.school_1.coordinator)


def form_of(page: Page) -> dict[str, Any]:
    controls = page.tree.xpath('//main//*[starts-with(@name, "risks-") or @name="mark"]')
    return {
        one.get("name"): next(iter(one.xpath("option[@selected]/@value")), "")
        if one.tag == "select"
        else one.get("value", "")
        for one in controls
    }


def field_for(form: dict[str, Any], code: str, name: str) -> str:
    return next(key for key, value in form.items() if value == code).replace("code", name)


def test_the_school_adds_and_activates_through_the_page(town: World, as_school: Browser) -> None:
    form = form_of(as_school.get(EDIT))
    form[field_for(form, "staff_shortage", "significance")] = "high"
    form[field_for(form, "staff_shortage", "activated_on")] = "20.02.2026"
    form[field_for(form, "parents", "significance")] = "low"
    as_school.post(EDIT, form)
    saved = rows(town)
    assert set(saved) == {"staff_shortage", "parents"}
    assert saved["staff_shortage"].activated_on == date(2026, 2, 20) and saved["parents"].activated_on is None
    page = as_school.get("/schools/school-1/risks")
    assert page.has(
        "Дефицит педагогических кадров", "20.02.2026", "Нет антирисковой программы", "Составить программу"
    )
    with system_scope("test"):
        assert set(session.scalars(select(JournalEntry.action))) == {"risk.added"}


def test_a_risk_cannot_be_activated_without_significance(town: World, as_school: Browser) -> None:
    form = form_of(as_school.get(EDIT))
    form[field_for(form, "parents", "activated_on")] = "20.02.2026"
    page = as_school.post(EDIT, form, status=422)
    page.check()
    assert page.has("Укажите значимость риска «Низкий уровень вовлечённости родителей»") and rows(town) == {}


def test_a_stale_profile_is_refused(town: World, as_school: Browser) -> None:
    form = form_of(as_school.get(EDIT))
    save(town, RiskEntry("parents", HIGH, None))
    form[field_for(form, "equipment", "significance")] = "low"
    as_school.post(EDIT, form, status=409)
    assert set(rows(town)) == {"parents"}


def test_a_changed_significance_must_be_verified_anew(town: World) -> None:
    save(town, RiskEntry("parents", HIGH, None))
    with acting_as(town.curator):
        operations.verify(
            "school-1", "500-2026", "parents", "Анкеты родителей.", actor=town.curator, significance="high"
        )
    assert rows(town)["parents"].verified_by_name == town.curator.name
    save(town, RiskEntry("parents", HIGH, date(2026, 2, 20)))
    assert rows(town)["parents"].verified_at is not None, "activation keeps the verification"
    save(town, RiskEntry("parents", LOW, date(2026, 2, 20)))
    row = rows(town)["parents"]
    assert (row.verified_at, row.verified_by_id, row.verification_note) == (None, None, "")


def test_a_risk_with_evidence_stays_activated_and_in_the_profile(town: World) -> None:
    plan_with_evidence(town, make.risk(town.school_1.school, town.programme, "parents"))
    with pytest.raises(Invalid, match="подтверждающие документы"):
        save(town, RiskEntry("parents", HIGH, None))
    with pytest.raises(Invalid, match="антирисковая программа"):
        save(town, RiskEntry("parents", None, None))
    assert rows(town)["parents"].activated_on is not None


def test_a_risk_without_evidence_may_be_deactivated_and_removed(town: World) -> None:
    save(town, RiskEntry("parents", HIGH, date(2026, 2, 20)))
    save(town, RiskEntry("parents", HIGH, None))
    save(town, RiskEntry("parents", None, None))
    assert rows(town) == {}


def test_factors_outside_the_dictionary_are_ignored(town: World) -> None:
    save(town, RiskEntry("invented", HIGH, None), RiskEntry("motivation", HIGH, None))
    assert rows(town) == {}, "«motivation» belongs to an older edition and is not offered"


def test_only_the_assigned_curator_verifies_and_only_with_grounds(town: World, as_curator: Browser) -> None:
    make.risk(town.school_1.school, town.programme, "parents")
    url = "/schools/school-1/risks/parents/verification?programme=500-2026"
    assert as_curator.post(url, {"note": " ", "significance": "high"}, status=422).has("Укажите основание")
    as_curator.post(url, {"note": "Анкеты родителей.", "significance": "low"}, status=409)
    as_curator.post(url, {"note": "Анкеты родителей.", "significance": "high"})
    assert rows(town)["parents"].verification_note == "Анкеты родителей."
    with acting_as(town.other_curator), pytest.raises(NotThere):
        operations.verify(
            "school-1", "500-2026", "parents", "Чужой", actor=town.other_curator, significance="high"
        )
    with acting_as(town.school_1.head), pytest.raises(NotThere):
        operations.verify(
            "school-1", "500-2026", "parents", "Сам", actor=town.school_1.head, significance="high"
        )


def test_nobody_writes_the_profile_of_another_school(
    town: World,
    as_curator: Browser,
    as_coordinator: Browser,
    as_school: Browser,
    as_foreign_coordinator: Browser,
) -> None:
    make.risk(town.school_2.school, town.programme, "parents")
    for browser in (as_curator, as_coordinator):
        browser.get(EDIT, status=404)
        browser.post(EDIT, {"mark": ""}, status=404)
    as_school.get("/schools/school-2/risks", status=404)
    as_school.post("/schools/school-2/risks/edit", {"mark": ""}, status=404)
    as_foreign_coordinator.get("/schools/school-1/risks", status=404)
    actor = town.school_1.coordinator
    with acting_as(actor), pytest.raises(NotThere):
        operations.save_profile("school-2", "", [RiskEntry("parents", LOW, None)], actor=actor, mark="")


def test_an_unknown_programme_does_not_exist_and_none_is_said_plainly(
    town: World, as_coordinator: Browser
) -> None:
    as_coordinator.get("/schools/school-1/risks?programme=other", status=404)
    make.school(town.municipality, slug="alone", name="Одиночная")
    assert as_coordinator.get("/schools/alone/risks").has("Школа не участвует в проектах")


def test_the_price_of_a_profile_does_not_grow(town: World) -> None:
    def cost() -> int:
        with acting_as(town.coordinator), statements() as seen:
            queries.profile("school-1", "")
        return len(seen)

    plan_with_evidence(town, make.risk(town.school_1.school, town.programme, "parents"))
    one = cost()
    for code in ("equipment", "staff_shortage"):
        make.risk(town.school_1.school, town.programme, code)
    assert cost() == one


def test_the_card_of_the_school_sums_the_profile_up(town: World, as_coordinator: Browser) -> None:
    make.risk(town.school_1.school, town.programme, "parents")
    make.risk(town.school_2.school, town.programme, "equipment", activated=False)
    page = as_coordinator.get("/schools/school-1?tab=risks")
    assert page.has("1 фактор риска", "Активировано: 1", "Не на каждый активированный риск")


def test_the_old_door_to_the_mark_is_shut(town: World) -> None:
    actor = town.school_1.coordinator
    with acting_as(actor), pytest.raises(Stale):
        operations.save_profile("school-1", "500-2026", [], actor=actor, mark="")


def test_of_several_projects_the_running_one_with_a_profile_is_opened(
    town: World, as_coordinator: Browser
) -> None:
    save(town, RiskEntry("parents", HIGH, None))
    newer = make.programme(town.municipality, code="new-2027", title="Новый проект")
    make.participation(newer, town.school_1.school)
    (current,) = as_coordinator.get("/schools/school-1/risks").tree.xpath(
        "//a[@aria-current][contains(@href, 'programme=')]/@href"
    )
    assert current.endswith("programme=500-2026")
    with acting_as(town.coordinator):
        found = queries.profile("school-1", "")
        assert found.programme is not None and found.programme.code == "500-2026"
        empty = queries.profile("school-1", "new-2027").programme
        assert empty is not None and empty.code == "new-2027"
