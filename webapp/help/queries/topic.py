"""What a topic of help consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """«How do I…» and the steps that do it."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    title: str
    lead: str
    tasks: tuple[Task, ...]
