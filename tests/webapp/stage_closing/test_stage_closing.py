# ruff: noqa: F811
"""The page before signing: what is open is named with its address, answers are kept until the report is signed."""

from collections.abc import Callable

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import as_the_product, made, order, packages, report_of, rows, stage  # noqa: F401
from tests.webapp.signing.conftest import agreed  # noqa: F401
from tests.webapp.signing.test_signing import signed
from tests.world import World
from webapp.models import JournalEntry, Package, Report, Stage, StageCheck
from webapp.signing.operations import Requisites
from workflows.vocabulary import State

YES = {"ordered": "yes", "advice": "yes", "private": "yes"}


def test_what_is_open_is_named_and_led_to(town: World, stage: Stage, as_coordinator: Browser) -> None:
    late = make.package(town.school_1.school, stage, kind="development", state=State.RECONCILIATION)
    ready = make.package(town.school_2.school, stage, kind="development", state=State.CONCLUDED)
    page = as_coordinator.get(f"/closing/{stage.slug}")
    assert page.has(
        "Не всё готово", "Ждут сведения: 1.", "Не направлено заключений: 1.", "Сформируйте отчёт этапа."
    )
    for package in (late, ready):
        assert f'href="/packages/{package.number}"' in page.text
    assert page.has(f"{town.school_3.school.short_name}: Программа развития")
    assert as_coordinator.get("/reports").has("Закрытие этапа")


def test_overdue_measures_of_the_roadmap_are_named_with_links(
    town: World, stage: Stage, as_coordinator: Browser
) -> None:
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    late = make.measure(roadmap, "15.03.2026", title="Совещание директоров")
    make.measure(roadmap, "15.03.2030", title="Итоговая конференция")
    page = as_coordinator.get(f"/closing/{stage.slug}")
    assert page.has("Просроченные мероприятия", "Совещание директоров") and not page.has(
        "Итоговая конференция"
    )
    assert f"/roadmap/items/{late.ref}" in page.text


def test_answers_are_kept_with_who_gave_them(town: World, stage: Stage, as_coordinator: Browser) -> None:
    url = f"/closing/{stage.slug}"
    as_coordinator.post(url, {"ordered": "yes", "private": "no", "closed": "yes"})
    as_coordinator.post(url, {"private": "yes"})
    assert {(row.item.value, row.met) for row in rows(StageCheck)} == {("ordered", True), ("private", True)}
    assert as_coordinator.get(url).has("Образцова М. П.")
    assert [one.details["after"] for one in rows(JournalEntry) if one.action == "stage.checked"][-1] == {
        "private": True
    }
    as_coordinator.post(url, {"private": "может быть"}, status=422)


def test_a_signed_report_closes_the_answers(
    town: World,
    stage: Stage,
    packages: list[Package],
    made: Callable[[Stage], Report],
    agreed: Requisites,
    as_coordinator: Browser,
) -> None:
    report = made(stage)
    url = f"/closing/{stage.slug}"
    as_coordinator.post(url, YES)
    assert as_coordinator.get(url).has(f"Отчёт № {report.number}")
    signed(report, town)
    assert as_coordinator.post(url, {"private": "no"}, status=409).has("Отчёт этапа подписан")


def test_others_do_not_come_in(
    town: World,
    stage: Stage,
    as_foreign_coordinator: Browser,
    sign_in: SignIn,
    as_curator: Browser,
) -> None:
    url = f"/closing/{stage.slug}"
    as_foreign_coordinator.get(url, status=404)
    as_foreign_coordinator.post(url, YES, status=404)
    as_curator.get(url, status=404)
    chief = sign_in(town.chief)
    assert not chief.get(url).has("Сохранить отметки")
    chief.post(url, YES, status=404)
    assert rows(StageCheck) == []


def test_the_page_costs_the_same_however_many_packages(
    town: World, stage: Stage, as_coordinator: Browser
) -> None:
    counts = []
    for school in (town.school_1, town.school_2):
        make.package(school.school, stage, kind="development", state=State.EXPERTISE)
        as_coordinator.get(f"/closing/{stage.slug}")
        with statements() as seen:
            as_coordinator.get(f"/closing/{stage.slug}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
