"""A real Chromium for pytest-playwright, found or installed by `launcher.browser`."""

import os
from pathlib import Path

import pytest

from launcher.browser import find_or_install
from launcher.refusal import Refusal


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser to start; a machine where none can be had fails the test with what to do."""
    try:
        return find_or_install()
    except Refusal as refusal:
        pytest.fail(str(refusal))


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path: Path) -> dict[str, object]:
    """How pytest-playwright starts the browser; as root Chromium refuses its own sandbox."""
    arguments = ["--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": str(chromium_path), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    """A Russian user at an ordinary laptop."""
    return {
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "viewport": {"width": 1366, "height": 768},
    }
