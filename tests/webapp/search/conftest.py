"""Both municipalities full of everything."""

import pytest

from tests.webapp.access import estate
from tests.webapp.access.estate import Estates
from tests.world import World


@pytest.fixture
def estates(town: World) -> Estates:
    return estate.build(town)
