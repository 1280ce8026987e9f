"""entries of the diary that the product proposes"""

import sqlalchemy as sa
from alembic import op


revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=120), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_diary_entry_municipality_id_origin"), ["municipality_id", "origin"]
        )


def downgrade() -> None:
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_diary_entry_municipality_id_origin"), type_="unique")
        batch_op.drop_column("origin")
