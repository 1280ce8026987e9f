"""The letter to a school: by criterion, with what is open and by when."""

from datetime import date

from workflows.letter import TO_THE_WHOLE, Letter, LetterItem
from workflows.vocabulary import RemarkKind

ESSENTIAL, ADVICE = RemarkKind.ESSENTIAL, RemarkKind.RECOMMENDATION


def letter(*items: LetterItem, opened: tuple[str, ...] | None = ()) -> Letter:
    return Letter(
        "Возврат", "СОШ № 6", "srr-2026-1", "Концепция", 1, 1, "", "", items, opened, "Примеров А. С."
    )


def test_remarks_stand_by_criterion_and_those_on_the_whole_package_come_first() -> None:
    made = letter(
        LetterItem(1, ESSENTIAL, "Цель", "Б.1", "Цель измерима"),
        LetterItem(2, ESSENTIAL, "Подпись"),
        LetterItem(3, ESSENTIAL, "Ещё цель", "Б.1", "Цель измерима"),
        LetterItem(4, ESSENTIAL, "Без слов", "В.9"),
    )
    shown = [(group.title, [item.number for item in group.items]) for group in made.groups]
    assert shown == [(TO_THE_WHOLE, [2]), ("В.9", [4]), ("Б.1. Цель измерима", [1, 3])]


def test_the_last_binding_day_is_named_and_a_recommendation_binds_nobody() -> None:
    first, second, later = date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 30)
    made = letter(
        LetterItem(1, ESSENTIAL, "а", due_on=second),
        LetterItem(2, ESSENTIAL, "б", due_on=first),
        LetterItem(3, ADVICE, "в", due_on=later),
    )
    assert made.mend_by == second
    assert letter(*made.items, opened=None).mend_by is None


def test_what_is_open_is_one_sentence() -> None:
    assert letter().opened_words == "Для исправления открыт весь пакет."
    assert letter(opened=None).opened_words == ""
    named = letter(opened=("Концепция развития", "Начало реализации")).opened_words
    assert named.startswith("Для исправления открыто: Концепция развития; Начало реализации. Остальное")
