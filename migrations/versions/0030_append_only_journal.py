"""entries of the journal are only ever added: the database refuses to change, delete or replace one"""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

SQLITE = {
    "tr_journal_entry_update": "BEFORE UPDATE ON journal_entry",
    "tr_journal_entry_delete": "BEFORE DELETE ON journal_entry",
    # INSERT OR REPLACE deletes without asking the trigger above
    "tr_journal_entry_replace": "BEFORE INSERT ON journal_entry WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.id)",
    "tr_journal_head_update": "BEFORE UPDATE ON journal_head WHEN NEW.id <> OLD.id OR NEW.count <= OLD.count",
    "tr_journal_head_delete": "BEFORE DELETE ON journal_head",
    "tr_journal_head_replace": "BEFORE INSERT ON journal_head WHEN EXISTS (SELECT 1 FROM journal_head WHERE id = NEW.id)",
}
POSTGRESQL = {
    "tr_journal_entry_change": "BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW",
    "tr_journal_entry_truncate": "BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT",
    "tr_journal_head_update": "BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.count <= OLD.count)",
    "tr_journal_head_delete": "BEFORE DELETE ON journal_head FOR EACH ROW",
    "tr_journal_head_truncate": "BEFORE TRUNCATE ON journal_head FOR EACH STATEMENT",
}
REFUSE = """
    CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME;
    END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in SQLITE.items():
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
                )
            )
        return
    op.execute(sa.text(REFUSE))
    for name, when in POSTGRESQL.items():
        op.execute(sa.text(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION journal_is_append_only()"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(sa.text(f"DROP TRIGGER {name}"))
        return
    for name, when in POSTGRESQL.items():
        table = when.split(" ON ")[1].split()[0]
        op.execute(sa.text(f"DROP TRIGGER {name} ON {table}"))
    op.execute(sa.text("DROP FUNCTION journal_is_append_only()"))
