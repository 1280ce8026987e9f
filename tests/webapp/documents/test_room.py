"""The closed room: whatever a file does to its child, the caller gets an outcome and the next file is served."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.documents.probes import TASKS
from webapp.documents.room import End, Outcome, Room, RoomLimits

LINUX = sys.platform.startswith("linux")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room(TASKS)
    yield room
    room.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"line one\nline two\n")
    return path


def enter(room: Room, task: str, file: Path, *, arguments: dict | None = None, **limits: float) -> Outcome:
    return room.run(task, file, arguments=arguments or {}, limits=RoomLimits(**limits))


def test_a_task_answers_with_bytes(room: Room, file: Path) -> None:
    outcome = enter(room, "echo", file)
    assert outcome.is_done
    assert outcome.payload == b"line one\nline two\n"
    assert outcome.seconds > 0
    assert outcome.peak_memory > 0


@pytest.mark.parametrize(
    ("task", "limits", "end"),
    [
        ("burn", {"cpu_seconds": 1}, End.TIME),
        ("sleep", {"wall_seconds": 0.3}, End.TIME),
        pytest.param(
            "swallow", {"memory": 64 * 1024 * 1024}, End.MEMORY,
            marks=pytest.mark.skipif(not LINUX, reason="this system does not limit address space"),
        ),
        ("die", {}, End.CRASHED),
        ("fail", {}, End.FAILED),
    ],
)  # fmt: skip
def test_death_in_the_room_is_an_outcome_and_the_next_file_is_served(
    room: Room, file: Path, task: str, limits: dict, end: End
) -> None:
    assert enter(room, task, file, **limits).end is end
    assert enter(room, "echo", file).is_done


def test_a_large_answer_arrives_whole_and_a_larger_one_is_cut_off(room: Room, file: Path) -> None:
    whole = enter(room, "shout", file, arguments={"count": 900_000})
    assert len(whole.payload) == 900_000
    assert enter(room, "shout", file, arguments={"count": 5_000_000}).end is End.OVERFLOW
    assert enter(room, "echo", file).is_done


def test_the_child_has_no_environment_no_foreign_descriptors_and_no_application(
    room: Room, file: Path, tmp_path: Path
) -> None:
    report = _escape(room, file, tmp_path)
    assert report["environment"] == []
    assert report["descriptors"] == [3, 4]
    assert report["modules"] == []


@pytest.mark.skipif(not LINUX, reason="namespaces and call filters belong to Linux")
def test_the_child_cannot_reach_the_network_start_programs_or_write(
    room: Room, file: Path, tmp_path: Path
) -> None:
    walls = enter(room, "echo", file).walls
    if not walls:
        pytest.skip("this system allows no walls")
    allowed = _escape(room, file, tmp_path)["allowed"]
    assert "writing" not in allowed
    assert "network" not in allowed
    if "calls" in walls:
        assert allowed == []


def test_twenty_threads_each_get_their_own_answer(tmp_path: Path) -> None:
    room = Room(TASKS, places=6)
    answers: dict[int, Outcome] = {}

    def work(number: int) -> None:
        path = tmp_path / str(number)
        path.write_bytes(b"%d" % number * 5000)
        answers[number] = enter(room, "echo", path)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.close()
    assert {number: answer.payload for number, answer in answers.items()} == {
        number: b"%d" % number * 5000 for number in range(20)
    }


def test_the_helper_survives_the_end_of_the_thread_that_started_it(file: Path) -> None:
    room = Room(TASKS)
    thread = threading.Thread(target=lambda: enter(room, "echo", file))
    thread.start()
    thread.join()
    first = room.process_id
    time.sleep(0.2)
    assert enter(room, "echo", file).is_done
    assert room.process_id == first
    room.close()


def test_a_killed_helper_is_replaced_between_files_and_in_the_middle_of_one(file: Path) -> None:
    room = Room(TASKS)
    assert enter(room, "echo", file).is_done
    first = room.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert enter(room, "echo", file).is_done
    second = room.process_id
    assert second is not None
    assert second != first
    killer = threading.Timer(0.3, os.kill, (second, signal.SIGKILL))
    killer.start()
    assert enter(room, "echo", file, arguments={"seconds": 0.8}).payload == b"line one\nline two\n"
    room.close()


def test_a_helper_that_hangs_is_given_up_and_replaced(file: Path) -> None:
    room = Room(TASKS, grace=3)
    assert enter(room, "echo", file).is_done
    hung = room.process_id
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    assert enter(room, "echo", file, wall_seconds=0.1).end is End.UNAVAILABLE
    assert enter(room, "echo", file).is_done
    assert room.process_id != hung
    assert not _alive(hung)
    room.close()


def test_the_helper_and_its_children_die_with_the_process_that_started_them(file: Path) -> None:
    code = (
        "import sys, threading; from pathlib import Path; from tests.webapp.documents.probes import TASKS\n"
        "from webapp.documents.room import Room, RoomLimits; room = Room(TASKS)\n"
        f"run = lambda task: room.run(task, Path({str(file)!r}), arguments={{}}, limits=RoomLimits())\n"
        "run('echo'); threading.Thread(target=run, args=('sleep',), daemon=True).start()\n"
        "print(room.process_id, flush=True); threading.Event().wait()"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert starter.stdout is not None
    helper = int(starter.stdout.readline())
    time.sleep(0.5)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    deadline = time.monotonic() + 5
    while _alive(helper) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(helper)


def test_a_forked_worker_uses_its_own_helper(file: Path) -> None:
    room = Room(TASKS)
    assert enter(room, "echo", file).is_done
    pid = os.fork()
    if pid == 0:
        inherited = room.process_id
        ok = inherited is None and enter(room, "echo", file).is_done
        room.close()
        os._exit(0 if ok else 1)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert enter(room, "echo", file).is_done
    room.close()


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_neither_the_caller_nor_the_helper_grows(room: Room, file: Path) -> None:
    for _ in range(20):
        enter(room, "echo", file)
    assert room.process_id is not None
    before = _resident(os.getpid()), _resident(room.process_id)
    descriptors = len(os.listdir("/proc/self/fd")), len(os.listdir(f"/proc/{room.process_id}/fd"))
    for _ in range(150):
        enter(room, "echo", file)
    after = _resident(os.getpid()), _resident(room.process_id)
    assert after[0] - before[0] < 4 * 1024 * 1024
    assert after[1] - before[1] < 4 * 1024 * 1024
    assert descriptors == (
        len(os.listdir("/proc/self/fd")),
        len(os.listdir(f"/proc/{room.process_id}/fd")),
    )


def _escape(room: Room, file: Path, tmp_path: Path) -> dict:
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = {"port": server.getsockname()[1], "target": str(tmp_path / "written")}
        outcome = enter(room, "escape", file, arguments=arguments)
    assert outcome.is_done
    return json.loads(outcome.payload)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not LINUX:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
