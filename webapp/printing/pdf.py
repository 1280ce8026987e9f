"""The official PDF: tagged PDF/A-2a with shipped fonts, from frozen data."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pikepdf

from webapp.printing import typesetter
from webapp.printing.contents import Kind
from webapp.printing.merging import merged
from webapp.printing.pages import page_of
from webapp.printing.places import FONTS, TEMPLATES
from webapp.printing.volumes import volumes

CHILD_SECONDS = 120
CHILD_MEGABYTES = 3_000  # of address space, of which the renderer touches a tenth

# Called with the number of finished runs and the number of all runs.
Progress = Callable[[int, int], None]
_Typeset = Callable[[str, str, int], bytes]

# A word that hyphenation cannot help: digits, Latin, underscores; or simply endless.
_LONG_WORD = re.compile(r"\S{41,}|(?=\S*[0-9A-Za-z_/\\.@=])\S{16,}")
_BREAK_AFTER = re.compile(r"([-_./\\@=,;:&?])(?=.)")
_AS_THEY_ARE = frozenset({"title", "qr"})


class CannotPrint(Exception):
    """The renderer refused the page, crashed, or exceeded its time or memory; the message is for the log."""


def render(kind: Kind, data_json: str, *, progress: Progress | None = None) -> bytes:
    """The PDF of the contents, made in this process; raises `CannotPrint`, `Damaged`."""
    return _print(kind, data_json, _in_this_process, progress)


def render_in_child(
    kind: Kind, data_json: str, *, seconds: int = CHILD_SECONDS, progress: Progress | None = None
) -> bytes:
    """The same bytes as `render`, made in child processes that together live `seconds` at most.

    A crash of the renderer ends the child, not the caller; raises `CannotPrint`, `Damaged`.
    """
    deadline = monotonic() + seconds
    return _print(
        kind,
        data_json,
        lambda page, main, timestamp: _in_child(page, main, timestamp, deadline=deadline),
        progress,
    )


def _print(kind: Kind, data_json: str, typeset: _Typeset, progress: Progress | None) -> bytes:
    page = page_of(kind, data_json)
    parts: list[bytes] = []
    runs = volumes(kind, page)
    timestamp = _as_of(data_json)
    first_page = 1
    for run in runs:
        text = json.dumps({**_breakable(run), "first_page": first_page}, ensure_ascii=False)
        parts.append(typeset(text, f"{kind}.typ", timestamp))
        if len(runs) > 1:
            first_page += _page_count(parts[-1])
        if progress is not None:
            progress(len(parts), len(runs))
    return parts[0] if len(parts) == 1 else merged(parts)


def _in_this_process(page: str, main: str, timestamp: int) -> bytes:
    try:
        return typesetter.typeset(page, main=main, templates=TEMPLATES, fonts=FONTS, timestamp=timestamp)
    except typesetter.typst.TypstError as error:
        raise CannotPrint(str(error)) from error


def _in_child(page: str, main: str, timestamp: int, *, deadline: float) -> bytes:
    seconds = deadline - monotonic()
    request = {
        "page": page,
        "main": main,
        "templates": str(TEMPLATES),
        "fonts": str(FONTS),
        "timestamp": timestamp,
        "seconds": max(int(seconds) + 1, 1),
        "megabytes": CHILD_MEGABYTES,
    }
    # Isolated mode: neither the environment nor the working directory decides what the child imports.
    command = [sys.executable, "-I", str(Path(typesetter.__file__))]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=max(seconds, 0.001),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotPrint("time limit exceeded") from error
    if done.returncode != 0:
        raise CannotPrint(f"exit code {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _as_of(data_json: str) -> int:
    """The instant of the data: the PDF is dated by it, so that the same data give the same bytes."""
    return int(datetime.fromisoformat(json.loads(data_json)["provenance"]["as_of"]["at"]).timestamp())


def _page_count(document: bytes) -> int:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return len(pdf.pages)


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


