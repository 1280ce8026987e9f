"""Sets the project's own environment up in `.venv`; silent and quick when it is already right.

Runs before any dependency exists: standard library only. Index and proxy settings come from the environment
(`UV_DEFAULT_INDEX`, `HTTPS_PROXY`, …) and are never written down.
"""

import compileall
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from launcher.console import complain, say
from launcher.refusal import Refusal, reason_of

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "set-up.stamp"
TOOLS = ROOT / ".tools"
PRODUCT = ("config.py", "manage.py", "demo", "launcher", "tasks", "webapp", "workflows")
STEPS = 3
LAST_LINES = 6
CERTIFICATE = "certificate"
SYSTEM_CERTIFICATES = {
    "UV_SYSTEM_CERTS": "1",
    "UV_NATIVE_TLS": "1",  # the same wish in the words of older versions
    "PIP_CERT": "/etc/ssl/certs/ca-certificates.crt",
}
# What the installers say → what the person is told, the first that fits.
REASONS = (
    (("no space left",), "на диске нет места. Освободите около 1 ГБ"),
    ((CERTIFICATE,), "сертификат хранилища пакетов не признан. Добавьте в систему сертификат вашей сети"),
    (
        ("dns error", "failed to fetch", "connect", "resolution", "timed out", "no matching distribution"),
        "нет связи с хранилищем пакетов. Проверьте сеть",
    ),
)


def prepare(*, with_tests: bool, aside: bool = False) -> None:
    """Make `.venv` match uv.lock and continue inside it; returns at once when this process runs there.

    `aside`: its words go to standard error, for the output belongs to a command.
    Raises Refusal when the folder cannot be written, the network is away or uv cannot be had."""
    if not _is_current(with_tests=with_tests):
        _set_up(with_tests=with_tests, tell=complain if aside else say)
    if Path(sys.prefix) != VENV:
        os.execve(VENV_PYTHON, [str(VENV_PYTHON), *sys.orig_argv[1:]], dict(os.environ))  # noqa: S606


def compile_product() -> None:
    """Compile what an update has changed: running processes write nothing into the project (OP-02)."""
    for name in PRODUCT:
        path = ROOT / name
        compile_one = compileall.compile_dir if path.is_dir() else compileall.compile_file
        with contextlib.suppress(OSError):  # a read-only project starts a little slower
            compile_one(str(path), quiet=2)


def _is_current(*, with_tests: bool) -> bool:
    if not os.access(VENV_PYTHON, os.X_OK) or (with_tests and not _has_tests()):
        return False
    try:
        return STAMP.read_text(encoding="ascii") == fingerprint()
    except OSError:
        return False


def fingerprint(root: Path = ROOT) -> str:
    """What the stamp of a finished set-up holds: changes with the lock, the dependencies, the interpreter."""
    content = b"".join((root / name).read_bytes() for name in ("uv.lock", "pyproject.toml"))
    interpreter = os.path.realpath(root / ".venv" / "bin" / "python")
    return hashlib.sha256(content + interpreter.encode()).hexdigest()


def _has_tests() -> bool:
    """An environment once set up for the tests stays so: `./run` does not take pytest away again."""
    return next(VENV.glob("lib/python*/site-packages/pytest"), None) is not None


def _set_up(*, with_tests: bool, tell: Callable[[str], None]) -> None:
    tell(f"Установка: 1/{STEPS} проверяю каталог проекта и Python {sys.version.split()[0]}")
    _require_writable(ROOT)
    tell(f"Установка: 2/{STEPS} нахожу установщик пакетов uv")
    uv = _find_uv() or _bootstrap_uv(tell)
    everything = with_tests or _has_tests()
    what = "библиотеки и средства проверки" if everything else "библиотеки"
    tell(f"Установка: 3/{STEPS} ставлю {what} (до нескольких минут)")
    groups = ("--all-groups",) if everything else ("--no-dev",)
    interpreter = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    command = (
        uv,
        "sync",
        "--frozen",
        *groups,
        "--python",
        interpreter,
        "--project",
        str(ROOT),
        "--no-progress",
    )
    _run_or_refuse(command, "Не удалось установить библиотеки")
    STAMP.write_text(fingerprint(), encoding="ascii")


def _require_writable(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise Refusal(
            f"В каталог проекта {folder} нельзя записать ({reason_of(error)}), а установка "
            "ещё не сделана: скопируйте проект туда, где есть право записи, и запустите ./run снова."
        ) from None


def _find_uv() -> str | None:
    """The first uv that answers: a name on PATH may be a dead shim."""
    for candidate in (shutil.which("uv"), str(TOOLS / "uv" / "bin" / "uv")):
        if candidate and _answers((candidate, "--version")):
            return candidate
    return None


def _bootstrap_uv(tell: Callable[[str], None]) -> str:
    folder = TOOLS / "uv"
    base = getattr(sys, "_base_executable", sys.executable)
    if not _answers((base, "-c", "import ensurepip, venv")):
        _install_venv_module(tell)
    shutil.rmtree(folder, ignore_errors=True)  # half made by an interrupted first run
    _run_or_refuse((base, "-m", "venv", str(folder)), "Не удалось подготовить место для установщика")
    pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run_or_refuse((*pip, "uv>=0.8"), "Не удалось получить установщик uv")
    return str(folder / "bin" / "uv")


def _install_venv_module(tell: Callable[[str], None]) -> None:
    """Debian ships Python without the module venv needs; root gets it, others are told the command."""
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Refusal(
            f"Не хватает модуля venv: выполните «sudo apt-get install {package}» и запустите ./run снова."
        )
    tell(f"  ставлю системный пакет {package}")
    if not apt_install(package):
        raise Refusal(
            f"Не удалось поставить пакет {package}: выполните «apt-get install {package}» и повторите."
        )


def apt_install(package: str) -> bool:
    """Install a Debian package as root without questions; tells whether it worked."""
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "-y", "--no-install-recommends", package)
    for command in (install, ("apt-get", "update"), install):
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if command is install and done.returncode == 0:
            return True
    return False


def _answers(command: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run_or_refuse(command: tuple[str, ...], complaint: str) -> None:
    environment = tool_environment()
    code, said = _run(command, environment)
    if (
        code and CERTIFICATE in said.lower()
    ):  # a network that signs with its own authority, known to the system
        code, said = _run(command, environment | SYSTEM_CERTIFICATES)
    if code == 0:
        return
    for words, reason in REASONS:
        if any(word in said.lower() for word in words):
            raise Refusal(f"{complaint}: {reason} и запустите ./run снова.")
    last = " | ".join(line.strip() for line in said.splitlines()[-LAST_LINES:] if line.strip())
    raise Refusal(f"{complaint}: {last or f'код {code}'}")


def _run(command: tuple[str, ...], environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr + done.stdout


def tool_environment() -> dict[str, str]:
    """The environment of the installers: never downloads a Python, never needs a home folder."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}
    }
    environment |= {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment["UV_COMPILE_BYTECODE"] = "1"
    cache = Path(
        environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME") or "/nonexistent", ".cache")
    )
    if "UV_CACHE_DIR" not in environment and not _can_hold_files(cache):
        environment |= {"UV_CACHE_DIR": str(TOOLS / "cache"), "PIP_CACHE_DIR": str(TOOLS / "cache" / "pip")}
    if not _can_hold_files(Path(environment.get("HOME") or "/nonexistent")):
        environment["HOME"] = str(TOOLS)
    return environment


def _can_hold_files(folder: Path) -> bool:
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    return existing != Path("/") and os.access(existing, os.W_OK | os.X_OK)
