"""the key of the journal: under which name of a key its last entry was written"""

import sqlalchemy as sa
from alembic import op


revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("journal_head", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=16), server_default="", nullable=False))


def downgrade() -> None:
    """Keyed entries stay: the version before cannot verify them."""
    with op.batch_alter_table("journal_head", schema=None) as batch_op:
        batch_op.drop_column("key")
