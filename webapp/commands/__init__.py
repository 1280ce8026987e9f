"""Every `flask` command of the product, one module for each subject."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from webapp.commands import wrong_input

SUBJECTS = (
    "users",
    "municipalities",
    "doctor",
    "outbox",
    "routes",
    "access",
    "templates",
    "search",
    "benchmark",
    "roadmap",
    "backup",
    "journal",
    "seal",
)


def install(app: Flask) -> None:
    wrong_input.install()
    for subject in SUBJECTS:
        if find_spec(f"webapp.commands.{subject}") is not None:
            import_module(f"webapp.commands.{subject}").register(app.cli)
