"""The pieces of an upload read as one stream."""

import hashlib
import re
from collections.abc import Callable, Sequence

from webapp.storage.contract import LostPart, MissingFile, Part

_NAME = re.compile(r"[0-9a-f]{32}\.part")


class Joined:
    """A stream of pieces in order; no byte of one is given before the whole piece was compared with its hash."""

    def __init__(self, parts: Sequence[Part], fetch: Callable[[str], bytes]) -> None:
        self.size = sum(part.size for part in parts)
        self._left = list(reversed(parts))
        self._fetch = fetch
        self._piece = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        if not self._piece and self._left:
            self._piece = memoryview(self._next())
        given, self._piece = self._piece[:size], self._piece[size:]
        return bytes(given)

    def _next(self) -> bytes:
        part = self._left.pop()
        try:
            data = self._fetch(part.name)
        except (FileNotFoundError, MissingFile):
            raise LostPart(part.name) from None
        if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
            raise LostPart(part.name)
        return data


def part_name(name: str) -> str:
    """Return the name of a piece itself; ValueError for anything the store did not give."""
    if not _NAME.fullmatch(name):
        raise ValueError("the name of a part is expected")
    return name
