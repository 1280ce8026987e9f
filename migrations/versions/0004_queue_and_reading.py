"""what is put off, whom one reminded, who has read a report"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postponement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_postponement_package_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_postponement_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponement")),
        sa.UniqueConstraint("user_id", "package_id", name=op.f("uq_postponement_user_id_package_id")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column(
            "turn",
            sa.Enum(
                "school",
                "curator",
                "expert",
                "coordinator",
                "nobody",
                name="turn",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_reminder_package_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_reminder_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("package_id", "turn", "day", name=op.f("uq_reminder_package_id_turn_day")),
    )
    op.create_table(
        "acquaintance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_acquaintance_municipality_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_acquaintance_report_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_acquaintance_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquaintance")),
        sa.UniqueConstraint("report_id", "user_id", name=op.f("uq_acquaintance_report_id_user_id")),
    )


def downgrade() -> None:
    op.drop_table("acquaintance")
    op.drop_table("reminder")
    op.drop_table("postponement")
