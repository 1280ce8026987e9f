"""Reading the whole journal again: each altered, deleted, inserted or moved entry and a cut tail is named (AU-02)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from webapp.access.actor import system_scope
from webapp.database import session, snapshot, table_of
from webapp.journal.chain import SEALED, Key, digest, keys, mark_of_erasure
from webapp.models import JournalEntry, JournalHead

HEAD_ID, PORTION, SHOWN = 1, 1000, 100


@dataclass(frozen=True, slots=True)
class Head:
    """How far the journal reaches: kept elsewhere, it shows later that nothing up to there was changed or cut."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at which entry, and when that entry says it was written."""

    number: int
    at: datetime | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the journal holds: entries, how many of them are older than the key, faults (the first hundred)."""

    head: Head
    bare: int
    erased: int
    """Entries a person's data were taken out of, as the key allowed."""
    faults: tuple[Fault, ...]


def head() -> Head:
    """Return the end of the chain as the database promises it."""
    with system_scope("journal"):
        found = session.execute(_HEAD).one_or_none()
    return Head(*found) if found else Head(0, "")


def verify(known: Head | None = None) -> Verification:
    """Recompute the chain from its first entry, as of one instant, a portion in memory at a time.

    `known` is a head that was kept elsewhere: the journal must still pass through it."""
    with system_scope("journal"), snapshot():
        promised = head()
        walk = _Walk(known)
        for entry, continued in _with_what_follows(entries(), promised.digest):
            walk.step(entry, continued)
        walk.end(promised)
    return Verification(Head(walk.count, walk.reached), walk.bare, walk.erased, tuple(walk.faults))


@dataclass(slots=True)
class _Walk:
    """The chain so far: the last digest reached, the key it is written under, what was wrong on the way."""

    known: Head | None
    reached: str = ""
    count: int = 0
    bare: int = 0
    erased: int = 0
    key: Key | None = None
    met: int = 0
    """At which place the known head was met."""
    number: int = 0
    at: datetime | None = None
    faults: list[Fault] = field(default_factory=list)

    def step(self, entry: Row[Any], continued: str) -> None:
        """Take one entry in; `continued` is the digest that what follows says it continues.

        An entry that is no link of the chain is told and left aside."""
        self.count, self.number, self.at = self.count + 1, entry.id, entry.at
        whole = self._is_whole(entry)
        if continued == self.reached:
            self._tell(
                "moved" if whole and self.key else "inserted",
                "Запись вставлена: журнал продолжается без неё.",
            )
        elif not whole:
            self._tell("altered", "Запись изменена или написана с ключом, которого у системы нет.")
            self._pass(continued)
        else:
            self.bare += self.key is None
            if entry.previous != self.reached:
                self._tell(*_torn(entry))
            self._pass(entry.digest)

    def end(self, promised: Head) -> None:
        """Compare the end of the chain with what the database promises and with the head kept elsewhere."""
        if promised.digest != self.reached or (promised.count != self.count and not self.faults):
            text = f"Записей {self.count}, а должно быть {promised.count}: конец журнала удалён или подменён."
            self._tell("tail", text)
        if self.known and not self.met and self.known.count:
            self._tell("head", self._missing(self.known))
        elif self.known and self.met != self.known.count and not self.faults:
            self._tell("head", f"Сохранённая запись {self.known.count} стоит на месте {self.met}.")

    def _is_whole(self, entry: Row[Any]) -> bool:
        """Tell whether an entry carries the digest of its own content, under the key in use or one that begins here.

        After a key there is no way back to bare digests: whoever lacks it could write those."""
        if entry.digest == digest(entry, entry.previous, self.key):
            return True
        if entry.erased:
            self.erased += (known := _is_erased(entry))
            return known
        if self.key is None or entry.action == SEALED:
            for key in keys():
                if entry.digest == digest(entry, entry.previous, key):
                    self.key = key
                    return True
        return False

    def _pass(self, reached: str) -> None:
        self.reached = reached
        if self.known and reached == self.known.digest:
            self.met = self.met or self.count

    def _missing(self, known: Head) -> str:
        if known.count > self.count:
            return f"Сохранённой записи {known.count} нет: записей {self.count}, конец журнала удалён."
        return f"Сохранённой записи {known.count} нет: журнал до неё написан заново."

    def _tell(self, kind: str, text: str) -> None:
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(self.number, self.at, kind, text))


def _is_erased(entry: Row[Any]) -> bool:
    """Tell whether what stands in an entry was put there under a key of this journal."""
    return any(entry.erased == mark_of_erasure(entry, entry.previous, entry.digest, key) for key in keys())


def _torn(entry: Row[Any]) -> tuple[str, str]:
    """Say why a whole entry does not continue the one before it."""
    continues = session.scalar(_WITH_DIGEST, {"digest": entry.previous}) if entry.previous else 0
    if continues is None:
        return "deleted", "Записи перед этой удалены или заменены."
    return (
        "moved",
        f"Запись не на своём месте: она продолжает {f'№ {continues}' if continues else 'начало журнала'}.",
    )


def _with_what_follows(entries: Iterator[Row[Any]], end: str) -> Iterator[tuple[Row[Any], str]]:
    """Yield each entry with the digest that the next one, or the promised end, continues."""
    entry = next(entries, None)
    while entry is not None:
        following = next(entries, None)
        yield entry, following.previous if following is not None else end
        entry = following


def entries() -> Iterator[Row[Any]]:
    """Yield every entry in its order, a portion in memory at a time; as the product, in one snapshot or transaction."""
    last = 0
    while portion := session.execute(_PORTION, {"last": last}).all():
        yield from portion
        last = portion[-1].id


_ENTRIES = table_of(JournalEntry)
_HEAD = select(JournalHead.count, JournalHead.digest).where(JournalHead.id == HEAD_ID)
_PORTION = select(_ENTRIES).where(_ENTRIES.c.id > bindparam("last")).order_by(_ENTRIES.c.id).limit(PORTION)
_WITH_DIGEST = select(_ENTRIES.c.id).where(_ENTRIES.c.digest == bindparam("digest")).limit(1)
