"""returns and conclusions held for a while before the school gets them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("send_delay", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "held_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column(
            "opened",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=300), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_held_step_membership_id")
        ),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_held_step_package_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_held_step_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_step")),
        sa.UniqueConstraint("package_id", name=op.f("uq_held_step_package_id")),
    )


def downgrade() -> None:
    op.drop_table("held_step")
    with op.batch_alter_table("package", schema=None) as batch_op:
        batch_op.drop_column("held_until")
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("send_delay")
