"""Pages of remarks: the ledgers of a package and of a school, writing a remark, the library of templates."""

from webapp.remarks.views import ledger, writing
from webapp.remarks.views.blueprint import section
from webapp.remarks.views.school import own_section, school_section
from webapp.remarks.views.templates import template_section

__all__ = ["ledger", "own_section", "school_section", "section", "template_section", "writing"]
