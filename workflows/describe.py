"""A route told to people: as a table of states and roles, as plain text, and as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.kinds import KINDS
from workflows.picture import Picture
from workflows.route import Route
from workflows.vocabulary import Role, State, Turn


@dataclass(frozen=True, slots=True)
class Move:
    """What may be done: the words on the button and where it leads; several places when a verdict decides."""

    label: str
    to_states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state, whose turn it is, whether the route may end here, and the moves of each role of the table."""

    state: State
    turn: Turn
    final: bool
    cells: tuple[tuple[Move, ...], ...]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """State × role: `rows[i].cells[j]` are the moves of `roles[j]` in that state. An empty cell: refused."""

    title: str
    roles: tuple[Role, ...]
    rows: tuple[StateRow, ...]


def title_of(route: Route) -> str:
    """Return what people call the route: the kinds of package that go along it."""
    kinds = [kind.short_title for kind in KINDS.values() if kind.route == route.code]
    return f"Маршрут: {', '.join(kinds)}" if kinds else "Маршрут пакета"


def tabulate(route: Route) -> RouteTable:
    """Return the table of the route; roles that never move are left out."""
    acting = {role for step in route.steps for role in step.roles}
    roles = tuple(role for role in Role if role in acting)
    rows = (
        StateRow(
            state,
            route.turn[state],
            state in route.final,
            tuple(_moves(route, state, role) for role in roles),
        )
        for state in ordered_states(route)
    )
    return RouteTable(title_of(route), roles, tuple(rows))


def as_text(table: RouteTable) -> str:
    """Return the table as aligned lines: state, turn, role, action, new state."""
    lines = [("Состояние", "Чей ход", "Роль", "Действие", "Новое состояние")]
    for row in table.rows:
        start = (row.state.label, row.turn.label)
        for role, move in _by_role(table.roles, row.cells):
            lines.append((*start, role, move.label, " / ".join(state.label for state in move.to_states)))
            start = ("", "")
        if start != ("", ""):
            lines.append((*start, "–", "действий нет", ""))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    told = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join((table.title, "", *(line.rstrip() for line in told)))


def as_svg(route: Route, *, current: State | None = None) -> str:
    """Return the route as an accessible SVG: a column for each whose turn it is, numbered steps, a legend.

    Classes (`route-…`) let a page colour it; without a style sheet it is dark ink on white paper.
    """
    return Picture(route, title_of(route), ordered_states(route)).svg(current)


def ordered_states(route: Route) -> tuple[State, ...]:
    """Return the states as a package meets them, the beginning first."""
    order = [route.initial]
    for state in order:
        ahead = (step.to_state for step in route.steps if state in step.from_states)
        order.extend(found for found in dict.fromkeys(ahead) if found not in order)
    return tuple(order)


def _moves(route: Route, state: State, role: Role) -> tuple[Move, ...]:
    places: dict[str, list[State]] = {}
    for step in route.steps:
        if state in step.from_states and role in step.roles:
            places.setdefault(step.label, []).append(step.to_state)
    return tuple(Move(label, tuple(to_states)) for label, to_states in places.items())


def _by_role(roles: Sequence[Role], cells: Sequence[tuple[Move, ...]]) -> Iterator[tuple[str, Move]]:
    """Each move once, with all the roles that may make it."""
    holders: dict[Move, list[str]] = {}
    for role, moves in zip(roles, cells, strict=True):
        for move in moves:
            holders.setdefault(move, []).append(role.label)
    for move, names in holders.items():
        yield ", ".join(names), move
