"""What the addresses of the timeline and of the calendar ask for."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Request

LONGEST = 100
MOST_MONTHS = 36
_MONTH = re.compile(r"(20\d\d|2100)-(0[1-9]|1[0-2])")
_FAULT = "Месяц «{}» не распознан. Выберите месяц и год, например 2026-09."


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months from `first` to `last`. With a `fault` they are those nobody asked for; `typed` is what was."""

    first: date
    last: date
    typed_from: str = ""
    typed_to: str = ""
    fault: str = ""

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months."""
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = next_month(month)
        return tuple(found)


def asked(request: Request, name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST]


def read_window(request: Request, starts_on: date, ends_on: date) -> Window:
    """Return the months the address asks for; those of the roadmap where it asks for none."""
    typed_from, typed_to = asked(request, "from"), asked(request, "to")
    first, last = starts_on.replace(day=1), ends_on.replace(day=1)
    try:
        first = read_month(typed_from) or first
        last = read_month(typed_to) or max(last, first)
        fault = "Последний месяц раньше первого. Поменяйте их местами." if last < first else ""
    except ValueError as error:
        fault = str(error)
    if fault:
        first, last = starts_on.replace(day=1), ends_on.replace(day=1)
    latest = date(first.year + MOST_MONTHS // 12, first.month, 1) - timedelta(days=1)
    return Window(first, min(end_of_month(last), latest), typed_from, typed_to, fault)


def read_month(typed: str) -> date | None:
    """Return the first day of a month typed as «2026-09», None for nothing; raises ValueError with a sentence."""
    if not typed:
        return None
    found = _MONTH.fullmatch(typed)
    if found is None:
        raise ValueError(_FAULT.format(typed))
    return date(int(found[1]), int(found[2]), 1)


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def end_of_month(first: date) -> date:
    return next_month(first) - timedelta(days=1)
