"""What a school reads when a decision reaches it: by criterion, with the place, what to mend and by when.

One value for the page before sending, the page afterwards and both files, so that they cannot differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from workflows.vocabulary import RemarkKind

TO_THE_WHOLE = "Ко всему пакету"


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One remark of the letter. `criterion` and `about` are its code and text, empty for one on the whole package."""

    number: int
    kind: RemarkKind
    text: str
    criterion: str = ""
    about: str = ""
    place: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class LetterGroup:
    title: str
    items: tuple[LetterItem, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A decision as the school reads it.

    `opened` names what may be corrected: None when nothing is to be, empty for the whole package."""

    subject: str
    school: str
    package: str
    kind: str
    version: int
    round: int
    verdict: str
    text: str
    items: tuple[LetterItem, ...]
    opened: tuple[str, ...] | None
    sender: str

    @property
    def groups(self) -> tuple[LetterGroup, ...]:
        """The remarks by criterion, those on the whole package first, each group by number."""
        ordered = sorted(self.items, key=lambda item: (item.criterion != "", item.about, item.number))
        found = groupby(ordered, key=lambda item: (item.criterion, item.about))
        return tuple(LetterGroup(_title(code, about), tuple(items)) for (code, about), items in found)

    @property
    def mend_by(self) -> date | None:
        """The last day to mend what binds; None when nothing is dated or nothing is to be mended."""
        return last_day(self.items) if self.opened is not None else None

    @property
    def opened_words(self) -> str:
        """What the school may correct, in one sentence; '' when nothing is to be corrected."""
        if self.opened is None:
            return ""
        if not self.opened:
            return "Для исправления открыт весь пакет."
        return f"Для исправления открыто: {'; '.join(self.opened)}. Остальное остаётся таким, как было направлено."


def last_day(items: Iterable[LetterItem]) -> date | None:
    days = [item.due_on for item in items if item.due_on and item.kind is not RemarkKind.RECOMMENDATION]
    return max(days, default=None)


def _title(code: str, about: str) -> str:
    return f"{code}. {about}" if code and about else code or TO_THE_WHOLE
