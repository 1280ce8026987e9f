"""A project to start, built once; every test gets a data folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.launcher.project import Run, build
from tests.services.s3 import s3_bucket, s3_server

__all__ = ["s3_bucket", "s3_server"]  # only these tests need the bare store


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("launcher") / "project")


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Makes a `./run` of the project on this test's data folder; whatever is left of it is ended afterwards."""
    made: list[Run] = []

    def make(*arguments: str, data: Path | None = None, **environment: str) -> Run:
        made.append(Run(project, data or tmp_path / "data", arguments, environment))
        return made[-1]

    yield make
    for one in made:  # all politely before any left-overs are killed: they may share a folder
        one.end_politely()
    for one in made:
        one.kill_left_overs()
