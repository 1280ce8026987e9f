"""A sheet refuses to be built wrong, scores exactly, proposes by the exact ratio and survives storage."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.scoring import (
    MarkAnswer,
    MeasureScore,
    Score,
    average,
    mark_problem,
    measure_outcome,
    propose,
    propose_package,
    score,
    score_by_part,
)
from workflows.sheet import (
    BrokenSheet,
    Criterion,
    Group,
    Sheet,
    SheetPart,
    Thresholds,
    compose,
    from_json,
    to_json,
)
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, MeasureOutcome, VerdictKind, Zone

POINTS = {2: MarkValue.TWO, 1: MarkValue.ONE, 0: MarkValue.ZERO, None: MarkValue.NOT_APPLICABLE}
RAISED = {
    MarkValue.ZERO: MarkValue.ONE,
    MarkValue.ONE: MarkValue.TWO,
    MarkValue.TWO: MarkValue.TWO,
    MarkValue.NOT_APPLICABLE: MarkValue.NOT_APPLICABLE,
}


def a_sheet(criteria: int, blocking: int = 0, **fields: object) -> Sheet:
    return Sheet(
        code="sample",
        title="Образец",
        groups=(Group("А", "Группа"),),
        criteria=tuple(
            Criterion(n, f"А.{n}", f"Критерий {n}.", blocking=n <= blocking, group="А")
            for n in range(1, criteria + 1)
        ),
        **fields,  # type: ignore[arg-type]
    )


def answers(sheet: Sheet, *points: int | None) -> list[MarkAnswer]:
    return [
        MarkAnswer(one.code, POINTS[mark], "Пояснение.")
        for one, mark in zip(sheet.criteria, points, strict=False)
    ]


def marks(size: int) -> st.SearchStrategy[list[MarkValue]]:
    return st.lists(st.sampled_from(MarkValue), min_size=size, max_size=size)


def scored(sheet: Sheet, values: list[MarkValue]) -> Score:
    return score(
        sheet, [MarkAnswer(c.code, v, "Пояснение.") for c, v in zip(sheet.criteria, values, strict=True)]
    )


def rank(kind: VerdictKind | None) -> int:
    assert kind is not None
    return kind.rank


# Building


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Укажите код и название листа."),
        ({"groups": (Group("А", "Группа"), Group("А", "Другая"))}, "Повторяется код группы «А»"),
        ({"groups": (Group("Б", "Группа"),)}, "относится к группе «А», которой нет"),
        ({"groups": (Group("А", "Группа"), Group("Б", "Пустая"))}, "В группе «Б» нет ни одного критерия"),
        ({"groups": (Group("А", "Группа", part="К"),)}, "относится к документу «К», которого нет"),
        ({"criteria": ()}, "Добавьте хотя бы один критерий."),
    ],
)
def test_a_broken_sheet_is_refused_with_the_reason(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BrokenSheet, match=sentence):
        replace(a_sheet(2), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "А.1"}, "Повторяется код критерия «А.1»"),
        ({"number": 1}, "Повторяется номер критерия «1»"),
        ({"text": "  "}, "У критерия № 2 укажите код и текст"),
        ({"anchors": ("Полностью.",)}, "все три отметки"),
    ],
)
def test_a_broken_criterion_is_refused_with_the_reason(change: dict[str, object], sentence: str) -> None:
    sheet = a_sheet(2)
    broken = replace(sheet.criteria[1], **change)  # type: ignore[arg-type]
    with pytest.raises(BrokenSheet, match=sentence):
        replace(sheet, criteria=(sheet.criteria[0], broken))


def test_every_fault_of_a_sheet_is_told_at_once() -> None:
    with pytest.raises(BrokenSheet) as refusal:
        replace(a_sheet(1), title="", groups=(Group("Б", "Другая"),))
    assert len(refusal.value.reasons) == 3


@pytest.mark.parametrize(
    "bounds",
    [
        (70, 85, 50),
        (85, 70, 70),
        (85, 50, 70),
        (101, 70, 50),
        (85, 70, 0),
        (85, 70, 50, 50, 85),
        (85, 70, 50, 120, 50),
    ],
)
def test_thresholds_out_of_order_are_refused(bounds: tuple[int, ...]) -> None:
    with pytest.raises(BrokenSheet):
        Thresholds(*bounds)


def test_criteria_are_found_by_code_group_and_position() -> None:
    sheet = SHEETS["concept"]
    assert sheet.criterion("Б.1").number == 5
    assert [one.code for one in sheet.criteria_of_group("В")] == ["В.1", "В.2", "В.3", "В.4"]
    with pytest.raises(KeyError):
        sheet.criterion("Я.1")


# Marks


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (MarkValue.ONE, "Критерий А.1: напишите, чего не хватает до отметки «Соответствует»."),
        (MarkValue.ZERO, "Критерий А.1: напишите, что не соответствует и что нужно исправить."),
        (MarkValue.NOT_APPLICABLE, "Критерий А.1: укажите, почему критерий не применим."),
    ],
)
def test_a_mark_below_the_best_needs_a_comment(value: MarkValue, sentence: str) -> None:
    criterion = a_sheet(1).criteria[0]
    assert mark_problem(criterion, value, " \n") == sentence
    assert mark_problem(criterion, value, "Нет источника.") is None


def test_the_best_mark_needs_no_comment() -> None:
    assert mark_problem(a_sheet(1).criteria[0], MarkValue.TWO, "") is None


def test_marks_speak_with_a_word_a_tone_and_an_icon() -> None:
    spoken = [(one.label, one.tone, one.icon, one.points) for one in MarkValue]
    assert spoken == [
        ("Соответствует", "ok", "circle-check", 2),
        ("Частично", "warn", "circle-dot", 1),
        ("Не соответствует", "bad", "circle-x", 0),
        ("Не применимо", "mute", "ban", None),
    ]


# Scores


def test_points_are_counted_and_not_applicable_leaves_the_maximum() -> None:
    sheet = a_sheet(5, blocking=3)
    result = score(sheet, answers(sheet, 2, 1, 0, None, 2))
    assert (result.points, result.maximum, result.percent) == (5, 8, Decimal("62.5"))
    assert (result.answered, result.total, result.missing) == (5, 5, ())
    assert result.blocking_zero == ("А.3",)
    assert result.zone is Zone.YELLOW
    assert result.complete


def test_an_unfinished_sheet_tells_what_is_missing_and_proposes_nothing() -> None:
    sheet = a_sheet(4)
    result = score(sheet, answers(sheet, 2, 2))
    assert result.missing == ("А.3", "А.4")
    assert (result.points, result.maximum, result.answered) == (4, 4, 2)
    assert propose(sheet, result) is None
    assert measure_outcome(result) is None
    assert not result.complete


def test_a_mark_without_its_comment_is_a_problem_of_the_sheet() -> None:
    sheet = a_sheet(2)
    result = score(sheet, [MarkAnswer("А.1", MarkValue.ZERO), MarkAnswer("А.2", MarkValue.TWO)])
    assert [(problem.criterion_code, problem.text[:13]) for problem in result.problems] == [
        ("А.1", "Критерий А.1:")
    ]
    assert not result.complete


def test_when_nothing_applies_there_is_no_percent_no_zone_and_no_proposal() -> None:
    sheet = a_sheet(2)
    result = score(sheet, answers(sheet, None, None))
    assert (result.maximum, result.percent, result.zone) == (0, None, None)
    assert propose(sheet, result) is None


@pytest.mark.parametrize(
    ("points", "percent"),
    [
        ((2, 2, 0), "66.7"),
        ((1, 0, 0), "16.7"),
        ((2, 2, 2), "100.0"),
        ((0, 0, 0), "0.0"),
        ((2,) * 7 + (1,), "93.8"),
    ],
)
def test_percent_is_rounded_half_up_to_one_decimal(points: tuple[int, ...], percent: str) -> None:
    sheet = a_sheet(len(points))
    assert score(sheet, answers(sheet, *points)).percent == Decimal(percent)


def test_a_foreign_criterion_and_a_second_mark_are_refused() -> None:
    sheet = a_sheet(1)
    with pytest.raises(ValueError, match=r"нет критерия «Я\.9»"):
        score(sheet, [MarkAnswer("Я.9", MarkValue.TWO)])
    with pytest.raises(ValueError, match="две отметки"):
        score(sheet, [MarkAnswer("А.1", MarkValue.TWO), MarkAnswer("А.1", MarkValue.ONE)])


# Proposals. Fifty criteria make one point exactly one percent.


def fifty(points: int, *, blocking_zero: bool) -> tuple[Sheet, Score]:
    sheet = a_sheet(50, blocking=1)
    first, left = (0, points) if blocking_zero else (1, points - 1)
    rest = [2] * (left // 2) + [1] * (left % 2)
    return sheet, score(sheet, answers(sheet, first, *rest, *[0] * (49 - len(rest))))


@pytest.mark.parametrize(
    ("points", "blocking_zero", "verdict", "zone"),
    [
        (99, False, VerdictKind.CONFORMS, Zone.GREEN),
        (85, False, VerdictKind.CONFORMS, Zone.GREEN),
        (84, False, VerdictKind.WITH_REMARKS, Zone.YELLOW),
        (70, False, VerdictKind.WITH_REMARKS, Zone.YELLOW),
        (69, False, VerdictKind.REWORK, Zone.YELLOW),
        (50, False, VerdictKind.REWORK, Zone.YELLOW),
        (49, False, VerdictKind.FAILS, Zone.RED),
        (98, True, VerdictKind.REWORK, Zone.GREEN),
        (75, True, VerdictKind.REWORK, Zone.YELLOW),
        (50, True, VerdictKind.REWORK, Zone.YELLOW),
        (49, True, VerdictKind.FAILS, Zone.RED),
    ],
)
def test_the_verdict_follows_the_thresholds_and_blocking_criteria(
    points: int, blocking_zero: bool, verdict: VerdictKind, zone: Zone
) -> None:
    sheet, result = fifty(points, blocking_zero=blocking_zero)
    assert (result.points, result.maximum) == (points, 100)
    assert propose(sheet, result) is verdict
    assert result.zone is zone


def test_a_share_that_only_rounds_up_to_the_threshold_does_not_reach_it() -> None:
    sheet = a_sheet(1000)
    result = score(sheet, answers(sheet, *[2] * 849, 1, *[0] * 150))
    assert result.ratio == Fraction(1699, 2000)
    assert result.percent == Decimal("85.0")  # 84.95, shown half up
    assert propose(sheet, result) is VerdictKind.WITH_REMARKS
    assert result.zone is Zone.YELLOW


def test_a_municipality_sets_its_own_thresholds() -> None:
    sheet = a_sheet(4, thresholds=Thresholds(accept=60, remarks=40, rework=20, green=60, yellow=20))
    result = score(sheet, answers(sheet, 2, 2, 1, 0))
    assert propose(sheet, result) is VerdictKind.CONFORMS
    assert result.zone is Zone.GREEN


@given(marks(12), st.integers(0, 11))
def test_raising_a_mark_never_lowers_the_verdict_or_the_percent(values: list[MarkValue], place: int) -> None:
    sheet = SHEETS["concept"]
    raised = [*values[:place], RAISED[values[place]], *values[place + 1 :]]
    before, after = scored(sheet, values), scored(sheet, raised)
    if before.ratio is None:
        assert after.ratio is None
        return
    assert after.ratio is not None and after.ratio >= before.ratio
    assert rank(propose(sheet, after)) >= rank(propose(sheet, before))
    assert len(after.blocking_zero) <= len(before.blocking_zero)


@given(marks(12))
def test_not_applicable_never_changes_the_percent_of_the_others(values: list[MarkValue]) -> None:
    sheet = SHEETS["concept"]
    applied = [
        (c, v) for c, v in zip(sheet.criteria, values, strict=True) if v is not MarkValue.NOT_APPLICABLE
    ]
    alone = score(sheet, [MarkAnswer(c.code, v, "Пояснение.") for c, v in applied])
    assert scored(sheet, values).percent == alone.percent
    assert scored(sheet, values).zone == alone.zone


@given(marks(12), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(values: list[MarkValue], random: object) -> None:
    sheet = SHEETS["concept"]
    given_answers = [MarkAnswer(c.code, v) for c, v in zip(sheet.criteria, values, strict=True)]
    shuffled = list(given_answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(sheet, shuffled) == score(sheet, given_answers)


@given(marks(12))
def test_a_blocking_zero_always_forbids_acceptance(values: list[MarkValue]) -> None:
    sheet = SHEETS["concept"]
    result = scored(sheet, [MarkValue.ZERO, *values[1:]])
    assert result.blocking_zero[0] == "А.1"
    assert propose(sheet, result) in {VerdictKind.REWORK, VerdictKind.FAILS}


# Measures


def test_measures_weigh_the_same_whatever_their_maximum() -> None:
    sheet = a_sheet(4, blocking=1, per_measure=True)
    full = score(sheet, answers(sheet, 2, 2, 2, 2))
    weak = score(sheet, answers(sheet, 0, None, None, None))
    result = average(sheet, [MeasureScore("Мера 1", full), MeasureScore("Мера 2", weak)])
    assert result.ratio == Fraction(1, 2)
    assert (result.points, result.maximum, result.percent) == (8, 10, Decimal("50.0"))
    assert result.blocking_zero == ("Мера 2, А.1",)
    assert propose(sheet, result) is VerdictKind.REWORK


def test_a_measure_to_which_nothing_applies_leaves_the_average() -> None:
    sheet = a_sheet(2, per_measure=True)
    full = score(sheet, answers(sheet, 2, 1))
    none = score(sheet, answers(sheet, None, None))
    assert average(sheet, [MeasureScore("Мера 1", full), MeasureScore("Мера 2", none)]).ratio == full.ratio
    assert average(sheet, []).ratio is None


def test_an_unfinished_measure_holds_the_package_back() -> None:
    sheet = a_sheet(2, per_measure=True)
    full, part = score(sheet, answers(sheet, 2, 2)), score(sheet, [MarkAnswer("А.1", MarkValue.ONE)])
    result = average(sheet, [MeasureScore("Мера 1", full), MeasureScore("Мера 2", part)])
    assert result.missing == ("Мера 2, А.2",)
    assert [problem.text[:20] for problem in result.problems] == ["Мера 2. Критерий А.1"]
    assert propose(sheet, result) is None


@pytest.mark.parametrize(
    ("points", "outcome"),
    [
        ((2, 2, 2, 2), MeasureOutcome.CONFIRMED),
        ((2, 2, 1, 1), MeasureOutcome.PARTIAL),
        ((1, 1, 1, 1), MeasureOutcome.PARTIAL),
        ((1, 1, 1, 0), MeasureOutcome.NOT_CONFIRMED),
        ((0, 2, 2, 2), MeasureOutcome.NOT_CONFIRMED),
        ((None, None, None, None), None),
    ],
)
def test_the_outcome_of_a_measure(points: tuple[int | None, ...], outcome: MeasureOutcome | None) -> None:
    sheet = a_sheet(4, blocking=1)
    assert measure_outcome(score(sheet, answers(sheet, *points))) is outcome


# Packages of several documents


def a_package() -> Sheet:
    return compose(
        [
            SheetPart("К", "Концепция развития", SHEETS["concept"]),
            SheetPart("П", "Среднесрочная программа развития", SHEETS["medium_term"]),
            SheetPart("Р1", "Антирисковая программа «Дефицит педагогических кадров»", SHEETS["anti_risk"]),
            SheetPart("Р2", "Антирисковая программа «Низкий уровень оснащения школы»", SHEETS["anti_risk"]),
        ]
    )


def test_a_composed_sheet_holds_every_criterion_under_its_document() -> None:
    sheet = a_package()
    assert (len(sheet.criteria), sheet.maximum) == (12 + 13 + 12 + 12, 98)
    assert [part.code for part in sheet.parts] == ["К", "П", "Р1", "Р2"]
    first = sheet.criteria_of_part("Р2")[0]
    assert (first.code, first.number, first.group, first.blocking) == ("Р2.А.1", "4.1", "Р2.А", True)
    assert first.text == SHEETS["anti_risk"].criteria[0].text
    assert [group.code for group in sheet.groups_of_part("К")] == ["К.А", "К.Б", "К.В"]
    assert sheet.parts[2].sheet == "anti_risk"


def test_documents_are_scored_apart_and_the_weakest_decides() -> None:
    sheet = a_package()
    weak = {one.code for one in sheet.criteria_of_part("Р2")[6:]}
    marks_given = [
        MarkAnswer(one.code, MarkValue.ZERO if one.code in weak else MarkValue.TWO, "Пояснение.")
        for one in sheet.criteria
    ]
    by_part = score_by_part(sheet, marks_given)
    assert [part.score.points for part in by_part] == [24, 26, 24, 12]
    assert [part.proposal for part in by_part] == [VerdictKind.CONFORMS] * 3 + [VerdictKind.REWORK]
    assert (
        propose(sheet, score(sheet, marks_given)) is VerdictKind.CONFORMS
    )  # 86 of 98: the sum alone would hide it
    assert propose_package(by_part) is VerdictKind.REWORK


def test_a_package_is_proposed_only_when_every_document_is_judged() -> None:
    sheet = a_package()
    most = [MarkAnswer(one.code, MarkValue.TWO) for one in sheet.criteria[:-1]]
    by_part = score_by_part(sheet, most)
    assert by_part[-1].score.missing == ("Р2.В.4",)
    assert propose_package(by_part) is None


@given(st.data())
def test_the_points_of_the_documents_add_up_to_those_of_the_package(data: st.DataObject) -> None:
    sheet = a_package()
    values = data.draw(marks(len(sheet.criteria)))
    given_answers = [MarkAnswer(c.code, v) for c, v in zip(sheet.criteria, values, strict=True)]
    whole, by_part = score(sheet, given_answers), score_by_part(sheet, given_answers)
    assert sum(part.score.points for part in by_part) == whole.points
    assert sum(part.score.maximum for part in by_part) == whole.maximum
    assert tuple(code for part in by_part for code in part.score.blocking_zero) == whole.blocking_zero


def test_each_document_keeps_its_thresholds_and_the_package_takes_the_strictest() -> None:
    mild = a_sheet(2, thresholds=Thresholds(accept=60, remarks=40, rework=20, green=60, yellow=20))
    sheet = compose([SheetPart("М", "Мягкий", mild), SheetPart("С", "Строгий", a_sheet(2))])
    given_answers = [
        MarkAnswer(one.code, value, "Пояснение.")
        for one, value in zip(sheet.criteria, [MarkValue.TWO, MarkValue.ONE] * 2, strict=True)
    ]
    assert [part.proposal for part in score_by_part(sheet, given_answers)] == [
        VerdictKind.CONFORMS,
        VerdictKind.WITH_REMARKS,
    ]
    assert [part.score.zone for part in score_by_part(sheet, given_answers)] == [Zone.GREEN, Zone.YELLOW]
    assert sheet.thresholds == Thresholds()


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [SheetPart("К", "Один", SHEETS["concept"]), SheetPart("К", "Два", SHEETS["medium_term"])],
        [SheetPart(" ", "Без кода", SHEETS["concept"])],
        [SheetPart("Э", "По мерам", SHEETS["evidence_stage1"])],
        [SheetPart("С", "Составной", a_package())],
    ],
)
def test_parts_that_do_not_fit_together_are_refused(parts: list[SheetPart]) -> None:
    with pytest.raises(BrokenSheet):
        compose(parts)


# Storage


@pytest.mark.parametrize("sheet", [*SHEETS.values(), a_package()], ids=lambda sheet: sheet.code)
def test_a_sheet_survives_storage_as_json(sheet: Sheet) -> None:
    assert from_json(json.loads(json.dumps(to_json(sheet), ensure_ascii=False))) == sheet


def test_an_edition_stored_before_a_field_existed_is_still_read() -> None:
    stored = to_json(SHEETS["concept"])
    del stored["parts"], stored["criteria"][0]["anchors"]
    read = from_json(stored)
    assert read.criteria[0].anchors == ()
    assert read.parts == ()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda data: data.update(colour="red"), "Неизвестное поле экспертного листа «лист»: colour."),
        (
            lambda data: data["criteria"][0].update(weight=2),
            "Неизвестное поле экспертного листа «criteria»: weight.",
        ),
        (lambda data: data.pop("title"), "нет обязательного поля: title."),
        (lambda data: data["criteria"][0].update(blocking="да"), "«blocking» записано в неверном виде"),
        (lambda data: data["thresholds"].update(accept=True), "«accept» записано в неверном виде"),
        (lambda data: data.update(criteria="нет"), "«criteria» записано в неверном виде"),
        (lambda data: data.update(groups=[1]), "вместо записи «groups» другое значение"),
        (lambda data: data["thresholds"].update(accept=10), "Границы вердиктов должны возрастать"),
    ],
)
def test_spoilt_json_is_refused_with_a_clear_sentence(spoil: object, sentence: str) -> None:
    stored = to_json(SHEETS["concept"])
    spoil(stored)  # type: ignore[operator]
    with pytest.raises(ValueError, match=sentence):
        from_json(stored)
