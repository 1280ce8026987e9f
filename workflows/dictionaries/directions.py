"""Directions and conditions of «Школа Минпросвещения России» (ЗЕЯ 3, 13, 14). Editions differ in what is a condition."""

from dataclasses import dataclass

from workflows.vocabulary import Labelled


class DirectionKind(Labelled):
    MAIN = "main", "магистральное направление"
    CONDITION = "condition", "ключевое условие"


@dataclass(frozen=True, slots=True)
class Direction:
    code: str
    name: str
    kind: DirectionKind
    active: bool = True


DIRECTIONS: tuple[Direction, ...] = (
    Direction("knowledge", "Знание", DirectionKind.MAIN),
    Direction("health", "Здоровье", DirectionKind.MAIN),
    Direction("creativity", "Творчество", DirectionKind.MAIN),
    Direction("upbringing", "Воспитание", DirectionKind.MAIN),
    Direction("career", "Профориентация", DirectionKind.MAIN),
    Direction("teacher", "Учитель. Школьная команда", DirectionKind.MAIN),
    Direction("climate", "Школьный климат", DirectionKind.CONDITION),
    Direction("environment", "Образовательная среда", DirectionKind.CONDITION),
)
