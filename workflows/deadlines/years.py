"""Which year a day or a month without one belongs to: the cell's own years first, then the roadmap's."""

from collections.abc import Sequence
from dataclasses import replace

from workflows.deadlines.lexer import ATOMS, Sign, Token
from workflows.deadlines.model import Frame

MONTHLY = frozenset({Sign.MONTH, Sign.DECADE, Sign.WEEK})
_FIRST_MONTH = {Sign.QUARTER: 3, Sign.HALF: 6}
SEPTEMBER = 9


def with_years(tokens: Sequence[Token], frame: Frame) -> tuple[Token, ...]:
    """Return the signs with a year wherever one is known."""
    found = _of_the_school_year(list(tokens))
    _borrow_from_later(found)
    _borrow_from_earlier(found)
    return tuple(
        _framed(token, frame) if token.sign in ATOMS and token.year is None else token for token in found
    )


def month_of(token: Token) -> int:
    """Return the month in which what a sign names begins; 0 for a year."""
    if token.sign in _FIRST_MONTH:
        return _FIRST_MONTH[token.sign] * (token.number - 1) + 1
    return token.month


def _of_the_school_year(found: list[Token]) -> list[Token]:
    """«Сентябрь 2023/2024 учебного года»: the year that follows says where the month is, and is no deadline itself."""
    kept: list[Token] = []
    for token in found:
        before = kept[-1] if kept else None
        if token.sign is Sign.SCHOOL_YEAR and before is not None and before.sign in MONTHLY | {Sign.HALF}:
            kept[-1] = _within(before, token.year)
            continue
        kept.append(token)
    return kept


def _within(token: Token, first: int | None) -> Token:
    if token.sign is Sign.HALF:
        return replace(token, sign=Sign.HALF, year=first, month=SEPTEMBER)
    return replace(token, year=None if first is None else first + (token.month < SEPTEMBER))


def _borrow_from_later(found: list[Token]) -> None:
    """«14.02, 15.02, 20.02.2024», «декабрь – январь 2024»: the year stands once, after the last."""
    later: Token | None = None
    joined = False
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if token.sign in {Sign.DASH, Sign.TO}:
            joined = True
        if token.sign not in ATOMS:
            continue
        if token.year is None and later is not None and later.year is not None:
            crosses = month_of(token) > month_of(later) > 0 and (joined or token.sign in MONTHLY)
            token = found[place] = replace(token, year=later.year - crosses)
        later, joined = token, False


def _borrow_from_earlier(found: list[Token]) -> None:
    """«Декабрь 2023 – январь»: what follows without a year goes on from what had one."""
    earlier: Token | None = None
    for place, token in enumerate(found):
        if token.sign not in ATOMS:
            continue
        if token.year is None and earlier is not None and earlier.year is not None:
            crosses = 0 < month_of(token) < month_of(earlier)
            found[place] = replace(token, year=earlier.year + crosses)
        earlier = found[place]


def _framed(token: Token, frame: Frame) -> Token:
    """Return a sign with the year the roadmap gives it; as it is where the roadmap gives none."""
    first = frame.period.start.year if frame.is_school_year and frame.period and frame.period.start else None
    if token.sign is Sign.HALF and frame.is_school_year:
        return replace(token, month=SEPTEMBER, year=first, inferred=True)
    if token.sign is Sign.SCHOOL_YEAR or (token.sign is Sign.YEAR and frame.is_school_year):
        return replace(token, sign=Sign.SCHOOL_YEAR, year=first, inferred=True)
    year = frame.year if token.sign is Sign.YEAR else frame.year_of(month_of(token))
    return replace(token, year=year, inferred=year is not None)
