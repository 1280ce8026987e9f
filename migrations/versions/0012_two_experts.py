"""joint expertise of two experts: sheets handed in and reconciled, refusals, conflicts of interest"""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

YES_OR_NO = (("stage_due", "joint"), ("package", "joint"), ("expertise", "reconciles"), ("mark", "disputed"))


def upgrade() -> None:
    for table, column in YES_OR_NO:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("expert_assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decline_reason", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=300), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by_name", sa.String(length=300), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_conflict_of_interest_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_conflict_of_interest_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_conflict_of_interest_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
    )
    op.create_index("ix_conflict_of_interest_user", "conflict_of_interest", ["user_id", "school_id"])


def downgrade() -> None:
    op.drop_index("ix_conflict_of_interest_user", table_name="conflict_of_interest")
    op.drop_table("conflict_of_interest")
    with op.batch_alter_table("expert_assignment", schema=None) as batch_op:
        batch_op.drop_column("decline_reason")
        batch_op.drop_column("declined_at")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_column("reason")
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.drop_column("handed_in_at")
    for table, column in reversed(YES_OR_NO):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
