"""Where Chromium for the browser tests is, or how it gets onto the machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from launcher.console import say
from launcher.preparation import apt_install, tool_environment
from launcher.refusal import Refusal

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
DOWNLOAD_MINUTES = 10


def find_or_install() -> Path:
    """The browser's program: `CHROMIUM`, PATH, playwright's own; else apt (root) or playwright installs it.

    Raises Refusal with the command to give when none of it works."""
    given = os.environ.get("CHROMIUM")
    if given and not Path(given).exists():
        raise Refusal(f"В CHROMIUM указан файл {given}, которого нет: исправьте путь или уберите переменную.")
    found = next(_installed(), None)
    if found is not None:
        return found
    _install()
    found = next(_installed(), None)
    if found is None:
        raise Refusal("Для проверок в браузере нужен Chromium: выполните «sudo apt-get install chromium».")
    return found


def _installed() -> Iterator[Path]:
    names = (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES))
    candidates = (*(Path(name) for name in names if name), *APPLICATIONS, *_downloaded())
    yield from (path for path in candidates if path.exists() and not _is_snap_stub(path))


def _is_snap_stub(path: Path) -> bool:
    """Ubuntu's `chromium-browser` is a script that only tells to install a snap."""
    return path.name == "chromium-browser" and path.stat().st_size < 10_000 and not path.is_symlink()


def _downloaded() -> Iterator[Path]:
    """What `playwright install chromium` left, asked of playwright itself."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as tool: print(tool.chromium.executable_path)"
    )
    done = subprocess.run((sys.executable, "-c", question), capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout.strip():
        yield Path(done.stdout.strip())


def _install() -> None:
    say("Ставлю браузер Chromium для проверок (один раз, до нескольких минут)")
    if os.geteuid() == 0 and shutil.which("apt-get") and apt_install("chromium"):
        return
    command = (sys.executable, "-m", "playwright", "install", "chromium")
    try:
        subprocess.run(
            command, env=tool_environment(), capture_output=True, check=False, timeout=DOWNLOAD_MINUTES * 60
        )
    except subprocess.TimeoutExpired:
        say("  загрузка браузера не закончилась вовремя")
