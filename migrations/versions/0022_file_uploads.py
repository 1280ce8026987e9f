"""files that come in parts: whose, where to, how far they came, and what became of them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "file_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("part_size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("parts", _json(), nullable=False),
        sa.Column("outcome", _json(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("received >= 0 AND received <= size", name=op.f("ck_file_upload_received")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_file_upload_package_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_file_upload_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_file_upload_key")),
    )
    op.create_index("ix_file_upload_package", "file_upload", ["package_id", "user_id"])
    op.create_index("ix_file_upload_touched", "file_upload", ["touched_at"])


def downgrade() -> None:
    op.drop_table("file_upload")
