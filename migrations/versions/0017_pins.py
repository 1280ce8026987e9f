"""places in documents that marks of a sheet and remarks point to"""

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x", sa.Numeric(5, 4), nullable=True),
        sa.Column("y", sa.Numeric(5, 4), nullable=True),
        sa.Column("width", sa.Numeric(5, 4), nullable=True),
        sa.Column("height", sa.Numeric(5, 4), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("expertise_id", sa.Integer(), nullable=True),
        sa.Column("criterion", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(remark_id is null) <> (expertise_id is null)", name=op.f("ck_pin_owned")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_pin_author_id")),
        sa.ForeignKeyConstraint(["expertise_id"], ["expertise.id"], name=op.f("fk_pin_expertise_id")),
        sa.ForeignKeyConstraint(["file_id"], ["package_file.id"], name=op.f("fk_pin_file_id")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_pin_package_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_pin_remark_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin")),
    )
    op.create_index(op.f("ix_pin_package_id"), "pin", ["package_id"])
    op.create_index("ix_pin_remark", "pin", ["remark_id"])
    op.create_index("ix_pin_expertise", "pin", ["expertise_id", "criterion"])


def downgrade() -> None:
    op.drop_table("pin")
