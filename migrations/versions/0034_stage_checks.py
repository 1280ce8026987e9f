"""what is said of a stage before its report is signed"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "closed",
                "grounded",
                "reconciled",
                "ordered",
                "indicator",
                "overdue",
                "advice",
                "private",
                "appended",
                name="item",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_stage_check_municipality_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_stage_check_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_check")),
        sa.UniqueConstraint("stage_id", "item", name=op.f("uq_stage_check_stage_id_item")),
    )


def downgrade() -> None:
    op.drop_table("stage_check")
