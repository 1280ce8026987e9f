"""Copies of a whole installation: one file with every row, every stored content and the keys beside them (RL-15).

The rows are written as values, not as a file of one database: a copy made on SQLite is restored on PostgreSQL and
the other way round."""

from webapp.backup.archive import BadArchive, Manifest, opened, read_manifest
from webapp.backup.making import create
from webapp.backup.restoring import NotEmpty, restore

__all__ = ["BadArchive", "Manifest", "NotEmpty", "create", "opened", "read_manifest", "restore"]
