"""The official PDF: tagged PDF/A-2a with shipped fonts, from frozen data."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import typst

from webapp.printing import child, typesetter
from webapp.printing.child import CannotPrint
from webapp.printing.contents import Kind
from webapp.printing.merging import merged
from webapp.printing.pages import Page
from webapp.printing.places import FONTS, TEMPLATES
from webapp.printing.volumes import PIECES, volumes

__all__ = ["CannotPrint", "Progress", "render", "render_in_child"]

# Called with the number of finished runs and the number of all runs.
Progress = Callable[[int, int], None]

# A word that hyphenation cannot help: digits, Latin, underscores; or simply endless.
_LONG_WORD = re.compile(r"\S{41,}|(?=\S*[0-9A-Za-z_/\\.@=])\S{16,}")
_BREAK_AFTER = re.compile(r"([-_./\\@=,;:&?])(?=.)")
_AS_THEY_ARE = frozenset({"title", "qr"})
_PAGE_COUNT = re.compile(rb"<xmpTPg:NPages>(\d+)<")


@dataclass(frozen=True, slots=True)
class _Press:
    """Where the work is done. `typeset`: page, name of the template, timestamp → PDF; `join`: files → PDF."""

    typeset: Callable[[str, str, int], bytes]
    join: Callable[[Iterable[Path]], bytes]


def render(kind: Kind, page: Page, *, progress: Progress | None = None) -> bytes:
    """The PDF of a page, made in this process; raises `CannotPrint`."""
    return _print(kind, page, _Press(_typeset, merged), progress)


def render_in_child(
    kind: Kind, page: Page, *, seconds: int = child.SECONDS, progress: Progress | None = None
) -> bytes:
    """The same bytes as `render`, made in child processes that together live `seconds` at most.

    A crash of the renderer ends the child, not the caller; raises `CannotPrint`.
    """
    deadline = monotonic() + seconds
    press = _Press(
        lambda page, main, timestamp: child.typeset(page, main, timestamp, deadline=deadline),
        lambda parts: child.join(parts, deadline=deadline),
    )
    return _print(kind, page, press, progress)


def _print(kind: Kind, page: Page, press: _Press, progress: Progress | None) -> bytes:
    if kind not in PIECES:
        return press.typeset(_request(page, 1), f"{kind}.typ", page["timestamp"])
    with TemporaryDirectory(prefix="printing-") as folder:
        return press.join(_parts(kind, page, press, progress, Path(folder)))


def _parts(kind: Kind, page: Page, press: _Press, progress: Progress | None, folder: Path) -> Iterator[Path]:
    """Each run of a long document, printed when it is asked for: its first page follows from those before."""
    runs = volumes(kind, page)
    first_page = 1
    for index, run in enumerate(runs, 1):
        document = press.typeset(_request(run, first_page), f"{kind}.typ", page["timestamp"])
        first_page += _page_count(document)
        part = folder / f"{index}.pdf"
        part.write_bytes(document)
        if progress is not None:
            progress(index, len(runs))
        yield part


def _request(page: Page, first_page: int) -> str:
    return json.dumps({**_breakable(page), "first_page": first_page}, ensure_ascii=False)


def _typeset(page: str, main: str, timestamp: int) -> bytes:
    try:
        return typesetter.typeset(page, main=main, templates=TEMPLATES, fonts=FONTS, timestamp=timestamp)
    except typst.TypstError as error:
        raise CannotPrint(str(error)) from error
    except BaseException as error:
        # A crash inside the renderer arrives as a class that no `except Exception` stops.
        if type(error).__name__ == "PanicException":
            raise CannotPrint(str(error)) from error
        raise


def _page_count(document: bytes) -> int:
    found = _PAGE_COUNT.search(document)
    if found is None:
        raise CannotPrint("the renderer does not say how many pages it made")
    return int(found[1])


def _breakable(value: Any, key: str = "") -> Any:
    """The page with a zero-width mark at the places where an endless word may break."""
    if isinstance(value, str):
        return value if key in _AS_THEY_ARE else _LONG_WORD.sub(_with_breaks, value)
    if isinstance(value, list):
        return [_breakable(item, key) for item in value]
    if isinstance(value, dict):
        return {name: _breakable(item, name) for name, item in value.items()}
    return value


def _with_breaks(word: re.Match[str]) -> str:
    pieces = _BREAK_AFTER.sub("\\1\u200b", word[0]).split("\u200b")
    return "\u200b".join("\u200b".join(re.findall(".{1,16}", piece)) for piece in pieces)
