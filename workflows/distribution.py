"""Packages shared out among experts: each to whoever has least, nobody where something keeps them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanting:
    """A package short of experts: how many more it needs, and who may not examine it, or is named already."""

    number: str
    missing: int
    barred: frozenset[int] = frozenset()


def share_out(packages: Iterable[Wanting], load: Mapping[int, int]) -> dict[str, tuple[int, ...]]:
    """Return the experts for each package, by its number; fewer than it needs when nobody else may examine it.

    `load` holds the experts to choose from, each with the number of packages they already have. The packages
    that fewest may examine are served first, so that one who is barred often does not leave them without."""
    held = dict(load)
    wanting = list(packages)
    found: dict[str, tuple[int, ...]] = {}
    for package in sorted(wanting, key=lambda one: sum(expert not in one.barred for expert in held)):
        free = sorted(
            (expert for expert in held if expert not in package.barred), key=lambda one: (held[one], one)
        )
        chosen = tuple(free[: package.missing])
        for expert in chosen:
            held[expert] += 1
        found[package.number] = chosen
    return {package.number: found[package.number] for package in wanting}
