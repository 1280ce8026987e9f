"""Turns one page into PDF bytes; also the program that the child process runs.

Imports nothing of the application: a child starts in a tenth of a second and holds only what it prints.
Request on standard input (JSON): `templates`, `fonts`, `main`, `page`, `timestamp`.
Answer on standard output: the PDF. When the page cannot be printed: exit code 1, the reason on stderr.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst


def typeset(page: str, *, main: str, templates: Path, fonts: Path, timestamp: int) -> bytes:
    """A tagged PDF/A-2a; the same page, templates and timestamp (seconds since 1970) give the same bytes.

    The root of the renderer is a fresh folder with copies of the templates, so that neither a symbolic link
    nor a neighbouring file can be read from a template; packages are looked for in an empty folder.
    """
    with tempfile.TemporaryDirectory(prefix="printing-") as folder:
        root = Path(folder, "root")
        packages = Path(folder, "packages")
        root.mkdir()
        packages.mkdir()
        for source in templates.glob("*.typ"):
            shutil.copyfile(source, root / source.name)
        output: bytes = typst.compile(
            str(root / main),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": page},
            pdf_standards=["a-2a"],
            package_path=str(packages),
            package_cache_path=str(packages),
            timestamp=timestamp,
        )
        return output


def _answer(request: dict[str, Any]) -> bytes:
    return typeset(
        request["page"],
        main=request["main"],
        templates=Path(request["templates"]),
        fonts=Path(request["fonts"]),
        timestamp=request["timestamp"],
    )


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(_answer(json.load(sys.stdin)))
    except typst.TypstError as error:
        sys.exit(f"{error}")
