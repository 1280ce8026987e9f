"""Every kind of package is whole: its codes are unique, its route and sheets exist, its slots repeat as they say."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from workflows.kind import (
    Kind,
    MeasureSubject,
    Per,
    RiskSubject,
    SheetUse,
    Slot,
    Subject,
    expand,
    missing_answers,
    missing_slots,
    unprogrammed_risks,
)
from workflows.kinds import KINDS
from workflows.routes import ROUTES
from workflows.sheets import SHEETS

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)

RISKS = (RiskSubject("staff_shortage", "Дефицит кадров", True), RiskSubject("parents", "Родители", False))
MEASURES = tuple(
    MeasureSubject(id_, "parents", "Родители", n, f"Мера {n}", "Завуч", "Протокол", date(2026, 5, n))
    for n, id_ in enumerate((41, 42, 57), start=1)
)
SUBJECT = Subject(RISKS, MEASURES)


def repeated(values: Iterable[str]) -> set[str]:
    seen = list(values)
    return {value for value in seen if seen.count(value) > 1}


def test_kinds_are_registered_under_their_own_codes() -> None:
    assert all(code == kind.code for code, kind in KINDS.items())
    assert set(KINDS) == {"concept", "evidence1", "evidence2", "development", "effective_mode"}


@every_kind
def test_codes_inside_a_kind_are_unique_and_names_are_given(kind: Kind) -> None:
    assert not repeated(slot.code for slot in kind.slots)
    assert not repeated(question.code for question in kind.questions)
    assert all(slot.title for slot in kind.slots) and all(question.title for question in kind.questions)
    assert kind.title and kind.short_title and kind.purpose.endswith(".")
    assert kind.sources, "where in the documents of the field the kind comes from"


@every_kind
def test_codes_of_slots_stay_unique_and_short_enough_after_expansion(kind: Kind) -> None:
    slots = expand(kind, SUBJECT)
    assert not repeated(slot.code for slot in slots)
    assert all(len(slot.code) <= 64 for slot in slots), "the column holds 64"


@every_kind
def test_no_slot_is_a_prefix_of_another(kind: Kind) -> None:
    """A repeated slot is known by its code and a dash; another slot must not look like one of its repetitions."""
    for one in kind.slots:
        assert not any(other.code.startswith(f"{one.code}-") for other in kind.slots)


@every_kind
def test_its_route_and_its_sheets_exist_and_are_used_as_they_are_meant(kind: Kind) -> None:
    assert kind.route in ROUTES
    judged = {slot.sheet for slot in kind.slots if slot.sheet}
    assert kind.sheet in SHEETS and judged <= set(SHEETS)
    if not kind.evidence_stage:  # evidence is shown measure by measure even where one sheet judges all of it
        assert bool(judged) is (kind.sheet_use is not SheetUse.WHOLE)
    assert SHEETS[kind.sheet].per_measure is (kind.sheet_use is SheetUse.PER_MEASURE)


@every_kind
def test_it_asks_for_at_least_one_document(kind: Kind) -> None:
    assert any(slot.required for slot in kind.slots)


def test_a_slot_for_each_risk_is_repeated_for_each_risk() -> None:
    slots = [slot for slot in expand(KINDS["concept"], SUBJECT) if slot.per is Per.RISK]
    assert [(slot.code, slot.subject) for slot in slots] == [
        ("anti_risk-staff_shortage", "staff_shortage"),
        ("anti_risk-parents", "parents"),
    ]
    assert slots[0].title == "Антирисковая программа «Дефицит кадров»"
    assert all(slot.sheet == "anti_risk" and slot.required for slot in slots)


def test_a_slot_for_each_measure_knows_its_document_and_its_term() -> None:
    slots = [slot for slot in expand(KINDS["evidence1"], SUBJECT) if slot.per is Per.MEASURE]
    assert [slot.code for slot in slots] == ["measure-41", "measure-42", "measure-57"]
    assert slots[2].title == "1.3. Мера 3" and "Протокол" in slots[2].hint
    assert slots[2].due_on == date(2026, 5, 3) and slots[2].many and slots[2].subject == "57"


def test_without_risks_and_measures_only_the_fixed_slots_are_left() -> None:
    for kind in KINDS.values():
        assert {slot.per for slot in expand(kind, Subject())} == {Per.PACKAGE}


def test_missing_slots_are_named_by_their_titles_and_optional_ones_are_not_missed() -> None:
    slots = (Slot("a", "Первый"), Slot("b", "Второй"), Slot("c", "Третий", required=False))
    assert missing_slots(slots, ["b", "unknown"]) == ("Первый",)
    assert missing_slots(slots, ["a", "b"]) == ()


def test_an_answer_of_spaces_is_no_answer() -> None:
    kind = KINDS["development"]
    required = {question.code: "2026-08-27" for question in kind.questions if question.required}
    assert missing_answers(kind, required) == ()
    assert missing_answers(kind, {**required, "round": " \n"}) == (kind.question("round").title,)
    assert len(missing_answers(kind, {})) == len(required)


def test_an_activated_risk_needs_its_programme_only_where_the_kind_asks() -> None:
    assert unprogrammed_risks(KINDS["concept"], SUBJECT) == ("Родители",)
    assert unprogrammed_risks(KINDS["development"], SUBJECT) == ()
    assert unprogrammed_risks(KINDS["concept"], Subject()) != (), "no activated risk is a gap itself"
    programmed = Subject(tuple(replace(risk, has_programme=True) for risk in RISKS))
    assert unprogrammed_risks(KINDS["concept"], programmed) == ()


def test_a_date_that_is_none_counts_as_missing_and_an_empty_one_as_it_is_asked() -> None:
    kind = KINDS["development"]
    whole = {question.code: "2026-08-27" for question in kind.questions}
    assert missing_answers(kind, whole) == ()
    for odd in ("60827-02-02", "вчера", " "):
        assert missing_answers(kind, whole | {"accepted_on": odd}) == ("Дата протокола о принятии",)
    assert missing_answers(kind, whole | {"comment": ""}) == ()
