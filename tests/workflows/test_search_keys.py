"""Folded names: what a person types must meet what the register holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.search_keys import ADDRESS_LENGTH, KEY_LENGTH, address_of, fold, variants

NAME = "МБОУ СОШ № 6 г. Среднереченска"


@pytest.mark.parametrize(
    "typed", ["сош6", "СОШ № 6", "сош №6", "  Сош-6 ", "cji6", "CJI 6", "«СОШ» 6", "COШ 6", "мбоу сош"]
)
def test_a_school_is_found_however_it_is_typed(typed: str) -> None:
    assert any(key in fold(NAME) for key in variants(typed))


@pytest.mark.parametrize("typed", ["сош7", "cji7", "гимназия"])
def test_another_school_is_not_found(typed: str) -> None:
    assert not any(key in fold(NAME) for key in variants(typed))


def test_yo_and_ye_are_one_letter() -> None:
    assert fold("Тихоозёрская") == fold("ТИХООЗЕРСКАЯ")
    assert variants("nb[jjp`hcrfz") == ("nbjjphcrfz", "тихоозерская")


def test_letters_that_share_a_key_with_punctuation_survive_the_layout() -> None:
    assert "юбилейная" in variants(".,bktqyfz")


@pytest.mark.parametrize("typed", ["", "   ", "№", "«»", "—"])
def test_nothing_searchable_gives_no_key(typed: str) -> None:
    assert variants(typed) == ()


@pytest.mark.parametrize(
    ("name", "address"),
    [("СОШ № 6", "sosh-6"), ("Лесногорская СОШ", "lesnogorskaya-sosh"), ("Щёлковская", "shchelkovskaya"),
     ("Школа «Объект»", "shkola-obekt"), ("№ «»", ""), ("School 7", "school-7")],
)  # fmt: skip
def test_an_address_is_readable_latin(name: str, address: str) -> None:
    assert address_of(name) == address


@given(st.text("abcehkmoptxyABCEHKMOPTXY019" + "авекмнорстухяёАВЕКМНОРСТУХЯЁ"))
def test_the_key_of_a_word_is_its_own_key(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_keys_and_addresses_are_bounded_and_stable(text: str) -> None:
    assert len(fold(text)) <= KEY_LENGTH
    assert len(address_of(text)) <= ADDRESS_LENGTH
    assert address_of(address_of(text)) == address_of(text)
