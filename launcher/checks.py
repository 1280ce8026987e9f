"""`./run check`: everything that can be judged without running the tests. The list is the table CHECKS."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.console import say

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
FLASK = ("flask", "--app", "manage:app")
PASSED, FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: commands run one after another until one fails."""

    title: str
    commands: tuple[tuple[str, ...], ...]


CHECKS = (
    Check("Правила кода", (("ruff", "check", "."),)),
    Check("Оформление кода", (("ruff", "format", "--check", "."),)),
    Check("Типы", (("mypy",),)),
    Check("Границы слоёв", (("lint-imports",),)),
    Check("Шаблоны", ((*FLASK, "check-templates"),)),
    Check("Миграции повторяют модели", ((*FLASK, "db", "upgrade"), (*FLASK, "db", "check"))),
    Check("Маршруты", ((*FLASK, "check-routes"),)),
    Check("Переносимость", (("python", "-m", "launcher.portability"),)),
)


def run_checks(checks: Sequence[Check] = CHECKS) -> int:
    """Run every check and print it with its time, and the words of a failed one; 1 when any failed."""
    with tempfile.TemporaryDirectory(prefix="ekspertiza-check-") as data:
        environment = _environment(Path(data))
        failed = [check.title for check in checks if not _passes(check, environment)]
    say(f"Не прошли: {', '.join(failed)}" if failed else "Все проверки пройдены")
    return FAILED if failed else PASSED


def _passes(check: Check, environment: dict[str, str]) -> bool:
    begun = time.monotonic()
    complaints = next(filter(None, (_complaints(command, environment) for command in check.commands)), None)
    say(f"{'✗' if complaints else '✓'} {check.title} ({time.monotonic() - begun:.1f} с)")
    if complaints:
        say(complaints)
    return complaints is None


def _complaints(command: tuple[str, ...], environment: dict[str, str]) -> str | None:
    """What the command said when it failed, None when it did not."""
    done = subprocess.run(
        (str(PROGRAMS / command[0]), *command[1:]),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode == 0:
        return None
    return done.stdout.decode(errors="replace").rstrip() or f"код {done.returncode}"


def _environment(data_dir: Path) -> dict[str, str]:
    """An empty embedded installation in a scratch folder; nothing of a real one is touched."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return kept | {
        "DATA_DIR": str(data_dir),
        "DEMO": "1",
        "PYTHONPATH": str(ROOT),
        "FLASK_SKIP_DOTENV": "1",
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}",
    }
