"""What a return opens to the school: named slots and questions, while the rest stays as it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """The slots and questions a return names, and what the returned version held.

    A slot that was not in the version, such as that of a risk activated since, was never looked at: it is open."""

    slots: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    sent_slots: frozenset[str] = frozenset()

    def opens_slot(self, code: str) -> bool:
        return code in self.slots or code not in self.sent_slots

    def opens_question(self, code: str) -> bool:
        return code in self.questions

    @property
    def empty(self) -> bool:
        return not (self.slots or self.questions)


def outside(parts: Parts, remarks: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Return the numbers of remarks on a slot that the return leaves closed: nobody could mend them.

    `remarks` are pairs of a number and the slot of its file, '' when the remark concerns the whole package."""
    return tuple(number for number, slot in remarks if slot and not parts.opens_slot(slot))
