"""What a stage report says, against rows put there by hand."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests import factories as make
from tests.counting import statements
from tests.webapp.reports.conftest import NO_GOAL
from tests.webapp.reports.judging import Case, anti_risk, judged
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, snapshot
from webapp.models import Package, Report, Stage
from webapp.printing.contents import Kind, Person, StageReport
from webapp.printing.pages import page_of
from webapp.reports import queries
from webapp.reports.queries.measures import Indicator, change_of, is_reached
from webapp.reports.queries.official import natural, signed_name
from webapp.reports.queries.typical import RemarkLine, criterion_label, typical_remarks
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, RemarkState, ReportKind

AT = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def contents_of(town: World, stage: Stage) -> StageReport:
    report = Report(
        number="О-2026-1", kind=ReportKind.STAGE, stage_id=stage.id, conclusion="Вывод.\n\nВторой."
    )
    session.expire_all()
    with system_scope("test"), snapshot():
        return queries.stage_contents(report, Person("Координатор", "М. П. Образцова"), AT)


def test_who_presented_who_did_not_and_who_was_late(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    contents = contents_of(town, stage)
    schools = contents.general.schools
    assert (schools.due, schools.sent, schools.late, schools.not_sent) == (3, 2, 1, 1)
    assert [(line.due, line.sent) for line in contents.general.composition] == [(3, 2)]
    absent = {line.school: (line.presented is None, line.reason) for line in contents.deadlines}
    assert absent == {
        town.school_3.school.name: (True, "Пакет не начат."),
        town.school_2.school.name: (False, ""),
    }
    assert [result.is_late for result in contents.results] == [False, True]
    assert contents.conclusions == ("Вывод.", "Второй.")


def test_results_carry_verdict_points_and_zone_as_decided(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    contents = contents_of(town, stage)
    full, low = contents.results
    assert full.verdict == "Соответствует" and full.score is not None
    assert (full.score.percent, full.score.zone) == (Decimal("100.0"), "зелёная")
    assert low.verdict == "Соответствует с замечаниями" and low.score is not None
    assert low.score.points == low.score.maximum - 3
    means = {criterion.number: criterion for criterion in contents.criteria}
    assert (means["Б.2"].average, means["Б.2"].zeros, means["Б.2"].assessed) == (Decimal(1), 1, 2)
    assert means["Б.2"].is_weak and not means["А.1"].is_weak
    assert means["А.1"].average == Decimal("1.5")


def test_criteria_of_several_documents_are_numbered_as_on_the_screen(town: World) -> None:
    stage = make.stage(town.programme, slug="concept-x", title="Концептуальные документы", kinds=("concept",))
    judged(town, town.school_1.school, stage, Case(VerdictKind.CONFORMS), kind="concept")
    numbers = [criterion.number for criterion in contents_of(town, stage).criteria]
    assert {"К.А.1", "П.А.1"} <= set(numbers) and len(numbers) == len(set(numbers))


def test_the_report_tells_what_was_placed_in_the_federal_system(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    with system_scope("test"):
        packages[0].placed_on = date(2026, 5, 20)
        make.save(packages[0])
    contents = contents_of(town, stage)
    assert [result.placed_on for result in contents.results] == [date(2026, 5, 20), None]
    rows = page_of(Kind.STAGE_REPORT, contents.to_json())["tables"]["results"]["rows"]
    assert ["размещён в ИС МЭДК 20.05.2026" in row[1] for row in rows] == [True, False]


def test_parameters_name_the_sheet_its_scale_and_its_thresholds(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    parameters = contents_of(town, stage).parameters
    assert [sheet.title for sheet in parameters.sheets] == ["Программа развития образовательной организации"]
    assert [step.mark for step in parameters.scale] == ["2", "1", "0", "н/п"]
    assert parameters.thresholds[0].condition.startswith("не менее 85 %")
    assert [zone.zone for zone in parameters.zones] == ["Зелёная", "Жёлтая", "Красная"]


def test_a_remark_met_in_two_packages_is_typical_and_open_advice_is_addressed(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    contents = contents_of(town, stage)
    (typical,) = contents.typical_remarks
    assert (typical.text, typical.count, len(typical.schools)) == (NO_GOAL, 2, 2)
    assert typical.criterion == "Программа развития, критерий Б.2"
    assert len(contents.recommendations) == 3
    assert contents.recommendations[0].school == town.school_1.school.short_name


def test_the_appendix_holds_every_file_with_its_hash(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    appendix = contents_of(town, stage).appendix
    assert [one.number for one in appendix] == [package.number for package in packages]
    slots = [file.slot for file in appendix[0].files]
    assert slots == ["Программа развития", "Протокол самодиагностики"]
    assert all(len(file.sha256) == 64 for one in appendix for file in one.files)


def test_evidence_of_the_first_stage_is_counted_by_measure(town: World) -> None:
    stage = make.stage(town.programme, slug="evidence-1", title="Подтверждение, 1 этап", kinds=("evidence1",))
    risk = make.risk(town.school_1.school, town.programme, "staff_shortage")
    anti_risk(town.school_1.school, stage, risk, 3)
    low = {f"М2.{code}": MarkValue.ZERO for code in ("А.1", "А.2", "А.3", "Б.1", "Б.2", "Б.3")}
    judged(town, town.school_1.school, stage, Case(VerdictKind.WITH_REMARKS, low), kind="evidence1")
    contents = contents_of(town, stage)
    assert [(m.measure.rpartition(". ")[2], m.confirmed, m.total) for m in contents.measures] == [
        ("Мероприятие 1", 1, 1), ("Мероприятие 2", 0, 1), ("Мероприятие 3", 1, 1),
    ]  # fmt: skip
    assert [m.outcome for m in contents.measures] == [
        "Исполнена и подтверждена", "Не подтверждена", "Исполнена и подтверждена",
    ]  # fmt: skip
    assert {m.risk for m in contents.measures} == {"Дефицит педагогических кадров"}
    assert contents.requisites.heading.endswith("в рамках 1-го этапа наступления позитивных изменений")
    assert {criterion.number for criterion in contents.criteria} >= {"А.1", "Б.1"}
    assert next(c for c in contents.criteria if c.number == "А.1").assessed == 3


def test_the_second_stage_tells_which_risks_have_changed(town: World) -> None:
    stage = make.stage(town.programme, slug="evidence-2", title="Подтверждение, 2 этап", kinds=("evidence2",))
    risk = make.risk(town.school_1.school, town.programme, "staff_shortage")
    anti_risk(town.school_1.school, stage, risk, 2, [("12 %", "5 %", "4,5 %"), ("40", "60", "50")])
    judged(town, town.school_1.school, stage, Case(VerdictKind.CONFORMS), kind="evidence2")
    contents = contents_of(town, stage)
    assert [(m.confirmed, m.total) for m in contents.measures] == [(1, 1), (1, 1)]
    (change,) = contents.changes
    assert (change.outcome, change.basis) == ("наступили частично", "достигнуто плановых значений: 1 из 2")


@pytest.mark.parametrize(
    ("base", "planned", "actual", "reached"),
    [
        ("10", "20", "20", True), ("10", "20", "19,9", False), ("10 %", "5 %", "5 %", True), ("10 %", "5 %", "6 %", False),
        ("", "60", "61", True), ("нет", "не менее 60", "60,0", True), ("1", "2", "", None), ("1", "высокий", "2", None),
        ("−3", "0", "-1", False),
    ],
)  # fmt: skip
def test_an_indicator_is_reached_in_the_direction_of_its_plan(
    base: str, planned: str, actual: str, reached: bool | None
) -> None:
    assert is_reached(Indicator(base, planned, actual)) is reached


def test_missing_facts_never_look_like_changes() -> None:
    assert change_of([])[0] == "Недостаточно данных"
    assert change_of([Indicator("1", "2", "")])[0] == "Недостаточно данных"
    assert change_of([Indicator("1", "2", "2"), Indicator("1", "2", "")])[0] == "наступили частично"
    assert change_of([Indicator("1", "2", "1")])[0] == "не наступили"
    assert change_of([Indicator("1", "2", "2")])[0] == "Позитивные изменения наступили"


def line(package: int, text: str, criterion: str = "А.1", kind: str = "development") -> RemarkLine:
    return RemarkLine(
        package, f"Школа № {package}", kind, criterion, text, RemarkKind.ESSENTIAL, RemarkState.OPEN, None
    )


def test_similar_words_are_one_typical_remark_and_different_ones_are_not() -> None:
    found = typical_remarks([
        line(1, "Не указано исходное значение показателя."),
        line(2, "Не указано исходное значение показателя 3!"),
        line(10, "Не указано исходное значение показателя, страница 5"),
        line(3, "Протокол не подписан."),
        line(4, "Нет приказа об утверждении."),
        line(5, "Не указано исходное значение показателя.", "Б.1"),
    ])  # fmt: skip
    assert [(one.count, one.schools) for one in found] == [(3, ("Школа № 1", "Школа № 2", "Школа № 10"))]


def test_one_package_told_twice_is_not_typical() -> None:
    assert typical_remarks([line(1, "Нет подписи."), line(1, "Нет подписи.")]) == ()


@pytest.mark.parametrize(
    ("kind", "code", "label"),
    [
        ("development", "Б.2", "Программа развития, критерий Б.2"),
        ("concept", "К.А.1", "Концепция развития, критерий К.А.1"),
        ("concept", "А2.Б.1", "Антирисковая программа, критерий А.Б.1"),
        ("evidence1", "М12.А.3", "Подтверждающие документы, 1 этап, критерий А.3"),
        ("concept", "", ""),
    ],
)
def test_a_criterion_is_named_with_its_sheet(kind: str, code: str, label: str) -> None:
    assert criterion_label(kind, code) == label


def test_names_are_signed_and_schools_sorted_as_people_do() -> None:
    assert signed_name("Образцова Мария Петровна").replace("\xa0", " ") == "М. П. Образцова"
    assert sorted(["СОШ № 10", "СОШ № 2", "Гимназия № 1"], key=natural) == [
        "Гимназия № 1",
        "СОШ № 2",
        "СОШ № 10",
    ]


def test_foreign_packages_and_schools_are_in_no_number(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    judged(town, town.foreign_school.school, town.foreign_stage, Case(VerdictKind.FAILS))
    assert town.foreign_school.school.name not in contents_of(town, stage).to_json()


@pytest.mark.parametrize("kind", ["development", "concept", "evidence1"])
def test_the_statements_do_not_grow_with_the_schools(town: World, kind: str) -> None:
    stage = make.stage(town.programme, slug="count-2026", title="Этап", kinds=(kind,))
    for one in (town.school_1, town.school_2, town.school_3):
        risk = make.risk(one.school, town.programme, "staff_shortage")
        anti_risk(one.school, stage, risk, 2)
    counts = []
    for one in (town.school_1, town.school_2, town.school_3):
        judged(town, one.school, stage, Case(remarks=((RemarkKind.ESSENTIAL, "А.1", "Текст."),)), kind=kind)
        session.rollback()
        with statements() as seen:
            contents = contents_of(town, stage)
        counts.append(len(seen))
        assert contents.is_intact()
    assert len(set(counts)) == 1 and counts[0] <= 15, counts


def test_contents_survive_the_database(
    stage: Stage, packages: list[Package], made: Callable[[Stage], Report]
) -> None:
    contents = StageReport.from_json(json.dumps(made(stage).content))
    assert contents.is_intact()
