"""The one place where the two databases are asked in their own words; what they find is the same."""

from typing import Any

from sqlalchemy import Select, String, bindparam, cast, column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from webapp.database import Base, session
from webapp.models import TextWords
from workflows.search import Query

SQLITE = "sqlite"
ASKED = "asked"
"""The parameter of a statement that holds what is asked."""


def dialect() -> str:
    return str(session.get_bind().dialect.name)


def asked(query: Query, dialect: str) -> str:
    """Return the query in the language of the database. Stems are letters and figures, so nothing in them is syntax."""
    if dialect == SQLITE:
        return " AND ".join(f'"{" ".join(term)}"' for term in query.terms)
    return " & ".join("(" + " <-> ".join(f"'{stem}'" for stem in term) + ")" for term in query.terms)


def matching(words: type[Base], dialect: str) -> Select[int]:
    """Return the keys of the rows of words that match, whoever's they are.

    Keys alone: what they stand for is to be selected from its own model, under the scope of whoever asks. The rows
    are read under a name of their own, past the ORM, whose criterion for them is «nobody»."""
    wanted, name = bindparam(ASKED, type_=String()), words.__tablename__
    if dialect == SQLITE:
        index = table(f"fts_{name}", column("rowid"), column(f"fts_{name}"))
        return select(index.c.rowid).where(index.c[f"fts_{name}"].op("MATCH", is_comparison=True)(wanted))
    rows = _rows(name)
    return select(rows.c.id).where(rows.c.fts.op("@@", is_comparison=True)(cast(wanted, TSQUERY)))


def matching_hashes(dialect: str) -> Select[str]:
    """Return the SHA-256 of the files whose texts match, once for each stretch that does."""
    rows = _rows(TextWords.__tablename__)
    if dialect == SQLITE:
        return select(rows.c.sha256).where(rows.c.id.in_(matching(TextWords, dialect)))
    match = rows.c.fts.op("@@", is_comparison=True)(cast(bindparam(ASKED, type_=String()), TSQUERY))
    return select(rows.c.sha256).where(match)


def _rows(name: str) -> Any:
    return table(name, column("id"), column("sha256"), column("fts")).alias()
