"""Pages of signing in and out, of one's own account and of one-time links: one module for each subject."""

from webapp.accounts.views import links, own, signing_in
from webapp.accounts.views.door import challenge, cookie_name, identify, section

__all__ = ["challenge", "cookie_name", "identify", "links", "own", "section", "signing_in"]
