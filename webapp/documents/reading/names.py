"""Ranks of headings by the names of their styles, in the words of Word and LibreOffice, English and Russian."""

import re

_RANKED = re.compile(r"(?:heading|заголовок)\s*([1-9])(?!\d)")
_TITLES = {"title": 1, "название": 1, "заголовок": 1, "subtitle": 2, "подзаголовок": 2}


def rank_of(name: str) -> int:
    """Return the rank, from 1, that a style of this name gives; 0 where it names no heading."""
    shown = name.strip().lower()
    found = _RANKED.match(shown)
    return int(found[1]) if found else _TITLES.get(shown, 0)
