"""Where files lie in a dossier: short folders, names that no other file has, on any system."""

import re
from dataclasses import dataclass, field

from webapp.documents.names import zip_member_name
from webapp.printing.dossier import Sum

SLOT_LENGTH = 40
"""Signs of a folder's name: with the rest a path stays within what Windows opens."""
_SLASHES = re.compile(r"[/\\]")


@dataclass(slots=True)
class Folder:
    """The folder of a package, or the whole dossier where `base` is empty; it gives each kept file its path."""

    base: str
    documents: list[Sum] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _given: dict[object, str] = field(default_factory=dict)

    def place(self, key: object, folders: tuple[str, ...], name: str, *, size: int, sha256: str) -> str:
        """Return the path within this folder of a kept file: the same one each time for the same key."""
        if key not in self._given:
            inside = "/".join(_SLASHES.sub("_", one)[:SLOT_LENGTH].strip() for one in folders)
            path = zip_member_name(name, self._taken, folder=inside)
            self._given[key] = path
            self.documents.append(Sum(self.base + path, size, sha256))
        return self._given[key]
