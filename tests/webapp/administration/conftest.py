"""Administrators of two kinds; requests kept apart as in the tests of signing in."""

import pytest

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.accounts.conftest import separate_requests  # noqa: F401  an autouse fixture
from tests.world import World
from webapp.access.actor import Actor


@pytest.fixture
def local_admin(town: World) -> Actor:
    """The administrator of one municipality."""
    return make.person("Местнова Алла Юрьевна", "admin", municipality=town.municipality)


@pytest.fixture
def as_local_admin(sign_in: SignIn, local_admin: Actor) -> Browser:
    return sign_in(local_admin)
