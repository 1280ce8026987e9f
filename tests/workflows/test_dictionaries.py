"""The dictionaries: complete, without repeated codes, and pointing only at things that exist."""

from datetime import date

import pytest

from workflows.dictionaries.directions import DIRECTIONS, DirectionKind
from workflows.dictionaries.document_types import DOCUMENT_TYPES
from workflows.dictionaries.remark_templates import REMARK_TEMPLATES
from workflows.dictionaries.return_reasons import RETURN_REASONS
from workflows.dictionaries.risks import EDITIONS, RISKS
from workflows.dictionaries.stages import CALENDAR, STAGES, MonthDay
from workflows.kinds import KINDS
from workflows.sheets import SHEETS
from workflows.vocabulary import RemarkKind


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (RISKS, 13),
        (DIRECTIONS, 8),
        (REMARK_TEMPLATES, 14),
        (RETURN_REASONS, 11),
        (DOCUMENT_TYPES, 14),
        (STAGES, 4),
    ],
)
def test_a_dictionary_is_complete_and_its_codes_are_unique(rows: tuple[object, ...], size: int) -> None:
    codes = {row.code for row in rows}  # type: ignore[attr-defined]
    assert (len(rows), len(codes)) == (size, size)
    assert all(code.isascii() and code.isidentifier() for code in codes)


def test_new_profiles_offer_the_risks_of_the_newest_edition_only() -> None:
    for risk in RISKS:
        assert risk.active == (max(EDITIONS) in risk.editions)
    assert [risk.code for risk in RISKS if not risk.active] == ["motivation", "wellbeing", "discipline"]
    assert sum(2021 in risk.editions for risk in RISKS) == 10


def test_there_are_six_directions_and_two_conditions() -> None:
    kinds = [direction.kind for direction in DIRECTIONS]
    assert (kinds.count(DirectionKind.MAIN), kinds.count(DirectionKind.CONDITION)) == (6, 2)
    assert DirectionKind.CONDITION.label == "ключевое условие"


def test_remark_templates_point_at_criteria_that_exist() -> None:
    for template in REMARK_TEMPLATES:
        for place in template.criteria:
            assert SHEETS[place.sheet].criterion(place.criterion)


def test_the_remark_for_the_next_year_is_a_recommendation() -> None:
    recommendations = [one.text for one in REMARK_TEMPLATES if one.kind is RemarkKind.RECOMMENDATION]
    assert len(recommendations) == 1
    assert recommendations[0].startswith("Содержание хорошее.")


def test_one_reason_for_return_is_personal_data() -> None:
    personal = [reason for reason in RETURN_REASONS if reason.personal_data]
    assert [reason.code for reason in personal] == ["personal_data"]
    assert "152-ФЗ" in personal[0].remark


def test_every_reason_but_the_free_one_starts_a_remark() -> None:
    assert [reason.code for reason in RETURN_REASONS if not reason.remark] == ["other"]


def test_the_form_warns_about_evidence_that_shows_pupils() -> None:
    risky = {one.code for one in DOCUMENT_TYPES if one.personal_data_risk}
    assert {"attendance", "photo"} <= risky
    assert all(one.hint for one in DOCUMENT_TYPES)


def test_the_four_stages_follow_the_roadmap() -> None:
    dates = {stage.code: stage.in_year(2022) for stage in STAGES}
    windows = {code: (one.expertise_from, one.expertise_until, one.placed_by) for code, one in dates.items()}
    assert windows == {
        "concept": (date(2022, 3, 21), date(2022, 3, 25), date(2022, 3, 30)),
        "evidence1_measures": (date(2022, 4, 18), date(2022, 4, 25), None),
        "evidence1_monitoring": (date(2022, 5, 20), date(2022, 5, 20), date(2022, 6, 1)),
        "evidence2": (date(2022, 10, 17), date(2022, 10, 21), date(2022, 11, 1)),
    }


def test_the_days_of_a_stage_are_in_order_in_any_year() -> None:
    for stage in STAGES:
        days = stage.in_year(2028)
        assert days.opens_on <= days.expertise_from <= days.expertise_until
        assert days.opens_on <= days.closes_on <= days.expertise_until
        assert days.placed_by is None or days.placed_by > days.expertise_until
    opening = [stage.in_year(2028).opens_on for stage in STAGES]
    closing = [stage.in_year(2028).closes_on for stage in STAGES]
    assert all(closed < opened for closed, opened in zip(closing, opening[1:], strict=False))


def test_the_kinds_due_in_a_stage_exist() -> None:
    assert {kind for stage in STAGES for kind in stage.kinds} <= set(KINDS)


def test_the_calendar_around_the_stages_has_no_reversed_spans_and_covers_the_roadmap() -> None:
    assert all(item.ends is None or item.starts.on(2026) <= item.ends.on(2026) for item in CALENDAR)
    cited = {source for row in (*STAGES, *CALENDAR) for source in row.sources}
    assert cited == {f"САЯ {number}" for number in range(1, 28)}


@pytest.mark.parametrize(("month", "day"), [(2, 29), (4, 31), (13, 1)])
def test_a_template_holds_only_days_that_every_year_has(month: int, day: int) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        MonthDay(month, day)
