"""what a school said of findings of the check it left as they were goes with the version it sent"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
DRAFT = sa.table("package_draft", sa.column("package_id", sa.Integer), sa.column("excuses", JSON))
ABOUT = "Замечание проверки комплектности"


def upgrade() -> None:
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("explanations", JSON, server_default="[]", nullable=False))
    _rewrite(lambda reason: reason if isinstance(reason, dict) else {"about": ABOUT, "reason": reason})


def downgrade() -> None:
    _rewrite(lambda told: told["reason"] if isinstance(told, dict) else told)
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_column("explanations")


def _rewrite(change) -> None:
    """Change every reason that a draft holds; drafts without one are left alone."""
    connection = op.get_bind()
    for package_id, excuses in connection.execute(sa.select(DRAFT.c.package_id, DRAFT.c.excuses)).all():
        held = json.loads(excuses) if isinstance(excuses, str) else excuses
        if held:
            changed = {code: change(reason) for code, reason in held.items()}
            connection.execute(
                sa.update(DRAFT).where(DRAFT.c.package_id == package_id).values(excuses=changed)
            )
