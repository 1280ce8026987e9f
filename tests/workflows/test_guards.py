"""Every condition holds or answers with one sentence that says what to do; every choice reads the verdict."""

import re
from collections.abc import Callable
from dataclasses import replace
from inspect import getmembers, isfunction

import pytest

from workflows import guards
from workflows.facts import Facts, SheetOf
from workflows.routes import ROUTES
from workflows.verdicts import VerdictKind as V
from workflows.vocabulary import Role

Guard = Callable[[Facts], str | None]
ME, ANOTHER = 1, 2
SCHOOL = Facts(actor_id=ME, actor_roles=frozenset({Role.SCHOOL}))
HEAD = replace(SCHOOL, actor_roles=frozenset({Role.HEAD}))


def but(**changes: object) -> Facts:
    return replace(SCHOOL, **changes)  # type: ignore[arg-type]


ONE_SHEET = (SheetOf(ANOTHER, handed_in=True),)
TWO_SHEETS = (*ONE_SHEET, SheetOf(ME, handed_in=False))

CASES: tuple[tuple[Guard, Facts, Facts, str], ...] = (
    # guard, holds, does not hold, a word the refusal must contain
    (guards.slots_filled, but(), but(missing_slots=("Концепция", "Приказ")), "Концепция, Приказ"),
    (guards.has_files, but(has_files=True), but(has_files=False), "хотя бы один файл"),
    (guards.answers_given, but(), but(missing_answers=("Начало реализации",)), "Начало реализации"),
    (guards.risks_programmed, but(), but(unprogrammed_risks=("Дефицит кадров",)), "Дефицит кадров"),
    (guards.personal_data_declared, but(), but(declared_no_personal_data=False), "персональных данных"),
    (guards.sender_entitled, HEAD, but(head_delegated=False), "директор"),
    (guards.sender_entitled, but(head_delegated=True), but(), "директор"),
    (guards.curator_assigned, but(has_curator=True), but(has_curator=False), "координатору"),
    (guards.window_open_or_excused, but(), but(window_opened=False), "ещё не открыт"),
    (
        guards.window_open_or_excused,
        but(window_closed=True, late_reason="Есть."),
        but(window_closed=True),
        "закрыт",
    ),
    (guards.remarks_answered, but(), but(unanswered_remarks=(2, 5)), "№ 2, 5"),
    (guards.never_returned, but(), but(rounds_used=1), "уже возвращали"),
    (
        guards.window_open_to_send_again,
        but(window_closed=True, late_reason="Паводок."),
        but(window_closed=True),
        "направить снова",
    ),
    (guards.has_standing_remarks, but(standing_remarks=1), but(standing_remarks=0), "хотя бы одно замечание"),
    (guards.remarks_dated, but(), but(undated_remarks=(7,)), "№ 7"),
    (guards.no_open_remarks, but(), but(open_remarks=2), "снимите их с обоснованием"),
    (guards.every_file_checked, but(), but(unchecked_files=("a.pdf",)), "a.pdf"),
    (guards.no_file_returned, but(), but(returned_files=("b.pdf",)), "b.pdf"),
    (guards.rounds_left, but(rounds_used=1), but(rounds_used=2), "2 из 2"),
    (guards.not_the_confirmer, but(confirmer_id=ANOTHER), but(confirmer_id=ME), "другой человек"),
    (guards.not_the_examiner, but(), but(examined_by=frozenset({ME})), "другой человек"),
    (guards.no_declared_conflict, but(), but(declared_conflict="Сестра в школе."), "Сестра в школе"),
    (guards.room_for_expert, but(sheets=ONE_SHEET), but(sheets=TWO_SHEETS), "два эксперта"),
    (guards.reconciler_did_not_examine, but(sheets=ONE_SHEET), but(sheets=TWO_SHEETS), "другой координатор"),
    (guards.differences_decided, but(), but(sheet_problems=("Б.2",)), "Б.2"),
    (guards.parts_chosen, but(parts_chosen=True), but(parts_chosen=False), "хотя бы одну часть"),
    (guards.remarks_within_parts, but(), but(remarks_outside=(3,)), "№ 3"),
    (guards.marks_within_parts, but(), but(marks_outside=("К.А.1",)), "К.А.1"),
    (guards.not_own_school, but(), but(own_school=True), "вашей школы"),
    (guards.examiner_acts, but(acting_examiner_id=ME), but(acting_examiner_id=ANOTHER), "другой эксперт"),
    (guards.examiner_acts, but(acting_examiner_id=None), but(acting_examiner_id=ANOTHER), "другой эксперт"),
    (guards.on_duty, but(), but(substitute="Учебнова Т. В."), "замещает Учебнова Т. В."),
    (guards.founder_apart, but(confirmer_id=ANOTHER), but(confirmer_id=ME), "другой человек"),
    (guards.founder_apart, but(), but(examined_by=frozenset({ME})), "другой человек"),
    (guards.paper_named, but(), but(paper_named=False), "реквизиты документа"),
    (guards.reasons_given, but(), but(reasons=False), "мотивы отказа"),
    (guards.sheet_complete, but(), but(sheet_problems=("А.1", "А.2")), "А.1, А.2"),
    (guards.verdict_given, but(verdict=V.FAILS), but(), "вердикт"),
    (
        guards.blocking_respected,
        but(blocking_zero=("А.1",), verdict=V.REWORK),
        but(blocking_zero=("А.1",), verdict=V.CONFORMS),
        "А.1",
    ),
    (
        guards.blocking_respected,
        but(blocking_zero=("А.1",), verdict=V.FAILS),
        but(blocking_zero=("А.1",), verdict=V.WITH_REMARKS),
        "Требует доработки",
    ),
    (
        guards.essentials_closed_for_acceptance,
        but(essential_open=(1,), verdict=V.REWORK),
        but(essential_open=(1,), verdict=V.WITH_REMARKS),
        "№ 1",
    ),
    (guards.rework_has_remarks, but(verdict=V.CONFORMS), but(verdict=V.REWORK), "хотя бы одно замечание"),
    (guards.rework_has_remarks, but(verdict=V.REWORK, new_remarks=1), but(verdict=V.REWORK), "замечание"),
    (
        guards.rework_round_left,
        but(verdict=V.FAILS, rounds_used=2),
        but(verdict=V.REWORK, rounds_used=2),
        "2 из 2",
    ),
    (guards.accepted, but(verdict=V.WITH_REMARKS), but(verdict=V.FAILS), "Соответствует"),
    (guards.accepted, but(verdict=V.CONFORMS), but(verdict=None), "ИС МЭДК"),
)
CHOICES = {
    guards.verdict_conforms: V.CONFORMS,
    guards.verdict_with_remarks: V.WITH_REMARKS,
    guards.verdict_rework: V.REWORK,
    guards.verdict_fails: V.FAILS,
}
SENTENCE = re.compile(r"[А-ЯЁ«].*\.", re.DOTALL)


@pytest.mark.parametrize(("guard", "holds", "fails", "word"), CASES)
def test_a_condition_holds_in_silence_and_fails_in_one_russian_sentence(
    guard: Guard, holds: Facts, fails: Facts, word: str
) -> None:
    assert guard(holds) is None
    reason = guard(fails)
    assert reason and word in reason
    assert SENTENCE.fullmatch(reason), "begins with a capital, ends with a full stop"
    assert not re.search(r"[A-Za-z]{4,}", reason.replace("a.pdf", "").replace("b.pdf", "")), "Russian"


def test_every_condition_is_tried_here() -> None:
    public = {
        f for name, f in getmembers(guards, isfunction) if f.__module__ == guards.__name__ and name[0] != "_"
    }
    assert public == {guard for guard, *_ in CASES} | set(CHOICES) | set(WAYS)


def test_every_condition_stands_in_a_route() -> None:
    used = {
        guard for route in ROUTES.values() for step in route.steps for guard in (*step.needs, *step.answered)
    }
    used |= {step.when for route in ROUTES.values() for step in route.steps if step.when}
    assert used == {guard for guard, *_ in CASES} | set(CHOICES) | set(WAYS)


WAYS = {
    guards.alone: (but(), but(joint=True)),
    guards.joint: (but(joint=True), but()),
    guards.second_expert: (but(joint=True, sheets=ONE_SHEET), but(joint=True, sheets=TWO_SHEETS)),
    guards.first_to_hand_in: (
        but(joint=True, sheets=(SheetOf(ME, handed_in=False),)),
        but(joint=True, sheets=TWO_SHEETS),
    ),
    guards.last_to_hand_in: (but(joint=True, sheets=TWO_SHEETS), but(joint=True, sheets=ONE_SHEET)),
    guards.some_sheet_is_in: (
        but(joint=True, sheets=ONE_SHEET),
        but(joint=True, sheets=(SheetOf(ME, handed_in=False),)),
    ),
    guards.to_be_reconciled: (but(joint=True), but(joint=True, reconciling=True)),
    guards.being_reconciled: (but(joint=True, reconciling=True), but(joint=True)),
}


def test_each_way_of_a_joint_expertise_has_its_case() -> None:
    for way, (right, wrong) in WAYS.items():
        assert way(right) and not way(wrong), way.__name__


def test_each_choice_is_true_for_one_verdict_alone() -> None:
    for choice, verdict in CHOICES.items():
        assert {kind for kind in V if choice(but(verdict=kind))} == {verdict}
        assert not choice(but(verdict=None))


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    reason = guards.slots_filled(but(missing_slots=tuple(f"Место {n}" for n in range(1, 9))))
    assert reason == "Загрузите обязательные файлы: Место 1, Место 2, Место 3, Место 4, Место 5 и ещё 3."
