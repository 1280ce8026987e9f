"""Reading and drawing a kept file, each time in the closed room (UP-04, UP-12).

The room of this module is another process than the one that judges uploads: it loads what reads documents, and only
workers that read start it.
"""

import json
from functools import cache
from pathlib import Path

from webapp.documents.content import Content, from_json
from webapp.documents.room import End, Outcome, Room, RoomLimits
from webapp.documents.room.outcome import MEBIBYTE
from workflows.file_rules import FileKind
from workflows.reading import Problem

TASKS = {
    "read": "webapp.documents.reading:read_document",
    "draw": "webapp.documents.reading.drawing:draw_page",
}
READ_LIMITS = RoomLimits(memory=768 * MEBIBYTE, cpu_seconds=60, wall_seconds=90.0, output=64 * MEBIBYTE)
DRAW_LIMITS = RoomLimits(memory=512 * MEBIBYTE, cpu_seconds=15, wall_seconds=30.0, output=16 * MEBIBYTE)
_LOCKED = json.dumps({"problem": Problem.PASSWORD.value}).encode()
_WEBP = (b"RIFF", b"WEBP")


class Unreadable(Exception):
    """The file cannot be read or drawn; another attempt would not help."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.value)


class RoomClosed(RuntimeError):
    """The room could not be entered now; a later attempt may."""


def read(path: Path, kind: FileKind) -> Content:
    """Return what the document says; raises Unreadable, RoomClosed, OSError where `path` cannot be opened."""
    outcome = _room().run("read", path, arguments={"kind": kind.value}, limits=READ_LIMITS)
    try:
        return from_json(json.loads(_payload(outcome)))
    except (ValueError, KeyError, TypeError, IndexError):
        # A parser taken over by its file may answer anything: whatever is not a content is a failure.
        raise Unreadable(Problem.UNREADABLE) from None


def draw(path: Path, kind: FileKind, *, page: int, width: int) -> bytes:
    """Return a page, counted from 1, as a picture in WebP; raises as `read` does."""
    arguments = {"kind": kind.value, "page": page, "width": width}
    picture = _payload(_room().run("draw", path, arguments=arguments, limits=DRAW_LIMITS))
    if (picture[:4], picture[8:12]) != _WEBP:
        raise Unreadable(Problem.UNREADABLE)
    return picture


def warm_up() -> None:
    """Start the helper process of this room before the first document comes."""
    _room().warm_up()


@cache
def _room() -> Room:
    return Room(TASKS, places=2, patience=120.0)


def _payload(outcome: Outcome) -> bytes:
    if outcome.is_done:
        if outcome.payload == _LOCKED:
            raise Unreadable(Problem.PASSWORD)
        return outcome.payload
    if outcome.end is End.UNAVAILABLE:
        raise RoomClosed
    too_hard = outcome.end in {End.TIME, End.MEMORY, End.OVERFLOW}
    raise Unreadable(Problem.TOO_HARD if too_hard else Problem.UNREADABLE)
