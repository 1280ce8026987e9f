"""how many programmes a stage is to examine, and the municipal ones examined outside"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBERS = ("planned_municipal", "planned_school", "municipal_done")


def upgrade() -> None:
    with op.batch_alter_table("stage", schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("municipal_basis", sa.String(length=300), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.drop_column("municipal_basis")
        for name in reversed(NUMBERS):
            batch_op.drop_column(name)
