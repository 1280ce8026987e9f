"""Words to search by: stems of what is looked for in, in their order (`workflows.search.lex`). It can all be made anew.

The database itself keeps its full-text index after these rows, whoever writes them: PostgreSQL in a generated column
`fts` with a GIN index, SQLite by triggers in an FTS5 table `fts_…` that holds no words of its own. Names that begin
with `fts` are therefore no part of the tables described here."""

from sqlalchemy import DDL, ForeignKey, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from webapp.database import Base, table_of
from webapp.models.columns import JsonList, LongText, Sha256

FTS = "fts"


class _Words:
    """One row of stems. They go with the thing they are of."""

    lex: Mapped[LongText]
    edition: Mapped[int] = mapped_column(index=True)
    """Of the rules: what an earlier edition took in is taken in again."""


class _WordsOfRow(_Words):
    """Stems of a row of another table, by its key."""

    __of__ = ""

    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(f"{cls.__of__}.id", ondelete="CASCADE"), primary_key=True)


class SchoolWords(_WordsOfRow, Base):
    """Names, place and director of a school."""

    __tablename__ = "school_words"
    __of__ = "school"


class PackageWords(_WordsOfRow, Base):
    """Number, kind, stage and school of a package."""

    __tablename__ = "package_words"
    __of__ = "package"


class FileWords(_WordsOfRow, Base):
    """The name of a file."""

    __tablename__ = "file_words"
    __of__ = "package_file"


class RemarkWords(_WordsOfRow, Base):
    """Text, answer and resolution of a remark; `seen` tells of which of its states."""

    __tablename__ = "remark_words"
    __of__ = "remark"

    seen: Mapped[int]


class TextWords(_Words, Base):
    """A stretch of what a file says, about a page of it, once for each SHA-256.

    It is `length` characters of the text of the leaf from `start` on; `blocks` are pairs of a block's number and
    where it begins in them."""

    __tablename__ = "text_words"
    __table_args__ = (UniqueConstraint("sha256", "leaf", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("reading.sha256", ondelete="CASCADE"))
    leaf: Mapped[int]
    start: Mapped[int]
    length: Mapped[int]
    blocks: Mapped[JsonList]


SEARCHED: tuple[type[Base], ...] = (SchoolWords, PackageWords, FileWords, RemarkWords, TextWords)

_SQLITE = (
    "CREATE VIRTUAL TABLE fts_{0} USING fts5(lex, content='{0}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER fts_{0}_insert AFTER INSERT ON {0} BEGIN "
    "INSERT INTO fts_{0} (rowid, lex) VALUES (new.id, new.lex); END",
    "CREATE TRIGGER fts_{0}_delete AFTER DELETE ON {0} BEGIN "
    "INSERT INTO fts_{0} (fts_{0}, rowid, lex) VALUES ('delete', old.id, old.lex); END",
    "CREATE TRIGGER fts_{0}_update AFTER UPDATE OF lex ON {0} BEGIN "
    "INSERT INTO fts_{0} (fts_{0}, rowid, lex) VALUES ('delete', old.id, old.lex); "
    "INSERT INTO fts_{0} (rowid, lex) VALUES (new.id, new.lex); END",
)
_POSTGRESQL = (
    "ALTER TABLE {0} ADD COLUMN fts tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, lex)) STORED",
    "CREATE INDEX fts_{0} ON {0} USING gin (fts)",
)


def _index(table: Table) -> None:
    """Let a database made from these models have the index too; migrations say the same in their own words."""
    for dialect, statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
        for statement in statements:
            made = DDL(statement.format(table.name)).execute_if(dialect=dialect)
            event.listen(table, "after_create", made)
    dropped = DDL(f"DROP TABLE IF EXISTS fts_{table.name}").execute_if(dialect="sqlite")
    event.listen(table, "after_drop", dropped)


for _model in SEARCHED:
    _index(table_of(_model))
