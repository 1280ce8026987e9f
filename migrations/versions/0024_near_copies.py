"""marks of texts by which near copies are found, and from which share they are told of"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_threshold", sa.Integer(), server_default="20", nullable=False))
    op.create_table(
        "text_sketch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("marks", JSON, nullable=False),
        sa.Column("sketched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["reading.sha256"], name=op.f("fk_text_sketch_sha256"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_sketch")),
        sa.UniqueConstraint("sha256", name=op.f("uq_text_sketch_sha256")),
    )
    op.create_index("ix_text_sketch_edition", "text_sketch", ["edition"])
    op.create_table(
        "text_mark",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_text_mark_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_text_mark_school_id")),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text_sketch.id"], name=op.f("fk_text_mark_text_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("municipality_id", "mark", "school_id", "text_id", name=op.f("pk_text_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_text_mark_text_id", "text_mark", ["text_id"])
    op.create_table(
        "common_mark",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_common_mark_municipality_id")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "mark", name=op.f("pk_common_mark")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("common_mark")
    op.drop_table("text_mark")
    op.drop_table("text_sketch")
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("copy_threshold")
