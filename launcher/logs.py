"""What the started processes say: each event as a line of JSON to a file of limited size (IN-05), the troubling ones
to the terminal."""

import json
import re
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TextIO

from launcher.console import complain

FILE_BYTES = 5 * 1024 * 1024
KEPT_FILES = 3
LAST_LINES = 20
TROUBLING_LEVELS = {"warning", "error", "critical"}
TRACEBACK = "Traceback (most recent call last)"
TROUBLING_TEXT = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL)\b|^\d+:[A-Z] .* # ")
# True, harmless on one machine, and nothing the reader could act on.
EXPECTED = re.compile(
    r"overcommit_memory|superuser privileges|Warning: no config file specified|WARNING supervised|"
    r"TCP backlog setting|ready to exit|Task queue depth|User requested shutdown|Received SIGTERM"
)
# What Celery and the product say of a broker that went away, with stack frames; to a person it is one sentence.
BROKER_AWAY = re.compile(
    r"Message Error|Connection to broker lost|Cannot connect to redis|Connection error|broker does not answer"
)
BROKER_SENTENCE = "Очередь не отвечает: ничего не потеряно, работа продолжится сама, когда она вернётся."
REPEATED_AFTER = 60.0


@dataclass(slots=True)
class LimitedFile:
    """An append-only text file that is renamed to `.1`, `.2`, … when it grows past `limit` bytes."""

    path: Path
    limit: int = FILE_BYTES
    kept: int = KEPT_FILES
    _file: TextIO | None = field(default=None)

    def write(self, line: str) -> None:
        """Append one line; a full disk loses the line, never the process."""
        try:
            if self._file is None:
                self._file = self.path.open("a", encoding="utf-8", errors="replace")
                self.path.chmod(0o600)
            self._file.write(line + "\n")
            self._file.flush()
            if self._file.tell() > self.limit:
                self._rotate()
        except OSError:
            self.close()

    def close(self) -> None:
        """Let the file go; the next line opens it again."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                return

    def _rotate(self) -> None:
        self.close()
        for number in range(self.kept, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            newer = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
            if newer.exists():
                newer.replace(older)


@dataclass(slots=True)
class Voice:
    """Reads one process to its end in a thread of its own."""

    title: str
    file: LimitedFile
    whole_tracebacks: bool = True
    """Whether the terminal gets every line of a traceback or only the last, which names the error."""
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    _event: list[str] = field(default_factory=list)
    """Lines of the traceback being read: it becomes one event."""
    _in_traceback: bool = field(default=False)
    _explained: float = field(default=-REPEATED_AFTER)

    def listen(self, stream: IO[bytes]) -> threading.Thread:
        """Start reading; the thread ends when the process and its children have closed the stream."""
        thread = threading.Thread(target=self._read, args=(stream,), name=f"log-{self.title}", daemon=True)
        thread.start()
        return thread

    def take(self, line: str) -> None:
        """Keep one line, and show it when somebody should look."""
        self.last.append(line)
        event = _json_object(line)
        troubling = self._troubling(line) if event is None else self._from_json(event)
        if event is not None:
            self.file.write(line)
        elif line:
            self._event.append(line)
            if not self._in_traceback:
                self._write_event()
        if troubling and not EXPECTED.search(line):
            complain(f"[{self.title}] {troubling}")

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                self.take(raw.decode(errors="replace").rstrip())
        self._in_traceback = False
        self._write_event()

    def _write_event(self) -> None:
        """Write what is no JSON of its own as an event of this process."""
        if not self._event:
            return
        text = "\n".join(self._event)
        self._event.clear()
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": _level(text),
            "logger": self.file.path.stem,
            "event": text,
        }
        self.file.write(json.dumps(line, ensure_ascii=False))

    def _troubling(self, line: str) -> str:
        """What of a line of text to show, empty when nothing."""
        if self._in_traceback:  # to the line of the exception itself, the first that is not indented
            self._in_traceback = line.startswith((" ", "\t")) or not line
            return line if self.whole_tracebacks or not self._in_traceback else ""
        self._in_traceback = line.startswith(TRACEBACK)
        if self._in_traceback:
            return line if self.whole_tracebacks else ""
        return line if TROUBLING_TEXT.search(line) else ""

    def _from_json(self, event: dict[str, Any]) -> str:
        """What of an event to show, empty when nothing."""
        if event.get("level") not in TROUBLING_LEVELS:
            return ""
        said = str(event.get("event", ""))
        if BROKER_AWAY.search(said):
            return self._explain_broker()
        text = f"{event['level'].upper()} {event.get('logger', '')}: {said}"
        lines = str(event.get("exception", "")).strip().splitlines()
        return "\n".join([text, *(lines if self.whole_tracebacks else lines[-1:])])

    def _explain_broker(self) -> str:
        """The sentence, which is not repeated at every attempt to connect."""
        if time.monotonic() - self._explained < REPEATED_AFTER:
            return ""
        self._explained = time.monotonic()
        return BROKER_SENTENCE


def _json_object(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _level(text: str) -> str:
    if text.startswith(TRACEBACK):
        return "error"
    found = TROUBLING_TEXT.search(text)
    if found is None:
        return "info"
    word = (found.group(1) or "warning").lower()  # Valkey marks its warnings with a sign
    return "critical" if word == "fatal" else word
