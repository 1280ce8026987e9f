"""What reaches the terminal, what reaches the file, and that the file stays small."""

import json
import os
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


def written(folder: Path) -> list[dict[str, str]]:
    """The events of the file; each line must be one object of JSON."""
    return [json.loads(line) for line in (folder / "web.log").read_text().splitlines()]


def test_text_reaches_the_file_as_an_event_of_its_process(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert heard(("обычная строка", "", "{не JSON", "WARNING тонкий лёд"), tmp_path, capfd).count("\n") == 1
    events = written(tmp_path)
    assert [event["event"] for event in events] == ["обычная строка", "{не JSON", "WARNING тонкий лёд"]
    assert [event["level"] for event in events] == ["info", "info", "warning"]
    assert {event["logger"] for event in events} == {"web"}
    assert all(event["at"].startswith("20") for event in events)


def test_an_event_of_the_product_reaches_the_file_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    line = '{"level": "info", "event": "request"}'
    heard((*FAILURE[:2], line, *FAILURE[2:]), tmp_path, capfd)
    assert (tmp_path / "web.log").read_text().splitlines()[0] == line
    assert [event["event"] for event in written(tmp_path)[1:]] == ["\n".join(FAILURE[:-1]), FAILURE[-1]]


def test_a_traceback_cut_short_by_the_end_is_one_event(tmp_path: Path) -> None:
    voice = Voice("веб", LimitedFile(tmp_path / "web.log"))
    read, write = os.pipe()
    os.write(write, "\n".join(FAILURE[:3]).encode())
    os.close(write)
    voice.listen(os.fdopen(read, "rb")).join()
    assert [(event["level"], event["event"]) for event in written(tmp_path)] == [
        ("error", "\n".join(FAILURE[:3]))
    ]


def test_a_broker_that_went_away_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    frames = "Message Error: нет связи\n['  File \"beat.py\", line 1, in <module>']"
    line = json.dumps({"level": "error", "logger": "celery.beat", "event": frames, "exception": "A\nB: 1"})
    shown = heard((line, line), tmp_path, capfd)
    assert shown == (
        "[веб] Очередь не отвечает: ничего не потеряно, работа продолжится сама, когда она вернётся.\n"
    )
    assert len(written(tmp_path)) == 2


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
