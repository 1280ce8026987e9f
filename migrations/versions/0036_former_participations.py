"""what was known of participations before they changed"""

import sqlalchemy as sa
from alembic import op


revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_former_participation_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_former_participation_participation_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_former_participation_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_participation")),
    )
    with op.batch_alter_table("former_participation", schema=None) as batch_op:
        batch_op.create_index("ix_former_participation_of", ["participation_id", "until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("former_participation", schema=None) as batch_op:
        batch_op.drop_index("ix_former_participation_of")

    op.drop_table("former_participation")
