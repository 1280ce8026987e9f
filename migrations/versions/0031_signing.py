"""signatures, the agreements they rest on, stages taken up again, codes by which documents are checked"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_signature_agreement_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_agreement")),
    )
    with op.batch_alter_table("signature_agreement", schema=None) as batch_op:
        batch_op.create_index("ix_signature_agreement_place", ["municipality_id", "id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("standing", "outdated", "declined", name="signstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum("simple", "qualified", "scan", name="way", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=300), nullable=False),
        sa.Column("signer_post", sa.String(length=300), nullable=False),
        sa.Column(
            "signer_role",
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
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attachment_sha256", sa.String(length=64), nullable=True),
        sa.Column("attachment_name", sa.String(length=300), nullable=False),
        sa.Column("certificate", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differences", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_sha256"], ["stored_file.sha256"], name=op.f("fk_sign_off_attachment_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_sign_off_municipality_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_sign_off_report_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["user.id"], name=op.f("fk_sign_off_signer_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_sign_off_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index("ix_sign_off_report", ["report_id"], unique=False)
        batch_op.create_index("ix_sign_off_stage", ["stage_id", "state"], unique=False)
        batch_op.create_index(
            "uq_sign_off_standing",
            ["report_id", "signer_id"],
            unique=True,
            postgresql_where=sa.text("state in ('standing', 'declined')"),
            sqlite_where=sa.text("state in ('standing', 'declined')"),
        )

    op.create_table(
        "stage_reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_stage_reopening_by_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_stage_reopening_municipality_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_stage_reopening_report_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_stage_reopening_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_reopening")),
    )
    with op.batch_alter_table("stage_reopening", schema=None) as batch_op:
        batch_op.create_index("ix_stage_reopening_stage", ["stage_id", "id"], unique=False)

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=19), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_report_code"), ["code"])


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_report_code"), type_="unique")
        batch_op.drop_column("code")

    with op.batch_alter_table("stage_reopening", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_reopening_stage")

    op.drop_table("stage_reopening")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_off_standing",
            postgresql_where=sa.text("state in ('standing', 'declined')"),
            sqlite_where=sa.text("state in ('standing', 'declined')"),
        )
        batch_op.drop_index("ix_sign_off_stage")
        batch_op.drop_index("ix_sign_off_report")

    op.drop_table("sign_off")
    with op.batch_alter_table("signature_agreement", schema=None) as batch_op:
        batch_op.drop_index("ix_signature_agreement_place")

    op.drop_table("signature_agreement")
