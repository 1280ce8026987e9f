"""Plan values by year: «10», «не менее 1», «1; 10», «не менее 1 раза в год», and how the years make the total."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.deadlines import Op

_AT_LEAST = re.compile(r"не\s+(?:менее|ниже|меньше|реже)|минимум|свыше|более\b|>=|≥|от\s+\d")
_AT_MOST = re.compile(r"не\s+(?:более|выше|больше|чаще)|максимум|<=|≤|до\s+\d")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[  ]\d{3})*(?:[.,]\d+)?")
_WORDS = {"один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3,
          "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5}  # fmt: skip

Number = int | float


class Aggregation(StrEnum):
    """How the values of the years relate to the total."""

    EACH_YEAR = "each_year"
    SUM = "sum"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """A plan value as written, and what it asks for: each of `values` by `op`."""

    text: str
    op: Op = Op.EXACTLY
    values: tuple[Number, ...] = ()

    @property
    def is_share(self) -> bool:
        return "%" in self.text


@dataclass(frozen=True, slots=True)
class Plan:
    total: Value
    years: Mapping[int, Value]
    aggregation: Aggregation


def read_value(text: str) -> Value:
    """Return what a cell of a plan asks for; no values where it names no number."""
    plain = text.lower().replace("ё", "е")
    at_most = _AT_MOST.search(plain) is not None
    at_least = _AT_LEAST.search(plain) is not None and not at_most
    numbers = [_number(found) for found in _NUMBER.findall(plain)]
    if not numbers:
        numbers = [_WORDS[word] for word in re.findall(r"[а-я]+", plain) if word in _WORDS]
    return Value(text, Op.AT_MOST if at_most else Op.AT_LEAST if at_least else Op.EXACTLY, tuple(numbers))


def read_plan(total: str, years: Mapping[int, str]) -> Plan | None:
    """Return the plan of a row; None where nothing of it is filled."""
    if not total and not any(years.values()):
        return None
    whole, parts = read_value(total), {year: read_value(text) for year, text in sorted(years.items())}
    return Plan(whole, parts, _aggregation(whole, tuple(parts.values())))


def _aggregation(total: Value, parts: tuple[Value, ...]) -> Aggregation:
    told = [part for part in parts if part.text]
    if not total.values or not told or not all(part.values for part in told):
        return Aggregation.UNKNOWN
    if all(part.values == total.values for part in told):
        return Aggregation.EACH_YEAR
    if any(part.is_share for part in (total, *told)):
        return Aggregation.EACH_YEAR
    if all(len(part.values) == len(total.values) for part in told):
        sums = tuple(sum(numbers) for numbers in zip(*(part.values for part in told), strict=True))
        return Aggregation.SUM if sums == total.values else Aggregation.UNKNOWN
    return Aggregation.UNKNOWN


def _number(text: str) -> Number:
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)
