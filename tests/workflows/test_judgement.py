"""One answer from a filled sheet for each use of it: whole, by document, by measure."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from workflows.judgement import Judgement, compose_sheet, judge, plan_parts
from workflows.kind import MeasureSubject, RiskSubject, SheetUse, Slot, Subject, expand
from workflows.kinds import KINDS
from workflows.scoring import MarkAnswer
from workflows.sheet import BrokenSheet, Sheet, from_json, to_json
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue, VerdictKind

CONCEPT, EVIDENCE, WHOLE = KINDS["concept"], KINDS["evidence1"], KINDS["development"]
ONE_RISK = Subject((RiskSubject("parents", "Родители", True),))
TWO_RISKS = Subject((*ONE_RISK.risks, RiskSubject("equipment", "Оснащение", True)))
MEASURES = Subject(
    measures=tuple(MeasureSubject(n, "parents", "Родители", n, f"Мера {n}", "", "", None) for n in (1, 2, 3))
)


def sheet_for(kind: str, subject: Subject) -> tuple[Sheet, tuple[str, ...]]:
    slots = expand(KINDS[kind], subject)
    parts = plan_parts(KINDS[kind], slots)
    return compose_sheet(KINDS[kind], parts, dict(SHEETS)), tuple(part.prefix for part in parts)


def filled(sheet: Sheet, low: Mapping[str, MarkValue] | None = None) -> list[MarkAnswer]:
    """Every criterion conforms but the named ones."""
    marks = low or {}
    return [MarkAnswer(c.code, marks.get(c.code, MarkValue.TWO), "Пояснение.") for c in sheet.criteria]


def test_a_whole_sheet_has_no_parts_and_is_the_sheet_of_the_kind() -> None:
    sheet, prefixes = sheet_for("development", Subject())
    assert sheet is SHEETS["development"] and prefixes == ()
    judgement = judge(WHOLE, sheet, filled(sheet))
    assert judgement.proposal is VerdictKind.CONFORMS and judgement.parts == ()
    assert judgement.score.complete and judgement.score.points == sheet.maximum


def test_documents_are_judged_apart_under_their_own_prefixes() -> None:
    assert sheet_for("concept", ONE_RISK)[1] == ("К", "П", "А")
    sheet, prefixes = sheet_for("concept", TWO_RISKS)
    assert prefixes == ("К", "П", "А1", "А2")
    assert len(sheet.criteria) == sum(
        len(SHEETS[c].criteria) for c in ("concept", "medium_term", "anti_risk", "anti_risk")
    )
    assert {part.title for part in sheet.parts} >= {"Антирисковая программа «Оснащение»"}


def test_a_good_concept_never_hides_a_weak_programme() -> None:
    sheet, _ = sheet_for("concept", TWO_RISKS)
    low = {c.code: MarkValue.ZERO for c in sheet.criteria_of_part("А2")}
    judgement = judge(CONCEPT, sheet, filled(sheet, low))
    assert [part.proposal for part in judgement.parts] == [VerdictKind.CONFORMS] * 3 + [VerdictKind.FAILS]
    assert judgement.proposal is VerdictKind.FAILS


def test_measures_weigh_alike_in_the_mean() -> None:
    sheet, prefixes = sheet_for("evidence1", MEASURES)
    assert prefixes == ("М1", "М2", "М3")
    low = {c.code: MarkValue.ZERO for c in sheet.criteria_of_part("М2")}
    judgement = judge(EVIDENCE, sheet, filled(sheet, low))
    assert judgement.score.ratio == Fraction(2, 3)
    assert [part.part.title for part in judgement.parts] == ["1.1. Мера 1", "1.2. Мера 2", "1.3. Мера 3"]
    assert judgement.proposal is not VerdictKind.CONFORMS


@pytest.mark.parametrize(
    ("kind", "subject"), [("development", Subject()), ("concept", ONE_RISK), ("evidence1", MEASURES)]
)
def test_an_unfinished_sheet_proposes_nothing_and_names_what_is_missing(kind: str, subject: Subject) -> None:
    sheet, _ = sheet_for(kind, subject)
    judgement: Judgement = judge(KINDS[kind], sheet, filled(sheet)[1:])
    assert judgement.proposal is None
    assert len(judgement.score.missing) == 1 and not judgement.score.complete


@pytest.mark.parametrize(
    ("kind", "subject"), [("development", Subject()), ("concept", ONE_RISK), ("evidence1", MEASURES)]
)
def test_a_blocking_zero_forbids_acceptance_in_every_use(kind: str, subject: Subject) -> None:
    sheet, _ = sheet_for(kind, subject)
    blocking = next(c.code for c in sheet.criteria if c.blocking)
    judgement = judge(KINDS[kind], sheet, filled(sheet, {blocking: MarkValue.ZERO}))
    assert judgement.proposal not in {VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS, None}
    assert judgement.score.blocking_zero


def test_a_sheet_kept_with_the_expertise_judges_the_same_after_storage() -> None:
    sheet, _ = sheet_for("concept", TWO_RISKS)
    assert judge(CONCEPT, from_json(to_json(sheet)), filled(sheet)) == judge(CONCEPT, sheet, filled(sheet))


def test_nothing_to_judge_is_said_not_scored() -> None:
    with pytest.raises(BrokenSheet, match="нет ни одного документа"):
        compose_sheet(EVIDENCE, plan_parts(EVIDENCE, expand(EVIDENCE, Subject())), dict(SHEETS))


def test_every_kind_can_be_judged() -> None:
    for code, kind in KINDS.items():
        sheet, prefixes = sheet_for(code, Subject(TWO_RISKS.risks, MEASURES.measures))
        assert bool(prefixes) is (kind.sheet_use is not SheetUse.WHOLE)
        assert judge(kind, sheet, filled(sheet)).proposal is VerdictKind.CONFORMS


def test_slots_without_a_sheet_are_not_judged() -> None:
    parts = plan_parts(CONCEPT, (Slot("order", "Приказ"), Slot("concept", "Концепция", sheet="concept")))
    assert [part.slot for part in parts] == ["concept"]
