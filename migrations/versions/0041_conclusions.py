"""the conclusions of a stage with their history"""

import sqlalchemy as sa
from alembic import op


revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_stage_conclusion_municipality_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_stage_conclusion_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_conclusion")),
    )
    with op.batch_alter_table("stage_conclusion", schema=None) as batch_op:
        batch_op.create_index("ix_stage_conclusion_stage", ["stage_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stage_conclusion", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_conclusion_stage")

    op.drop_table("stage_conclusion")
