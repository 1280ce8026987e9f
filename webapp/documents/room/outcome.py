"""Values that go into the room and come out of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """What one file may cost. `memory` is counted on top of the helper process itself."""

    memory: int = 512 * MEBIBYTE
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    output: int = MEBIBYTE


class End(StrEnum):
    """How the child ended."""

    DONE = "done"
    FAILED = "failed"  # the task raised
    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"  # a signal: the parser fell over
    OVERFLOW = "overflow"  # more output than allowed
    UNAVAILABLE = "unavailable"  # the room could not be entered


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a task, or how it died. `peak_memory` in bytes; `walls` names the protections in
    force."""

    end: End
    payload: bytes = b""
    seconds: float = 0.0
    peak_memory: int = 0
    walls: frozenset[str] = frozenset()

    @property
    def is_done(self) -> bool:
        return self.end is End.DONE


@dataclass(frozen=True, slots=True)
class Request:
    """One piece of work on its way to the helper process."""

    task: str
    arguments: Mapping[str, Any]
    limits: RoomLimits

    def encode(self) -> bytes:
        fields = {"task": self.task, "arguments": dict(self.arguments), "limits": asdict(self.limits)}
        return json.dumps(fields, ensure_ascii=False).encode()

    @classmethod
    def decode(cls, raw: bytes) -> "Request":
        fields = json.loads(raw)
        return cls(fields["task"], fields["arguments"], RoomLimits(**fields["limits"]))


def encode_trailer(outcome: Outcome) -> bytes:
    """Return the last line of an answer: everything about the end except the payload before it."""
    fields = {
        "end": outcome.end.value,
        "seconds": outcome.seconds,
        "peak_memory": outcome.peak_memory,
        "walls": sorted(outcome.walls),
    }
    return b"\n" + json.dumps(fields).encode()


def decode_answer(raw: bytes) -> Outcome | None:
    """Return the outcome of a complete answer; None when the helper process died before it was finished."""
    payload, separator, trailer = raw.rpartition(b"\n")
    try:
        fields = json.loads(trailer) if separator else None
        if not isinstance(fields, dict):
            return None
        return Outcome(
            End(fields["end"]),
            payload,
            float(fields["seconds"]),
            int(fields["peak_memory"]),
            frozenset(map(str, fields["walls"])),
        )
    except (ValueError, KeyError, TypeError):
        return None
