"""A route drawn as SVG: where boxes stand, where lines run, what is told to those who cannot see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from workflows.route import Route, Step
from workflows.vocabulary import Role, State, Turn

BOX_WIDTH, BOX_HEIGHT, ROW, TRACK, MARGIN, HEAD, LINE = 190, 46, 66, 24, 24, 44, 22
LETTERS_IN_BOX = 24
INK, PAPER, FAINT, MARKED = "#1f2937", "#ffffff", "#eef2f7", "#dbeafe"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Lines drawn as one: steps of one action and label from the same states share a number and a vertical track."""

    number: int
    steps: tuple[Step, ...]

    @property
    def sources(self) -> frozenset[State]:
        return self.steps[0].from_states

    @property
    def targets(self) -> tuple[State, ...]:
        return tuple(dict.fromkeys(step.to_state for step in self.steps))

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for step in self.steps for role in step.roles)


@dataclass(slots=True)
class Picture:
    """One state a row: no line ever crosses a box; verticals run in the gutters between the columns."""

    route: Route
    title: str
    order: tuple[State, ...]
    lanes: tuple[Turn, ...] = field(init=False)
    bundles: tuple[Bundle, ...] = field(init=False)
    gutter_of: dict[int, int] = field(init=False)
    lane_x: list[int] = field(init=False)
    track_x: dict[int, int] = field(init=False)
    port_y: dict[tuple[State, bool, int], float] = field(init=False)

    def __post_init__(self) -> None:
        used = {self.route.turn[state] for state in self.order}
        self.lanes = tuple(turn for turn in Turn if turn in used)
        self.bundles = tuple(_bundled(self.route.steps))
        self.gutter_of = self._choose_gutters()
        self.lane_x, self.track_x = self._spread_columns()
        self.port_y = self._spread_ports()

    def svg(self, current: State | None) -> str:
        legend_top = self._bottom() + LINE
        height = legend_top + LINE * len(self.bundles) + MARGIN
        width = self.lane_x[-1] + BOX_WIDTH + MARGIN + TRACK * len(self._tracks(len(self.lanes)))
        code, title = escape(self.route.code), escape(self.title)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-labelledby="route-{code}-title route-{code}-desc" '
            f'class="route" font-family="sans-serif" font-size="13">',
            f'<title id="route-{code}-title">{title}</title>',
            f'<desc id="route-{code}-desc">{escape(self._told())}</desc>',
            f'<defs><marker id="route-{code}-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
            f'markerHeight="8" orient="auto"><path class="route-head" d="M0 0 8 4 0 8z" '
            f'fill="{INK}"/></marker></defs>',
            f'<rect class="route-paper" width="{width}" height="{height}" fill="{PAPER}"/>',
            *self._drawn_lanes(),
            *(self._drawn_bundle(bundle) for bundle in self.bundles),
            *(self._drawn_state(state, current) for state in self.order),
            *(self._drawn_number(bundle) for bundle in self.bundles),
            *self._drawn_legend(legend_top),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _choose_gutters(self) -> dict[int, int]:
        """For each bundle the gutter (0 is left of the first column) with the shortest horizontals."""
        chosen: dict[int, int] = {}
        for bundle in self.bundles:
            lanes = [self._lane(state) for state in (*bundle.sources, *bundle.targets)]
            load = list(chosen.values())

            def cost(gutter: int, lanes: list[int] = lanes, load: list[int] = load) -> tuple[int, int]:
                reach = sum(gutter - lane - 1 if gutter > lane else lane - gutter for lane in lanes)
                return reach, load.count(gutter)

            chosen[bundle.number] = min(range(len(self.lanes) + 1), key=cost)
        return chosen

    def _tracks(self, gutter: int) -> list[Bundle]:
        return [bundle for bundle in self.bundles if self.gutter_of[bundle.number] == gutter]

    def _spread_columns(self) -> tuple[list[int], dict[int, int]]:
        """Where each column begins and each track runs: a gutter is as wide as its tracks need."""
        lane_x: list[int] = []
        track_x: dict[int, int] = {}
        x = MARGIN
        for gutter in range(len(self.lanes) + 1):
            for place, bundle in enumerate(self._tracks(gutter), start=1):
                track_x[bundle.number] = x + TRACK * place
            x += TRACK * (len(self._tracks(gutter)) + 1)
            lane_x.append(x)
            x += BOX_WIDTH
        return lane_x[: len(self.lanes)], track_x

    def _spread_ports(self) -> dict[tuple[State, bool, int], float]:
        """Where each bundle touches each box: apart from all others of that side."""
        touching: dict[tuple[State, bool], list[int]] = {}
        for bundle in self.bundles:
            for state in dict.fromkeys((*bundle.sources, *bundle.targets)):
                side = self.track_x[bundle.number] > self.lane_x[self._lane(state)]
                touching.setdefault((state, side), []).append(bundle.number)
        ports: dict[tuple[State, bool, int], float] = {}
        for (state, side), numbers in touching.items():
            for place, number in enumerate(numbers, start=1):
                ports[state, side, number] = self._top(state) + BOX_HEIGHT * place / (len(numbers) + 1)
        return ports

    def _lane(self, state: State) -> int:
        return self.lanes.index(self.route.turn[state])

    def _top(self, state: State) -> int:
        return MARGIN + HEAD + ROW * self.order.index(state)

    def _bottom(self) -> int:
        return MARGIN + HEAD + ROW * len(self.order)

    def _port(self, state: State, number: int) -> tuple[int, float]:
        left = self.lane_x[self._lane(state)]
        right_side = self.track_x[number] > left
        return left + BOX_WIDTH * right_side, self.port_y[state, right_side, number]

    def _told(self) -> str:
        """The picture in words, for those who cannot see it."""
        return ". ".join(
            f"{', '.join(s.label for s in self.order if s in bundle.sources)}: {bundle.steps[0].label} → "
            f"{' / '.join(state.label for state in bundle.targets)}"
            for bundle in self.bundles
        )

    def _drawn_lanes(self) -> Iterator[str]:
        for turn, x in zip(self.lanes, self.lane_x, strict=True):
            middle = x + BOX_WIDTH / 2
            yield (
                f'<rect class="route-lane" x="{x - 6}" y="{MARGIN}" width="{BOX_WIDTH + 12}" '
                f'height="{self._bottom() - MARGIN - 8}" rx="6" fill="{FAINT}"/>'
                f'<text class="route-turn" x="{middle}" y="{MARGIN + 24}" text-anchor="middle" '
                f'font-weight="bold" fill="{INK}">Ход: {escape(turn.label)}</text>'
            )

    def _drawn_bundle(self, bundle: Bundle) -> str:
        x = self.track_x[bundle.number]
        starts = [self._port(state, bundle.number) for state in self.order if state in bundle.sources]
        ends = [self._port(state, bundle.number) for state in bundle.targets]
        levels = [y for _, y in (*starts, *ends)]
        trunk = [f"M{side} {y:.1f}H{x}" for side, y in starts]
        trunk.append(f"M{x} {min(levels):.1f}V{max(levels):.1f}")
        line = f'class="route-line" fill="none" stroke="{INK}" stroke-width="1.3"'
        head = f'marker-end="url(#route-{escape(self.route.code)}-head)"'
        arrows = (f'<path {line} {head} d="M{x} {y:.1f}H{side}"/>' for side, y in ends)
        return f'<path {line} d="{"".join(trunk)}"/>{"".join(arrows)}'

    def _drawn_number(self, bundle: Bundle) -> str:
        first = next(state for state in self.order if state in bundle.sources)
        x, y = self.track_x[bundle.number], self._port(first, bundle.number)[1]
        return (
            f'<circle class="route-number" cx="{x}" cy="{y:.1f}" r="9" fill="{PAPER}" stroke="{INK}"/>'
            f'<text x="{x}" y="{y + 4:.1f}" text-anchor="middle" font-size="11" fill="{INK}">'
            f"{bundle.number}</text>"
        )

    def _drawn_state(self, state: State, current: State | None) -> str:
        x, y = self.lane_x[self._lane(state)], self._top(state)
        here = state is current
        dashed = ' stroke-dasharray="5 3"' if state in self.route.private else ""
        thick = 3 if state in self.route.final or here else 1.5
        kind = " route-current" if here else ""
        lines = wrap(state.label, LETTERS_IN_BOX)
        first = y + BOX_HEIGHT / 2 + 5 - 8 * (len(lines) - 1)
        words = "".join(
            f'<tspan x="{x + BOX_WIDTH / 2}" y="{first + 16 * place:.0f}">{escape(line)}</tspan>'
            for place, line in enumerate(lines)
        )
        return (
            f'<g class="route-state{kind}" id="route-{escape(self.route.code)}-{state}">'
            f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" '
            f'fill="{MARKED if here else PAPER}" stroke="{INK}" stroke-width="{thick}"{dashed}/>'
            f'<text text-anchor="middle" fill="{INK}">{words}</text></g>'
        )

    def _drawn_legend(self, top: int) -> Iterator[str]:
        for place, bundle in enumerate(self.bundles):
            step = bundle.steps[0]
            who = ", ".join(role.label.lower() for role in Role if role in bundle.roles)
            yield (
                f'<text class="route-legend" x="{MARGIN}" y="{top + LINE * place + 14}" fill="{INK}">'
                f"{bundle.number}. {escape(step.label)} – {escape(who)}</text>"
            )


def _bundled(steps: Iterable[Step]) -> Iterator[Bundle]:
    alike: dict[tuple[str, frozenset[State], str], list[Step]] = {}
    for step in steps:
        alike.setdefault((step.action, step.from_states, step.label), []).append(step)
    for number, bundle in enumerate(alike.values(), start=1):
        yield Bundle(number, tuple(bundle))
