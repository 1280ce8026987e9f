"""The wizard of a school, and files that come in parts: a conversation with the script of its page."""

from webapp.assembly.views.uploads import section as uploads_section
from webapp.assembly.views.wizard import section

__all__ = ["section", "uploads_section"]
