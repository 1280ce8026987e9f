"""Whether the embedded database has the newest schema, answered without importing the product.

Starting Flask only to learn that there is nothing to migrate would cost a second of each start.
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "migrations" / "versions"
FILE_NAME = "ekspertiza.sqlite3"
REVISION = re.compile(r"^revision(?:\s*:[^=]+)?\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)
DOWN_REVISION = re.compile(r"^down_revision(?:\s*:[^=]+)?\s*=\s*(.+)$", re.MULTILINE)
QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


def newest_revisions(versions: Path = VERSIONS) -> set[str]:
    """The revisions no other migration follows, read from the files."""
    return known_revisions(versions) - set(_followed(_texts(versions)))


def known_revisions(versions: Path = VERSIONS) -> set[str]:
    """Every revision this version of the product has heard of."""
    return {match for text in _texts(versions) for match in REVISION.findall(text)}


def stored_revisions(data_dir: Path) -> set[str]:
    """The revisions the database of the folder stands at; empty when there is no database yet."""
    database = data_dir / FILE_NAME
    if not database.exists():
        return set()
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(database, timeout=5)) as connection,
    ):
        return {str(row[0]) for row in connection.execute("SELECT version_num FROM alembic_version")}
    return set()


def _texts(versions: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(versions.glob("*.py"))]


def _followed(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for line in DOWN_REVISION.findall(text):
            yield from QUOTED.findall(line)
