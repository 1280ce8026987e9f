"""The columns of the matrix: what is due in the stages of one programme."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, bindparam, or_, select

from webapp.database import kept, session
from webapp.models import Programme, Stage, StageDue
from webapp.monitoring.queries.conditions import Filters
from workflows.kind import Kind, Slot
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import State

DUES_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class StageWindow:
    """The window of a stage in one municipality."""

    id: int
    municipality_id: int
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of package due in a stage. An observer sees stages of several municipalities under one name."""

    slug: str
    stage: str
    kind: Kind
    windows: tuple[StageWindow, ...]

    @property
    def placed(self) -> bool:
        """Tell whether packages of this kind end in the federal system (К06)."""
        return State.PLACED in route_of(self.kind.code).final

    def window_of(self, municipality_id: int) -> StageWindow | None:
        return next((one for one in self.windows if one.municipality_id == municipality_id), None)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose in the filters."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What the matrix is about: its programme, what else can be chosen, its columns."""

    programme: str = ""
    title: str = ""
    stage: str = ""
    """The one stage that is looked at in detail; '' for all of the programme."""
    programmes: tuple[Option, ...] = ()
    stages: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def windows(self) -> tuple[StageWindow, ...]:
        """The stages of the columns, each once."""
        return tuple({one.id: one for column in self.columns for one in column.windows}.values())

    @property
    def stage_ids(self) -> tuple[int, ...]:
        return tuple(one.id for one in self.windows)


def shape(filters: Filters) -> Shape:
    """Return what the address asks to look at: its programme or the newest one with stages; one statement."""
    rows = session.execute(_DUES, {"programme": filters.schools.programme}).all()
    code = _chosen(rows, filters)
    own = [row for row in rows if row.code == code and row.kind in KINDS]
    if not own:
        return Shape(programmes=_options((row.code, _programme(row)) for row in rows))
    stage = filters.stage if any(row.slug == filters.stage for row in own) else ""
    looked_at = [row for row in own if not stage or row.slug == stage]
    kinds = _options((row.kind, KINDS[row.kind].title) for row in own)
    narrow = {filters.kind} if filters.kind in KINDS else {one.value for one in kinds}
    return Shape(
        programme=code,
        title=_programme(own[0]),
        stage=stage,
        programmes=_options((row.code, _programme(row)) for row in rows),
        stages=_options((row.slug, row.title) for row in own),
        kinds=kinds,
        columns=_columns(row for row in looked_at if row.kind in narrow),
    )


def documents(kind: Kind) -> tuple[Slot, ...]:
    """Return the documents of a kind that every package must hold: columns of a stage looked at in detail."""
    return tuple(slot for slot in kind.slots if slot.required)


def _chosen(rows: Sequence[Any], filters: Filters) -> str:
    """Return the programme asked for; without one that of the asked stage, else the fullest of the newest."""
    if filters.schools.programme:
        return filters.schools.programme
    if code := next((row.code for row in rows if row.slug == filters.stage), ""):
        return str(code)
    counts = Counter((row.year, row.code) for row in rows)
    best = max(counts, key=lambda one: (one[0], counts[one]), default=(0, ""))
    return str(best[1])


def _columns(rows: Iterable[Any]) -> tuple[Column, ...]:
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        found.setdefault((row.slug, row.kind), []).append(row)
    return tuple(
        Column(slug, same[0].title, KINDS[kind], tuple(_window(row) for row in same))
        for (slug, kind), same in found.items()
    )


def _window(row: Any) -> StageWindow:
    return StageWindow(row.stage_id, row.municipality_id, row.opens_on, row.closes_on)


def _programme(row: Any) -> str:
    return f"{row.short_title}, {row.year}"


def _options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in dict(reversed(list(pairs))).items())[::-1]


_asked = bindparam("programme", type_=String())
_DUES = kept(
    select(
        Programme.code,
        Programme.short_title,
        Programme.year,
        Stage.id.label("stage_id"),
        Stage.slug,
        Stage.title,
        Stage.municipality_id,
        Stage.opens_on,
        Stage.closes_on,
        StageDue.kind,
    )
    .join(Stage, Stage.programme_id == Programme.id)
    .join(StageDue, StageDue.stage_id == Stage.id)
    .where(or_(Programme.archived.is_(False), Programme.code == _asked))
    .order_by(Programme.year.desc(), Programme.id.desc(), Stage.opens_on, Stage.id, StageDue.id)
    .limit(DUES_LIMIT)
)
