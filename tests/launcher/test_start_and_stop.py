"""`./run` from the first start to the last signal, with a miniature product in place of the real one."""

import contextlib
import json
import os
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launcher.project import Run, until

Make = Callable[..., Run]
pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="follows processes through /proc")


def test_the_first_start_prepares_everything_and_says_where_to_go(run: Make) -> None:
    first = run().ready()
    assert first.get("/healthz") == "ok"
    assert first.get("/environment/DEMO") == "1"
    assert first.get("/environment/BASE_URL") == first.address
    assert "curator1@example.org … curator3@example.org  Куратор" in first.said
    assert "demo-demo-demo" in first.said
    assert (first.count("migrated"), first.count("seeded")) == (1, 1)
    assert _mode(first.data) == 0o700
    assert [path for path in first.data.rglob("*") if path.is_file() and _mode(path) != 0o600] == []
    until(lambda: first.count("ticks"), first)  # the clock, the broker and the worker work together
    assert first.end() == 0
    assert first.processes() == {}


def test_the_second_start_repeats_nothing(run: Make) -> None:
    first = run().ready()
    secret = (first.data / "secret.key").read_text()
    assert first.end(signal.SIGINT) == 0
    second = run().ready()
    assert (second.count("migrated"), second.count("seeded")) == (1, 1)
    assert (second.data / "secret.key").read_text() == secret
    assert "Установка" not in second.said
    assert second.end(signal.SIGHUP) == 0
    assert second.processes() == {}


def test_a_killed_launcher_leaves_nobody_behind(run: Make) -> None:
    killed = run().ready()
    until(lambda: killed.pid_of("sleep 9876"), killed)  # a child of the worker, unknown to the launcher
    assert len(killed.processes()) >= 6
    sockets = Path(json.loads((killed.data / "running.json").read_text())["socket_folder"])
    killed.end(signal.SIGKILL)
    until(lambda: not killed.processes(), killed, patience=3)
    again = run().ready()
    assert again.count("seeded") == 1
    assert not sockets.exists()
    assert again.end() == 0
    assert not (again.data / "running.json").exists()


def test_a_start_killed_while_filling_the_demo_fills_it_again(run: Make) -> None:
    slow = run(SLOW_SEED="1").begin()
    until(lambda: slow.count("seeded"), slow)
    slow.end(signal.SIGKILL)
    again = run().ready()
    assert again.count("seeded") == 2
    assert "curator1@example.org" in again.said


def test_ctrl_c_during_the_preparation_stops_it(run: Make) -> None:
    slow = run(SLOW_SEED="1").begin()
    until(lambda: slow.count("seeded"), slow)
    assert slow.end(signal.SIGINT) == 0
    assert slow.processes() == {}


def test_a_second_ctrl_c_does_not_wait_for_the_slow(run: Make) -> None:
    stopped = run().ready()
    until(lambda: stopped.pid_of(" worker "), stopped)
    os.kill(stopped.pid_of(" worker "), signal.SIGSTOP)
    asking = threading.Thread(target=lambda: _give_up(stopped), daemon=True)
    asking.start()
    until((stopped.data / "slow.begun").exists, stopped)
    assert stopped.process is not None
    stopped.process.send_signal(signal.SIGINT)
    stopped.process.send_signal(signal.SIGINT)
    assert stopped.process.wait(5) == 0
    assert stopped.processes() == {}


def test_a_request_under_way_is_answered_before_the_end(run: Make) -> None:
    stopped = run().ready()
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(stopped.get("/slow")))
    asking.start()
    until((stopped.data / "slow.begun").exists, stopped)
    assert stopped.end() == 0
    asking.join()
    assert answers == ["answered to the end"]


def test_dead_helpers_are_started_again(run: Make) -> None:
    running = run().ready()
    until(lambda: running.count("ticks"), running)
    dead = {word: running.pid_of(word) for word in ("valkey-server", " beat ")}
    for pid in dead.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: all(running.pid_of(word) not in {0, pid} for word, pid in dead.items()), running)
    assert "Процесс «очередь» остановился" in running.said
    assert "Процесс «расписание» остановился" in running.said
    assert running.get("/healthz") == "ok"
    ticks = running.count("ticks")
    until(lambda: running.count("ticks") > ticks, running)


def test_the_death_of_the_web_ends_everything_with_its_last_words(run: Make) -> None:
    running = run().ready()
    with pytest.raises(OSError):
        running.get("/die")
    assert running.process is not None
    assert running.process.wait(20) == 1
    assert "Веб-сервер остановился" in running.said
    assert "нечем дышать" in running.said
    assert running.processes() == {}


def test_warnings_reach_the_terminal_and_every_line_the_file(run: Make) -> None:
    running = run().ready()
    running.get("/warn")
    until(lambda: "тонкий лёд" in running.said, running)
    assert "обычная строка" not in running.said
    assert "обычная строка" in (running.data / "log" / "web.log").read_text()


def test_every_line_of_every_log_is_an_object_of_json(run: Make) -> None:
    running = run().ready()
    running.get("/warn")
    until(lambda: running.count("ticks"), running)
    assert running.end() == 0
    logs = {path.stem: path.read_text().splitlines() for path in (running.data / "log").iterdir()}
    assert {"web", "worker", "beat", "valkey"} <= set(logs)
    for lines in logs.values():
        assert all(isinstance(json.loads(line), dict) for line in lines)
    assert not [line for line in logs["worker"] if "[config]" in line or "transport:" in line]


def _give_up(run: Run) -> None:
    with contextlib.suppress(OSError):
        run.get("/slow")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
