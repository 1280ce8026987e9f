"""How numbers, dates, names and sizes are written in Russian: pure functions for pages, letters and files.

Instants come in aware and are shown in a zone passed outright; a naive one raises ValueError, because
a deadline shown in the wrong zone is a wrong deadline. What must not break at the end of a line is joined
by a no-break space (initials, №, a number and its unit, a short preposition and its word).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
REMEMBERED = 4096
"""How many answers a function that pages call for every row keeps."""
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_SHORT = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "нояб", "дек")
MONTHS_NAMED = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

Number = int | float | Decimal


def plural(number: Number, one: str, few: str, many: str) -> str:
    """Return the form of a word that agrees with the number: 1 файл, 2 файла, 5 файлов, 1,5 файла."""
    if number != int(number):
        return few
    count = abs(int(number))
    if count % 100 in range(11, 15):
        return many
    if count % 10 == 1:
        return one
    return few if count % 10 in (2, 3, 4) else many


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return the number with its word, joined: «21 школа», «1 250 школ»."""
    return f"{number_ru(number)}{NBSP}{plural(number, one, few, many)}"


def number_ru(number: Number, digits: int = 0) -> str:
    """Return «1 250» or «85,7»: groups of three from four digits on, a decimal comma, a true minus."""
    if isinstance(number, int) and not digits:
        return f"{number:,}".replace(",", NBSP).replace("-", "−")
    quantum = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(number)).quantize(quantum, rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return sign + f"{abs(rounded):,f}".replace(",", NBSP).replace(".", ",")


def percent_ru(number: Number | None, digits: int = 1) -> str:
    """Return «85,7 %», or «62 %» when nothing stands after the comma; «нет данных» for None."""
    if number is None:
        return f"нет{NBSP}данных"
    text = number_ru(number, digits)
    return (text.removesuffix("," + "0" * digits) if digits else text) + f"{NBSP}%"


def filesize_ru(size: int) -> str:
    """Return «512 байт», «96 КБ», «1,2 МБ»; 1 КБ is 1024 bytes, as file managers count."""
    if size < 1024:
        return f"{size}{NBSP}{plural(size, 'байт', 'байта', 'байт')}"
    unit, value = next(
        ((unit, Decimal(size) / scale) for unit, scale in _SIZES if size < scale * 999),
        ("ТБ", Decimal(size) / 1024**4),
    )
    digits = 1 if unit != "КБ" and value < 100 else 0
    return f"{number_ru(value, digits).removesuffix(',0')}{NBSP}{unit}"


_SIZES = (("КБ", 1024), ("МБ", 1024**2), ("ГБ", 1024**3))


def date_ru(day: date) -> str:
    """Return «23 ноября 2026 г.»."""
    return f"{day_month(day)}{NBSP}{day.year}{NBSP}г."


def day_month(day: date) -> str:
    """Return «23 ноября», for a year that is plain from the place."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"


def date_short(day: date) -> str:
    """Return «23.11.2026», the form of tables."""
    return f"{day:%d.%m.}{day.year:04d}"


def month_ru(day: date) -> str:
    """Return «ноябрь 2026 г.»."""
    return f"{MONTHS_NAMED[day.month - 1]} {day.year}{NBSP}г."


def weekday_ru(day: date) -> str:
    """Return «понедельник»."""
    return WEEKDAYS[day.weekday()]


def datetime_ru(instant: datetime, zone: ZoneInfo) -> str:
    """Return «23 ноября 2026 г., 10:42» as the clocks of the zone show it."""
    local = _local(instant, zone)
    return f"{date_ru(local)}, {_clock(local)}"


def time_ru(instant: datetime, zone: ZoneInfo) -> str:
    """Return «9:05» as the clocks of the zone show it."""
    return _clock(_local(instant, zone))


def zone_ru(zone: ZoneInfo, at: datetime) -> str:
    """Return «UTC+7» for the zone at that instant; «UTC+5:45» where the offset is not whole."""
    offset = _local(at, zone).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def iso(moment: date | datetime) -> str:
    """Return the value for the datetime attribute of <time>; an instant without seconds' fractions."""
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def ago(instant: datetime, now: datetime) -> str:
    """Return how long ago, in words: «только что», «5 минут назад», «вчера», «3 месяца назад».

    Calendar words follow the zone in which `now` is given. A page shows the exact date beside it."""
    minutes = int((_aware(now) - _aware(instant)).total_seconds() // 60)
    days = (now.date() - instant.astimezone(now.tzinfo).date()).days
    if days == 1 and minutes >= 60:
        return "вчера"
    for size, forms in _AGES:
        if minutes >= size:
            return f"{counted(minutes // size, *forms)} назад"
    return "только что"


def lasting(instant: datetime, now: datetime) -> str:
    """Return how long it has been going on, to stand after «ждёт»: «5 минут», «со вчерашнего дня», «3 месяца»."""
    words = ago(instant, now)
    return {"вчера": "со вчерашнего дня", "только что": "меньше минуты"}.get(
        words, words.removesuffix(" назад")
    )


_AGES = (
    (365 * 24 * 60, ("год", "года", "лет")),
    (30 * 24 * 60, ("месяц", "месяца", "месяцев")),
    (24 * 60, ("день", "дня", "дней")),
    (60, ("час", "часа", "часов")),
    (1, ("минуту", "минуты", "минут")),
)


@dataclass(frozen=True, slots=True)
class DueIn:
    """A deadline against today: short words in their tone, the note beside them, the date for machines."""

    tone: str
    words: str
    note: str
    days: int
    iso: str

    @property
    def is_overdue(self) -> bool:
        return self.days < 0


@lru_cache(maxsize=REMEMBERED)
def days_left(due: date, today: date) -> DueIn:
    """Return how a deadline is shown today; the exact date always stands in the words or in the note."""
    days = (due - today).days
    exact = day_month(due) if due.year == today.year else date_ru(due)
    if days < 0:
        late = counted(-days, "день", "дня", "дней")
        return DueIn("bad", f"на{NBSP}{late}", f"срок {exact}", days, iso(due))
    if days == 0:
        return DueIn("warn", "сегодня", exact, days, iso(due))
    if days == 1:
        return DueIn("", "завтра", exact, days, iso(due))
    if days < 7:
        return DueIn("", weekday_ru(due), exact, days, iso(due))
    return DueIn("", exact, f"через {counted(days, 'день', 'дня', 'дней')}", days, iso(due))


@lru_cache(maxsize=REMEMBERED)
def fio_short(full_name: str) -> str:
    """Return «Образцова М. П.» for «Образцова Мария Петровна»; a name of one word stays as it is."""
    surname, *given = full_name.split()[:3] or [""]
    return NBSP.join((surname, *(f"{name[0].upper()}." for name in given)))


@lru_cache(maxsize=REMEMBERED)
def fio_for(full_name: str, acting_for: str) -> str:
    """Return «Учебнова Т. В. (за Примерова А. С.)» for one who acts for another, the short name for everyone else."""
    return (
        f"{fio_short(full_name)} (за{NBSP}{fio_short(accusative(acting_for))})"
        if acting_for
        else fio_short(full_name)
    )


def name_for(full_name: str, acting_for: str) -> str:
    """Return the whole name, with the one in whose place the person acts."""
    return f"{full_name} (за{NBSP}{accusative(acting_for)})" if acting_for else full_name


def accusative(full_name: str) -> str:
    """Return the name with its surname in the accusative case: «Примерова» for «Примеров», «Учебнову» for «Учебнова».

    A patronymic tells a woman's name from a man's; surnames that are not declined stay as they are."""
    surname, *given = full_name.split() or [""]
    woman = bool(given) and given[-1].endswith("на")
    for ending, cut, more in _ACCUSATIVE:
        if surname.endswith(ending) and (not woman or ending[-1] in "ая"):
            return " ".join((surname[: len(surname) - cut] + more, *given))
    return full_name


_ACCUSATIVE = (
    *((end, 0, "") for end in ("ых", "их", "о", "е", "э", "и", "ы", "у", "ю")),
    ("ая", 2, "ую"),
    ("а", 1, "у"),
    ("я", 1, "ю"),
    ("ий", 2, "ого"),
    ("ый", 2, "ого"),
    ("ой", 2, "ого"),
    ("й", 1, "я"),
    ("ь", 1, "я"),
    ("", 0, "а"),
)
"""Endings of surnames: how many letters go, what comes instead; the last one is a consonant."""


def removed_ru(at: datetime | None, by: str, zone: ZoneInfo) -> str:
    """Return what stands in place of a content removed for personal data; '' while it is there."""
    if at is None:
        return ""
    return f"Содержимое удалено {date_ru(_local(at, zone))}, {fio_short(by)}: персональные данные"


def with_removal(name: str, gone: str) -> str:
    """Return the name of a file as papers list it: with the word that its content is gone."""
    return f"{name} ({gone[0].lower()}{gone[1:]})" if gone else name


def initials(full_name: str) -> str:
    """Return «МО» for «Образцова Мария Петровна»: the letters of an avatar, given name first."""
    words = full_name.split()[:2]
    return "".join(word[0].upper() for word in reversed(words)) or "?"


def nbsp(text: str) -> str:
    """Return the text with no-break spaces where a line must not end; markup stays markup."""
    joined = str(text)
    for pattern, replacement in _JOINS:
        joined = pattern.sub(replacement, joined)
    return type(text)(joined) if joined != text else text


_UNITS = (
    "%|г|гг|год[ауы]?|лет|руб|чел|шт|стр|п|пп|экз|КБ|МБ|ГБ|минут[аы]?|час(?:а|ов)?|д(?:ень|ня|ней)|класс(?:а|ов)?|"
    "школ[аы]?|файл(?:а|ов)?|пакет(?:а|ов)?|"
    "январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]"
)
_SHORT_WORDS = "а|и|в|во|с|со|к|ко|о|об|от|до|за|из|на|не|ни|но|по|у"
_JOINS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(№|§|\bп\.|\bстр\.|\bст\.|\bг\.|\bс\.|\bул\.|\bд\.) ?(?=[\dА-ЯЁ])"), rf"\1{NBSP}"),
    (re.compile(r"\b([А-ЯЁ]\.) ?(?=[А-ЯЁ]\.)"), rf"\1{NBSP}"),
    (re.compile(r"\b([А-ЯЁ]\.) (?=[А-ЯЁ][а-яё])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.)"), NBSP),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![а-яёa-z]))"), NBSP),
    (re.compile(rf"(?<![\w-])({_SHORT_WORDS}) (?=\S)", re.IGNORECASE), rf"\1{NBSP}"),
    (re.compile(r" (?=[—–] )"), NBSP),
)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no place in a page: pass an aware one")
    return instant


def _clock(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02d}"


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return _aware(instant).astimezone(zone)


FILTERS: Mapping[str, Callable[..., str | DueIn]] = {
    function.__name__: function
    for function in (
        plural, counted, number_ru, percent_ru, filesize_ru,
        date_ru, day_month, date_short, month_ru, weekday_ru, datetime_ru, time_ru, zone_ru, iso,
        ago, days_left, fio_for, fio_short, initials, nbsp,
    )
}  # fmt: skip
