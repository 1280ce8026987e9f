"""what was read of kept files: how far, texts by leaf, pictures by page, what was noticed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def _state() -> sa.Enum:
    return sa.Enum("waiting", "ready", "failed", name="readingstate", native_enum=False, length=40)


def _problem() -> sa.Enum:
    words = ("unreadable", "password", "too_hard", "gone")
    return sa.Enum(*words, name="problem", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("problem", _problem(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("notices", _json(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_reading_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_state", "reading", ["state", "edition"])
    op.create_table(
        "leaf_text",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", _json(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["reading.sha256"], name=op.f("fk_leaf_text_sha256")),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_leaf_text")),
    )
    op.create_table(
        "page_picture",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=True),
        sa.Column("problem", _problem(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["stored_file.sha256"], name=op.f("fk_page_picture_picture")),
        sa.ForeignKeyConstraint(["sha256"], ["reading.sha256"], name=op.f("fk_page_picture_sha256")),
        sa.PrimaryKeyConstraint("sha256", "page", name=op.f("pk_page_picture")),
    )
    op.create_index("ix_page_picture_picture", "page_picture", ["picture"])
    op.create_table(
        "file_examination",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("facts", _json(), nullable=False),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["reading.sha256"], name=op.f("fk_file_examination_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_examination")),
    )


def downgrade() -> None:
    op.drop_table("file_examination")
    op.drop_table("page_picture")
    op.drop_table("leaf_text")
    op.drop_table("reading")
