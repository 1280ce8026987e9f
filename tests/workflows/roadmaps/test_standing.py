"""What a measure is on a day."""

from datetime import date

import pytest

from workflows.deadlines import Frame, Period, Status, read_deadline
from workflows.roadmaps.occurrences import occurrences
from workflows.roadmaps.standing import Fact, standing
from workflows.roadmaps.words import MeasureStatus as M
from workflows.roadmaps.words import ProgressState as P

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def status(text: str, on: tuple[int, int], *facts: tuple[str, P, tuple[int, int]], **more: object) -> M:
    deadline = read_deadline(text, Frame.of_year(2026))
    return standing(
        occurrences(deadline, YEAR),
        [Fact(key, state, date(2026, *day)) for key, state, day in facts],
        date(2026, *on),
        term=deadline.status,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("on", "facts", "expected"),
    [
        ((2, 28), [], M.NOT_DUE),
        ((3, 1), [], M.UNDER_WAY),
        ((3, 31), [], M.UNDER_WAY),
        ((4, 1), [], M.OVERDUE),
        ((4, 1), [("", P.EXECUTED, (3, 20))], M.EXECUTED),
        ((4, 1), [("", P.CONFIRMED, (3, 31))], M.CONFIRMED),
        ((4, 9), [("", P.CONFIRMED, (4, 2))], M.CONFIRMED_LATE),
        ((4, 9), [("", P.DECLINED, (4, 2))], M.DECLINED),
        ((4, 9), [("", P.DECLINED, (4, 2)), ("", P.EXECUTED, (4, 5))], M.EXECUTED),
        ((4, 9), [("", P.WITHDRAWN, (3, 2))], M.OVERDUE),
        ((4, 9), [("", P.REVOKED, (3, 2))], M.DECLINED),
    ],
)
def test_one_deadline(on: tuple[int, int], facts: list[tuple[str, P, tuple[int, int]]], expected: M) -> None:
    assert status("март", on, *facts) is expected


def test_until_a_day_is_inclusive() -> None:
    assert status("до 15.03.2026", (3, 15)) is M.UNDER_WAY
    assert status("до 15.03.2026", (3, 16)) is M.OVERDUE


def test_several_days_are_done_when_all_are() -> None:
    first, second = ("2026-04-01", P.CONFIRMED, (4, 3)), ("2026-09-01", P.CONFIRMED, (9, 3))
    assert status("апрель, сентябрь", (5, 5), first) is M.UNDER_WAY
    assert status("апрель, сентябрь", (10, 5), first) is M.OVERDUE
    assert status("апрель, сентябрь", (10, 5), first, second) is M.CONFIRMED


def test_what_was_moved_or_left_out_says_so() -> None:
    assert status("март", (2, 1), transferred=True) is M.TRANSFERRED
    assert status("март", (4, 1), transferred=True) is M.OVERDUE
    assert status("март", (4, 1), excluded_on=date(2026, 4, 1)) is M.EXCLUDED
    assert status("март", (3, 31), excluded_on=date(2026, 4, 1)) is M.UNDER_WAY


def test_an_unread_deadline_waits_for_a_person_and_is_never_overdue() -> None:
    assert status("когда-нибудь потом", (12, 31)) is M.TERM_UNREAD
    assert status("по мере вступления в проект", (12, 31)) in (M.PLANNED, M.TERM_UNREAD)
    assert status("Постоянно", (12, 31)) is M.UNDER_WAY
    assert standing((), [], date(2026, 1, 1), term=Status.PARSED) is M.PLANNED


def test_every_word_has_an_icon_that_is_drawn() -> None:
    from pathlib import Path

    from workflows.roadmaps import amendment, words
    from workflows.vocabulary import Toned

    drawn = Path(__file__).resolve().parents[3].joinpath("webapp", "static", "icons.svg").read_text("utf-8")
    kinds = [kind for module in (amendment, words) for kind in vars(module).values()
             if isinstance(kind, type) and issubclass(kind, Toned) and kind is not Toned]  # fmt: skip
    assert len(kinds) > 3
    assert [word.icon for kind in kinds for word in kind if f'id="i-{word.icon}"' not in drawn] == []
