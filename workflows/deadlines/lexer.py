"""The words of a deadline as signs: days, months, quarters, «до», dashes; whatever is not known stays as a word."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from workflows.deadlines.model import Op, Per, Recurrence


class Sign(Enum):
    """What a piece of the text is."""

    DAY = auto()
    NUMBER = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF = auto()
    DECADE = auto()
    WEEK = auto()
    YEAR = auto()
    SCHOOL_YEAR = auto()
    WHOLE = auto()
    PERMANENT = auto()
    CONDITION = auto()
    RECURS = auto()
    UNTIL = auto()
    FROM = auto()
    TO = auto()
    DASH = auto()
    COMMA = auto()
    ONWARDS = auto()
    INEXACT = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A sign with what it says; `number` is a day, a quarter, a half, a decade or a week."""

    sign: Sign
    text: str = ""
    number: int = 0
    month: int = 0
    year: int | None = None
    inferred: bool = False
    """Its year came from around the cell."""
    recurrence: Recurrence | None = None
    interval: bool = False
    """It recurs less often than once in the period named."""


ATOMS: Final = frozenset(
    {Sign.DAY, Sign.MONTH, Sign.QUARTER, Sign.HALF, Sign.DECADE, Sign.WEEK, Sign.YEAR, Sign.SCHOOL_YEAR}
)
_MONTHS = (
    "январ[ьяею]м?|янв", "феврал[ьяею]м?|февр?", "март[аеу]?|мар", "апрел[ьяею]м?|апр", "ма[йяею]",
    "июн[ьяею]м?|июн", "июл[ьяею]м?|июл", "август[аеу]?|авг", "сентябр[ьяею]м?|сент?",
    "октябр[ьяею]м?|окт", "ноябр[ьяею]м?|нояб?", "декабр[ьяею]м?|дек",
)  # fmt: skip
_MONTH = (
    "(?P<month>" + "|".join(f"(?P<m{n}>{words})" for n, words in enumerate(_MONTHS, 1)) + r")(?![а-я])\.?"
)
_SUFFIX = r"(?:\s*(?:гг?\b\.?|год[ауе]?м?\b|годы\b|годов\b))?"
_YEAR = rf"(?:\s*,?\s*(?P<year>20\d\d)(?!\s*[-/]\s*(?:20)?\d\d\s*уч)(?!\d){_SUFFIX})?"
_ORDINALS = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "последн": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_NTH = (
    r"(?P<n>[1-4](?!\d)|iv|i{1,3}|(?:перв|втор|трет|четверт|последн)[а-я]*)"
    r"(?:\s*-?\s*(?:ой|ый|ий|ая|ое|ом|ем|го|й|я|е|м))?\s+"
)
_COUNTS = {
    "одного": 1, "один": 1, "одной": 1, "двух": 2, "два": 2, "две": 2, "трех": 3, "три": 3, "четырех": 4, "четыре": 4,
    "пяти": 5, "пять": 5, "шести": 6, "шесть": 6, "": 1,
}  # fmt: skip
_PERS: Final = (
    ("ден", Per.DAY), ("дня", Per.DAY), ("дней", Per.DAY), ("недел", Per.WEEK), ("месяц", Per.MONTH),
    ("квартал", Per.QUARTER), ("полугоди", Per.HALF_YEAR), ("четверт", Per.QUARTER), ("год", Per.YEAR),
    ("лет", Per.YEAR),
)  # fmt: skip
_EACH: Final = (
    ("ежеднев", Per.DAY), ("еженедел", Per.WEEK), ("ежемесячн", Per.MONTH), ("ежеквартал", Per.QUARTER),
    ("ежегодн", Per.YEAR),
)  # fmt: skip
_WEEKDAYS = "понедельник|вторник|сред|четверг|пятниц|суббот|воскресень"
_NUMBER_WORD = "|".join(word for word in _COUNTS if word)
_AT_LEAST = r"не\s+реже(?:,?\s+чем)?|не\s+менее(?:,?\s+чем)?|минимум|как\s+минимум"
_AT_MOST = r"не\s+более(?:,?\s+чем)?|не\s+чаще(?:,?\s+чем)?"
_OF_THE_ROADMAP = (
    r"(?:\s+(?:реализации|действия|участия|проекта|проекте|в|программы|муниципальной|региональной|дорожной|карты|дк|"
    r"плана|мероприятий|настоящ\w+|сопровождения|работы))*"
)

Make = Callable[[re.Match[str]], Token]


def tokens(text: str) -> tuple[Token, ...]:
    """Return the signs of a cell in their order."""
    return tuple(_numbers_named(list(_scan(_plain(text)))))


def _plain(text: str) -> str:
    """One writing for what people write in many: lower case, ё, dashes, spaces inside dates, «в течении»."""
    flat = unicodedata.normalize("NFKC", text).lower().replace("ё", "е").replace("\u0456", "i")
    flat = re.sub(r"[‐‑‒–—―−]", "-", flat).replace("\u00ad", "")
    flat = re.sub(r"[()«»\"„“”]", " ", flat)
    flat = re.sub(r"(?<=\d)\s*\.\s*(?=\d)", ".", flat)
    flat = re.sub(r"(?<=\d\.20)\s(?=\d\d(?![\d.]))", "", flat)
    flat = re.sub(r"(\d)\.(20\d\d)\s*(?:гг?\b\.?|года?\b)", r"\1.\2", flat)
    return re.sub(r"\bв\s+течении\b", "в течение", flat)


def _scan(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        if text[place] in " \t\u00a0.":
            place += 1
            continue
        token, length = _next(text, place)
        place += length
        if token is not None:
            yield token


def _next(text: str, place: int) -> tuple[Token | None, int]:
    for pattern, make in _PATTERNS:
        found = pattern.match(text, place)
        if found and found.end() > place:
            return (make(found) if make else None), found.end() - place
    word = re.compile(r"[^\s,;]+").match(text, place)
    length = len(word.group()) if word else 1
    return Token(Sign.WORD, text[place : place + length]), length


def _numbers_named(found: list[Token]) -> Iterator[Token]:
    """Give a bare number the sign of what it is counted with: «14 и 15 марта», «1–2 кварталы», «с 5 по 9 мая»."""
    kin: Token | None = None
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if token.sign is Sign.NUMBER:
            if kin is not None and kin.sign in {Sign.DAY, Sign.QUARTER, Sign.HALF, Sign.DECADE, Sign.WEEK}:
                found[place] = replace(kin, text=token.text, number=token.number)
        elif token.sign in ATOMS:
            kin = token
        elif token.sign not in {Sign.DASH, Sign.COMMA, Sign.TO, Sign.FROM}:
            kin = None
    return iter(found)


def _year(found: re.Match[str]) -> int | None:
    raw = found.groupdict().get("year")
    return int(raw) if raw else None


def _month(found: re.Match[str]) -> int:
    return next((n for n in range(1, 13) if found.groupdict().get(f"m{n}")), 0)


def _nth(raw: str) -> int:
    if raw.isdigit():
        return int(raw)
    return next(
        number
        for stem, number in _ORDINALS.items()
        if raw == stem or (len(stem) > 3 and raw.startswith(stem))
    )


def _counted(sign: Sign) -> Make:
    def make(found: re.Match[str]) -> Token:
        return Token(sign, found.group(), _nth(found["n"]), _month(found), _year(found))

    return make


def _day(found: re.Match[str]) -> Token:
    raw = found.groupdict()
    month = int(raw["mm"]) if raw.get("mm") else _month(found)
    year = _year(found)
    return Token(Sign.DAY, found.group(), int(raw["d"]), month, 2000 + year if year and year < 100 else year)


def _plainly(sign: Sign) -> Make:
    return lambda found: Token(sign, found.group().strip(), month=_month(found), year=_year(found))


def _recurs(found: re.Match[str]) -> Token:
    raw = found.groupdict()
    count = raw.get("count") or ""
    op = Op.AT_LEAST if raw.get("least") else Op.AT_MOST if raw.get("most") else Op.EXACTLY
    per = next(per for stem, per in _PERS if raw["per"].startswith(stem))
    number = int(count) if count.isdigit() else _COUNTS[count]
    return Token(
        Sign.RECURS, found.group(), recurrence=Recurrence(per, number, op), interval=bool(raw.get("every"))
    )


def _each(found: re.Match[str]) -> Token:
    word = found.group()
    per = next((per for stem, per in _EACH if word.startswith(stem)), None)
    if per is None:
        named = re.sub(r"^кажд\w+\s+(?:\d+(?:-?го)?\s+|перв\w+\s+|последн\w+\s+)?", "", word)
        per = next((per for stem, per in _PERS if named.startswith(stem)), Per.WEEK)
        per = Per.MONTH if named.startswith("числ") else per
    return Token(Sign.RECURS, word, recurrence=Recurrence(per))


def _school(found: re.Match[str]) -> Token:
    first = found.groupdict().get("first")
    return Token(Sign.SCHOOL_YEAR, found.group(), year=int(first) if first else None)


def _number(found: re.Match[str]) -> Token:
    return Token(
        Sign.NUMBER, found.group(), _nth(found["n"]) if not found["n"].isdigit() else int(found["n"])
    )


_TABLE: tuple[tuple[str, Make | None], ...] = (
    (r"[,;/\n\r|•]+|\bи\b(?![.])|\bа\s+также\b", _plainly(Sign.COMMA)),
    (r"(?:срок[а-я]*|дата)\s*(?:исполнения|реализации|выполнения|проведения)?\s*:?\s*(?=до\b|не\s|\d)", None),
    (
        rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST}))?\s*(?P<count>\d{{1,2}}|{_NUMBER_WORD})?\s*(?:-?\s*х\s*)?"
        rf"\s*раз[а]?\s+(?:в|за)\s+(?:кажд[а-я]+\s+)?(?P<every>(?:[2-9]|два|две|три|четыре|полтора)\s+)?"
        r"(?P<per>ден[а-я]*|дня|дней|недел[а-я]+|месяц[а-я]*|квартал[а-я]*|полугоди[а-я]+|четверт[а-я]+|год[а-я]*|лет)",
        _recurs,
    ),
    (
        r"(?:до\s+|не\s+позднее\s+|к\s+)?\d{1,2}(?:-?го|-?е)?\s+числ[а-я]+\s+(?:кажд[а-я]+|следующ[а-я]+)?\s*"
        r"(?P<per>месяц[а-я]*|квартал[а-я]*)",
        _recurs,
    ),
    (r"ежедневн[а-я]*|еженедельн[а-я]*|ежемесячн[а-я]*|ежеквартальн[а-я]*|ежегодн[а-я]*", _each),
    (
        rf"кажд(?:ый|ую|ое|ого|ой|ые)\s+(?:\d+(?:-?го)?\s+|перв[а-я]+\s+|последн[а-я]+\s+)?"
        rf"(?:день|неделю|недели|месяц|месяца|квартал|год|года|полугодие|числ[а-я]+|(?:{_WEEKDAYS})[а-я]*)",
        _each,
    ),
    (
        r"(?:в|на|за)?\s*(?:(?:течение|протяжении)\s+)?(?:всего|всей|весь)\s+(?:период[а-я]*|срок[а-я]*)"
        + _OF_THE_ROADMAP,
        _plainly(Sign.WHOLE),
    ),
    (
        r"(?:в|на)\s+(?:(?:течение|протяжении)\s+)?(?:период[а-я]*|срок[а-я]*)\s+(?:реализации|действия|участия)"
        + _OF_THE_ROADMAP,
        _plainly(Sign.WHOLE),
    ),
    (
        r"(?:на\s+)?постоянн(?:ой\s+основе|о)|систематически|регулярно|бессрочно|непрерывно|на\s+регулярной\s+основе",
        _plainly(Sign.PERMANENT),
    ),
    (r"(?:далее|затем|в\s+дальнейшем|впоследствии)\s*[-:,]?", _plainly(Sign.ONWARDS)),
    (
        r"(?:по\s+мере|по\s+(?:запрос|необходимост|требовани|согласовани|отдельн|график|план|расписани|утвержд|итог|результат)"
        r"|при\s+(?:необходимост|наличи|возникновени)|согласно|в\s+соответствии|в\s+случае|после\s+(?![0-9])"
        r"|в\s+течение\s+\d+\s+(?:рабочих\s+|календарных\s+)?(?:дн|месяц|недел)"
        r"|(?:не\s+позднее\s+(?:чем\s+)?)?(?:через|за)\s+\d+\s+(?:рабочих\s+|календарных\s+)?(?:дн|месяц|недел))[^;\n]*",
        _plainly(Sign.CONDITION),
    ),
    (
        r"(?:в\s+течение\s+|на\s+протяжении\s+|в\s+)?(?:всего\s+|весь\s+)?"
        r"(?:(?P<first>20\d\d)\s*[-/]\s*(?:20)?\d\d\s*)?(?:учебн[а-я]+|уч\.?)\s*(?:год[а-я]*|гг?\b\.?)",
        _school,
    ),
    (
        r"в\s+течение\s+(?:всего\s+)?(?:календарного\s+)?(?:(?P<year>20\d\d)\s*)?(?:год[а-я]*|г\b\.?)"
        r"(?!\s+и\b)|(?:весь|целый|текущ[а-я]+)\s+(?:календарный\s+)?год[а-я]*",
        _plainly(Sign.YEAR),
    ),
    (rf"{_NTH}(?:квартал[а-я]*|кв\b\.?){_YEAR}", _counted(Sign.QUARTER)),
    (rf"{_NTH}(?:полугоди[а-я]*|пол\.|п/г){_YEAR}", _counted(Sign.HALF)),
    (rf"{_NTH}декад[а-я]*\s+{_MONTH}{_YEAR}", _counted(Sign.DECADE)),
    (rf"{_NTH}недел[а-я]*\s+{_MONTH}{_YEAR}", _counted(Sign.WEEK)),
    (r"(?P<year>20\d\d)-(?P<mm>\d\d)-(?P<d>\d\d)(?!\d)", _day),
    (r"(?P<d>\d{1,2})[./](?P<mm>\d{1,2})[./](?P<year>20\d\d|\d\d)(?!\d)(?:\s*(?:г\b\.?|года?\b))?", _day),
    (r"(?P<d>\d{1,2})\.(?P<mm>0?[1-9]|1[0-2])(?![\d])(?!\.\d)", _day),
    (rf"(?P<d>\d{{1,2}})(?:-?го|-?е)?\s+{_MONTH}{_YEAR}", _day),
    (rf"{_MONTH}{_YEAR}", _plainly(Sign.MONTH)),
    (r"(?:до\s+конца|по\s+конец)(?=\s)", lambda found: Token(Sign.UNTIL, found.group(), number=1)),
    (
        r"(?:не\s+позднее(?:\s+чем)?|не\s+позже|до|к|ко)(?=\s*\d|\s)(?:\s+(?:начала|середины)(?=\s))?",
        _plainly(Sign.UNTIL),
    ),
    (r"(?:начало|начале|конец|конце|середин[а-я]+)(?=\s)", _plainly(Sign.INEXACT)),
    (r"(?:не\s+ранее|не\s+раньше|начиная\s+с|начиная\s+со|со|с|от)(?=\s*\d|\s)", _plainly(Sign.FROM)),
    (r"по(?=\s)", _plainly(Sign.TO)),
    (r"-+", _plainly(Sign.DASH)),
    (rf"(?P<year>20\d\d)(?!\d){_SUFFIX}", _plainly(Sign.YEAR)),
    (r"(?P<n>\d{1,2}|iv|i{1,3})(?:\s*-?\s*(?:го|ой|ый|й|е|ое|я))?(?![\w.])", _number),
    (r"(?:в|во|на|месяц[а-я]*|год[ауе]?|гг?|примерно|ориентировочно|включительно|числа)(?![а-я])\.?", None),
)
_PATTERNS = tuple((re.compile(pattern), make) for pattern, make in _TABLE)
