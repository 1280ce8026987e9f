"""What an administrator can do: municipalities, accounts, roles, and the rules of who has a say in them."""

from webapp.administration.operations.erasing import erase
from webapp.administration.operations.municipalities import (
    add_municipality,
    correct_municipality,
    set_terms,
)
from webapp.administration.operations.people import (
    NewUser,
    change_email,
    checked_email,
    create_user,
    disable,
    enable,
    end_sessions,
    invite,
    rename,
    send_reset,
)
from webapp.administration.operations.roles import Grant, end_role, grant_role

__all__ = [
    "Grant",
    "NewUser",
    "add_municipality",
    "change_email",
    "checked_email",
    "correct_municipality",
    "create_user",
    "disable",
    "enable",
    "end_role",
    "end_sessions",
    "erase",
    "grant_role",
    "invite",
    "rename",
    "send_reset",
    "set_terms",
]
