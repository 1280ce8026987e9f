"""A real Valkey server whose faults a test can cause: killed, stopped, hung, emptied.

`TEST_REDIS_URL` is not honoured on purpose: a server that is not ours cannot be killed.
"""

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from launcher.broker import broker_binary
from launcher.commands import valkey as valkey_command
from tests.services.process import scratch_folder, start, stop, wait_until


@dataclass(slots=True)
class ValkeyServer:
    """A broker in its own folder; what it wrote to disk survives `kill()` and `start()`."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def socket(self) -> Path:
        """The unix socket, the same through every restart."""
        return self.folder / "s"

    @property
    def url(self) -> str:
        """The address for redis-py (`unix://…`)."""
        return f"unix://{self.socket}"

    @property
    def celery_url(self) -> str:
        """The address for REDIS_URL and for Celery (`redis+socket://…`)."""
        return f"redis+socket://{self.socket}"

    @property
    def is_running(self) -> bool:
        """Whether the process exists, answering or hung."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Run the server if it does not run, wake it if it hangs; returns when it answers."""
        if not self.is_running:
            self._launch()
        self.resume()

    def stop(self) -> None:
        """End the server politely: everything is on disk."""
        if self._process is not None:
            stop(self._process)

    def kill(self) -> None:
        """End the server at once (SIGKILL), as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop_hung(self) -> None:
        """Freeze the server (SIGSTOP): it accepts connections and never answers."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen server go on."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        """Forget everything, as a replaced server would."""
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            client.flushall()

    def _launch(self) -> None:
        self.socket.unlink(missing_ok=True)
        (self.folder / "valkey").mkdir(exist_ok=True)
        log = self.folder / "log"
        command = valkey_command(broker_binary(), data_dir=self.folder, socket=self.socket)
        self._process = start(command, folder=self.folder, log=log)
        wait_until(self._answers, self._process, log=log)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """One broker for this pytest process. A test that breaks it calls `start()` at its end, or asks for `valkey`."""
    with scratch_folder("vk") as folder:
        server = ValkeyServer(folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def valkey(valkey_server: ValkeyServer) -> Iterator[ValkeyServer]:
    """The broker of the session, running and empty, put right again after the test."""
    valkey_server.start()
    valkey_server.flush()
    yield valkey_server
    valkey_server.start()
