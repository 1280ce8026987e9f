"""Pages of remarks: the ledger of a package, writing a remark."""

from webapp.remarks.views import ledger, writing
from webapp.remarks.views.blueprint import section

__all__ = ["ledger", "section", "writing"]
