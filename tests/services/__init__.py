"""Real servers for the tests: PostgreSQL, Valkey, Chromium and an S3-compatible store.

Named in `pytest_plugins` of `tests/conftest.py`. Every server is private to one pytest process (so pytest-xdist needs no
agreement between its workers), starts on first use and dies with pytest, however pytest ends.
"""
