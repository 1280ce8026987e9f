"""reports on roadmaps"""

import sqlalchemy as sa
from alembic import op


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("roadmap_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_report_roadmap_id"), "roadmap", ["roadmap_id"], ["id"])
        batch_op.create_index("ix_report_roadmap", ["roadmap_id"])


def downgrade() -> None:
    """Reports on roadmaps keep their files and frozen data; what they were about is forgotten."""
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_roadmap")
        batch_op.drop_constraint(op.f("fk_report_roadmap_id"), type_="foreignkey")
        batch_op.drop_column("roadmap_id")
