"""A document's own name, number and date are read from its first lines."""

from datetime import date

import pytest

from workflows.passages import Passage
from workflows.requisites import Requisites, dates_in, requisites


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("от 14.03.2026 № 41", [date(2026, 3, 14)]),
        ("«5» мая 2026 г.", [date(2026, 5, 5)]),
        ("с 1 марта 2026 года по 30.04.2026", [date(2026, 3, 1), date(2026, 4, 30)]),
        ("31.02.2026", []),
        ("12.03.26", [date(2026, 3, 12)]),
        ("раздел 1.2.3, версия 10.20.3000", []),
        ("1 марша 2026", []),
    ],
)
def test_dates_are_read_in_figures_and_in_words(text: str, dates: list[date]) -> None:
    assert list(dates_in(text)) == dates


def test_the_requisites_of_an_order() -> None:
    lines = ("МБОУ «СОШ № 6»", "ПРИКАЗ", "14 марта 2026 г. № 41-од", "Об утверждении программы")
    found = requisites([Passage(1, n, line) for n, line in enumerate(lines, start=1)])
    assert found == Requisites("приказ", "41-од", date(2026, 3, 14))


def test_a_silent_document_has_none() -> None:
    assert requisites([Passage(1, 1, "Фотографии")]) == Requisites()
    assert Requisites().words == ""


def test_requisites_in_words() -> None:
    assert Requisites("приказ", "41-од", date(2026, 3, 14)).words == "Приказ № 41-од от 14.03.2026"
