"""what the virus scanner said of a file"""

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SCANS = ("clean", "infected", "unscanned", "too_large")
PROBLEMS = ("unreadable", "password", "too_hard", "gone")
INFECTED = "infected"


def _words(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scan", _words(SCANS, "scanstate"), nullable=True))
        batch_op.add_column(sa.Column("signature", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    reading = sa.table("reading", sa.column("problem", sa.String))
    op.execute(sa.update(reading).where(reading.c.problem == INFECTED).values(problem=PROBLEMS[0]))
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_column("scanned_at")
        batch_op.drop_column("signature")
        batch_op.drop_column("scan")
