"""A route is told whole: every step stands in the table, in the text and in the picture, and the picture is accessible."""

import re
from collections.abc import Iterable
from itertools import combinations
from xml.etree import ElementTree

import pytest

from workflows.describe import as_svg, as_text, ordered_states, tabulate, title_of
from workflows.route import Route
from workflows.routes import ROUTES
from workflows.vocabulary import Role, State

every_route = pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.code)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(route: Route, current: State | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(as_svg(route, current=current))


@every_route
def test_the_table_says_what_the_route_says_and_nothing_else(route: Route) -> None:
    table = tabulate(route)
    told = {
        (row.state, role, move.label, target)
        for row in table.rows
        for role, moves in zip(table.roles, row.cells, strict=True)
        for move in moves
        for target in move.to_states
    }
    meant = {
        (state, role, step.label, step.to_state)
        for step in route.steps
        for state in step.from_states
        for role in step.roles
    }
    assert told == meant
    assert {row.state for row in table.rows} == route.states and len(table.rows) == len(route.states)
    assert {row.state for row in table.rows if row.final} == route.final
    assert all(row.turn is route.turn[row.state] for row in table.rows)


@every_route
def test_roles_that_never_move_have_no_column(route: Route) -> None:
    founders = (Role.CHIEF,) if route.code == "development" else ()
    movers = (Role.SCHOOL, Role.HEAD, Role.CURATOR, Role.EXPERT, Role.COORDINATOR)
    assert tabulate(route).roles == (*movers, *founders)


@every_route
def test_states_come_in_the_order_a_package_meets_them(route: Route) -> None:
    order = ordered_states(route)
    assert order[0] is route.initial and set(order) == route.states and len(set(order)) == len(order)
    assert order.index(State.CURATOR_REVIEW) < order.index(State.ADMITTED) < order.index(State.CONCLUDED)


@every_route
def test_the_text_is_russian_and_aligned(route: Route) -> None:
    lines = as_text(tabulate(route)).splitlines()
    assert lines[0] == title_of(route) and lines[0].startswith("Маршрут: ")
    heading = lines[2]
    assert heading.split()[0] == "Состояние"
    column = heading.index("Роль")
    assert all(line[column - 1] == " " and line[column] != " " for line in lines[3:])
    for step in route.steps:
        assert any(step.label in line and step.to_state.label in line for line in lines)


@every_route
def test_the_picture_has_a_title_a_description_and_no_inline_style(route: Route) -> None:
    root = drawn(route)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    assert set((root.get("aria-labelledby") or "").split()) <= ids
    words = root.findtext(f"{SVG}desc") or ""
    assert all(step.label in words and step.to_state.label in words for step in route.steps)
    assert not [
        element for element in root.iter() if "style" in element.attrib or element.tag == f"{SVG}style"
    ]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


@every_route
def test_the_picture_shows_every_state_and_numbers_every_step(route: Route) -> None:
    text = " ".join("".join(group.itertext()) for group in drawn(route).iter(f"{SVG}g"))
    for state in route.states:
        assert state.label.replace(" ", "") in text.replace(" ", "")
    legend = [
        element.text or ""
        for element in drawn(route).iter(f"{SVG}text")
        if element.get("class") == "route-legend"
    ]
    assert [re.match(r"\d+", line).group() for line in legend] == [str(n) for n in range(1, len(legend) + 1)]  # type: ignore[union-attr]
    for step in route.steps:
        assert any(
            step.label in line and all(role.label.lower() in line for role in step.roles) for line in legend
        )
    numbers = [element for element in drawn(route).iter(f"{SVG}circle")]
    assert len(numbers) == len(legend)


@every_route
def test_no_line_crosses_a_box_and_no_boxes_or_numbers_overlap(route: Route) -> None:
    root = drawn(route)
    boxes = [frame(rect) for group in root.iter(f"{SVG}g") for rect in group.iter(f"{SVG}rect")]
    width, height = (float(root.get(side) or 0) for side in ("width", "height"))
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    for x1, y1, x2, y2 in segments(root):
        assert min(x1, x2) >= 0 and max(x1, x2) <= width
        for x, y, w, h in boxes:
            outside = max(x1, x2) <= x or min(x1, x2) >= x + w or max(y1, y2) <= y or min(y1, y2) >= y + h
            assert outside, "a line runs through a box"
    dots = [(float(c.get("cx") or 0), float(c.get("cy") or 0)) for c in root.iter(f"{SVG}circle")]
    assert all(abs(a - c) >= 18 or abs(b - d) >= 18 for (a, b), (c, d) in combinations(dots, 2))


@every_route
def test_the_current_state_is_marked_alone(route: Route) -> None:
    marked = [
        g for g in drawn(route, State.EXPERTISE).iter(f"{SVG}g") if "route-current" in (g.get("class") or "")
    ]
    assert [g.get("id") for g in marked] == [f"route-{route.code}-expertise"]
    assert not [g for g in drawn(route).iter(f"{SVG}g") if "route-current" in (g.get("class") or "")]


def test_two_pictures_on_one_page_share_no_id() -> None:
    ids = [{e.get("id") for e in drawn(route).iter() if e.get("id")} for route in ROUTES.values()]
    assert not ids[0] & ids[1]


def frame(rect: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, w, h = (float(rect.get(name) or 0) for name in ("x", "y", "width", "height"))
    return x, y, w, h


def segments(root: ElementTree.Element) -> Iterable[tuple[float, float, float, float]]:
    """The straight pieces of every drawn line."""
    for path in root.iter(f"{SVG}path"):
        if path.get("class") != "route-line":
            continue
        x = y = 0.0
        for command, first, second in re.findall(r"([MHV])(-?[\d.]+)(?: (-?[\d.]+))?", path.get("d") or ""):
            if command == "M":
                x, y = float(first), float(second)
                continue
            x2, y2 = (float(first), y) if command == "H" else (x, float(first))
            yield x, y, x2, y2
            x, y = x2, y2
