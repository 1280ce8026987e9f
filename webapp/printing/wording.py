"""What printed documents say in their own way: instants with their zone, points, shares, clean text."""

import re
from datetime import date, timedelta
from decimal import Decimal

from webapp.formatting import NBSP, date_short, nbsp, number_ru, percent_ru
from webapp.printing.contents import Moment

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
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")


def exact_moment(moment: Moment) -> str:
    """«22.11.2026 14:05:30 (красноярское время, UTC+7)»"""
    return f"{moment.local:%d.%m.%Y}{NBSP}{moment.local:%H:%M:%S} ({zone_words(moment.offset)})"


def minute_moment(moment: Moment) -> str:
    """«22.11.2026 14:05 (красноярское время, UTC+7)»"""
    return f"{moment.local:%d.%m.%Y}{NBSP}{moment.local:%H:%M} ({zone_words(moment.offset)})"


def zone_words(offset: timedelta) -> str:
    """The official name of the zone and its offset; only the offset outside the zones of Russia."""
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    utc = f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    name = None if rest or minutes < 0 else _ZONES.get(hours)
    return f"{name}, {utc}" if name else utc


def number(value: Decimal | int) -> str:
    """The number with as many digits after the comma as it needs: «7,5», «20», «1 250»."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    return number_ru(value, max(-exponent, 0) if isinstance(exponent, int) else 0)


def share(part: int, whole: int) -> str:
    """The share in per cent, a dash when the whole is zero."""
    return percent_ru(Decimal(part) * 100 / whole) if whole else "–"


def day(value: date | None) -> str:
    """«10.06.2022», a dash when there is no date."""
    return date_short(value) if value else "–"


def printable(text: str) -> str:
    """Text as it may stand on paper: no control characters, one kind of line end, «№» with its number."""
    one_line_end = _LINE_END.sub("\n", text).replace("\t", " ")
    return _UNPRINTABLE.sub("", one_line_end).replace("№ ", f"№{NBSP}")


def paragraphs(text: str) -> list[str]:
    """The non-empty paragraphs of a text, with no short word left at the end of a line."""
    return [nbsp(line.strip()) for line in printable(text).split("\n") if line.strip()]
