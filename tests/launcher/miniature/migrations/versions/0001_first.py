"""The first migration."""

revision = "0001"
down_revision = None
