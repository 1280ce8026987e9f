"""A sheet in writing: what is typed stays, each fault knows its field, pieces move, editions are compared."""

from dataclasses import replace

import pytest

from workflows.sheet import BrokenSheet
from workflows.sheet_changes import compare, words_changed
from workflows.sheet_draft import (
    DraftGroup,
    Outline,
    built,
    faults,
    from_plain,
    moved,
    outline_of,
    to_plain,
    with_criterion,
    with_group,
    without,
)
from workflows.sheets import SHEETS

every_sheet = pytest.mark.parametrize("code", SHEETS)
OUTLINE = outline_of(SHEETS["anti_risk"])


def codes(outline: Outline) -> list[str]:
    return [one.code for one in outline.criteria]


@every_sheet
def test_a_shipped_sheet_is_written_down_and_built_again_unchanged(code: str) -> None:
    sheet = SHEETS[code]
    outline = from_plain(to_plain(outline_of(sheet)))
    assert outline == outline_of(sheet) and faults(outline) == ()
    assert built(outline, code=code, per_measure=sheet.per_measure) == sheet
    assert compare(sheet, sheet).nothing


def test_every_fault_is_told_at_once_with_its_field() -> None:
    first, *others = OUTLINE.groups
    wrong = replace(first.criteria[0], text=" ", anchors=("да", "", ""))
    broken = replace(
        OUTLINE,
        title="",
        bounds=("85", "90", "x", "40", "50"),
        groups=(replace(first, title="", criteria=(wrong,)), *others, DraftGroup("Я", "Пустая")),
    )
    found = {fault.field for fault in faults(broken)}
    assert found == {"title", "rework", "group-А", "group-Я", "text-А.1", "anchor1-А.1", "anchor0-А.1"}
    with pytest.raises(BrokenSheet) as refusal:
        built(broken, code="anti_risk", per_measure=False)
    assert len(refusal.value.reasons) == 7


@pytest.mark.parametrize(
    ("bounds", "fields"),
    [
        (("85", "70", "50", "85", "50"), set()),
        (("70", "70", "50", "85", "50"), {"accept"}),
        (("85", "50", "50", "85", "50"), {"remarks"}),
        (("85", "70", "50", "50", "50"), {"green"}),
        (("101", "70", "50", "85", "0"), {"accept", "yellow"}),
        (("85", "70", "-5", "85", "٥"), {"rework", "yellow"}),
    ],
)
def test_bounds_rise(bounds: tuple[str, ...], fields: set[str]) -> None:
    assert {fault.field for fault in faults(replace(OUTLINE, bounds=bounds))} == fields


def test_a_new_criterion_never_takes_the_code_of_another() -> None:
    gone = without(OUTLINE, "А.3")
    assert codes(with_criterion(gone, "А"))[2] == "А.3"
    assert "А.4" in codes(with_criterion(gone, "А", taken=codes(OUTLINE)))


def test_criteria_and_groups_move_and_stop_at_the_ends() -> None:
    assert codes(moved(OUTLINE, "А.1", 1))[:2] == ["А.2", "А.1"]
    assert moved(OUTLINE, "А.1", -1) == OUTLINE and moved(OUTLINE, "нет", 1) == OUTLINE
    over = moved(OUTLINE, "А.3", 1)
    assert over.groups[1].criteria[0].code == "А.3"
    assert moved(over, "А.3", -1) == OUTLINE
    assert [group.code for group in moved(OUTLINE, "Б", -1).groups][:2] == ["Б", "А"]
    assert moved(OUTLINE, "А", -1) == OUTLINE


def test_a_group_comes_with_a_free_letter_and_goes_with_its_criteria() -> None:
    more = with_group(OUTLINE)
    assert more.groups[-1].code not in {group.code for group in OUTLINE.groups}
    assert not any(code.startswith("А.") for code in codes(without(OUTLINE, "А")))


def test_editions_are_compared_criterion_by_criterion() -> None:
    old = SHEETS["anti_risk"]
    first = OUTLINE.groups[0]
    one, two, _three = first.criteria
    text = one.text.replace("прямо ", "точно ")
    group = replace(first, criteria=(replace(one, text=text, blocking=False), two))
    edited = with_criterion(
        replace(OUTLINE, groups=(group, *OUTLINE.groups[1:]), bounds=("90", "70", "50", "85", "50")),
        "А",
        taken=codes(OUTLINE),
    )
    last = edited.groups[0].criteria[-1]
    edited = replace(
        edited,
        groups=(
            replace(
                edited.groups[0], criteria=(*edited.groups[0].criteria[:-1], replace(last, text="Новый."))
            ),
            *edited.groups[1:],
        ),
    )
    found = compare(old, built(edited, code=old.code, per_measure=False))
    assert [one.code for one in found.added] == ["А.4"] and [one.code for one in found.removed] == ["А.3"]
    assert [(one.name, one.before, one.after) for one in found.bounds] == [("«Соответствует»", 85, 90)]
    (altered,) = found.altered
    assert altered.notes == ("Больше не блокирующий.",)
    assert [(p.sign, p.text) for p in altered.texts[0].pieces if p.sign] == [("-", "прямо"), ("+", "точно")]


def test_only_what_was_moved_is_told_to_have_moved() -> None:
    old = SHEETS["anti_risk"]

    def told(outline: Outline) -> dict[str, tuple[str, ...]]:
        found = compare(old, built(outline, code=old.code, per_measure=False))
        return {one.criterion.code: one.notes for one in found.altered}

    assert told(without(OUTLINE, "А.2")) == {}
    (swapped,) = told(moved(OUTLINE, "А.3", -1)).values()
    assert swapped[0].startswith("Переставлен: был под номером")
    assert told(moved(OUTLINE, "А.3", 1)) == {"А.3": ("Перенесён в другую группу.",)}


def test_the_pieces_of_a_difference_are_both_texts() -> None:
    old, new = "Срок, исполнитель и документ.", "Срок и ожидаемый документ у каждой меры."
    pieces = words_changed(old, new)
    assert "".join(p.text for p in pieces if p.sign != "+") == old
    assert "".join(p.text for p in pieces if p.sign != "-") == new
