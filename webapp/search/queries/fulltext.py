"""The one place where the two databases are asked in their own words; what they find is the same."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, column, exists, literal, select, table
from sqlalchemy.types import UserDefinedType

from webapp.database import Base, session
from webapp.models import TextWords
from workflows.search import Query

SQLITE = "sqlite"
ASKED = "asked"
"""The parameter of a statement that holds what is asked."""


class _Question(UserDefinedType[str]):
    """What PostgreSQL is asked with."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "tsquery"


def dialect() -> str:
    return str(session.get_bind().dialect.name)


def asked(query: Query, dialect: str) -> str:
    """Return the query in the language of the database. Stems are letters and figures, so nothing in them is syntax."""
    if dialect == SQLITE:
        return " AND ".join(f'"{" ".join(term)}"' for term in query.terms)
    return " & ".join("(" + " <-> ".join(f"'{stem}'" for stem in term) + ")" for term in query.terms)


def loosely(query: Query, dialect: str) -> str:
    """Return the query with its phrases as mere words where a phrase is dear to look for: it matches no less."""
    if dialect == SQLITE:
        return asked(query, dialect)
    stems = dict.fromkeys(stem for term in query.terms for stem in term)
    return " & ".join(f"'{stem}'" for stem in stems)


def matching(words: type[Base], dialect: str) -> Select[int]:
    """Return the keys of the rows of words that match, whoever's they are.

    Keys alone: what they stand for is to be selected from its own model, under the scope of whoever asks. The rows
    are read under a name of their own, past the ORM, whose criterion for them is «nobody»."""
    name = words.__tablename__
    if dialect == SQLITE:
        wanted = bindparam(ASKED, type_=String())
        index = table(f"fts_{name}", column("rowid"), column(f"fts_{name}"))
        return select(index.c.rowid).where(index.c[f"fts_{name}"].op("MATCH", is_comparison=True)(wanted))
    rows = _rows(name)
    return select(rows.c.id).where(_match(rows))


def said_in(sha256: Any, dialect: str) -> ColumnElement[bool]:
    """Tell whether a file says what is asked: all that say it are looked up first, for words that few say."""
    rows = _rows(TextWords.__tablename__)
    if dialect == SQLITE:
        hashes = select(rows.c.sha256).where(rows.c.id.in_(matching(TextWords, dialect)))
        return sha256.in_(hashes)
    first = select(rows.c.sha256).where(_match(rows)).distinct().cte("said").prefix_with("MATERIALIZED")
    return sha256.in_(select(first.c.sha256))


def says(sha256: Any, dialect: str) -> ColumnElement[bool]:
    """Tell whether a file says what is asked: each file is looked at, for words that many say."""
    rows = _rows(TextWords.__tablename__)
    match = rows.c.id.in_(matching(TextWords, dialect)) if dialect == SQLITE else _match(rows)
    return exists(
        select(literal(1)).select_from(rows).where(rows.c.sha256 == sha256, match).correlate_except(rows)
    )


def _match(rows: Any) -> ColumnElement[bool]:
    """The question stands in the statement itself: how common its words are decides how it is best answered, and a
    statement prepared for any question would be answered in one way."""
    wanted = cast(bindparam(ASKED, type_=String(), literal_execute=True), _Question())
    return rows.c.fts.op("@@", is_comparison=True)(wanted)


def _rows(name: str) -> Any:
    return table(name, column("id"), column("sha256"), column("fts")).alias()
