"""Office documents as pages: LibreOffice, where it is installed, behind walls of its own (M15, UP-04, UP-12).

It fetches linked pictures over the network and runs what a document asks for, so it is only ever started inside
bubblewrap: no network, no files but its own programs and the one document, nothing kept. Without both programs, or
where the system forbids such walls, documents are shown as text only.
"""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from webapp.documents.reader import Unreadable
from workflows.file_rules import FileKind
from workflows.reading import PRINTED, Problem

WALL_SECONDS = 90.0
CPU_SECONDS = 60
LARGEST = 64 * 2**20
MEMORY = 2 * 2**30
_PROBE_SECONDS = 5.0
_WALLS = (
    *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
    *("--setenv", "HOME", "/own", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"),
    *("--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"),
    *("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
    *("--proc", "/proc", "--dev", "/dev", "--size", str(LARGEST * 4), "--tmpfs", "/tmp"),  # noqa: S108
    *("--size", str(LARGEST * 4), "--tmpfs", "/own", "--chdir", "/own"),
)
_OWN = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives")
"""What LibreOffice reads outside /usr; nothing of it is a secret."""
_LIMITS = (
    "prlimit", f"--cpu={CPU_SECONDS}", f"--fsize={LARGEST}", f"--as={MEMORY}", "--nofile=512", "--core=0",
)  # fmt: skip
_OFFICE = (
    *("soffice", "--headless", "--nologo", "--norestore", "--nolockcheck", "--nodefault"),
    *("-env:UserInstallation=file:///own/profile", "--convert-to", "pdf", "--outdir", "/out"),
)


@cache
def available() -> bool:
    """Tell whether this machine can print office documents; asked once for each process."""
    if not all(map(shutil.which, ("bwrap", "prlimit", "soffice"))):
        return False
    try:
        probe = subprocess.run(
            ["bwrap", *_WALLS, "true"], check=False, capture_output=True, timeout=_PROBE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0


def printed(path: Path, kind: FileKind) -> bytes:
    """Return the pages of an office document as a PDF, which is as foreign as the document itself.

    Raises Unreadable: where the document cannot be printed, and where nothing here can print."""
    if kind not in PRINTED or not available():
        raise Unreadable(Problem.NOT_PRINTED)
    with tempfile.TemporaryDirectory(prefix="ekspertiza-print-") as name:
        inside = f"/document{kind.extensions[0]}"
        own = [word for place in _OWN for word in ("--ro-bind-try", place, place)]
        doors = ["--ro-bind", str(path.resolve()), inside, "--bind", name, "/out"]
        _run(["bwrap", *_WALLS, *own, *doors, *_LIMITS, *_OFFICE, inside])
        pages = Path(name, "document.pdf")
        if not pages.is_file() or pages.stat().st_size > LARGEST:
            raise Unreadable(Problem.NOT_PRINTED)
        return pages.read_bytes()


def _run(command: list[str]) -> None:
    """Run it to its end or to the limit of time; bubblewrap takes everything inside down with itself."""
    try:
        subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(Problem.TOO_HARD) from None
