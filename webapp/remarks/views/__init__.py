"""Pages of remarks: the ledgers of a package and of a school, writing a remark."""

from webapp.remarks.views import ledger, writing
from webapp.remarks.views.blueprint import section
from webapp.remarks.views.school import own_section, school_section

__all__ = ["ledger", "own_section", "school_section", "section", "writing"]
