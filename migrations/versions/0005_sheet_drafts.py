"""editions of sheets approved by the municipality, and their drafts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sheet_edition", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("order_number", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("order_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("author_name", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(batch_op.f("fk_sheet_edition_author_id"), "user", ["author_id"], ["id"])
    op.create_table(
        "sheet_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("sheet_code", sa.String(length=64), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("saved_by_name", sa.String(length=300), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sheet_draft_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_draft")),
        sa.UniqueConstraint(
            "municipality_id", "sheet_code", name=op.f("uq_sheet_draft_municipality_id_sheet_code")
        ),
    )


def downgrade() -> None:
    op.drop_table("sheet_draft")
    with op.batch_alter_table("sheet_edition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sheet_edition_author_id"), type_="foreignkey")
        batch_op.drop_column("author_name")
        batch_op.drop_column("author_id")
        batch_op.drop_column("order_date")
        batch_op.drop_column("order_number")
