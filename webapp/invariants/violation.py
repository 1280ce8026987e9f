"""What a check hands back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that should not be: which row, and what is wrong with it, in one sentence."""

    object: str
    text: str
