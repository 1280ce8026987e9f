"""How the rows of a table travel: as JSON values that any of our databases gives and takes."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Date, Enum, MetaData, Numeric, Table, Text, cast, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from webapp.database import Base, UtcDateTime
from webapp.models.columns import ComposedSheet

BATCH = 500
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Way:
    """How values of one type are written down and read back, and what type the column has meanwhile."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    carrier: TypeEngine[Any]


def tables() -> Sequence[Table]:
    """Return every table of the product, those that others refer to first."""
    return Base.metadata.sorted_tables


def rows(session: Session, table: Table) -> Iterator[Row]:
    """Yield the rows of a table as JSON values, a portion of them in memory at a time."""
    ways = {column.key: _way(column) for column in table.columns}
    wanted = select(*(_plain(column) for column in table.columns)).order_by(*table.primary_key.columns)
    found = session.execute(wanted, execution_options={"yield_per": BATCH})
    for row in found.mappings():
        yield {name: None if row[name] is None else way.write(row[name]) for name, way in ways.items()}


def target(table: Table) -> Table:
    """Return the table as rows are put back into it."""
    columns = (Column(column.key, _way(column).carrier) for column in table.columns)
    return Table(table.name, MetaData(), *columns)


def values(table: Table, row: Mapping[str, Any]) -> Row:
    """Return what is inserted for a row that `rows` gave."""
    ways = ((column.key, _way(column)) for column in table.columns)
    return {name: None if row[name] is None else way.read(row[name]) for name, way in ways}


def _plain(column: Column[Any]) -> Any:
    """JSON is taken as the text it is, words and sheets without being understood."""
    if isinstance(column.type, JSON):
        return cast(column, Text).label(column.key)
    if isinstance(column.type, Enum | ComposedSheet):
        return type_coerce(column, Text).label(column.key)
    return column


def _way(column: Column[Any]) -> _Way:
    kind = column.type
    if isinstance(kind, JSON):
        return _Way(str, _json, JSON(none_as_null=True))
    if isinstance(kind, Enum | ComposedSheet):
        return _Way(str, str, Text())
    if isinstance(kind, UtcDateTime):
        return _Way(datetime.isoformat, datetime.fromisoformat, UtcDateTime())
    if isinstance(kind, Date):
        return _Way(date.isoformat, date.fromisoformat, kind)
    if isinstance(kind, Numeric) and kind.asdecimal:
        return _Way(str, Decimal, kind)
    return _Way(_same, _same, kind)


def _json(text: str) -> Any:
    found = json.loads(text)
    return JSON.NULL if found is None else found


def _same(value: Any) -> Any:
    return value
