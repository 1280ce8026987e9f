"""The sheets the product ships with: their size, their blocking criteria, and how they are written."""

import pytest

from workflows.kinds import KINDS
from workflows.sheet import Sheet, Thresholds
from workflows.sheets import SHEETS

EXPECTED = {
    "concept": (12, 24, {1, 5, 9}),
    "medium_term": (13, 26, {1, 2, 3}),
    "anti_risk": (12, 24, {1, 2, 3, 6}),
    "evidence_stage1": (10, 20, {1, 2, 3, 9}),
    "evidence_stage2": (11, 22, {1, 2, 4, 10}),
    "development": (15, 30, {1, 2, 3, 6}),
    "effective_mode": (11, 22, {1, 2, 3}),
}

every_sheet = pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))


def test_every_sheet_is_registered_under_its_code() -> None:
    assert list(SHEETS) == list(EXPECTED)
    assert all(code == sheet.code for code, sheet in SHEETS.items())


@every_sheet
def test_size_maximum_and_blocking_criteria(sheet: Sheet) -> None:
    blocking = {one.number for one in sheet.criteria if one.blocking}
    assert (len(sheet.criteria), sheet.maximum, blocking) == EXPECTED[sheet.code]


@every_sheet
def test_criteria_are_numbered_through_and_coded_by_group_and_position(sheet: Sheet) -> None:
    assert [one.number for one in sheet.criteria] == list(range(1, len(sheet.criteria) + 1))
    for group in sheet.groups:
        codes = [one.code for one in sheet.criteria_of_group(group.code)]
        assert codes == [f"{group.code}.{position}" for position in range(1, len(codes) + 1)]
    assert [group.code for group in sheet.groups] == list("АБВГ")[: len(sheet.groups)]


@every_sheet
def test_groups_hold_three_to_five_criteria(sheet: Sheet) -> None:
    assert all(3 <= len(sheet.criteria_of_group(group.code)) <= 5 for group in sheet.groups)


@every_sheet
def test_texts_are_sentences_and_blocking_criteria_explain_their_marks(sheet: Sheet) -> None:
    for one in sheet.criteria:
        for sentence in (one.text, one.hint, *one.anchors):
            assert sentence == sentence.strip()
            assert not sentence or (sentence.endswith(".") and not sentence[0].islower()), sentence
        assert bool(one.anchors) == one.blocking


@every_sheet
def test_the_default_thresholds_and_the_way_of_filling(sheet: Sheet) -> None:
    assert sheet.thresholds == Thresholds(accept=85, remarks=70, rework=50, green=85, yellow=50)
    assert sheet.per_measure == (sheet.code == "evidence_stage1")


def test_every_sheet_a_kind_names_exists() -> None:
    named = {
        code for kind in KINDS.values() for code in (kind.sheet, *(slot.sheet for slot in kind.slots)) if code
    }
    assert named <= set(SHEETS)
