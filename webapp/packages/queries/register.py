"""The register of packages: a filtered page in a constant number of statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)

from webapp.database import UtcDateTime, kept, now, session
from webapp.models import Package, School, Stage, Version
from webapp.paging import PAGE_SIZE, START, Page, Place, cut
from workflows.kinds import KINDS
from workflows.search_keys import variants
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Standing, State, Turn

COUNT_LIMIT = 1000
STAGES_LIMIT = 100
DUE_OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the register asks for; an empty value asks nothing."""

    stage: str = ""
    state: str = ""
    school: str = ""
    kind: str = ""
    due: str = ""
    q: str = ""

    @property
    def active(self) -> bool:
        return any((self.stage, self.state, self.school, self.kind, self.due, self.q))


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A line of the register."""

    id: int
    number: str
    school: str
    school_slug: str
    kind: str
    stage: str
    state: State
    turn: Turn
    version: int | None
    due_at: datetime | None
    waiting_since: datetime
    updated_at: datetime
    verdict: VerdictKind | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register and how many lines there are, counted no further than `COUNT_LIMIT`."""

    page: Page[PackageRow]
    count: int

    @property
    def many(self) -> bool:
        return self.count > COUNT_LIMIT


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage to filter by."""

    slug: str
    title: str


def register(filters: Filters, place: Place) -> Found:
    """Return a page of the packages this person sees, last changed first; two statements."""
    asked = _asked(filters)
    rows = session.execute(_page(frozenset(asked), _side(place)), _values(asked, place, PAGE_SIZE + 1))
    page = cut([_row(row) for row in rows], place, lambda row: (row.updated_at, row.id))
    if not place.key and not page.after:
        return Found(page, len(page.rows))
    return Found(
        page, session.execute(_count(frozenset(asked)), _values(asked, START, COUNT_LIMIT + 1)).scalar_one()
    )


def export(filters: Filters, *, limit: int = 20000) -> Sequence[PackageRow]:
    """Return every line the filters name, for a table file; bounded."""
    asked = _asked(filters)
    rows = session.execute(_all(frozenset(asked)), _values(asked, START, limit))
    return [_row(row) for row in rows]


EXPORT_COLUMNS = (
    "Номер", "Школа", "Вид пакета", "Этап", "Состояние", "Чей ход", "Редакция", "Срок", "Изменён", "Заключение",
)  # fmt: skip


def export_lines(filters: Filters, zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """Return the lines of the table file under `EXPORT_COLUMNS`; instants on the clock of the zone."""
    for row in export(filters):
        yield (
            row.number, row.school, row.kind, row.stage, row.state.label,
            row.turn.label if row.turn is not Turn.NOBODY else None, row.version,
            row.due_at.astimezone(zone) if row.due_at and row.turn is not Turn.NOBODY else None,
            row.updated_at.astimezone(zone), row.verdict.label if row.verdict else None,
        )  # fmt: skip


def stages() -> Sequence[StageOption]:
    """Return the stages to filter by, newest first."""
    return [StageOption(*row) for row in session.execute(_STAGES)]


def _asked(filters: Filters) -> Mapping[str, Mapping[str, object]]:
    """Return the conditions that are asked, each with the values of its parameters."""
    keys = variants(filters.q)
    standing = filters.state if filters.state in set(Standing) else ""
    by_turn = filters.state and not standing and filters.state not in set(State)
    asked: Mapping[str, Mapping[str, object] | None] = {
        "stage": {"stage": filters.stage} if filters.stage else None,
        "state": {"state": filters.state} if filters.state in set(State) else None,
        standing: {} if standing else None,
        "turn": {"turn": filters.state} if by_turn else None,
        "school": {"school": filters.school} if filters.school else None,
        "kind": {"kind": filters.kind} if filters.kind else None,
        "overdue": {"instant": now()} if filters.due == DUE_OVERDUE else None,
        "words": {"number": filters.q.strip(), "key": keys[0], "other_key": keys[-1]} if keys else None,
        "number": {"number": filters.q.strip()} if filters.q and not keys else None,
    }
    return {name: values for name, values in asked.items() if values is not None}


CONDITIONS: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "stage": Stage.slug == bindparam("stage", type_=String()),
        "state": Package.state == bindparam("state", type_=Package.state.type),
        "turn": Package.turn == bindparam("turn", type_=Package.turn.type),
        **{standing.value: Package.state.in_(standing.states) for standing in Standing},
        "school": School.slug == bindparam("school", type_=String()),
        "kind": Package.kind == bindparam("kind", type_=String()),
        "overdue": and_(
            Package.due_at < bindparam("instant", type_=UtcDateTime()), Package.turn != Turn.NOBODY
        ),
        "words": or_(
            Package.number == bindparam("number", type_=String()),
            School.search_key.contains(bindparam("key", type_=String())),
            School.search_key.contains(bindparam("other_key", type_=String())),
        ),
        "number": Package.number == bindparam("number", type_=String()),
    }
)
"""What the register can be asked; keys of a search hold letters and digits alone, so nothing in them is a wildcard."""


def _side(place: Place) -> str:
    return ("before" if place.backwards else "after") if place.key else ""


def _values(asked: Mapping[str, Mapping[str, object]], place: Place, most: int) -> dict[str, object]:
    values = {name: value for parameters in asked.values() for name, value in parameters.items()}
    values["most"] = most
    if place.key:
        values |= {"updated_at": place.key[0], "id": place.key[1]}
    return values


_most = bindparam("most", type_=Integer())


@cache
def _page(asked: frozenset[str], side: str) -> Select[*tuple[Any, ...]]:
    key = tuple_(Package.updated_at, Package.id)
    bound = tuple_(bindparam("updated_at", type_=UtcDateTime()), bindparam("id", type_=Integer()))
    statement = _rows().where(*(CONDITIONS[name] for name in asked)).limit(_most)
    if side == "before":
        return kept(statement.where(key > bound).order_by(Package.updated_at.asc(), Package.id.asc()))
    if side == "after":
        statement = statement.where(key < bound)
    return kept(statement.order_by(Package.updated_at.desc(), Package.id.desc()))


@cache
def _all(asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    rows = _rows().where(*(CONDITIONS[name] for name in asked))
    return kept(rows.order_by(School.short_name, Package.id).limit(_most))


@cache
def _count(asked: frozenset[str]) -> Select[int]:
    inner = (
        select(Package.id)
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .where(*(CONDITIONS[name] for name in asked))
        .limit(_most)
        .subquery()
    )
    return kept(select(func.count()).select_from(inner))


_STAGES = kept(select(Stage.slug, Stage.title).order_by(Stage.opens_on.desc()).limit(STAGES_LIMIT))


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Package.id,
            Package.number,
            School.short_name,
            School.slug,
            Package.kind,
            Stage.title,
            Package.state,
            Package.turn,
            Version.number,
            Package.due_at,
            Package.waiting_since,
            Package.updated_at,
            Package.verdict,
        )
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .outerjoin(Version, Version.id == Package.current_version_id)
    )


def _row(row: Sequence[object]) -> PackageRow:
    values = list(row)
    kind = KINDS.get(str(values[4]))
    values[4] = kind.title if kind else values[4]
    return PackageRow(*values)  # type: ignore[arg-type]
