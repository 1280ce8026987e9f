"""What may be a password and what may not."""

import pytest

from workflows.passwords import COMMON, LONGEST, OWN, SHORTEST, TOO_LONG, TOO_SHORT, common_passwords, refusal

OWN_WORDS = (
    "Образцова Мария Петровна",
    "m.obraztsova@example.org",
    "МБОУ «Лесногорская СОШ»",
    "Лесногорская СОШ",
)


@pytest.mark.parametrize(
    "password",
    [
        "лошадь верно батарея скоба",
        "demo-demo-demo",
        "я" * 64 + "😀" * 64,
        "            ",
        "korotko no dlinno",
        "мария любит печь пироги",
        "x" * 11 + "é",
    ],
)
def test_any_long_enough_phrase_is_taken(password: str) -> None:
    assert refusal(password, own=OWN_WORDS) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", TOO_SHORT),
        ("z7#kQ!9mPw2", TOO_SHORT),
        ("й" * (LONGEST + 1), TOO_LONG),
        ("qwertyuiop12", COMMON),
        ("QWERTYuiop12", COMMON),
        ("йцукенгшщз12", COMMON),
        ("Йцукенгшщз 12", COMMON),
        ("password2026", COMMON),
        ("ПарольПароль", COMMON),
        ("123456789012", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("gfhjkmgfhjkm", COMMON),  # «пароль» twice in the other layout
        ("МБОУ «Лесногорская СОШ»", OWN),
        ("лесногорская сош", OWN),
        ("Лесногорская1", OWN),
        ("ОбразцоваМария", OWN),
        ("образцова2026", OWN),
        ("m.obraztsova@example.org", OWN),
        ("obraztsova123", OWN),
    ],
)
def test_short_common_and_own_passwords_are_refused_each_with_its_sentence(
    password: str, sentence: str
) -> None:
    assert refusal(password, own=OWN_WORDS) == sentence


def test_length_counts_letters_not_the_signs_they_are_written_with() -> None:
    """«й» typed as и and a combining breve is one letter: eleven of them are too few, twelve are enough."""
    assert refusal("и\u0306" * (SHORTEST - 1)) == TOO_SHORT
    assert refusal("й\u0451ж" * 4) is None


def test_a_password_that_only_contains_a_name_beside_much_else_is_taken() -> None:
    assert refusal("образцова пишет письма каждый вторник", own=OWN_WORDS) is None


def test_the_bundled_list_is_of_a_useful_size_and_of_usable_lines() -> None:
    words = common_passwords()
    assert len(words) > 3000
    assert all(len(word) >= SHORTEST and word == word.lower() and " " not in word for word in words)
