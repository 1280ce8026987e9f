"""What an administrator can do: accounts, roles, and the rules of who has a say in them."""

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
    "change_email",
    "checked_email",
    "create_user",
    "disable",
    "enable",
    "end_role",
    "end_sessions",
    "grant_role",
    "invite",
    "rename",
    "send_reset",
]
