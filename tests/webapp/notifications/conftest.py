"""A request of the test client runs in the context of the test and leaves its safe method behind."""

from collections.abc import Iterator

import pytest

from webapp.database import reading_only


@pytest.fixture(autouse=True)
def writing_allowed() -> Iterator[None]:
    reading_only("")
    yield
    reading_only("")
