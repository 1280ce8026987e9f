"""which files prove which measure, as people say"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ROLES = ("school", "head", "curator", "expert", "coordinator", "chief", "methodist", "observer", "admin")


def upgrade() -> None:
    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("related", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_by_name", sa.String(length=300), nullable=False),
        sa.Column("set_by_role", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("acting_for", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_evidence_link_package_id")),
        sa.ForeignKeyConstraint(["file_id"], ["package_file.id"], name=op.f("fk_evidence_link_file_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_evidence_link_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
    )
    op.create_index("ix_evidence_link_package", "evidence_link", ["package_id", "id"])
    op.create_index("ix_evidence_link_file", "evidence_link", ["file_id"])


def downgrade() -> None:
    op.drop_table("evidence_link")
