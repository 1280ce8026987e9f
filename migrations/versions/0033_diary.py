"""the curator's diary: entries, what was agreed, what was added"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("diary_norm", sa.Integer(), server_default="2", nullable=False))
    op.create_table(
        "diary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=300), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "contact",
            sa.Enum(
                "visit",
                "video",
                "phone",
                "letters",
                "meeting",
                "webinar",
                name="contact",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("participants", sa.String(length=300), nullable=False),
        sa.Column("risks", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("examined", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        sa.Column(
            "advance",
            sa.Enum("none", "some", "much", name="advance", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_by_name", sa.String(length=300), nullable=False),
        sa.Column("mark_remark", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_name", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_diary_entry_author_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_diary_entry_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_diary_entry_school_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_diary_entry_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_diary_entry_municipality_id_number")),
    )
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.create_index("ix_diary_entry_place", ["municipality_id", "happened_at", "id"], unique=False)
        batch_op.create_index("ix_diary_entry_school", ["school_id", "happened_at"], unique=False)

    op.create_table(
        "diary_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=300), nullable=False),
        sa.Column(
            "by_role",
            sa.Enum(
                "school",
                "head",
                "curator",
                "expert",
                "coordinator",
                "chief",
                "methodist",
                "observer",
                "admin",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["diary_entry.id"], name=op.f("fk_diary_addition_entry_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_diary_addition_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_addition")),
    )
    with op.batch_alter_table("diary_addition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diary_addition_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "diary_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column(
            "doer",
            sa.Enum("school", "curator", "coordinator", name="doer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["diary_entry.id"], name=op.f("fk_diary_agreement_entry_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_diary_agreement_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_diary_agreement_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_agreement")),
    )
    with op.batch_alter_table("diary_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diary_agreement_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index("ix_diary_agreement_open", ["municipality_id", "doer", "done_at"], unique=False)
    with op.batch_alter_table("progress_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("diary_entry_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_progress_evidence_diary_entry_id"), "diary_entry", ["diary_entry_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("progress_evidence", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_progress_evidence_diary_entry_id"), type_="foreignkey")
        batch_op.drop_column("diary_entry_id")
    with op.batch_alter_table("diary_agreement", schema=None) as batch_op:
        batch_op.drop_index("ix_diary_agreement_open")
        batch_op.drop_index(batch_op.f("ix_diary_agreement_entry_id"))

    op.drop_table("diary_agreement")
    with op.batch_alter_table("diary_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diary_addition_entry_id"))

    op.drop_table("diary_addition")
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_diary_entry_school")
        batch_op.drop_index("ix_diary_entry_place")

    op.drop_table("diary_entry")
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("diary_norm")
