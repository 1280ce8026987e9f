"""The checklist Л11: what is known is computed, the rest a person says."""

import pytest

from workflows.stage_closing import BY_PERSON, Answer, Facts, Item, is_whole, lines

READY = Facts(report="О-2026-1", counted="О-2026-2")
SAID = dict.fromkeys(BY_PERSON, True)


def answers(facts: Facts, said: dict[Item, bool]) -> dict[Item, Answer]:
    return {line.item: line.answer for line in lines(facts, said)}


def test_a_stage_is_whole_when_all_nine_lines_hold() -> None:
    found = lines(READY, SAID)
    assert len(found) == 9 and is_whole(found) and not any(line.words for line in found)


@pytest.mark.parametrize(
    ("facts", "items", "words"),
    [
        (
            Facts(open=2, unreleased=1, report="1", counted="2"),
            {Item.CLOSED},
            "В работе пакетов: 2. Не направлено",
        ),
        (Facts(unreconciled=1, report="1", counted="2"), {Item.RECONCILED}, "Ждут сведения: 1."),
        (Facts(ungrounded=3, report="1", counted="2"), {Item.GROUNDED}, "без основания: 3"),
        (Facts(report="1"), {Item.INDICATOR}, "Сформируйте отчёт по дорожной карте"),
        (Facts(counted="2"), {Item.OVERDUE, Item.APPENDED}, "Сформируйте отчёт этапа."),
        (Facts(report="1", counted="2", changed=4), {Item.OVERDUE, Item.APPENDED}, "изменилось пакетов: 4"),
    ],
)
def test_what_stands_against_it_is_said(facts: Facts, items: set[Item], words: str) -> None:
    found = lines(facts, SAID)
    assert {line.item for line in found if line.answer is not Answer.YES} == items
    assert all(words in line.words for line in found if line.item in items)


def test_what_nobody_has_said_is_open_and_a_no_is_a_no() -> None:
    assert answers(READY, {})[Item.PRIVATE] is Answer.OPEN
    assert answers(READY, {Item.PRIVATE: False})[Item.PRIVATE] is Answer.NO
    assert not is_whole(lines(READY, {**SAID, Item.PRIVATE: False}))
    assert answers(Facts(open=1), {Item.CLOSED: True})[Item.CLOSED] is Answer.NO, (
        "what is known is not overruled"
    )
