"""A calendar file of whole days after RFC 5545: what a telephone or a mail program subscribes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Ekspertiza//Roadmap//RU"
LINE_END = "\r\n"
OCTETS = 75
"""The longest line, its end not counted (RFC 5545, 3.1)."""
REFRESH = "PT6H"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """Whole days from `first` to `last`, both inside. `uid` stays the same as long as the thing is the same."""

    uid: str
    first: date
    last: date
    title: str
    text: str = ""
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], made_at: datetime) -> str:
    """Return the file: lines of at most 75 octets, each ended by CRLF."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for entry in entries for line in _event(entry, made_at)),
        "END:VCALENDAR",
    )
    return "".join(folded(line) + LINE_END for line in lines)


def escaped(text: str) -> str:
    """Return a text as a value: backslash, semicolon, comma and line break are marked, other controls left out."""
    return "".join(sign for sign in text.translate(_ESCAPED) if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """Return the line in parts of at most 75 octets, those after the first begun by a space; no letter is torn."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return LINE_END.join([*parts, part])


def _event(entry: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
    yield f"DTEND;VALUE=DATE:{_day(entry.last + _DAY)}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(entry.text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day:%m%d}"
