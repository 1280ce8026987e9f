"""`./run test`: what the tests need beside the libraries, then pytest with the arguments given."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher.browser import find_or_install
from launcher.console import complain
from launcher.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
# Settings of a working installation must not reach the tests.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "MAIL_URL", "BASE_URL", "DATA_DIR"),
    *("SECRET_KEY", "JOURNAL_KEY", "DEMO", "PRODUCTION", "TRUSTED_HOSTS", "THROTTLE", "PROXY_HOPS"),
)

# Two processes, each with servers of its own; the tests of one file stay together.
WHOLE_SUITE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-q")


def run_tests(arguments: Sequence[str]) -> int:
    """Become pytest in the project folder. PostgreSQL and Valkey are libraries: `tests/services`."""
    _prepare_browser(arguments)
    if not arguments:
        arguments = WHOLE_SUITE
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"PYTHONPATH": str(ROOT), "FLASK_SKIP_DOTENV": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # set by `run`; pytest keeps its rewritten modules
    os.chdir(ROOT)
    os.execve(sys.executable, (sys.executable, "-m", "pytest", *arguments), environment)  # noqa: S606


def _prepare_browser(arguments: Sequence[str]) -> None:
    """Install Chromium before the whole suite; a chosen part asks for it itself when it needs it."""
    if any(not argument.startswith("-") for argument in arguments):
        return
    try:
        find_or_install()
    except Refusal as refusal:  # the tests in the browser will fail with the same words, the others run
        complain(str(refusal))
