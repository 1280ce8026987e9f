"""The verdict on an uploaded file, by its structure and not by its name or declared type (UP-01…UP-04)."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from webapp.documents.names import clean_file_name, extension_of, has_unsafe_characters
from webapp.documents.room import End, Outcome, RoomLimits, run_limited
from workflows.file_rules import MEBIBYTE, FileKind, Limits, Notice, Refusal

_FACT_LENGTH = 120
_ENDS: dict[End, Refusal] = {
    End.TIME: Refusal.TOO_HARD,
    End.MEMORY: Refusal.TOO_HARD,
    End.UNAVAILABLE: Refusal.UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """The file may be kept under `name` and served as `media_type`; sizes of an image in pixels."""

    kind: FileKind
    name: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    encoding: str | None = None
    warnings: tuple[Notice, ...] = ()

    @property
    def media_type(self) -> str:
        return self.kind.media_type


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file is not taken; `sentence` tells the person why and what to do."""

    code: Refusal
    sentence: str


Verdict = Accepted | Rejected


def judge(
    path: Path, name: str, *, limits: Limits | None = None, room_limits: RoomLimits | None = None
) -> Verdict:
    """Return the verdict on the bytes at `path`, called `name` by the person.

    A raw name with invisible characters is refused; pass `clean_file_name(raw)` to neutralise them instead.
    Parsing happens in the closed room; its death is a verdict too. OSError only when `path` cannot be
    opened."""
    limits = limits or Limits()
    size = path.stat().st_size
    shown = clean_file_name(name)
    if has_unsafe_characters(name):
        return _rejected(Refusal.UNSAFE_NAME, shown)
    if size == 0:
        return _rejected(Refusal.EMPTY, shown)
    if size > limits.size:
        return _rejected(Refusal.TOO_LARGE, shown, limit=limits.size // MEBIBYTE)
    outcome = run_limited(
        "judge", path, arguments={"name": shown, "limits": asdict(limits)}, limits=room_limits or RoomLimits()
    )
    return _verdict(outcome, shown)


def infected(name: str, signature: str) -> Rejected:
    """Return the verdict on a file in which the scanner found a virus."""
    return _rejected(Refusal.INFECTED, clean_file_name(name), signature=_plain(signature))


def _verdict(outcome: Outcome, name: str) -> Verdict:
    if not outcome.is_done:
        return _rejected(_ENDS.get(outcome.end, Refusal.UNREADABLE), name)
    try:
        answer = json.loads(outcome.payload)
        if "refused" in answer:
            facts = {str(key): _plain(value) for key, value in answer["facts"].items()}
            return _rejected(Refusal(answer["refused"]), **{**facts, "name": name})
        return _accepted(answer["accepted"], name)
    except (ValueError, KeyError, TypeError, AttributeError):
        # A parser taken over by its file may answer anything: whatever is not a verdict is a refusal.
        return _rejected(Refusal.UNREADABLE, name)


def _accepted(found: dict[str, Any], name: str) -> Accepted:
    kind = FileKind(found["kind"])
    warnings = tuple(Notice(code) for code in found["notices"])
    if not extension_of(name):
        name = clean_file_name(name + kind.extensions[0])
        warnings = (*warnings, Notice.NAME_COMPLETED)
    return Accepted(
        kind,
        name,
        pages=_number(found["pages"]),
        width=_number(found["width"]),
        height=_number(found["height"]),
        encoding=None if found["encoding"] is None else _plain(found["encoding"]),
        warnings=warnings,
    )


def _rejected(code: Refusal, name: str, **facts: object) -> Rejected:
    return Rejected(code, code.sentence(name=name, **facts))


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def _plain(value: object) -> str:
    text = "".join(character for character in str(value) if character.isprintable())
    return text if len(text) <= _FACT_LENGTH else text[: _FACT_LENGTH - 1] + "…"
