"""A text layer whose letters are not what they look like: told from words, and made whole where that is certain."""

_FEWEST = 30
"""Signs: fewer say nothing about the rest."""
_PLAIN = 0.7
_UPPER_HALF = 0.5
_USUAL = frozenset("«»„“”‘’–—…№§•·●▪☐☑✓≥≤±×°→−‑ ₽€")


def is_garbled(text: str) -> bool:
    """Tell whether the letters are mostly none that a Russian document is written with."""
    signs = [sign for sign in text if not sign.isspace()]
    if len(signs) < _FEWEST:
        return False
    return sum(map(_is_plain, signs)) < len(signs) * _PLAIN


def mended(text: str) -> str | None:
    """Return the text whose Cyrillic letters were named as Latin ones of the same code; None where it is not so."""
    foreign = sum("\u00a8" <= sign <= "\u00ff" for sign in text)
    letters = sum(not sign.isspace() for sign in text)
    if not letters or foreign < letters * _UPPER_HALF:
        return None
    repaired = "".join(_as_cyrillic(sign) for sign in text)
    return None if is_garbled(repaired) else repaired


def _as_cyrillic(sign: str) -> str:
    return sign.encode("latin-1").decode("cp1251", errors="replace") if "\u00a0" < sign <= "\u00ff" else sign


def _is_plain(sign: str) -> bool:
    return (
        " " <= sign <= "~" or "\u0400" <= sign <= "\u052f" or sign in _USUAL or sign in "\u00ad\u0002\ufffe"
    )
