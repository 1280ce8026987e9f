"""Pages of administration: accounts, municipalities, and what a municipality decides for itself."""

from webapp.administration.views.municipalities import section as municipalities_section
from webapp.administration.views.municipality import section as municipality_section
from webapp.administration.views.users import section as users_section

__all__ = ["municipalities_section", "municipality_section", "users_section"]
