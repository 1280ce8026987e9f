"""entries of the journal a person's data were taken out of carry a mark"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: a table that is rebuilt on SQLite loses the triggers that protect it.
    op.add_column("journal_entry", sa.Column("erased", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("journal_entry", "erased")
