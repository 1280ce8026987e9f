"""Names folded for search, so that «сош6», «СОШ № 6» and «cji6» of a forgotten keyboard layout find one school."""

import re
import unicodedata

from workflows.latin import LATIN_LETTERS

KEY_LENGTH = 300
ADDRESS_LENGTH = 64

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LAYOUT = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_CYRILLIC = re.compile(r"[а-яё]")
_LATIN = re.compile(r"[a-z]")
_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the key of a name: lower case, ё as е, letters and digits only, Latin look-alikes mended."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(_mended(word) for word in _WORDS.findall(plain)).replace("ё", "е")[:KEY_LENGTH]


def variants(words: str) -> tuple[str, ...]:
    """Return the keys a person may have meant: as typed, and as it reads on the Russian keyboard layout.

    Empty when nothing searchable was typed."""
    plain = words.casefold()
    meant = [fold(plain)]
    if _LATIN.search(plain) and not _CYRILLIC.search(plain):
        meant.append(fold(plain.translate(_LAYOUT)))
    return tuple(dict.fromkeys(key for key in meant if key))


def address_of(text: str) -> str:
    """Return a name as part of an address: «СОШ № 6» is «sosh-6»; '' when nothing of it can be written so."""
    plain = unicodedata.normalize("NFC", text).casefold()
    latin = "".join(LATIN_LETTERS.get(letter, letter) for letter in plain)
    words = re.findall(r"[a-z0-9]+", latin)
    return "-".join(words)[:ADDRESS_LENGTH].strip("-")


def _mended(word: str) -> str:
    """«COШ» typed with Latin C and O looks like «СОШ» and must be found as it."""
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word
