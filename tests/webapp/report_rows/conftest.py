"""A ready report on a stage."""

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

__all__ = ["agreed", "as_the_product", "made", "order", "packages", "report", "report_of", "stage"]
