"""What the suite of signing has."""

from collections.abc import Iterator

import pytest

from tests.webapp.signing.conftest import (
    agreed,
    as_the_product,
    made,
    order,
    packages,
    report,
    report_of,
    stage,
)
from webapp.verification import operations

__all__ = ["agreed", "as_the_product", "made", "order", "packages", "report", "report_of", "stage"]


@pytest.fixture(autouse=True)
def nobody_has_missed() -> Iterator[None]:
    operations.forget()
    yield
    operations.forget()
