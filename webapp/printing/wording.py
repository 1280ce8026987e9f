"""Dates, numbers, sizes and instants in the words of an official Russian document."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from webapp.printing.contents import Moment

_NBSP = "\u00a0"
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_SIZES = ((1024**3, "ГБ"), (1024**2, "МБ"), (1024, "КБ"))

# The names of the time zones of Russia by the offset from UTC in hours (107-ФЗ).
_ZONES = {
    2: "калининградское время",
    3: "московское время",
    4: "самарское время",
    5: "екатеринбургское время",
    6: "омское время",
    7: "красноярское время",
    8: "иркутское время",
    9: "якутское время",
    10: "владивостокское время",
    11: "магаданское время",
    12: "камчатское время",
}

# Not allowed in XML, or able to reorder the line for the reader's eye (directional overrides).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def long_date(day: date) -> str:
    """«10 июня 2022 г.»"""
    return f"{day.day}{_NBSP}{_MONTHS[day.month - 1]} {day.year}{_NBSP}г."


def short_date(day: date | None) -> str:
    """«10.06.2022», a dash when there is no date."""
    return day.strftime("%d.%m.%Y") if day else "–"


def exact_moment(moment: Moment) -> str:
    """«22.11.2026 14:05:30 (красноярское время, UTC+7)»"""
    return f"{moment.local:%d.%m.%Y %H:%M:%S} ({zone_words(moment.offset)})".replace(" ", _NBSP, 1)


def minute_moment(moment: Moment) -> str:
    """«22.11.2026 14:05 (красноярское время, UTC+7)»"""
    return f"{moment.local:%d.%m.%Y %H:%M} ({zone_words(moment.offset)})".replace(" ", _NBSP, 1)


def zone_words(offset: timedelta) -> str:
    """The official name of the zone and its offset; only the offset outside the zones of Russia."""
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    utc = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    name = None if rest or minutes < 0 else _ZONES.get(hours)
    return f"{name}, {utc}" if name else utc


def number(value: Decimal | int, *, digits: int | None = None) -> str:
    """A decimal comma and spaces between thousands; `digits` rounds half up, else trailing zeros go."""
    exact = Decimal(value)
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}" if digits is not None else _bare(f"{exact:,f}")
    return text.replace(",", _NBSP).replace(".", ",")


def percent(value: Decimal) -> str:
    """«85,7 %»"""
    return f"{number(value, digits=1)}{_NBSP}%"


def share(part: int, whole: int) -> str:
    """The share in per cent, a dash when the whole is zero."""
    return percent(Decimal(part) * 100 / whole) if whole else "–"


def size(count: int) -> str:
    """«1,2 МБ»; below a kilobyte in bytes."""
    for unit, name in _SIZES:
        if count >= unit:
            return f"{number(Decimal(count) / unit, digits=1)}{_NBSP}{name}"
    return f"{number(count)}{_NBSP}{plural(count, 'байт', 'байта', 'байт')}"


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of the noun after the number: 1 школа, 2 школы, 5 школ."""
    tens, units = abs(count) % 100, abs(count) % 10
    if units == 1 and tens != 11:
        return one
    return few if units in {2, 3, 4} and tens not in {12, 13, 14} else many


def counted(count: int, one: str, few: str, many: str) -> str:
    """«21 школа»"""
    return f"{number(count)}{_NBSP}{plural(count, one, few, many)}"


def printable(text: str) -> str:
    """Text as it may stand on paper: no control characters, one kind of line end, «№» with its number."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _UNPRINTABLE.sub("", lines).replace("\t", " ").replace("№ ", f"№{_NBSP}")


def paragraphs(text: str) -> list[str]:
    """The non-empty paragraphs of a text."""
    return [line.strip() for line in printable(text).split("\n") if line.strip()]


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
