"""surveys of directors and curators; a condition may be on one of them"""

import sqlalchemy as sa
from alembic import op


revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("asks_directors", sa.Boolean(), nullable=False),
        sa.Column("asks_curators", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("created_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("asks_directors OR asks_curators", name=op.f("ck_survey_asked")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_survey_window")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_survey_municipality_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_survey_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("municipality_id", "number", name=op.f("uq_survey_municipality_id_number")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index("ix_survey_programme", ["programme_id", "opens_on"], unique=False)

    op.create_table(
        "survey_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(school_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_survey_mark_one_respondent")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_survey_mark_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_survey_mark_school_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_mark_survey_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_survey_mark_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_mark")),
        sa.UniqueConstraint("survey_id", "school_id", name=op.f("uq_survey_mark_survey_id_school_id")),
        sa.UniqueConstraint("survey_id", "user_id", name=op.f("uq_survey_mark_survey_id_user_id")),
    )
    with op.batch_alter_table("measure_condition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("survey_id", sa.Integer(), nullable=True))
        batch_op.alter_column("stage_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index("ix_measure_condition_survey", ["survey_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_measure_condition_measure_id_survey_id"), ["measure_id", "survey_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_measure_condition_survey_id"), "survey", ["survey_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_measure_condition_one_source"), "(stage_id IS NULL) <> (survey_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM measure_condition WHERE stage_id IS NULL")
    with op.batch_alter_table("measure_condition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_measure_condition_one_source"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_measure_condition_survey_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_measure_condition_measure_id_survey_id"), type_="unique")
        batch_op.drop_index("ix_measure_condition_survey")
        batch_op.alter_column("stage_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("survey_id")

    op.drop_table("survey_mark")
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_programme")

    op.drop_table("survey")
