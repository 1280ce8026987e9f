"""`./run flask …`: any command of the product on the embedded data, from any working directory."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher.data_folder import DataFolder, open_folder
from launcher.environment import for_data

ROOT = Path(__file__).resolve().parent.parent


def run_flask(arguments: Sequence[str]) -> int:
    """Become the command: file names among the arguments mean what they mean where the person stands."""
    folder = open_folder(Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().resolve())
    environment = for_data(folder, redis_url=_live_broker(folder))
    # -P: a file flask.py or manage.py in the person's directory must not be taken for ours.
    command = (sys.executable, "-P", "-m", "flask", "--app", str(ROOT / "manage.py"), *arguments)
    os.execve(sys.executable, command, environment)  # noqa: S606


def _live_broker(folder: DataFolder) -> str:
    return folder.running.redis_url if folder.is_in_use() and folder.running else ""
