"""the founder's agreement to development programmes"""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CONFORMING = ("conforms", "conforms_with_remarks")
EVENTS = ("founder_agreed", "founder_declined", "programme_approved")
QUESTIONS = ("accepted_number", "accepted_on")


def upgrade() -> None:
    op.create_table(
        "requisite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_name", sa.String(length=300), nullable=False),
        sa.Column("entered_by_post", sa.String(length=300), nullable=False),
        sa.Column("entered_by_role", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_requisite_entered_by_id")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_requisite_package_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_requisite_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisite")),
        sa.UniqueConstraint("version_id", "act", name=op.f("uq_requisite_version_id_act")),
    )
    op.create_index(op.f("ix_requisite_package_id"), "requisite", ["package_id"], unique=False)
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("founder_days", sa.Integer(), server_default="10", nullable=False))
    _to_the_founder()
    _open_new_questions()


def downgrade() -> None:
    connection = op.get_bind()
    reports = sa.text("select id from report where kind = 'agreement'")
    ids = [row.id for row in connection.execute(reports)]
    for table, column in (("report_file", "report_id"), ("acquaintance", "report_id"), ("report", "id")):
        _delete(table, column, ids)
    spread = sa.text("select id from outbox_message where event in :events")
    messages = connection.execute(spread.bindparams(sa.bindparam("events", EVENTS, expanding=True)))
    told = [row.id for row in messages]
    _delete("delivery", "message_id", told)
    _delete("outbox_message", "id", told)
    _from_the_founder()
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_column("founder_days")
    op.drop_index(op.f("ix_requisite_package_id"), table_name="requisite")
    op.drop_table("requisite")


def _to_the_founder() -> None:
    """Programmes with a positive conclusion wait for the founder now; what is in a report stays there."""
    moved = sa.text(
        "update package set state = 'founder_review', turn = 'chief', due_at = :due, seen = seen + 1 "
        "where kind = 'development' and state in :conforming"
    ).bindparams(
        sa.bindparam("due", datetime.now(UTC) + timedelta(days=14), sa.DateTime(timezone=True)),
        sa.bindparam("conforming", CONFORMING, expanding=True),
    )
    op.execute(moved)


def _open_new_questions() -> None:
    """A partial return opened the questions of that day; the new ones must not be closed to their school."""
    opening = sa.table("opening", sa.column("id"), sa.column("questions", sa.JSON()))
    rows = op.get_bind().execute(
        sa.text(
            "select opening.id, opening.questions from opening "
            "join package on package.current_version_id = opening.version_id "
            "where package.kind = 'development' and package.state in ('curator_returned', 'expertise_returned')"
        )
    )
    for row in rows.all():
        known = json.loads(row.questions) if isinstance(row.questions, str) else row.questions
        op.execute(
            opening.update().where(opening.c.id == row.id).values(questions=sorted({*known, *QUESTIONS}))
        )


def _from_the_founder() -> None:
    op.execute(
        "update package set turn = 'school', seen = seen + 1, state = 'expertise_returned' "
        "where state = 'founder_returned'"
    )
    op.execute(
        "update package set turn = 'nobody', due_at = null, seen = seen + 1, "
        "state = case when verdict = 'with_remarks' then 'conforms_with_remarks' else 'conforms' end "
        "where state in ('founder_review', 'agreed', 'approved')"
    )
    for name in ("from_state", "to_state"):
        state = sa.column(name)
        events = sa.table("package_event", state)
        for words, word in (
            (("founder_returned",), "expertise_returned"),
            (("founder_review", "agreed", "approved"), "conforms"),
        ):
            op.execute(events.update().where(state.in_(words)).values({name: word}))


def _delete(table: str, column: str, ids: list[int]) -> None:
    key = sa.column(column)
    op.execute(sa.delete(sa.table(table, key)).where(key.in_(ids)))
