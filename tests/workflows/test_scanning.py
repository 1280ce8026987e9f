"""What an answer of the scanner means: only OK is clean (UP-11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.scanning import Scan, ScanState, judge_answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("stream: OK\0", Scan(ScanState.CLEAN)),
        ("stream: Win.Test.EICAR_HDB-1 FOUND\0", Scan(ScanState.INFECTED, "Win.Test.EICAR_HDB-1")),
        (
            "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
            Scan(ScanState.TOO_LARGE, "Heuristics.Limits.Exceeded.MaxFileSize"),
        ),
        (
            "stream: Heuristics.Encrypted.PDF FOUND\n",
            Scan(ScanState.TOO_LARGE, "Heuristics.Encrypted.PDF"),
        ),
        ("INSTREAM size limit exceeded. ERROR\0", Scan(ScanState.TOO_LARGE)),
        ("stream: Can't allocate memory ERROR\0", Scan(ScanState.UNSCANNED)),
        ("stream: not OK", Scan(ScanState.UNSCANNED)),
        ("", Scan(ScanState.UNSCANNED)),
    ],
)
def test_answers(answer: str, expected: Scan) -> None:
    assert judge_answer(answer) == expected


@given(st.text())
def test_whatever_is_not_ok_is_not_clean(answer: str) -> None:
    said = answer.strip("\0\r\n ").removeprefix("stream:").strip()
    assert (judge_answer(answer).state is ScanState.CLEAN) == (said == "OK")
