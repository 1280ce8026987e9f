"""The documents of the demonstration: the same bytes each time, readable, and saying what the story needs."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from demo.files import wrong
from demo.files.agreement import agreed
from demo.files.anti_risk import anti_risk, anti_risk_docx, medium_term, medium_term_docx, medium_term_pdf
from demo.files.concept import Quality, concept, concept_docx
from demo.files.development import development
from demo.files.diagnosis import diagnosis, protocol_pdf
from demo.files.effective_mode import effective_mode
from demo.files.evidence import attendance_docx, minutes_pdf, order_pdf, participation_docx, report
from demo.files.figures import figures
from demo.files.paper import Paper, Para, text_of
from demo.files.pictures import photo_jpeg, publication_png, scan_png
from demo.files.sets import concept_package, development_package, effective_mode_package, evidence_files
from demo.files.spreadsheets import diagnostics_xlsx
from demo.files.tallies import tallies
from demo.schools import SCHOOLS, DemoSchool, school
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure, anti_risk_plan, risk_name
from demo.texts.proofs import PUPIL_NAMES
from demo.texts.risk_profiles import RISK_PROFILES, activated
from demo.texts.stories import STORIES
from webapp.documents.judgement import Accepted, Rejected, judge
from workflows.dictionaries.document_types import DOCUMENT_TYPES
from workflows.file_rules import Refusal

DAY = date(2026, 3, 2)
ZARECHNY = school("school-2-zarechny")
RISKS = tuple(risk.code for risk in activated(ZARECHNY.slug))
PROJECT = [school(slug) for slug in RISK_PROFILES]
SIX_RISKS = ("learning_failure", "competence", "parents", "staff_shortage", "equipment", "special_needs")
each_school = pytest.mark.parametrize("one", SCHOOLS, ids=lambda one: one.slug)


@pytest.fixture(scope="module")
def plan() -> AntiRiskPlan:
    return anti_risk_plan(ZARECHNY, "learning_failure", DAY)


def measure_of(plan: AntiRiskPlan, kind: str) -> PlanMeasure:
    return next(one for one in plan.measures if one.document_type == kind)


def words_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(data: bytes) -> str:
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    return re.sub(r"\s+", " ", re.sub("[\xad\ufffe\x02]\\s*", "", text))


def test_the_same_input_gives_the_same_bytes(plan: AntiRiskPlan) -> None:
    first, second = (concept_package(ZARECHNY, DAY, quality=Quality.WEAK, scanned=True) for _ in range(2))
    assert first == second
    for measure in plan.measures:
        assert evidence_files(ZARECHNY, plan, measure) == evidence_files(ZARECHNY, plan, measure)


def test_another_day_gives_another_file() -> None:
    assert medium_term_docx(ZARECHNY, RISKS, DAY) != medium_term_docx(ZARECHNY, RISKS, date(2026, 4, 2))


@pytest.mark.parametrize("quality", Quality)
def test_a_concept_has_its_sections_and_the_name_of_the_school(quality: Quality) -> None:
    words = words_of_docx(concept_docx(ZARECHNY, RISKS, DAY, quality=quality))
    assert ZARECHNY.name in words
    headings = (
        "1. Введение",
        "2. Анализ текущего состояния",
        "3. Цели и задачи",
        "4. Меры",
        "5. Ожидаемые",
        "6. Лица",
    )
    assert all(heading in words for heading in headings)


def test_a_weak_concept_lacks_what_the_remarks_name() -> None:
    words = text_of(concept(ZARECHNY, RISKS, DAY, quality=Quality.WEAK))
    assert not any(risk_name(code) in words for code in RISKS)
    assert "Исходное" not in words
    assert "проведены" in words and "Планова А. И." in words
    assert sum(year.year in words for year in figures(ZARECHNY, DAY).years) == 1


def test_a_mended_concept_names_risks_and_base_values_but_still_surnames() -> None:
    words = text_of(concept(ZARECHNY, RISKS, DAY, quality=Quality.MENDED))
    assert all(risk_name(code) in words for code in RISKS)
    assert "Исходное" in words
    assert all(year.year in words for year in figures(ZARECHNY, DAY).years)
    assert "Планова А. И." in words


def test_a_mended_concept_changes_only_some_sections() -> None:
    weak, mended = (
        text_of(concept(ZARECHNY, RISKS, DAY, quality=q)).split("\n") for q in (Quality.WEAK, Quality.MENDED)
    )
    assert len(set(weak) & set(mended)) > len(set(weak)) / 2
    start = weak.index("4. Меры и мероприятия")
    assert weak[start:] == mended[mended.index("4. Меры и мероприятия") :]


def test_a_good_concept_names_posts_and_results_of_pupils() -> None:
    words = text_of(concept(ZARECHNY, RISKS, DAY, quality=Quality.GOOD))
    assert "Планова А. И." not in words and "заместитель директора по учебно-воспитательной работе" in words
    assert "не менее 60 % обучающихся группы риска" in words
    assert "7. Порядок отслеживания и внесения изменений" in words


@pytest.mark.parametrize("one", PROJECT, ids=lambda one: one.slug)
def test_a_medium_term_programme_has_a_passport_and_every_activated_risk(one: DemoSchool) -> None:
    risks = [risk.code for risk in activated(one.slug)]
    words = text_of(medium_term(one, risks, DAY))
    assert "1. Паспорт программы" in words and "База" in words
    assert all(f"Направление «{risk_name(code)}»" in words for code in risks)
    assert all(m.title in words for code in risks for m in anti_risk_plan(one, code, DAY).measures)


def test_a_medium_term_programme_is_printed_as_pdf_of_several_pages() -> None:
    data = medium_term_pdf(ZARECHNY, RISKS, DAY)
    assert 3 <= len(pypdfium2.PdfDocument(data)) <= 15
    assert ZARECHNY.short_name in words_of_pdf(data)


@pytest.mark.parametrize("risk", SIX_RISKS)
@pytest.mark.parametrize("start", [DAY, date(2026, 7, 25), date(2026, 12, 21)], ids=str)
@each_school
def test_a_plan_is_sound_for_every_school_and_season(risk: str, start: date, one: DemoSchool) -> None:
    plan = anti_risk_plan(one, risk, start)
    days = [measure.due_on for measure in plan.measures]
    assert days == sorted(set(days)) and start < days[0] and days[-1] <= plan.ends_on
    assert all(day.weekday() < 5 and not date(day.year, 6, 20) <= day < date(day.year, 8, 26) for day in days)
    assert {measure.task for measure in plan.measures} == set(range(1, len(plan.tasks) + 1))
    assert {measure.stage for measure in plan.measures} == {1, 2}
    assert {measure.document_type for measure in plan.measures} <= {kind.code for kind in DOCUMENT_TYPES}
    assert all(i.base and i.planned and i.base != i.planned for i in plan.indicators)
    assert "{" not in repr(plan)


def test_an_anti_risk_programme_prints_what_the_structured_plan_holds(plan: AntiRiskPlan) -> None:
    words = words_of_docx(anti_risk_docx(ZARECHNY, plan))
    assert all(f"{m.due_on:%d.%m.%Y}" in words and m.title in words for m in plan.measures)
    assert all(i.base in words and i.planned in words for i in plan.indicators)
    assert f"«{plan.risk_name}»" in words


def long_paragraphs(paper: Paper) -> set[str]:
    return {block.text for block in paper.blocks if isinstance(block, Para) and len(block.text) > 100}


@pytest.mark.parametrize(
    ("risk", "pair"), [("learning_failure", (0, 1)), ("parents", (0, 3)), ("staff_shortage", (2, 3))]
)
def test_programmes_of_two_schools_share_no_long_paragraph_of_their_own(
    risk: str, pair: tuple[int, int]
) -> None:
    first, second = (
        long_paragraphs(anti_risk(one, anti_risk_plan(one, risk, DAY))) for one in (PROJECT[n] for n in pair)
    )
    assert len(first) >= 6
    assert len(first & second) <= 2, "only the ways of collecting data and the dates may be the same"


def test_every_activated_risk_has_its_story() -> None:
    assert {(slug, risk.code) for slug in RISK_PROFILES for risk in activated(slug)} == set(STORIES)


@each_school
def test_figures_of_a_school_agree(one: DemoSchool) -> None:
    numbers = figures(one, DAY)
    staff = numbers.staff
    assert numbers.pupils == one.pupils
    assert staff.top + staff.first + staff.plain == staff.total == one.teachers
    for year in numbers.years:
        assert year.good + year.failed <= year.attested <= year.pupils
        assert year.tests_confirmed <= year.tests_written
        assert year.exam_passed_first <= year.graduates
    assert numbers.rooms_equipped < numbers.rooms and numbers.computers_old < numbers.computers


def test_a_year_is_told_the_same_in_documents_of_different_years() -> None:
    earlier, later = figures(ZARECHNY, date(2026, 3, 2)), figures(ZARECHNY, date(2026, 11, 22))
    assert earlier.years[1:] == later.years[:2]


@each_school
def test_results_by_classes_never_exceed_the_classes(one: DemoSchool) -> None:
    sizes = {c.name: c.pupils for c in figures(one, DAY).classes}
    for risk in SIX_RISKS:
        plan = anti_risk_plan(one, risk, DAY)
        for measure in plan.measures:
            for row in tallies(one, plan, measure).classes:
                assert 0 <= row.reached <= row.present <= row.pupils <= sizes[row.name]


def test_groups_of_a_measure_add_up_to_the_figure_of_the_school(plan: AntiRiskPlan) -> None:
    lessons = measure_of(plan, "plan")
    assert "группы риска" in lessons.participants
    assert tallies(ZARECHNY, plan, lessons).pupils == figures(ZARECHNY, DAY).at_risk
    special = anti_risk_plan(ZARECHNY, "special_needs", DAY)
    assert tallies(ZARECHNY, special, special.measures[0]).pupils == figures(ZARECHNY, DAY).special_needs


def test_an_order_names_the_measure_and_who_does_it(plan: AntiRiskPlan) -> None:
    measure = measure_of(plan, "order")
    words = words_of_pdf(order_pdf(ZARECHNY, plan, measure))
    assert "ПРИКАЗ" in words and "ПРИКАЗЫВАЮ" in words
    assert measure.title in words and f"{measure.executor}." in words


def test_unsigned_minutes_have_no_decision(plan: AntiRiskPlan) -> None:
    measure = measure_of(plan, "minutes")
    signed, unsigned = (words_of_pdf(minutes_pdf(ZARECHNY, plan, measure, signed=s)) for s in (True, False))
    assert "РЕШИЛИ" in signed and "Голосовали" in signed
    assert "РЕШИЛИ" not in unsigned and "СЛУШАЛИ" in unsigned


def test_a_report_and_its_table_give_the_same_numbers(plan: AntiRiskPlan) -> None:
    measure = measure_of(plan, "analysis")
    results, words = tallies(ZARECHNY, plan, measure), text_of(report(ZARECHNY, plan, measure))
    assert f"Итого | {results.pupils} | {results.present} | {results.reached} | {results.share}" in words
    sheet = openpyxl.load_workbook(
        io.BytesIO(diagnostics_xlsx(ZARECHNY, plan, measure)), data_only=True
    ).active
    assert sheet is not None
    total = [cell.value for cell in sheet[len(results.classes) + 4]]
    assert total[:4] == ["Итого", results.pupils, results.present, results.reached]


def test_a_table_holds_formulas_beside_their_values(plan: AntiRiskPlan) -> None:
    data = diagnostics_xlsx(ZARECHNY, plan, measure_of(plan, "diagnostics"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert str(sheet["E4"].value).startswith("=ROUND(")


def test_names_of_pupils_stand_in_the_registration_sheet_only(plan: AntiRiskPlan) -> None:
    measure = measure_of(plan, "plan")
    listed = words_of_docx(attendance_docx(ZARECHNY, plan, measure))
    summary = words_of_docx(participation_docx(ZARECHNY, plan, measure))
    assert all(name in listed for name in PUPIL_NAMES)
    assert not any(name in summary for name in PUPIL_NAMES)
    assert str(tallies(ZARECHNY, plan, measure).present) in summary


def test_pictures_open_and_differ(plan: AntiRiskPlan) -> None:
    measure = measure_of(plan, "plan")
    photos = [photo_jpeg(ZARECHNY, measure, view=view) for view in (1, 2)]
    assert photos[0] != photos[1]
    assert [Image.open(io.BytesIO(data)).format for data in photos] == ["JPEG", "JPEG"]
    assert Image.open(io.BytesIO(publication_png(ZARECHNY, plan, measure))).size == (1280, 800)
    assert Image.open(io.BytesIO(scan_png(ZARECHNY, DAY))).format == "PNG"


@each_school
def test_a_development_programme_has_the_required_sections(one: DemoSchool) -> None:
    words = text_of(development(one, diagnosis(one, DAY, number=2), date(2026, 4, 6)))
    for number, title in enumerate(
        (
            "Паспорт",
            "Информационная",
            "Проблемно",
            "Основные",
            "Ожидаемые",
            "Механизмы",
            "Критерии",
            "Дорожная",
        ),
        start=1,
    ):
        assert f"{number}. {title}" in words
    assert "СОГЛАСОВАНА" in words and "раунда 2" in words
    assert one.short_name in words


def test_a_programme_on_the_first_round_contradicts_the_second_one() -> None:
    files = {
        file.slot: file.data
        for file in development_package(ZARECHNY, date(2026, 4, 6), built_on=1, attached=2)
    }
    programme, protocol = words_of_docx(files["programme"]), words_of_pdf(files["diagnosis"])
    first, second = (diagnosis(ZARECHNY, DAY, number=n) for n in (1, 2))
    assert f"раунда 1 от 08.10.2025: {first.score} баллов" in programme
    assert "раунд 2" in protocol and f"{second.score} из {second.maximum}" in protocol
    assert second.score > first.score


def test_a_failed_critical_indicator_lowers_the_level() -> None:
    knowledge = diagnosis(ZARECHNY, DAY, number=1).results[0]
    assert knowledge.critical_failed and knowledge.level == "ниже базового"
    assert "Не выполнен критический показатель" in words_of_pdf(
        protocol_pdf(ZARECHNY, diagnosis(ZARECHNY, DAY, number=1))
    )


@pytest.mark.parametrize("slug", ["verkhnekamenskaya", "polevskaya"])
def test_an_effective_mode_programme_has_three_priorities_and_values_by_year(slug: str) -> None:
    words = text_of(effective_mode(school(slug), DAY))
    assert all(f"{n}. " in words for n in range(1, 10))
    assert "Приоритет | Почему выбран" in words and "Исходное | 2026 | 2027 | 2028" in words


WRONG: tuple[tuple[Callable[[], bytes], str, Refusal], ...] = (
    (wrong.broken_pdf, "план.pdf", Refusal.BROKEN),
    (wrong.encrypted_pdf, "план.pdf", Refusal.PASSWORD),
    (wrong.macro_docm, "план.docx", Refusal.MACROS),
    (wrong.old_doc, "план.doc", Refusal.OLD_OFFICE),
)


@pytest.mark.parametrize(
    ("make", "name", "reason"), WRONG, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_wrong_files_are_refused_for_their_own_reason(
    make: Callable[[], bytes], name: str, reason: Refusal, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(make())
    verdict = judge(path, name)
    assert isinstance(verdict, Rejected) and verdict.code is reason
    assert make() == make()


def test_every_other_file_is_accepted_by_the_product(plan: AntiRiskPlan, tmp_path: Path) -> None:
    files = [
        *concept_package(ZARECHNY, DAY, quality=Quality.GOOD),
        *development_package(ZARECHNY, DAY),
        *effective_mode_package(ZARECHNY, DAY),
        *(
            file
            for kind in ("order", "plan", "diagnostics", "minutes")
            for file in evidence_files(ZARECHNY, plan, measure_of(plan, kind))
        ),
    ]
    for file in files:
        path = tmp_path / "file"
        path.write_bytes(file.data)
        verdict = judge(path, file.name)
        assert isinstance(verdict, Accepted) and verdict.name == file.name, (file.name, verdict)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("работают 22 педагогов", "работают 22 педагога"),
        ("из 22 педагогов", "из 22 педагогов"),
        ("из 21 обучающихся", "из 21 обучающегося"),
        ("охвачены 51 обучающихся", "охвачены 51 обучающийся"),
        ("12 учителей и 111 родителей", "12 учителей и 111 родителей"),
        ("56,2 учителей", "56,2 учителей"),
    ],
)
def test_counted_nouns_agree_with_their_numbers(text: str, expected: str) -> None:
    assert agreed(text) == expected == agreed(expected)


@each_school
def test_no_document_leaves_a_field_unfilled(one: DemoSchool) -> None:
    risks = [risk.code for risk in activated(one.slug)] or ["learning_failure"]
    papers = [
        concept(one, risks, DAY, quality=Quality.GOOD),
        medium_term(one, risks, DAY),
        effective_mode(one, DAY),
        development(one, diagnosis(one, DAY, number=1), DAY),
        *(report(one, p, m) for code in risks for p in (anti_risk_plan(one, code, DAY),) for m in p.measures),
    ]
    for paper in papers:
        words = text_of(paper)
        assert not re.search(r"[{}]|None|\bFalse\b|;\.|\.\.", words), re.findall(
            r".{30}(?:[{}]|None|;\.|\.\.).{10}", words
        )
