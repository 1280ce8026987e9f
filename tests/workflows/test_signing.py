"""Codes of verification, and what is answered of a document."""

import pytest

from workflows.signing import (
    ALPHABET,
    WHAT_TO_DO,
    Finding,
    Standing,
    finding,
    new_code,
    read_code,
    read_sha256,
)


def test_codes_carry_eighty_bits_in_groups_of_four_and_never_repeat() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500 and len(ALPHABET) == 32
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4] and set("".join(groups)) <= set(ALPHABET)
        assert read_code(code) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7k4m92qx1bcd5fgh", "7K4M-92QX-1BCD-5FGH"),
        ("7K4M 92QX — 1BCD.5FGH", "7K4M-92QX-1BCD-5FGH"),
        ("OIL0-0000-0000-0000", "0110-0000-0000-0000"),
        ("7K4M-92QX-1BCD-5FG", ""),
        ("7K4M-92QX-1BCD-5FGU", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_however_typed(typed: str, code: str) -> None:
    assert read_code(typed) == code


def test_hashes_are_hexadecimal_and_whole() -> None:
    assert read_sha256(" " + "AB" * 32) == "ab" * 32
    assert read_sha256("ab" * 31) == read_sha256("zz" * 32) == ""


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        (None, Finding.UNKNOWN),
        (Standing(), Finding.ISSUED),
        (Standing(signed=True), Finding.GENUINE),
        (Standing(outdated=True), Finding.OUTDATED),
        (Standing(signed=True, revoked=True), Finding.REVOKED),
    ],
)
def test_what_is_answered(known: Standing | None, answer: Finding) -> None:
    assert finding(known) is answer
    assert set(WHAT_TO_DO) == set(Finding)
