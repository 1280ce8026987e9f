"""Writing into the journal: append-only, chained, in the commit of the act itself."""

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, bindparam, insert, select, update

from webapp.access.actor import Actor, SystemScope, acting, system_scope
from webapp.database import before_commit, kept_in_transaction, now, session, table_of, transaction
from webapp.journal.chain import SEALED, Key, digest, keys
from webapp.journal.verifying import HEAD_ID
from webapp.models import JournalEntry, JournalHead

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act came from: the peer's address and the request id; empty for the command line."""

    address: str = ""
    request_id: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def set_origin(origin: Origin) -> None:
    _origin.set(origin)


def record(
    action: str, *, kind: str = "", object_id: object = "", municipality_id: int | None = None, **details: Any
) -> None:
    """Add one act to the journal as the last thing before the open transaction commits.

    `details` are short JSON values: before, after, version. Raises WriteOutsideTransaction without one."""
    kept_in_transaction(_Acts).add(_entry(action, kind, str(object_id), municipality_id, details))


def record_download(what: str, *, kind: str, object_id: str, sha256: str = "", note: str = "") -> None:
    """Write that the person who acts took a document or an export with them (AU-01); `what` names the kind of act."""
    with transaction(despite_safe_method="journal of a download"):
        record(what, kind=kind, object_id=object_id, sha256=sha256, note=note)


def _entry(
    action: str, kind: str, object_id: str, municipality_id: int | None, details: dict[str, Any]
) -> JournalEntry:
    who, origin = acting(), _origin.get() or Origin()
    person = who if isinstance(who, Actor) else None
    name = (
        person.name if person else f"система: {who.reason}" if isinstance(who, SystemScope) else "не вошедший"
    )
    return JournalEntry(
        at=now(),
        action=action,
        actor_id=person.user_id if person else None,
        actor_name=name,
        actor_role=person.role.value if person else "",
        municipality_id=municipality_id
        if municipality_id is not None
        else (person.municipality_id if person else None),
        object_kind=kind,
        object_id=object_id,
        details=details,
        address=origin.address,
        request_id=origin.request_id,
    )


class _Acts:
    """The acts of one transaction in their order, appended together: the chain is locked once and briefly."""

    def __init__(self) -> None:
        self._entries: list[JournalEntry] = []

    def add(self, entry: JournalEntry) -> None:
        if not self._entries:
            before_commit(self._append)
        self._entries.append(entry)

    def _append(self) -> None:
        key = keys()[0]
        with system_scope("journal"):
            found = session.execute(_HEAD).one_or_none()
            if found is None:
                session.execute(_FIRST_HEAD)
            count, last, used = found or (0, "", key.name)
            entries = (
                self._entries if used == key.name or not count else [_seal(count, last, key), *self._entries]
            )
            for entry in entries:
                entry.previous, entry.digest = last, digest(entry, last, key)
                last = entry.digest
            session.execute(_ENTRY, [_row(entry) for entry in entries])
            session.execute(_NEW_HEAD, {"more": len(entries), "last": last, "name": key.name})
        self._entries.clear()


def _seal(count: int, last: str, key: Key) -> JournalEntry:
    """Return the entry that begins a new key: it binds everything before it, which others could have written."""
    log.warning(
        "the journal is sealed with the key %s after %s entries, the last of them %s", key.name, count, last
    )
    return _entry(SEALED, "journal", "", None, {"key": key.name, "count": count, "head": last})


def _row(entry: JournalEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COLUMNS}


_COLUMNS = tuple(column.key for column in table_of(JournalEntry).columns if not column.primary_key)
_ENTRY = insert(table_of(JournalEntry))
_HEAD = (
    select(JournalHead.count, JournalHead.digest, JournalHead.key)
    .where(JournalHead.id == HEAD_ID)
    .with_for_update()
)
_FIRST_HEAD = insert(table_of(JournalHead)).values(id=HEAD_ID, count=0, digest="", key="")
_NEW_HEAD = (
    update(table_of(JournalHead))
    .where(JournalHead.id == HEAD_ID)
    .values(
        count=JournalHead.count + bindparam("more", type_=Integer()),
        digest=bindparam("last", type_=String()),
        key=bindparam("name", type_=String()),
    )
)
