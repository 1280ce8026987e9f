"""office files on their way to a roadmap; secret addresses of calendars"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_calendar_feed_membership_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_calendar_feed_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_feed_token_sha256")),
    )
    op.create_index("ix_calendar_feed_user", "calendar_feed", ["user_id"])
    op.create_table(
        "roadmap_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("roadmap_id", sa.Integer(), nullable=True),
        sa.Column("amends", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "columns",
                "check",
                "done",
                "failed",
                "dropped",
                name="importstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("heading", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("parties", JSON, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_roadmap_import_created_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_roadmap_import_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_import_roadmap_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_roadmap_import_school_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_roadmap_import_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_import")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_roadmap_import_municipality_id_number")
        ),
    )
    op.create_index("ix_roadmap_import_content", "roadmap_import", ["sha256"])
    op.create_index("ix_roadmap_import_roadmap", "roadmap_import", ["roadmap_id"])


def downgrade() -> None:
    op.drop_table("roadmap_import")
    op.drop_table("calendar_feed")
