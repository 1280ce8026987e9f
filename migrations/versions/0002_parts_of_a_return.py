"""what a return opens"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("slots", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("opened_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_opening_package_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_opening_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("version_id", name=op.f("uq_opening_version_id")),
    )
    op.create_index(op.f("ix_opening_package_id"), "opening", ["package_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_opening_package_id"), table_name="opening")
    op.drop_table("opening")
