"""What ties an entry to those before it: HMAC-SHA256 of its content and the digest before, under the journal's key.

Entries older than the key carry a bare SHA-256; the first keyed entry after them, the seal, binds where they ended."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from webapp.filestore import settings

SEALED = "journal.sealed"
"""The act that begins a new key; its details name the key, the number of entries before it and their last digest."""
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Entry(Protocol):
    """What a digest covers: a row of the journal, or an entry about to become one."""

    @property
    def at(self) -> datetime: ...
    @property
    def action(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def actor_role(self) -> str: ...
    @property
    def municipality_id(self) -> int | None: ...
    @property
    def object_kind(self) -> str: ...
    @property
    def object_id(self) -> str: ...
    @property
    def details(self) -> dict[str, Any]: ...
    @property
    def address(self) -> str: ...
    @property
    def request_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the name the database knows it by, from which the key does not follow."""

    secret: bytes
    name: str

    def digest(self, content: bytes) -> str:
        return hmac.digest(self.secret, content, "sha256").hex()


def keys() -> tuple[Key, ...]:
    """Return the keys of this installation: the one that is written with, then those written with before."""
    return _keys(settings().journal_key)


def digest(entry: Entry, previous: str, key: Key | None = None) -> str:
    """Return the digest an entry must carry after `previous`; without a key the bare one of an older journal."""
    content = canonical(entry, previous)
    return key.digest(content) if key else hashlib.sha256(content).hexdigest()


def canonical(entry: Entry, previous: str) -> bytes:
    """Return the bytes of an entry and of the chain so far: the same on every database and in every time zone."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "actor": [entry.actor_id, entry.actor_name, entry.actor_role],
        "place": entry.municipality_id,
        "object": [entry.object_kind, entry.object_id],
        "details": entry.details,
        "origin": [entry.address, entry.request_id],
        "previous": previous,
    }
    return _CANONICAL.encode(content).encode()


def mark_of_erasure(entry: Entry, previous: str, kept: str, key: Key) -> str:
    """Return the mark an entry must carry whose content was replaced: it binds the new one to the digest `kept`."""
    return key.digest(b"erased:" + kept.encode() + b":" + canonical(entry, previous))


@lru_cache(maxsize=8)
def _keys(setting: str) -> tuple[Key, ...]:
    secrets = [one.strip().encode() for one in setting.split(",")]
    return tuple(Key(one, hmac.digest(one, b"journal key", "sha256").hex()[:16]) for one in secrets if one)
