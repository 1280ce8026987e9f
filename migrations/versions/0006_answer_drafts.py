"""answers to remarks while they are being typed"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_draft",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_answer_draft_package_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_answer_draft_remark_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_answer_draft_user_id")),
        sa.PrimaryKeyConstraint("user_id", "remark_id", name=op.f("pk_answer_draft")),
    )
    op.create_index(op.f("ix_answer_draft_package_id"), "answer_draft", ["package_id"])


def downgrade() -> None:
    op.drop_table("answer_draft")
