"""files attached to entries of the diary"""

import sqlalchemy as sa
from alembic import op


revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diary_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["diary_entry.id"], name=op.f("fk_diary_file_entry_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_diary_file_municipality_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_diary_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_file")),
    )
    with op.batch_alter_table("diary_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diary_file_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("diary_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diary_file_entry_id"))

    op.drop_table("diary_file")
