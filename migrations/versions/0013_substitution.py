"""a curator on leave: who stands in, and whose name every act carries besides"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ACTS = ("file_check", "message", "package_event", "remark", "remark_change")
EVENTS = ("substitution_set", "substitution_ended")


def upgrade() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("order_number", sa.String(length=300), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("made_by_name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_name", sa.String(length=300), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_substitution_period")),
        sa.ForeignKeyConstraint(["absent_id"], ["user.id"], name=op.f("fk_substitution_absent_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_substitution_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index("ix_substitution_absent", "substitution", ["absent_id", "since"], unique=False)
    op.create_index("ix_substitution_place", "substitution", ["municipality_id", "since"], unique=False)
    with op.batch_alter_table("curatorship", schema=None) as batch_op:
        batch_op.add_column(sa.Column("substitution_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_curatorship_substitution_id"), "substitution", ["substitution_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_curatorship_substitution_id"), ["substitution_id"], unique=False)
    for table in ACTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("acting_for", sa.String(length=300), server_default="", nullable=False)
            )
            if table == "remark":
                batch_op.add_column(
                    sa.Column("resolved_for", sa.String(length=300), server_default="", nullable=False)
                )
    _group_known()


def downgrade() -> None:
    _forget_events()
    for table in ACTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("acting_for")
            if table == "remark":
                batch_op.drop_column("resolved_for")
    with op.batch_alter_table("curatorship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_curatorship_substitution_id"))
        batch_op.drop_constraint(batch_op.f("fk_curatorship_substitution_id"), type_="foreignkey")
        batch_op.drop_column("substitution_id")
    op.drop_index("ix_substitution_place", table_name="substitution")
    op.drop_index("ix_substitution_absent", table_name="substitution")
    op.drop_table("substitution")


def _group_known() -> None:
    """Dated substitutions written one school at a time become one leave of the absent curator for a period."""
    op.execute(
        "insert into substitution (municipality_id, absent_id, since, until, order_number, order_date, made_by_name, "
        "created_at, ended_by_name, cancelled, dismissed_at) "
        "select own.municipality_id, main.user_id, own.since, own.until, max(own.order_number), max(own.order_date), "
        "'', min(own.created_at), '', false, case when own.until < current_date then min(own.created_at) end "
        "from curatorship own join curatorship main on main.id = own.substitutes_id where own.until is not null "
        "group by own.municipality_id, main.user_id, own.since, own.until"
    )
    op.execute(
        "update curatorship set substitution_id = (select min(s.id) from substitution s "
        "join curatorship main on main.user_id = s.absent_id "
        "where main.id = curatorship.substitutes_id and s.since = curatorship.since "
        "and s.until = curatorship.until) where substitutes_id is not null and until is not null"
    )


def _forget_events() -> None:
    """An earlier release does not know these events."""
    message = sa.table("outbox_message", sa.column("id"), sa.column("event"))
    delivery = sa.table("delivery", sa.column("message_id"))
    known = sa.select(message.c.id).where(message.c.event.in_(EVENTS))
    op.execute(sa.delete(delivery).where(delivery.c.message_id.in_(known)))
    op.execute(sa.delete(message).where(message.c.event.in_(EVENTS)))
