"""Reading a deadline: signs are put together into periods, periods into a kind (domain.md §5.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workflows.deadlines.lexer import ATOMS, Sign, Token, tokens
from workflows.deadlines.model import (
    Deadline,
    Doubt,
    Frame,
    Kind,
    Per,
    Period,
    Recurrence,
    decade,
    half_year,
    school_half,
    school_year,
    week,
    whole_month,
    whole_quarter,
    whole_year,
)
from workflows.deadlines.years import month_of, with_years

_UNITS = {
    Sign.DAY: Kind.DATE, Sign.MONTH: Kind.MONTH, Sign.QUARTER: Kind.QUARTER, Sign.HALF: Kind.HALF_YEAR,
    Sign.DECADE: Kind.DECADE, Sign.WEEK: Kind.WEEK, Sign.YEAR: Kind.YEAR, Sign.SCHOOL_YEAR: Kind.SCHOOL_YEAR,
}  # fmt: skip
_MARKS = {Sign.WHOLE: "whole", Sign.PERMANENT: "permanent", Sign.ONWARDS: "onwards"}
_SEPARATORS = frozenset({Sign.COMMA, Sign.DASH})
_RANGES = {Kind.DATE: Kind.RANGE, Kind.MONTH: Kind.MONTH_RANGE}
_MANY = {Kind.DATE: Kind.DATES, Kind.MONTH: Kind.MONTHS, Kind.RANGE: Kind.RANGES}


@dataclass(slots=True)
class _Cell:
    """What has been gathered from a cell so far."""

    pieces: list[tuple[Kind, Period]] = field(default_factory=list)
    undated: list[Kind] = field(default_factory=list)
    """Kinds of what is named without a year anybody knows."""
    inferred: bool = False
    recurrence: Recurrence | None = None
    whole: bool = False
    permanent: bool = False
    onwards: bool = False
    conditions: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def condition(self) -> str:
        return "; ".join(self.conditions)

    def doubt(self, *reasons: Doubt) -> None:
        self.doubts += [one for one in reasons if one not in self.doubts]


def read_deadline(text: str | None, frame: Frame | None = None) -> Deadline:
    """Return what the words of a cell mean; `frame` lends the year where the cell has none.

    Nothing raises: what is not understood has the status UNPARSED or AMBIGUOUS and says why, its text as written."""
    written, frame = (text or "").strip(), frame or Frame()
    if not written or not written.strip("-–—. "):
        return Deadline(Kind.UNPARSED, written, doubts=(Doubt.EMPTY,))
    signs, cell = tokens(written), _Cell()
    for one in _frames(signs, frame):
        _gather(with_years(signs, one), cell)
    return _decided(written, cell, frame)


def _frames(signs: Sequence[Token], frame: Frame) -> tuple[Frame, ...]:
    """«Ежегодно, в сентябре» of a roadmap of three years is read for each of them."""
    yearly = any(token.recurrence is not None and token.recurrence.per is Per.YEAR for token in signs)
    undated = any(token.sign in ATOMS for token in signs) and not any(token.year for token in signs)
    several = frame.year is None and not frame.is_school_year and frame.years
    if not (yearly and undated and several):
        return (frame,)
    return tuple(map(Frame.of_year, frame.years))


def _gather(found: Sequence[Token], cell: _Cell) -> None:
    place = 0
    while place < len(found):
        token = found[place]
        if token.sign in ATOMS:
            place = _atom(found, place, cell)
            continue
        if token.sign in {Sign.UNTIL, Sign.TO} and (after := _atom_at(found, place + 1)) is not None:
            _until(token, after, cell)
            place += 2
            continue
        if token.sign is Sign.FROM and (after := _atom_at(found, place + 1)) is not None:
            place = _from(found, place + 1, after, cell)
            continue
        _aside(token, cell)
        place += 1


def _atom_at(found: Sequence[Token], place: int) -> Token | None:
    return found[place] if place < len(found) and found[place].sign in ATOMS else None


def _atom(found: Sequence[Token], place: int, cell: _Cell) -> int:
    """Take one atom, or the range it begins; return where to go on."""
    first = found[place]
    joined = place + 1 < len(found) and found[place + 1].sign in {Sign.DASH, Sign.TO}
    if not joined:
        _single(first, cell)
        return place + 1
    second = _atom_at(found, place + 2)
    if second is None:
        _lost(first, cell)
        return place + 2
    _range(first, second, cell)
    return place + 3


def _from(found: Sequence[Token], place: int, first: Token, cell: _Cell) -> int:
    """«с … по …»; without an end it is open."""
    after = place + 1
    if after < len(found) and found[after].sign in {Sign.TO, Sign.DASH, Sign.UNTIL}:
        second = _atom_at(found, after + 1)
        if second is not None:
            _range(first, second, cell)
            return after + 2
    _lost(first, cell)
    return after


def _single(token: Token, cell: _Cell) -> None:
    period = _days(token, cell)
    if period is not None:
        cell.pieces.append((_UNITS[token.sign], period))


def _lost(first: Token, cell: _Cell) -> None:
    period = _days(first, cell)
    if period is not None:
        kind = _RANGES.get(_UNITS[first.sign], Kind.RANGE)
        cell.pieces.append((kind, Period(period.start, None)))
        cell.doubt(Doubt.LOST_END)


def _until(token: Token, atom: Token, cell: _Cell) -> None:
    """Inclusive; «до мая» leaves open whether May is inside."""
    period = _days(atom, cell)
    if period is None:
        return
    cell.pieces.append((Kind.UNTIL, Period(None, period.end)))
    if atom.sign is not Sign.DAY and not token.number:
        cell.doubt(Doubt.INEXACT)


def _range(first: Token, second: Token, cell: _Cell) -> None:
    start, end = _days(first, cell), _days(second, cell)
    if start is None or end is None or start.start is None or end.end is None:
        return
    if end.end < start.start:
        moved = _crossing(first, second, start, cell)
        if moved is None:
            cell.doubt(Doubt.BACKWARDS)
            return
        end = moved
    kind = _UNITS[second.sign]
    if first.sign is Sign.DAY or second.sign is Sign.DAY:
        kind = Kind.DATE
    cell.pieces.append((_RANGES.get(kind, kind), Period(start.start, end.end)))


def _crossing(first: Token, second: Token, start: Period, cell: _Cell) -> Period | None:
    """«Ноябрь – февраль» of one year's roadmap goes into the next one; written years are believed."""
    if not (second.inferred and first.inferred) or first.year is None:
        return None
    cell.doubt(Doubt.OUTSIDE)
    return _days(replace(second, year=first.year + (month_of(second) < month_of(first))), cell)


def _days(token: Token, cell: _Cell) -> Period | None:
    """Return the days an atom names; None, with the doubt, where the calendar or the year does not give them."""
    if token.year is None:
        cell.undated.append(_UNITS[token.sign])
        cell.doubt(Doubt.NO_YEAR)
        return None
    cell.inferred |= token.inferred
    try:
        return _calendar(token, token.year)
    except ValueError:
        cell.doubt(Doubt.IMPOSSIBLE)
        return None


def _calendar(token: Token, year: int) -> Period:
    """Return the days of an atom; ValueError for a day that does not exist."""
    match token.sign:
        case Sign.DAY:
            return Period(date(year, token.month, token.number), date(year, token.month, token.number))
        case Sign.MONTH:
            return whole_month(year, token.month)
        case Sign.QUARTER:
            return whole_quarter(year, token.number or 4)
        case Sign.HALF:
            return school_half(year, token.number) if token.month else half_year(year, token.number or 2)
        case _:
            return _calendar_of_parts(token, year)


def _calendar_of_parts(token: Token, year: int) -> Period:
    match token.sign:
        case Sign.DECADE:
            return decade(year, token.month, min(token.number or 3, 3))
        case Sign.WEEK:
            return week(year, token.month, token.number)
        case Sign.SCHOOL_YEAR:
            return school_year(year)
        case _:
            return whole_year(year)


def _aside(token: Token, cell: _Cell) -> None:
    """Take a sign that names no days by itself."""
    if token.sign in _MARKS:
        setattr(cell, _MARKS[token.sign], True)
    elif token.sign is Sign.RECURS:
        cell.recurrence = cell.recurrence or token.recurrence
        if token.interval:
            cell.doubt(Doubt.INTERVAL)
    elif token.sign is Sign.CONDITION:
        cell.conditions.append(token.text)
    elif token.sign not in _SEPARATORS:
        cell.doubt(Doubt.INEXACT if token.sign is Sign.INEXACT else Doubt.UNKNOWN_WORDS)


def _decided(text: str, cell: _Cell, frame: Frame) -> Deadline:
    if cell.pieces:
        return _dated(text, cell)
    found = Deadline(
        _undated_kind(cell),
        text,
        recurrence=cell.recurrence,
        doubts=tuple(cell.doubts),
        condition=cell.condition,
    )
    if found.kind is Kind.RECURRENT and frame.period is not None:
        return replace(found, periods=(frame.period,), start=frame.period.start, end=frame.period.end)
    if found.kind is Kind.CONDITION:
        return replace(found, doubts=(*found.doubts, Doubt.CONDITION))
    if found.kind is Kind.UNPARSED and not found.doubts:
        return replace(found, doubts=(Doubt.UNKNOWN_WORDS,))
    return found


def _undated_kind(cell: _Cell) -> Kind:
    """Return the kind of a cell that names no days."""
    kinds = (
        (cell.recurrence is not None, Kind.RECURRENT),
        (bool(cell.undated), _kind_of(cell.undated) if cell.undated else Kind.UNPARSED),
        (cell.whole, Kind.WHOLE_PERIOD),
        (cell.permanent, Kind.PERMANENT),
        (bool(cell.conditions), Kind.CONDITION),
    )
    return next((kind for holds, kind in kinds if holds), Kind.UNPARSED)


def _dated(text: str, cell: _Cell) -> Deadline:
    """Return the deadline of a cell that names days."""
    periods = tuple(period for _, period in cell.pieces)
    start, end = _hull(periods)
    kind = _kind_of([kind for kind, _ in cell.pieces])
    goes_on = cell.permanent or cell.onwards or cell.whole
    doubts = list(cell.doubts)
    if cell.recurrence is not None:
        kind = Kind.RECURRENT
    elif goes_on or cell.conditions:
        kind, end = Kind.COMPOUND, None if goes_on else end
    if kind is Kind.WEEK:
        doubts.append(Doubt.INEXACT)
    return Deadline(
        kind, text, periods, cell.recurrence, start, end, tuple(doubts), cell.condition, cell.inferred
    )


def _kind_of(kinds: list[Kind]) -> Kind:
    if len(kinds) == 1:
        return kinds[0]
    if len(set(kinds)) > 1:
        return Kind.RANGES if set(kinds) <= {Kind.RANGE, Kind.DATE} and Kind.RANGE in kinds else Kind.MIXED
    return _MANY.get(kinds[0], kinds[0] if kinds[0] is Kind.QUARTER else Kind.MIXED)


def _hull(periods: Sequence[Period]) -> tuple[date | None, date | None]:
    """Return the earliest start and the latest end; None on a side that any of them leaves open."""
    starts, ends = [one.start for one in periods], [one.end for one in periods]
    known_starts, known_ends = list(_known(starts)), list(_known(ends))
    start = min(known_starts) if periods and len(known_starts) == len(starts) else None
    end = max(known_ends) if periods and len(known_ends) == len(ends) else None
    return start, end


def _known(days: Sequence[date | None]) -> Iterator[date]:
    return (day for day in days if day is not None)
