"""roadmaps: measures, their deadlines, who is responsible, what came of them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "roadmap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("territory", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_school_year", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "approved", "closed", name="roadmapstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("order_title", sa.String(length=300), nullable=False),
        sa.Column("order_number", sa.String(length=300), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_name", sa.String(length=300), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("counts_periods", sa.Boolean(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.Column("created_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_roadmap_period")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_roadmap_municipality_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["roadmap.id"], name=op.f("fk_roadmap_parent_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_roadmap_programme_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_roadmap_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap")),
        sa.UniqueConstraint("number", name=op.f("uq_roadmap_number")),
    )
    op.create_index("ix_roadmap_parent", "roadmap", ["parent_id"])
    op.create_index("ix_roadmap_place", "roadmap", ["municipality_id", "school_id", "starts_on"])
    op.create_table(
        "roadmap_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_title", sa.String(length=300), nullable=False),
        sa.Column("order_number", sa.String(length=300), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("source_name", sa.String(length=300), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_by_name", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_roadmap_edition_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_edition_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_edition")),
        sa.UniqueConstraint("roadmap_id", "number", name=op.f("uq_roadmap_edition_roadmap_id_number")),
    )
    op.create_table(
        "roadmap_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("meaning", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "other",
                "department",
                "curators",
                "schools",
                "school",
                "person",
                name="partykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_roadmap_party_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_party_roadmap_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_roadmap_party_school_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_roadmap_party_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_party")),
        sa.UniqueConstraint("roadmap_id", "name", name=op.f("uq_roadmap_party_roadmap_id_name")),
    )
    op.create_index("ix_roadmap_party_school", "roadmap_party", ["school_id"])
    op.create_index("ix_roadmap_party_user", "roadmap_party", ["user_id"])
    op.create_table(
        "roadmap_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_roadmap_section_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_roadmap_section_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_section")),
    )
    op.create_index("ix_roadmap_section_order", "roadmap_section", ["roadmap_id", "position"])
    op.create_table(
        "year_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_by_name", sa.String(length=300), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_year_closing_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_year_closing_roadmap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closing")),
        sa.UniqueConstraint("roadmap_id", "year", name=op.f("uq_year_closing_roadmap_id_year")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("responsible_text", sa.Text(), nullable=False),
        sa.Column("plan", JSON, nullable=False),
        sa.Column("per_school", sa.Boolean(), nullable=False),
        sa.Column("deadline_text", sa.Text(), nullable=False),
        sa.Column("deadline", JSON, nullable=False),
        sa.Column(
            "term_status",
            sa.Enum("parsed", "ambiguous", "unparsed", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("transferred", sa.Boolean(), nullable=False),
        sa.Column("excluded_on", sa.Date(), nullable=True),
        sa.Column("exclusion_reason", sa.Text(), nullable=False),
        sa.Column("exclusion_order", sa.String(length=300), nullable=False),
        sa.Column("excluded_by_name", sa.String(length=300), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_measure_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_measure_roadmap_id")),
        sa.ForeignKeyConstraint(["section_id"], ["roadmap_section.id"], name=op.f("fk_measure_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("ref", name=op.f("uq_measure_ref")),
    )
    op.create_index("ix_measure_due", "measure", ["municipality_id", "due_on"])
    op.create_index("ix_measure_order", "measure", ["roadmap_id", "position"])
    op.create_index("ix_measure_section", "measure", ["section_id"])
    op.create_table(
        "measure_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "stage_sent",
                "stage_examined",
                "stage_placed",
                "stage_reported",
                name="conditionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("package_kind", sa.String(length=64), nullable=False),
        sa.Column("set_by_name", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_condition_measure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_measure_condition_municipality_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_measure_condition_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_condition")),
        sa.UniqueConstraint(
            "measure_id",
            "kind",
            "stage_id",
            "package_kind",
            name=op.f("uq_measure_condition_measure_id_kind_stage_id_package_kind"),
        ),
    )
    op.create_index("ix_measure_condition_stage", "measure_condition", ["stage_id"])
    op.create_table(
        "measure_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("takes_effect_on", sa.Date(), nullable=True),
        sa.Column("actor_name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_event_measure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_measure_event_municipality_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_measure_event_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_event")),
    )
    op.create_index("ix_measure_event_stream", "measure_event", ["measure_id", "id"])
    op.create_table(
        "measure_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_party_measure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_measure_party_municipality_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["roadmap_party.id"], name=op.f("fk_measure_party_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_party")),
        sa.UniqueConstraint("measure_id", "party_id", name=op.f("uq_measure_party_measure_id_party_id")),
    )
    op.create_index("ix_measure_party_party", "measure_party", ["party_id", "measure_id"])
    op.create_table(
        "measure_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "approved",
                "corrected",
                "transferred",
                "amended",
                name="termorigin",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("deadline", JSON, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_requisites", sa.String(length=300), nullable=False),
        sa.Column("set_by_name", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_term_measure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_measure_term_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_term")),
    )
    op.create_index("ix_measure_term_measure", "measure_term", ["measure_id", "id"])
    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("roadmap_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "executed",
                "confirmed",
                "declined",
                "withdrawn",
                "revoked",
                name="progressstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actual", JSON, nullable=False),
        sa.Column("by_system", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("executed_by_id", sa.Integer(), nullable=False),
        sa.Column("executed_by_name", sa.String(length=300), nullable=False),
        sa.Column(
            "executed_by_role",
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
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("ended_by_name", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_progress_decided_by_id")),
        sa.ForeignKeyConstraint(["executed_by_id"], ["user.id"], name=op.f("fk_progress_executed_by_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_progress_measure_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_progress_municipality_id")
        ),
        sa.ForeignKeyConstraint(["roadmap_id"], ["roadmap.id"], name=op.f("fk_progress_roadmap_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_progress_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    op.create_index("ix_progress_measure", "progress", ["measure_id", "id"])
    op.create_index("ix_progress_roadmap", "progress", ["roadmap_id", "state"])
    op.create_index("ix_progress_waiting", "progress", ["municipality_id", "state", "executed_at"])
    op.create_index(
        "uq_progress_standing",
        "progress",
        ["measure_id", "occurrence"],
        unique=True,
        postgresql_where=sa.text("state in ('executed', 'confirmed')"),
        sqlite_where=sa.text("state in ('executed', 'confirmed')"),
    )
    op.create_table(
        "progress_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("progress_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "file",
                "link",
                "package",
                "report",
                "diary",
                name="evidencekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_progress_evidence_municipality_id")
        ),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_progress_evidence_package_id")),
        sa.ForeignKeyConstraint(
            ["progress_id"], ["progress.id"], name=op.f("fk_progress_evidence_progress_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_progress_evidence_report_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_progress_evidence_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_evidence")),
    )
    op.create_index("ix_progress_evidence_content", "progress_evidence", ["sha256"])
    op.create_index("ix_progress_evidence_progress", "progress_evidence", ["progress_id"])


def downgrade() -> None:
    op.drop_table("progress_evidence")
    op.drop_table("progress")
    op.drop_table("measure_term")
    op.drop_table("measure_party")
    op.drop_table("measure_event")
    op.drop_table("measure_condition")
    op.drop_table("measure")
    op.drop_table("year_closing")
    op.drop_table("roadmap_section")
    op.drop_table("roadmap_party")
    op.drop_table("roadmap_edition")
    op.drop_table("roadmap")
