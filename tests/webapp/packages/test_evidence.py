"""Measures and the documents that prove them, as each person may see them."""

import io
from dataclasses import asdict
from datetime import date
from functools import cache

import openpyxl
import pytest
from sqlalchemy import select

from tests import factories as make
from tests import samples
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.world import SchoolPeople, World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, Package, PackageFile, Version, VersionFile
from webapp.reading import operations
from workflows.file_rules import FileKind
from workflows.kind import Per, Slot
from workflows.vocabulary import Role, State

PROTOCOL = "Протокол № 3 от 18.03.2026\nСеминар для родителей по чтению проведён"


def programme(town: World, *titles: str) -> list[AntiRiskMeasure]:
    risk = make.risk(town.school_1.school, town.programme)
    whose = {"municipality_id": risk.municipality_id, "school_id": risk.school_id}
    period = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 12, 20)}
    plan = make.save(AntiRiskProgramme(**whose, risk_id=risk.id, aim="Цель", **period))
    return [
        make.save(
            AntiRiskMeasure(
                **whose, plan_id=plan.id, number=n, title=title, due_on=date(2026, 3, 20), monitoring_stage=1
            )
        )
        for n, title in enumerate(titles, 1)
    ]


@cache
def printed(text: str) -> bytes:
    """The same bytes each time: a typesetter dates what it makes."""
    return samples.printed(text)


def put(package: Package, slot: str, text: str, who: SchoolPeople, *, read: bool = True) -> PackageFile:
    file: PackageFile = make.kept_file(package, slot, printed(text), FileKind.PDF, actor=who.coordinator)
    with system_scope("test"):
        if read:
            operations.read(file.sha256, keep_alive=lambda: None)
            operations.examine(file.sha256)
        session.commit()
    return file


def send(package: Package, measures: list[AntiRiskMeasure]) -> None:
    """Freeze what lies in the draft, as a sending does."""
    with system_scope("test"), transaction():
        row = session.get_one(Package, package.id)
        slots = [
            Slot(f"measure-{one.id}", one.title, "", True, True, Per.MEASURE, "", str(one.id))
            for one in measures
        ]
        frozen = [{**asdict(slot), "per": slot.per.value, "due_on": None} for slot in slots]
        version = Version(
            package_id=row.id,
            number=1,
            round=1,
            answers={},
            slots=frozen,
            sent_by_id=measures[0].id,
            sent_by_name="Д.",
            sent_by_role=Role.HEAD,
            declared_no_personal_data=True,
        )
        session.add(version)
        session.flush()
        row.state, row.current_version_id = State.CURATOR_REVIEW, version.id
        for file in session.scalars(select(PackageFile).where(PackageFile.package_id == row.id)):
            place = {"package_id": row.id, "version_id": version.id, "position": file.number}
            session.add(VersionFile(**place, file_id=file.id, change="new"))


@pytest.fixture
def measures(town: World) -> list[AntiRiskMeasure]:
    return programme(
        town, "Семинар для родителей по чтению", "Конкурс проектов учащихся", "Консультации учителей"
    )


@pytest.fixture
def package(town: World, measures: list[AntiRiskMeasure]) -> Package:
    found: Package = make.package(town.school_1.school, town.stage, kind="evidence1", state=State.DRAFT)
    put(found, f"measure-{measures[0].id}", PROTOCOL, town.school_1)
    put(found, f"measure-{measures[1].id}", "Приказ № 1 от 01.09.2025 об отпусках сотрудников", town.school_1)
    return found


def test_each_measure_has_its_state_with_the_reasons(package: Package, town: World, sign_in: SignIn) -> None:
    school = sign_in(town.school_1.coordinator)
    card = school.get(f"/packages/{package.number}")
    (address,) = card.tree.xpath('//a[.="Меры и документы"]/@href')
    page = school.get(address)
    rows = [" ".join(row.text_content().split()) for row in page.tree.xpath("//tbody/tr")]
    assert len(rows) == 3
    assert "Подтверждена" in rows[0] and "20 марта 2026" in rows[0]
    assert "Документ вне периода" in rows[1]
    assert "Документ старше начала программы" in rows[1] and "слов меры в документе не найдено" in rows[1]
    assert "Документа нет" in rows[2]


def test_the_same_file_of_another_school_is_told_to_those_who_judge_and_not_to_a_school(
    package: Package, measures: list[AntiRiskMeasure], town: World, sign_in: SignIn
) -> None:
    other = make.package(town.school_2.school, town.stage, kind="evidence1", state=State.DRAFT)
    put(other, "other", PROTOCOL, town.school_2)
    school = sign_in(town.school_1.coordinator).get(f"/packages/{package.number}/evidence")
    assert not school.has("другая школа")
    send(package, measures)
    judged = sign_in(town.curator).get(f"/packages/{package.number}/evidence")
    assert judged.has("Такой же файл приложила другая школа") and not judged.has(
        town.school_2.school.short_name
    )


def test_the_same_file_for_two_measures_is_flagged(
    package: Package, measures: list[AntiRiskMeasure], town: World, sign_in: SignIn
) -> None:
    put(package, f"measure-{measures[2].id}", PROTOCOL, town.school_1)
    page = sign_in(town.school_1.coordinator).get(f"/packages/{package.number}/evidence")
    assert (
        page.text.count("ыть же файл") == 0
        and page.text.lower().count("тот же файл приложен ещё к одной мере") == 2
    )


def test_a_file_that_is_being_read_waits(
    package: Package, measures: list[AntiRiskMeasure], town: World, sign_in: SignIn
) -> None:
    put(package, f"measure-{measures[2].id}", "Журнал консультаций", town.school_1, read=False)
    assert sign_in(town.school_1.coordinator).get(f"/packages/{package.number}/evidence").has("Файл читается")


def test_the_table_is_exported(package: Package, town: World, sign_in: SignIn) -> None:
    answer = sign_in(town.school_1.coordinator).get(f"/packages/{package.number}/evidence.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Мера", "Срок", "Состояние", "Документ", "Что не так"]
    assert [row[2] for row in rows[1:]] == ["Подтверждена", "Документ вне периода", "Документа нет"]


def test_strangers_find_nothing_and_other_kinds_have_no_measures(
    package: Package, town: World, sign_in: SignIn
) -> None:
    for stranger in (town.school_2.coordinator, town.foreign_coordinator, town.curator):
        sign_in(stranger).get(f"/packages/{package.number}/evidence", status=404)
    concept = make.package(town.school_1.school, town.stage, kind="concept", state=State.DRAFT)
    assert (
        sign_in(town.school_1.coordinator).get(f"/packages/{concept.number}/evidence").has("Мер в пакете нет")
    )


def test_the_number_of_statements_does_not_grow(
    package: Package, measures: list[AntiRiskMeasure], town: World, sign_in: SignIn
) -> None:
    school: Browser = sign_in(town.school_1.coordinator)
    address = f"/packages/{package.number}/evidence"
    school.get(address)
    with statements() as few:
        school.get(address)
    for number in range(4):
        put(package, f"measure-{measures[2].id}", f"Протокол {number} консультаций", town.school_1)
    with statements() as many:
        school.get(address)
    assert len(many) == len(few)
