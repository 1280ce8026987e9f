"""How the system is: for supervisors and load balancers, and for the administrator who mends what failed."""

from webapp.health.views.failures import section as failures_section
from webapp.health.views.machines import section

__all__ = ["failures_section", "section"]
