"""What changed between two editions of a sheet: criteria added, removed, reworded, and bounds moved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from workflows.sheet import Criterion, Sheet
from workflows.sheet_draft import BOUNDS

FIELDS = (
    ("text", "Текст"),
    ("hint", "Подсказка"),
    ("2", "Отметка 2"),
    ("1", "Отметка 1"),
    ("0", "Отметка 0"),
)
_WORDS = re.compile(r"\s+|[^\W_]+|.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, added («+») or removed («-»)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text of a criterion, of the sheet or of a group, word by word."""

    what: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """A criterion that stayed: `notes` are whole sentences, `texts` what was reworded."""

    criterion: Criterion
    notes: tuple[str, ...]
    texts: tuple[Reworded, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    added: tuple[Criterion, ...]
    removed: tuple[Criterion, ...]
    altered: tuple[Altered, ...]
    bounds: tuple[Bound, ...]
    titles: tuple[Reworded, ...]
    """The title of the sheet and of its groups."""

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.altered or self.bounds or self.titles)


def compare(old: Sheet, new: Sheet) -> Changes:
    """Return what differs; a criterion is the same while its code is."""
    before = {one.code: one for one in old.criteria}
    after = {one.code: one for one in new.criteria}
    pairs = [(before[code], one) for code, one in after.items() if code in before]
    moved = _moved([code for code in before if code in after], [one.code for _old, one in pairs])
    return Changes(
        added=tuple(one for code, one in after.items() if code not in before),
        removed=tuple(one for code, one in before.items() if code not in after),
        altered=tuple(
            found
            for one, other in pairs
            if (found := _altered(one, other, moved=other.code in moved)).notes or found.texts
        ),
        bounds=tuple(
            Bound(words.removesuffix(", от, %"), was, becomes)
            for name, words in BOUNDS.items()
            if (was := getattr(old.thresholds, name)) != (becomes := getattr(new.thresholds, name))
        ),
        titles=tuple(_titles(old, new)),
    )


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Return the second text with what was taken out of the first, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("", "".join(after[c:d])))
            continue
        pieces += [Piece("-", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("+", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)


def _moved(before: list[str], after: list[str]) -> frozenset[str]:
    """Return the codes that changed places; those that only moved up behind a removed one did not."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(after) - {code for block in blocks for code in after[block.b : block.b + block.size]}


def _altered(old: Criterion, new: Criterion, *, moved: bool) -> Altered:
    return Altered(
        new,
        tuple(_notes(old, new, moved=moved)),
        tuple(
            Reworded(words, words_changed(was, becomes))
            for name, words in FIELDS
            if (was := _text(old, name)) != (becomes := _text(new, name))
        ),
    )


def _notes(old: Criterion, new: Criterion, *, moved: bool) -> Iterator[str]:
    if new.blocking != old.blocking:
        yield "Стал блокирующим." if new.blocking else "Больше не блокирующий."
    if new.group != old.group:
        yield "Перенесён в другую группу."
    if moved:
        yield f"Переставлен: был под номером {old.number}, стал под номером {new.number}."


def _text(criterion: Criterion, name: str) -> str:
    if name.isdigit():
        return criterion.anchors[2 - int(name)] if criterion.anchors else ""
    return str(getattr(criterion, name))


def _titles(old: Sheet, new: Sheet) -> Iterator[Reworded]:
    if old.title != new.title:
        yield Reworded("Название листа", words_changed(old.title, new.title))
    before = {group.code: group.title for group in old.groups}
    after = {group.code: group.title for group in new.groups}
    for code in dict.fromkeys((*before, *after)):
        was, becomes = before.get(code, ""), after.get(code, "")
        if was != becomes:
            yield Reworded(f"Группа {code}", words_changed(was, becomes))
