"""Personal data that should not be in a package (152-ФЗ; domain: the declaration of the sender, return reason
«персональные данные»). A find is a warning with its place: people decide. What was found is never copied whole.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.passages import Passage
from workflows.vocabulary import Labelled

MOST_PLACES = 10
"""Places kept of one kind; the count goes on."""
NAMES_OF_A_LIST = 5
"""So many full names in one column or one paragraph after another make a list of people."""


class Sensitive(Labelled):
    """A kind of personal data; the label is how the warning names it."""

    SNILS = "snils", "СНИЛС"
    PASSPORT = "passport", "Паспортные данные"
    PHONE = "phone", "Личный телефон"
    BIRTH_DATE = "birth_date", "Дата рождения"
    NAME_LIST = "name_list", "Список фамилий с именами и отчествами"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place with personal data: `masked` shows enough to recognise it and no more. `count` of finds there."""

    kind: Sensitive
    leaf: int
    position: int
    masked: str
    count: int = 1


_SNILS = re.compile(r"(?<!\d)(\d{3})[- ](\d{3})[- ](\d{3})[- ](\d{2})(?!\d)")
_SNILS_WORD = re.compile(r"снилс\D{0,20}(\d{11})(?!\d)", re.IGNORECASE)
_PASSPORT = re.compile(
    r"(?:паспорт|серия)\D{0,60}?(\d{2}\s?\d{2})\D{1,12}(\d{6})(?!\d)"
    r"|свидетельств\w* о рождении\D{0,40}([IVX1]{1,5}-[А-Я]{2})\D{1,6}(\d{6})(?!\d)",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*(9\d{2})[\s)-]*(\d{3})[\s-]*(\d{2})[\s-]*(\d{2})(?!\d)")
_DATE = r"(?:[0-3]?\d[.\s/-](?:[01]?\d|[а-я]+)[.\s/-](?:19|20)\d{2})"
_BIRTH = re.compile(
    rf"(?:дат\w* рождения|родил(?:ся|ась)|года рождения|г\.\s?р\.|д\.\s?р\.)\D{{0,20}}{_DATE}"
    rf"|{_DATE}\s*(?:г\.\s?р\.|года? рождения)",
    re.IGNORECASE,
)
_BIRTH_COLUMN = re.compile(r"дат\w*\s+рожд|год\s+рожд", re.IGNORECASE)
_ONLY_DATE = re.compile(rf"\s*{_DATE}\s*(?:г\.?)?\s*", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![А-ЯЁа-яё])[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+\s+"
    r"[А-ЯЁ][а-яё]+(?:вич|ич|вна|ична|инична|оглы|кызы)[а-яё]{0,2}(?![А-ЯЁа-яё])"
)
_SNILS_MODULUS = 101
_SNILS_LEAST = 1_001_998
"""Numbers up to this one carry no check digits."""


def sightings(passages: Sequence[Passage]) -> tuple[Sighting, ...]:
    """Return what looks like personal data, by kind and in the order of the document."""
    found = [
        *_each(Sensitive.SNILS, passages, _snils),
        *_each(Sensitive.PASSPORT, passages, _passports),
        *_each(Sensitive.PHONE, passages, _phones),
        *_each(Sensitive.BIRTH_DATE, passages, _births),
        *_birth_columns(passages),
        *_name_lists(passages),
    ]
    kept: Counter[Sensitive] = Counter()
    few = []
    for one in found:
        kept[one.kind] += 1
        if kept[one.kind] <= MOST_PLACES:
            few.append(one)
    return tuple(few)


def is_snils(digits: str) -> bool:
    """Tell whether eleven digits are a СНИЛС: the last two are the check sum of the first nine."""
    number, check = digits[:9], int(digits[9:])
    if int(number) <= _SNILS_LEAST:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(9, 0, -1), strict=True))
    return total % _SNILS_MODULUS % 100 == check


def summary(found: Iterable[Sighting]) -> tuple[tuple[Sensitive, tuple[Sighting, ...]], ...]:
    """Return the sightings by kind, the kinds in the order of their enumeration."""
    by_kind: dict[Sensitive, list[Sighting]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    return tuple((kind, tuple(by_kind[kind])) for kind in Sensitive if kind in by_kind)


def _each(
    kind: Sensitive, passages: Iterable[Passage], find: Callable[[str], Iterator[str]]
) -> Iterator[Sighting]:
    for passage in passages:
        masked = list(find(passage.text))
        if masked:
            yield Sighting(kind, passage.leaf, passage.position, masked[0], len(masked))


def _snils(text: str) -> Iterator[str]:
    for match in _SNILS.finditer(text):
        if is_snils("".join(match.groups())):
            yield f"{match.group(1)}-•••-••• ••"
    for match in _SNILS_WORD.finditer(text):
        if is_snils(match.group(1)):
            yield f"{match.group(1)[:3]}••••••••"


def _passports(text: str) -> Iterator[str]:
    for match in _PASSPORT.finditer(text):
        yield f"{(match.group(1) or match.group(3))[:2]}•• ••••••"


def _phones(text: str) -> Iterator[str]:
    """Mobile numbers only: those of an office stand in every letterhead."""
    for match in _MOBILE.finditer(text):
        yield f"+7 {match.group(1)} •••-••-••"


def _births(text: str) -> Iterator[str]:
    for _ in _BIRTH.finditer(text):
        yield "••.••.••••"


def _birth_columns(passages: Sequence[Passage]) -> Iterator[Sighting]:
    """Dates under the heading «Дата рождения» of a table."""
    columns: dict[tuple[int, int, int], list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.column:
            columns[passage.leaf, passage.position, passage.column].append(passage)
    for (leaf, position, _), cells in columns.items():
        head = next((place for place, cell in enumerate(cells) if _BIRTH_COLUMN.search(cell.text)), None)
        if head is None:
            continue
        dated = sum(_ONLY_DATE.fullmatch(cell.text) is not None for cell in cells[head + 1 :])
        if dated:
            yield Sighting(Sensitive.BIRTH_DATE, leaf, position, "графа «Дата рождения»", dated)


def _name_lists(passages: Sequence[Passage]) -> Iterator[Sighting]:
    """Many full names in one column of a table, in one paragraph, or in paragraphs one after another."""
    columns: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    run: list[tuple[Passage, str]] = []
    for passage in passages:
        names = _NAME.findall(passage.text)
        if passage.column:
            columns[passage.leaf, passage.position, passage.column] += names
        elif names:
            run += [(passage, name) for name in names]
        else:
            yield from _list_of_run(run)
            run = []
    yield from _list_of_run(run)
    for (leaf, position, _), names in columns.items():
        if len(names) >= NAMES_OF_A_LIST:
            yield Sighting(Sensitive.NAME_LIST, leaf, position, _masked_name(names[0]), len(names))


def _list_of_run(run: Sequence[tuple[Passage, str]]) -> Iterator[Sighting]:
    if len(run) >= NAMES_OF_A_LIST:
        first, name = run[0]
        yield Sighting(Sensitive.NAME_LIST, first.leaf, first.position, _masked_name(name), len(run))


def _masked_name(name: str) -> str:
    surname, given, patronymic = name.split()[:3]
    return f"{surname[0]}•••• {given[0]}. {patronymic[0]}."
