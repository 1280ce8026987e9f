"""What can be done about signing in: one module for each subject."""

from webapp.accounts.operations.displaying import keep_display
from webapp.accounts.operations.forgetting import forget_what_has_served
from webapp.accounts.operations.hashing import hash_password
from webapp.accounts.operations.links import Purpose, accept_link, order_link, request_reset, send_link
from webapp.accounts.operations.passwords import change_password, confirm_password, give_password, void_links
from webapp.accounts.operations.sessions import (
    Browser,
    end_all_sessions,
    end_others,
    end_own,
    sign_out,
    switch_role,
    touch,
)
from webapp.accounts.operations.signing_in import SignedIn, sign_in
from webapp.accounts.operations.throttling import network_of

__all__ = [
    "Browser",
    "Purpose",
    "SignedIn",
    "accept_link",
    "change_password",
    "confirm_password",
    "end_all_sessions",
    "end_others",
    "end_own",
    "forget_what_has_served",
    "give_password",
    "hash_password",
    "keep_display",
    "network_of",
    "order_link",
    "request_reset",
    "send_link",
    "sign_in",
    "sign_out",
    "switch_role",
    "touch",
    "void_links",
]
