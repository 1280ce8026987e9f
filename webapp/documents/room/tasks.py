"""The tasks of the room, by name: each takes an open file and plain arguments, and returns bytes."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, BinaryIO

Task = Callable[[BinaryIO, Mapping[str, Any]], bytes]

TASKS: dict[str, str] = {
    "judge": "webapp.documents.inspection:judge_file",
    "rows": "webapp.documents.inspection.rows:read_rows",
}

# Loaded once in the helper process, so that a fresh child starts with warm libraries.
PRELOADED: tuple[str, ...] = (
    "encodings.cp1251",
    "encodings.utf_16",
    "encodings.utf_8_sig",
    "encodings.idna",
)


def find_task(address: str) -> Task:
    """Return the function at «module:function»."""
    module, _, function = address.partition(":")
    task: Task = getattr(import_module(module), function)
    return task


def preload(addresses: Iterable[str]) -> None:
    """Import everything that these tasks are likely to need."""
    for module in (*PRELOADED, *(address.partition(":")[0] for address in addresses)):
        import_module(module)
