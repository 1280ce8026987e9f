"""A deadline in official Russian, so written that reading it gives the same deadline."""

from workflows.deadlines.model import Deadline, Kind, Op, Period, Recurrence, whole_month, whole_quarter

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_UNDATED = {Kind.WHOLE_PERIOD: "в течение всего периода", Kind.PERMANENT: "постоянно"}
_ONWARDS = "далее постоянно"
_FIRST_WORDS = {Op.AT_LEAST: "не реже ", Op.AT_MOST: "не более ", Op.EXACTLY: ""}
_TEENS = range(11, 15)


def say(deadline: Deadline) -> str:
    """Return the deadline in words; the text as written where nothing was understood of it."""
    if deadline.kind is Kind.UNPARSED:
        return deadline.text
    if deadline.kind is Kind.RECURRENT:
        return _recurrent(deadline)
    days = [_period(period, deadline.kind) for period in deadline.periods]
    goes_on = _ONWARDS if deadline.kind is Kind.COMPOUND and deadline.end is None else ""
    return _joined([*days, _UNDATED.get(deadline.kind, ""), goes_on, deadline.condition]) or deadline.text


def how_often(recurrence: Recurrence) -> str:
    """Return «не реже 3 раз в квартал», «1 раз в месяц»."""
    times = "раза" if recurrence.count % 10 in {2, 3, 4} and recurrence.count % 100 not in _TEENS else "раз"
    if recurrence.op is not Op.EXACTLY:
        times = "раза" if recurrence.count % 10 == 1 and recurrence.count % 100 not in _TEENS else "раз"
    return f"{_FIRST_WORDS[recurrence.op]}{recurrence.count} {times} в {recurrence.per.label}"


def _recurrent(deadline: Deadline) -> str:
    often = how_often(deadline.recurrence) if deadline.recurrence else deadline.text
    return _joined([often, *(_period(period, Kind.MIXED) for period in deadline.periods), deadline.condition])


def _joined(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


def _period(period: Period, kind: Kind) -> str:
    if period.start is None:
        return f"до {period.end:%d.%m.%Y}" if period.end else ""
    if period.end is None:
        return f"с {period.start:%d.%m.%Y}"
    if kind in _SPECIAL and (words := _SPECIAL[kind](period)):
        return words
    if kind in {Kind.RANGE, Kind.RANGES, Kind.DATE, Kind.DATES} or not _is_whole_months(period):
        days = f"{period.start:%d.%m.%Y}"
        return days if period.start == period.end else f"{days} – {period.end:%d.%m.%Y}"
    return _months(period)


def _is_whole_months(period: Period) -> bool:
    assert period.start is not None and period.end is not None
    last = whole_month(period.end.year, period.end.month).end
    return period.start.day == 1 and period.end == last


def _months(period: Period) -> str:
    assert period.start is not None and period.end is not None
    first, last = period.start, period.end
    from_ = f"{MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return from_
    return f"{from_} – {MONTHS[last.month - 1]} {last.year}"


def _quarter(period: Period) -> str:
    assert period.start is not None and period.end is not None
    first, last = (period.start.month - 1) // 3 + 1, (period.end.month - 1) // 3 + 1
    if period == whole_quarter(period.start.year, first):
        return f"{first} квартал {period.start.year} года"
    return f"{first} квартал {period.start.year} года – {last} квартал {period.end.year} года"


def _half(period: Period) -> str:
    assert period.start is not None and period.end is not None
    start = period.start
    if start.month == 9 or period.end.month == 5:
        first, number = (start.year, 1) if start.month == 9 else (start.year - 1, 2)
        return f"{number} полугодие {first}/{first + 1} учебного года"
    return (
        f"{1 if start.month == 1 else 2} полугодие {start.year} года" if period.end.year == start.year else ""
    )


def _year(period: Period) -> str:
    assert period.start is not None and period.end is not None
    first, last = period.start.year, period.end.year
    return f"{first} год" if first == last else f"{first} год – {last} год"


def _school_year(period: Period) -> str:
    assert period.start is not None and period.end is not None
    return f"{period.start.year}/{period.end.year} учебный год"


def _decade(period: Period) -> str:
    assert period.start is not None
    start = period.start
    return f"{start.day // 10 + 1} декада {GENITIVE[start.month - 1]} {start.year} года"


def _week(period: Period) -> str:
    assert period.start is not None and period.end is not None
    start, last = period.start, whole_month(period.start.year, period.start.month).end
    named = {1: "первая", 8: "вторая", 15: "третья", 22: "четвертая"}.get(start.day, "последняя")
    named = "последняя" if period.end == last and start.day != 22 else named
    return f"{named} неделя {GENITIVE[start.month - 1]} {start.year} года"


_SPECIAL = {
    Kind.QUARTER: _quarter,
    Kind.HALF_YEAR: _half,
    Kind.YEAR: _year,
    Kind.SCHOOL_YEAR: _school_year,
    Kind.DECADE: _decade,
    Kind.WEEK: _week,
}
