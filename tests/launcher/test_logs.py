"""What reaches the terminal, what reaches the file, and that the file stays small."""

import json
from pathlib import Path

import pytest

from launcher.logs import LimitedFile, Voice

FAILURE = (
    "Traceback (most recent call last):",
    '  File "worker.py", line 8, in <module>',
    "    import missing",
    "ModuleNotFoundError: No module named 'missing'",
    "дальше обычная строка",
)


def heard(
    lines: tuple[str, ...], folder: Path, capfd: pytest.CaptureFixture[str], *, whole: bool = True
) -> str:
    """What the terminal shows of the lines."""
    voice = Voice("веб", LimitedFile(folder / "web.log"), whole_tracebacks=whole)
    for line in lines:
        voice.take(line)
    voice.file.close()
    return capfd.readouterr().err


def test_every_line_reaches_the_file_with_its_time(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert heard(("обычная строка",), tmp_path, capfd) == ""
    time, _, text = (tmp_path / "web.log").read_text().strip().partition(" ")
    assert text == "обычная строка"
    assert time.startswith("20")


def test_a_traceback_is_shown_to_its_last_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown = heard(FAILURE, tmp_path, capfd).splitlines()
    assert shown == [f"[веб] {line}" for line in FAILURE[:-1]]


def test_of_a_helper_only_the_error_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert heard(FAILURE, tmp_path, capfd, whole=False) == f"[веб] {FAILURE[3]}\n"


def test_of_json_lines_only_the_troubling_are_shown(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = tuple(
        json.dumps(
            {"level": level, "logger": "web", "event": f"событие {level}", "exception": "A\nKeyError: 1"}
        )
        for level in ("info", "error")
    )
    shown = heard(lines, tmp_path, capfd)
    assert shown == "[веб] ERROR web: событие error\nA\nKeyError: 1\n"


def test_a_grown_file_is_put_aside_and_the_oldest_dropped(tmp_path: Path) -> None:
    file = LimitedFile(tmp_path / "web.log", limit=100, kept=2)
    for number in range(40):
        file.write(f"строка {number:02}")
    file.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["web.log", "web.log.1", "web.log.2"]
    assert all(path.stat().st_size < 200 for path in tmp_path.iterdir())
    assert "строка 39" in "".join(path.read_text() for path in tmp_path.iterdir())
