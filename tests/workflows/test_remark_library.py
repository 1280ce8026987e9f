"""The library of remarks: the standard ones under those of a municipality, and what a criterion is offered."""

from dataclasses import replace

from workflows.dictionaries.remark_templates import REMARK_TEMPLATES, CriterionRef, RemarkTemplate
from workflows.remark_library import STANDARD, library, refs_of, suggested
from workflows.sheet import SheetPart, compose
from workflows.sheets import SHEETS
from workflows.vocabulary import RemarkKind

OWN = RemarkTemplate(
    "own-1", "Укажите реквизиты приказа.", RemarkKind.EDITORIAL, (CriterionRef("concept", "А.1"),)
)


def test_without_rows_of_its_own_a_municipality_has_the_fourteen_standard_ones() -> None:
    assert library(()) == REMARK_TEMPLATES and len(STANDARD) == 14


def test_a_row_takes_the_place_of_the_standard_one_and_new_ones_follow() -> None:
    changed = replace(STANDARD["unreadable"], text="Файл не читается.")
    found = library((OWN, changed))
    assert len(found) == 15 and found[-1] is OWN
    place = REMARK_TEMPLATES.index(STANDARD["unreadable"])
    assert found[place] is changed


def test_a_criterion_is_offered_what_names_it_then_what_fits_any() -> None:
    found = suggested(library((OWN,)), CriterionRef("concept", "А.1"))
    assert [one.code for one in found.named] == ["risks_not_named", "own-1"]
    assert [one.code for one in found.universal] == ["unreadable", "recommendation"]
    assert found.all == found.named + found.universal
    assert not suggested(library(()), CriterionRef("concept", "Я.9")).named


def test_without_a_criterion_all_are_offered_and_the_archived_never() -> None:
    gone = replace(STANDARD["unreadable"], archived=True)
    every = suggested(library((gone,)), None).all
    assert {one.code for one in every} == set(STANDARD) - {"unreadable"}
    assert every[0].code == "recommendation"
    assert gone not in suggested(library((gone,)), CriterionRef("concept", "А.1")).all


def test_a_composed_sheet_finds_the_criteria_of_its_parts() -> None:
    sheet = compose(
        [SheetPart("К", "Концепция", SHEETS["concept"]), SheetPart("П", "Программа", SHEETS["medium_term"])]
    )
    refs = refs_of(sheet)
    assert (refs["К.А.1"], refs["П.А.3"]) == (
        CriterionRef("concept", "А.1"),
        CriterionRef("medium_term", "А.3"),
    )
    assert refs_of(SHEETS["concept"])["А.1"] == CriterionRef("concept", "А.1")
