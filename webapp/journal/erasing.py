"""Taking a person's data out of the journal, so that it can still be proved whole (AU-05, 152-ФЗ).

The digest of an entry stays, and with it the chain; what replaced its content is marked under the journal's key.
Whoever lacks the key can erase nothing unseen, and who may only add rows cannot erase at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, update

from webapp.database import session, table_of
from webapp.journal.chain import SEALED, keys, mark_of_erasure
from webapp.journal.verifying import entries
from webapp.models import JournalEntry

ERASED = "[удалено]"


def erase_person(person_id: int, names: tuple[str, ...], *, known_as: str) -> int:
    """Replace a person's name, addresses and what `names` says of them in every entry; return how many changed.

    In the open transaction, by the owner of the tables: others the database refuses. `known_as` stands for the name."""
    wanted = tuple(sorted({one for one in names if one.strip()}, key=len, reverse=True))
    found = [change for entry in entries() if (change := _change(entry, person_id, wanted, known_as))]
    if found:
        with _triggers_aside(session.connection()):
            session.execute(_ERASE, found)
    return len(found)


def _change(entry: Any, person_id: int, names: tuple[str, ...], known_as: str) -> dict[str, Any] | None:
    """Return the new content of an entry with its mark; None where nothing is said of the person."""
    if entry.action == SEALED:
        return None
    own = entry.actor_id == person_id
    values = {
        "actor_name": known_as if own else _without(entry.actor_name, names),
        "details": _without(entry.details, names),
        "object_id": _without(entry.object_id, names),
        "address": "" if own else entry.address,
    }
    if all(getattr(entry, name) == value for name, value in values.items()):
        return None
    told = _Content(entry, values)
    return {
        "number": entry.id,
        **values,
        "erased": mark_of_erasure(told, entry.previous, entry.digest, keys()[0]),
    }


class _Content:
    """An entry with some of its values replaced."""

    def __init__(self, entry: Any, values: dict[str, Any]) -> None:
        self._entry, self._values = entry, values

    def __getattr__(self, name: str) -> Any:
        return self._values[name] if name in self._values else getattr(self._entry, name)


def _without(value: Any, names: tuple[str, ...]) -> Any:
    """Return a value of JSON without the names in any of its texts."""
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, ERASED)
        return value
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items()}
    return value


@contextmanager
def _triggers_aside(connection: Connection) -> Iterator[None]:
    """Let the owner of the tables change entries inside this transaction; everybody else is refused as before."""
    put_back = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)
    yield
    put_back()


def _sqlite(connection: Connection) -> Callable[[], None]:
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'"
    ).all()
    for name, _sql in rows:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')

    def put_back() -> None:
        for _name, written in rows:
            connection.exec_driver_sql(written)

    return put_back


def _postgresql(connection: Connection) -> Callable[[], None]:
    connection.exec_driver_sql("ALTER TABLE journal_entry DISABLE TRIGGER USER")

    def put_back() -> None:
        connection.exec_driver_sql("ALTER TABLE journal_entry ENABLE TRIGGER USER")

    return put_back


_ENTRIES = table_of(JournalEntry)
_ERASE = (
    update(_ENTRIES)
    .where(_ENTRIES.c.id == bindparam("number"))
    .values(
        actor_name=bindparam("actor_name"),
        details=bindparam("details"),
        object_id=bindparam("object_id"),
        address=bindparam("address"),
        erased=bindparam("erased"),
    )
)
