"""Every `flask` command of the product, one module for each subject."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

SUBJECTS = ("users", "municipalities", "doctor", "outbox", "routes", "access", "templates", "benchmark")


def install(app: Flask) -> None:
    for subject in SUBJECTS:
        if find_spec(f"webapp.commands.{subject}") is not None:
            import_module(f"webapp.commands.{subject}").register(app.cli)
