"""`python -m launcher.portability`: nothing in the project belongs to one machine, and the lock fits anybody.

Prints each fault as `file:line: what`, exit code 1 when there is one.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PUBLIC_INDEX = "https://pypi.org/simple"
PUBLIC_FILES = "https://files.pythonhosted.org/"
# Folders of people and of build machines; /srv, /var, /etc and /opt are ordinary addresses of installations.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|work|home/[a-z][\w-]*|Users/[A-Za-z][\w-]*)/[\w.-]")
NAME = re.compile(r"^[A-Za-z0-9._-]+")
TEXTS = {
    ".py",
    ".toml",
    ".md",
    ".html",
    ".js",
    ".css",
    ".json",
    ".yaml",
    ".yml",
    ".txt",
    ".service",
    ".conf",
    ".typ",
}
BARE_NAMES = {"run", "Dockerfile", "env.example", ".gitignore", ".flaskenv", "uv.lock"}
SKIPPED = {".git", ".venv", ".tools", "var", "node_modules", "__pycache__"}


def main() -> int:
    """Print the faults and return the exit code."""
    faults = [*machine_paths(ROOT), *lock_faults(ROOT)]
    print("\n".join(faults) if faults else "переносимо")
    return 1 if faults else 0


def machine_paths(root: Path) -> Iterator[str]:
    """Every line of the project's texts that names a folder of one machine."""
    for path in _texts(root):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if found := MACHINE_PATH.search(line):
                yield f"{path.relative_to(root)}:{number}: путь одной машины: {found.group()}"


def lock_faults(root: Path) -> Iterator[str]:
    """What in uv.lock would not install elsewhere, and what pyproject.toml asks for that it lacks."""
    lock = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    own = project["project"]["name"]
    packages = {package["name"]: package for package in lock["package"]}
    for name, package in packages.items():
        if name != own:
            yield from (f"uv.lock: {name}: {fault}" for fault in _package_faults(package))
    for wanted in sorted(_wanted(project) - _locked(packages.get(own, {}))):
        yield f"uv.lock: нет {wanted} из pyproject.toml: выполните «uv lock»"


def _package_faults(package: dict[str, Any]) -> Iterator[str]:
    if package.get("source") != {"registry": PUBLIC_INDEX}:
        yield f"источник {package.get('source')}, а не общедоступный"
    for file in (*package.get("wheels", ()), *filter(None, [package.get("sdist")])):
        if not file.get("url", "").startswith(PUBLIC_FILES):
            yield f"файл {file.get('url') or file.get('path')} не из общедоступного хранилища"
        if not file.get("hash"):
            yield "файл без контрольной суммы"


def _wanted(project: dict[str, Any]) -> set[str]:
    groups = project.get("dependency-groups", {}).values()
    lines = [*project["project"]["dependencies"], *(line for group in groups for line in group)]
    return {_name(line) for line in lines}


def _locked(own: dict[str, Any]) -> set[str]:
    metadata = own.get("metadata", {})
    groups = metadata.get("requires-dev", {}).values()
    return {
        entry["name"]
        for entry in (*metadata.get("requires-dist", ()), *(e for group in groups for e in group))
    }


def _name(requirement: str) -> str:
    found = NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else requirement


def _texts(root: Path) -> Iterator[Path]:
    for path in _files(root):
        if (path.suffix in TEXTS or path.name in BARE_NAMES) and path.is_file():
            yield path


def _files(root: Path) -> Iterator[Path]:
    """What git keeps or would keep; every file when there is no git."""
    command = ("git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        yield from (path for path in root.rglob("*") if not SKIPPED & set(path.relative_to(root).parts))
        return
    yield from (root / name.decode() for name in listed.split(b"\0") if name)


if __name__ == "__main__":
    sys.exit(main())
