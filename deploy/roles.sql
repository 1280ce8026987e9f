-- The role the running system uses: it reads and writes rows, and can neither change nor delete entries of the journal
-- (ADR 0058). Run it once in the database, as the role that owns it, after `flask db upgrade`; running it again is harmless.
--
--     createuser --pwprompt ekspertiza_app
--     psql "$OWNER_URL" --file deploy/roles.sql
--
-- Then DATABASE_URL of web, worker and beat names ekspertiza_app; `flask db upgrade` and `flask backup restore` go on
-- with the owner. Tables of later versions are granted by the default privileges below.

GRANT USAGE ON SCHEMA public TO ekspertiza_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ekspertiza_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ekspertiza_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ekspertiza_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ekspertiza_app;

REVOKE UPDATE, DELETE, TRUNCATE ON journal_entry FROM ekspertiza_app;
REVOKE DELETE, TRUNCATE ON journal_head FROM ekspertiza_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM ekspertiza_app;
