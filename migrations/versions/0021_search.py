"""words to search by, and the full-text index the database keeps after them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
TABLES = ("school_words", "package_words", "file_words", "remark_words", "text_words")
SQLITE = (
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
POSTGRESQL = (
    "ALTER TABLE {0} ADD COLUMN fts tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, lex)) STORED",
    "CREATE INDEX fts_{0} ON {0} USING gin (fts)",
)


def upgrade() -> None:
    _of_row("school_words", "school")
    _of_row("package_words", "package")
    _of_row("file_words", "package_file")
    _of_row("remark_words", "remark", sa.Column("seen", sa.Integer(), nullable=False))
    op.create_table(
        "text_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("leaf", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("blocks", JSON, nullable=False),
        sa.Column("lex", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["reading.sha256"], name=op.f("fk_text_words_sha256"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_words")),
        sa.UniqueConstraint("sha256", "leaf", "start", name=op.f("uq_text_words_sha256_leaf_start")),
    )
    op.create_index("ix_text_words_edition", "text_words", ["edition"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        for statement in SQLITE if sqlite else POSTGRESQL:
            op.execute(statement.format(table))
    _mark_what_is_there()


def downgrade() -> None:
    for table in reversed(TABLES):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE fts_{table}")
        op.drop_table(table)


def _mark_what_is_there() -> None:
    """Rows of no edition stand for what was before: the worker takes all of it in, some each minute."""
    for name, of in (
        ("school_words", "school"),
        ("package_words", "package"),
        ("file_words", "package_file"),
    ):
        op.execute(f"INSERT INTO {name} (id, lex, edition) SELECT id, '', 0 FROM {of}")  # noqa: S608
    op.execute("INSERT INTO remark_words (id, lex, edition, seen) SELECT id, '', 0, 0 FROM remark")
    op.execute(
        "INSERT INTO text_words (sha256, leaf, start, length, blocks, lex, edition) "
        "SELECT sha256, 0, 0, 0, '[]', '', 0 FROM reading WHERE state = 'ready'"
    )


def _of_row(name: str, of: str, *more: sa.Column[int]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *more,
        sa.Column("lex", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], [f"{of}.id"], name=op.f(f"fk_{name}_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_edition", name, ["edition"])
