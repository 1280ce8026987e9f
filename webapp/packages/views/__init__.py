"""Pages of packages: the register, one package, its steps, files, messages, permissions and experts."""

from webapp.packages.views import (
    experts,
    files,
    messages,
    permits,
    preview,
    register,
    releasing,
    reminding,
    show,
    steps,
)
from webapp.packages.views.blueprint import section

__all__ = [
    "experts",
    "files",
    "messages",
    "permits",
    "preview",
    "register",
    "releasing",
    "reminding",
    "section",
    "show",
    "steps",
]
