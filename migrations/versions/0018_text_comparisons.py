"""what changed from the words of one file to those of another"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    state = sa.Enum("waiting", "ready", "failed", name="readingstate", native_enum=False, length=40)
    op.create_table(
        "text_comparison",
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["after"], ["reading.sha256"], name=op.f("fk_text_comparison_after")),
        sa.ForeignKeyConstraint(["before"], ["reading.sha256"], name=op.f("fk_text_comparison_before")),
        sa.PrimaryKeyConstraint("before", "after", name=op.f("pk_text_comparison")),
    )
    op.create_index("ix_text_comparison_after", "text_comparison", ["after"])


def downgrade() -> None:
    op.drop_table("text_comparison")
