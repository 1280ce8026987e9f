"""Responsible parties: by commas and semicolons, else by the roadmap's own dictionary."""

import re
from collections.abc import Iterable, Sequence

_PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.?|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
)
_ABBREVIATION = re.compile(r"[А-ЯЁA-Z][А-ЯЁA-Z-]+")
_FORMS = frozenset(
    {"МОУ", "МБОУ", "МКОУ", "МАОУ", "МОАУ", "МБУ", "МАУ", "МКУ", "МАО", "МБУДО", "МАУДО", "МОБУ", "ГАУ", "ГБУ", "ГАОУ",
     "ГБОУ", "ГКУ", "ГАПОУ", "ГБПОУ", "ФГБОУ", "ФГАОУ", "ДПО", "ДО", "СОШ", "ООШ", "НОШ", "СПО", "ВО", "ОУ"}
)  # fmt: skip
"""What a name of an organisation begins with: such a word is no party by itself."""
_SEPARATORS = ",;\n"


def separated(text: str) -> list[str]:
    """Return the parts of a cell between its separators, outside brackets; a bracket left open holds nothing."""
    found, depth, part = [], 0, ""
    balanced = text.count("(") == text.count(")")
    for sign in text:
        depth = max(0, depth + (sign == "(") - (sign == ")")) if balanced else 0
        if sign in _SEPARATORS and not depth:
            found.append(part)
            part = ""
        else:
            part += sign
    return [name for name in (" ".join(one.split()).strip(" ,;") for one in [*found, part]) if name]


def dictionary(cells: Iterable[str]) -> frozenset[str]:
    """Return the parties a roadmap names for certain, folded: those between separators, lone words, persons."""
    known: set[str] = set()
    for cell in cells:
        parts = separated(cell)
        known |= {_fold(part) for part in parts if len(parts) > 1 or " " not in part}
        known |= {_fold(person) for person in _PERSON.findall(cell)}
    return frozenset(known)


def split(text: str, known: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], bool]:
    """Return the parties of a cell, and whether a person should look: parted, or to be parted, without a separator."""
    parts = separated(text)
    if len(parts) != 1:
        return tuple(_each(parts, known)), False
    persons = _around_persons(parts[0])
    if len(persons) > 1:
        return tuple(persons), False
    if _fold(parts[0]) in known or _PERSON.fullmatch(parts[0]):
        return tuple(parts), False
    words = parts[0].split()
    return _by_dictionary(words, known) or _by_abbreviations(words) or (tuple(parts), False)


def _each(parts: Sequence[str], known: frozenset[str]) -> Iterable[str]:
    for part in parts:
        yield from _around_persons(part)


def _around_persons(text: str) -> list[str]:
    """«Образцова М.П. Руководители ОО» are two: a person's initials end a party."""
    found, place = [], 0
    for person in _PERSON.finditer(text):
        if text.count("«", 0, person.start()) > text.count("»", 0, person.start()):
            continue
        found += [text[place : person.start()], person.group()]
        place = person.end()
    return [name for name in (one.strip(" ,;") for one in [*found, text[place:]]) if name]


def _by_dictionary(words: list[str], known: frozenset[str]) -> tuple[tuple[str, ...], bool] | None:
    """Part a cell into known abbreviations, the longest first; None unless all of it is known.

    «Тьюторы ММЦ» may be one party or two: it stays whole, for a person to look at."""
    found, place = [], 0
    while place < len(words):
        end = next(
            (end for end in range(len(words), place, -1) if _fold(" ".join(words[place:end])) in known), None
        )
        if end is None:
            return None
        found.append(" ".join(words[place:end]))
        place = end
    if len(found) < 2:
        return None
    certain = all(_ABBREVIATION.fullmatch(word) for word in words)
    return (tuple(found) if certain else (" ".join(words),)), True


def _by_abbreviations(words: list[str]) -> tuple[tuple[str, ...], bool] | None:
    """«ТОГИРРО МОУО ОО»: abbreviations side by side, none of which begins a name."""
    if len(words) < 2 or not all(_ABBREVIATION.fullmatch(word) and word not in _FORMS for word in words):
        return None
    return tuple(words), True


def _fold(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").replace("№ ", "№").split())
