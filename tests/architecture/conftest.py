"""Both municipalities full of everything, and an application whose database nobody asks."""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings_for
from tests.webapp.access import estate
from tests.webapp.access.estate import Estates
from tests.world import World
from webapp import create_app


@pytest.fixture
def estates(town: World) -> Estates:
    return estate.build(town)


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """For questions about the application itself."""
    folder: Path = tmp_path_factory.mktemp("bare")
    return create_app(settings_for(f"sqlite:///{folder / 'bare.sqlite3'}", folder))
