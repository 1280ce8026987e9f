"""Secrets that lie beside the database of an embedded installation."""

from pathlib import Path

KEYS = ("secret.key", "journal.key", "installation", "seal/*")
"""Patterns within the data folder; production gives its keys by the environment."""
SETTINGS = {"secret.key": "secret_key", "journal.key": "journal_key"}
"""Which setting each of them is read into at the start."""


def kept_keys(data_dir: Path) -> tuple[str, ...]:
    """Return the names of the keys there are, relative to the folder."""
    found = (path for pattern in KEYS for path in sorted(data_dir.glob(pattern)) if path.is_file())
    return tuple(path.relative_to(data_dir).as_posix() for path in found)


def put_back(data_dir: Path, name: str, content: bytes) -> None:
    """Write one key, readable by its owner only."""
    path = data_dir / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)
