"""Which page free words mean."""

import pytest

from workflows.places import page_named, pages_named


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("стр. 4", (4, 4)),
        ("Справка, стр. 4, таблица 2", (4, 4)),
        ("стр.3", (3, 3)),
        ("Протокол № 3, стр. 1–2", (1, 2)),
        ("стр. 1-2", (1, 2)),
        ("Стр. № 12", (12, 12)),
        ("на странице 7 внизу", (7, 7)),
        ("страницы 5 — 9", (5, 9)),
        ("с. 14", (14, 14)),
        ("стр.\xa06", (6, 6)),
        ("стр. 5, затем стр. 8", (5, 5)),
        ("стр. 9–2", (9, 9)),
        ("раздел 2.2, таблица 3", None),
        ("Протокол № 3", None),
        ("Приказ от 01.09.2026", None),
        ("класс. 5", None),
        ("стр. 0", None),
        ("", None),
    ],
)
def test_pages_are_read_from_words(words: str, pages: tuple[int, int] | None) -> None:
    assert pages_named(words) == pages
    assert page_named(words) == (pages[0] if pages else 1)
