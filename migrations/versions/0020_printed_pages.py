"""an office document as pages"""

import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_reading_printed"


def upgrade() -> None:
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("printed", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("printed_pages", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(op.f(FOREIGN_KEY), "stored_file", ["printed"], ["sha256"])


def downgrade() -> None:
    """The pages are forgotten with their rows; a later upgrade lets them be made anew."""
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        batch_op.drop_column("printed_pages")
        batch_op.drop_column("printed")
