"""File names: kept as the person wrote them, made harmless for every place they travel to (UP-08)."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from workflows.file_rules import Limits
from workflows.latin import LATIN_LETTERS

DEFAULT_NAME = "файл"
ZIP_NAME_BYTES = 240  # a folder of Linux holds names of 255 bytes, a Cyrillic letter takes two
_EXTENSION = re.compile(r"\.(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|\s*$)", re.IGNORECASE)
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HEADER_TEXT = re.compile(r"[^A-Za-z0-9 ._()\-]")
_TRANSLITERATION = str.maketrans(
    {
        **LATIN_LETTERS,
        **{letter.upper(): latin.capitalize() for letter, latin in LATIN_LETTERS.items()},
        "№": "No",
    }
)


def clean_file_name(raw: str, *, limit: int = Limits().name_length) -> str:
    """Return the name without path, invisible and bidirectional characters; at most `limit` characters.

    Letters, spaces, «», № and dots stay; the extension survives shortening; never empty."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    name = "".join(_visible(character) for character in name).translate(_FORBIDDEN).strip(" .\u00a0")
    if "/" not in raw and "\\" not in raw and _EXTENSION.fullmatch(raw.strip()):
        name = DEFAULT_NAME + raw.strip()  # «.pdf» alone: an extension without a name
    name = name or DEFAULT_NAME
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name, limit)


def has_unsafe_characters(name: str) -> bool:
    """Return whether the name holds control, invisible or direction-changing characters."""
    return any(unicodedata.category(character) in _UNSAFE_CATEGORIES for character in name)


def extension_of(name: str) -> str:
    """Return the extension in lower case with its dot; «Отчёт за 01.09.2025» has none."""
    found = _EXTENSION.search(name.strip())
    return found.group().lower() if found else ""


def with_extension(name: str, extension: str) -> str:
    """Return the name with another extension in place of its own."""
    return _stem(name) + extension


def content_disposition(name: str, *, inline: bool = False) -> str:
    """Return the header value of RFC 6266: an ASCII fallback and, where needed, the exact name in UTF-8."""
    clean = clean_file_name(name)
    fallback = _ascii_name(clean)
    kind = "inline" if inline else "attachment"
    if fallback == clean:
        return f'{kind}; filename="{fallback}"'
    return f"{kind}; filename=\"{fallback}\"; filename*=UTF-8''{quote(clean, safe='')}"


def zip_member_name(name: str, taken: set[str], *, folder: str = "") -> str:
    """Return a member name that no other member has, letter case aside, and remember it in `taken`.

    A second «отчёт.pdf» becomes «отчёт (2).pdf»; names fit into 240 bytes, so that any system unpacks
    them."""
    parts = [
        _fitting(clean_file_name(part), "") for part in PurePosixPath(folder).parts if part not in {"/", "."}
    ]
    clean = clean_file_name(name)
    number, member = 1, ""
    while not member or member.casefold() in taken:
        member = "/".join([*parts, _fitting(clean, f" ({number})" if number > 1 else "")])
        number += 1
    taken.add(member.casefold())
    return member


def _visible(character: str) -> str:
    if character in "\t\r\n\v\f\u2028\u2029":
        return " "
    return "" if unicodedata.category(character) in _UNSAFE_CATEGORIES else character


def _stem(name: str) -> str:
    extension = extension_of(name)
    return name[: len(name) - len(extension)] if extension else name


def _shortened(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    extension = name[len(_stem(name)) :]
    return _stem(name)[: limit - len(extension)].rstrip(" .") + extension


def _fitting(name: str, mark: str) -> str:
    """Put `mark` before the extension and cut the name so that all of it fits into the bytes of a folder
    entry."""
    stem = _stem(name)
    tail = mark + name[len(stem) :]
    room = ZIP_NAME_BYTES - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + tail


def _ascii_name(name: str) -> str:
    latin = unicodedata.normalize("NFKD", name.translate(_TRANSLITERATION))
    plain = "".join(character for character in latin if not unicodedata.combining(character))
    return _HEADER_TEXT.sub("_", plain)
