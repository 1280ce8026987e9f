"""Fixtures of the suites that open foreign documents."""

from tests.webapp.documents.canary import canary

__all__ = ["canary"]
