"""content removed for personal data: when, by whom and why; the reason a remark gives for a return"""

import sqlalchemy as sa
from alembic import op


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("package_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("removed_by_name", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("removal_reason", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    """The bytes stay gone: `stored_file.removed_at` says so as before."""
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_column("reason")
    with op.batch_alter_table("package_file", schema=None) as batch_op:
        batch_op.drop_column("removal_reason")
        batch_op.drop_column("removed_by_name")
        batch_op.drop_column("removed_at")
