"""The environment of the processes that `./run` starts: what the operator set wins, the rest is embedded."""

import os
import socket
from pathlib import Path

from launcher.arguments import Options
from launcher.data_folder import Contents, DataFolder

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104

MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_ARENA_MAX": "2"}
"""For glibc: a block of a megabyte and more goes back to the system when it is freed. Without this every thread keeps
the 19 MiB that checking one password takes."""


def for_data(folder: DataFolder, *, redis_url: str = "") -> dict[str, str]:
    """What every command on this data folder needs, a `./run flask` included."""
    environment = MEMORY | dict(os.environ)
    environment |= {"DATA_DIR": str(folder.path), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # a running system writes into its data folder only (OP-02)
    environment |= {
        "FLASK_SKIP_DOTENV": "1",
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    environment["DEMO"] = "1" if folder.contents is Contents.DEMO else "0"
    environment.setdefault("REDIS_URL", redis_url)
    return environment


def for_services(
    folder: DataFolder, options: Options, *, port: int, redis_url: str, demo: bool
) -> dict[str, str]:
    """What the started processes need: the above, and the address the web answers on."""
    environment = for_data(folder, redis_url=redis_url)
    environment["DEMO"] = "1" if demo else "0"
    environment.setdefault("BASE_URL", base_url(options, port))
    if not options.is_loopback:
        environment.setdefault("TRUSTED_HOSTS", ",".join(_own_names()))
    return environment


def base_url(options: Options, port: int) -> str:
    """The address a person opens."""
    host = _own_address() if options.host in EVERYWHERE else options.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _own_names() -> tuple[str, ...]:
    """Under which names this machine is reached; requests for other hosts are refused by the product."""
    names = (socket.gethostname(), socket.getfqdn(), _own_address(), "127.0.0.1", "localhost")
    return tuple(dict.fromkeys(filter(None, names)))


def _own_address() -> str:
    """The address of the interface that leads outside; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
