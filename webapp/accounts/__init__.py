"""Signing in and out, sessions, one's own password, how pages are shown."""
