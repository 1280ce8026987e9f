"""What is done in the diary: entries written and followed, drafts proposed by what happened in the product."""

from webapp.diary.operations.attaching import attach, detach
from webapp.diary.operations.proposing import accept, propose
from webapp.diary.operations.reminding import remind, remind_now
from webapp.diary.operations.writing import (
    MOST_AGREEMENTS,
    Agreed,
    EntryFacts,
    add,
    correct,
    drop,
    finish,
    heed,
    mark,
    write,
)

__all__ = [
    "MOST_AGREEMENTS",
    "Agreed",
    "EntryFacts",
    "accept",
    "add",
    "attach",
    "correct",
    "detach",
    "drop",
    "finish",
    "heed",
    "mark",
    "propose",
    "remind",
    "remind_now",
    "write",
]
