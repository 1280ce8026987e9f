"""What may be a password: long enough, not what others try first, not the person's own name."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

SHORTEST = 12
LONGEST = 1000
"""A bound on work, not on people: nothing a person types comes near it, and nothing is ever cut."""
OWN_WORD = 5
"""Shorter own words («СОШ», «Ли») occur in good passwords by chance."""
OWN_SHARE = 2
TOO_SHORT = f"Пароль должен содержать не менее {SHORTEST} знаков. Подойдёт фраза из нескольких слов."
TOO_LONG = f"Пароль должен содержать не более {LONGEST} знаков."
COMMON = "Такой пароль подбирают первым. Придумайте другой: подойдёт фраза из нескольких слов."
OWN = "Пароль не должен повторять ваше имя, адрес электронной почты или название школы."


def refusal(password: str, *, own: Iterable[str] = ()) -> str | None:
    """Return the sentence that tells why this cannot be a password, None when it can.

    Any characters count, spaces and emoji too. `own` are the name, address and school of the person."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST:
        return TOO_SHORT
    if len(text) > LONGEST:
        return TOO_LONG
    if is_common(text):
        return COMMON
    if is_own(text, own):
        return OWN
    return None


def is_common(password: str) -> bool:
    """Tell whether the password stands in the bundled list, in whatever case, spaces or signs between."""
    return _plain(password) in common_passwords()


def is_own(password: str, own: Iterable[str]) -> bool:
    """Tell whether the password is mostly a name, an address or a school of this person."""
    typed = _letters(password)
    return any(word in typed and len(typed) < OWN_SHARE * len(word) for word in _own_words(own))


@cache
def common_passwords() -> frozenset[str]:
    """Return the bundled list: keyboard walks, popular words with years and digits, in both alphabets."""
    text = (files("workflows") / "dictionaries" / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _own_words(own: Iterable[str]) -> set[str]:
    """Return each text whole and each of its parts, folded; the provider of an address says nothing."""
    words: set[str] = set()
    for text in own:
        local = text.partition("@")[0] if "@" in text else text
        words.update(
            (_letters(text), _letters(local), *(_letters(part) for part in re.split(r"[\W_]+", local)))
        )
    return {word for word in words if len(word) >= OWN_WORD}


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower().replace("ё", "е")
