"""The rows behind the numbers of a frozen report, and how two issues of it differ."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.report_contents import comparable, differences, numbers, word_changes
from workflows.vocabulary import ReportKind


def result(number: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {
        "school": f"СОШ {number}", "kind_title": "Концепция", "package_number": number, "verdict": verdict, "rounds": 1,
        "score": {"points": "18", "maximum": "20"} if verdict else None, **more,
    }  # fmt: skip


STAGE: dict[str, Any] = {
    "general": {"schools": {"due": 4, "sent": 3, "late": 1, "not_sent": 1}},
    "results": [
        result("1", "Соответствует"),
        result("2", "Не соответствует", is_late=True, rounds=2),
        result("3", ""),
    ],
    "verdicts": [{"verdict": "Соответствует", "count": 1}, {"verdict": "Не соответствует", "count": 1}],
    "deadlines": [
        {"school": "СОШ 2", "kind_title": "Концепция", "presented": {"at": "2026-11-02"}, "reason": "Связь"},
        {"school": "СОШ 4", "kind_title": "Концепция", "presented": None, "reason": ""},
    ],
    "recommendations": [{"school": "СОШ 2", "text": "Связать план с рисками."}],
    "conclusions": ["Школы справились."],
    "typical_remarks": [{"text": "Нет сроков", "count": 2, "schools": ["СОШ 1", "СОШ 2"]}],
}


def test_each_number_has_as_many_rows_as_it_says() -> None:
    found = {one.code: one for one in numbers(ReportKind.STAGE, STAGE)}
    assert {code: len(one.rows) for code, one in found.items()} == {
        "packages": 3, "judged": 2, "verdict-0": 1, "verdict-1": 1, "unfinished": 1, "late": 1, "absent": 1, "remarks": 1,
        "recommendations": 1,
    }  # fmt: skip
    assert found["verdict-1"].rows[0].package == "2" and found["verdict-1"].title == "Не соответствует"
    assert "раундов: 2" in found["verdict-1"].rows[0].note
    assert found["absent"].rows[0].title == "СОШ 4, Концепция"
    assert found["packages"].words == "Представлено пакетов: 3"


def test_two_issues_differ_where_they_do() -> None:
    later = {
        **STAGE,
        "results": [result("1", "Соответствует"), result("2", "Соответствует"), result("5", "Соответствует")],
        "conclusions": ["Школы справились.", "Отдельным школам нужна помощь."],
    }
    found = {one.title: one.changes for one in differences(ReportKind.STAGE, STAGE, later)}
    assert set(found) == {"Пакеты", "Выводы"}
    told = {change.what: (change.before, change.after) for change in found["Пакеты"]}
    assert told["СОШ 5, Концепция, № 5"] == ("–", "Соответствует; 18 из 20")
    assert told["СОШ 3, Концепция, № 3"][1] == "–"
    assert [change.what for change in found["Выводы"]] == ["Абзац 2"]


def test_an_issue_does_not_differ_from_itself() -> None:
    assert differences(ReportKind.STAGE, STAGE, STAGE) == ()


@pytest.mark.parametrize("kind", ReportKind)
def test_data_of_any_age_are_read(kind: ReportKind) -> None:
    assert numbers(kind, {}) == ()
    assert differences(kind, {}, {}) == ()
    if not comparable(kind):
        assert numbers(kind, STAGE) == ()


def test_a_roadmap_is_told_by_status() -> None:
    measures = [
        {"number": "1.", "title": "Совещание", "status": "Исполнено", "term": "март", "responsible": "УО"},
        {"number": "2.", "title": "Семинар", "status": "Запланировано"},
    ]
    content = {
        "measures": measures,
        "overdue": [],
        "figures": [{"rule": "А", "numerator": 1, "denominator": 2}],
    }
    found = {one.title: len(one.rows) for one in numbers(ReportKind.ROADMAP, content)}
    assert found == {"Мероприятий": 2, "Исполнено": 1, "Запланировано": 1, "Не исполнено в срок": 0}
    later = {**content, "figures": [{"rule": "А", "numerator": 2, "denominator": 2}]}
    (section,) = differences(ReportKind.ROADMAP, content, later)
    assert [(one.before, one.after) for one in section.changes] == [("1 из 2", "2 из 2")]


@given(st.text(max_size=200), st.text(max_size=200))
def test_word_changes_hold_both_texts_whole(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert "".join(text for mark, text in found if mark != "+") == before
    assert "".join(text for mark, text in found if mark != "-") == after
