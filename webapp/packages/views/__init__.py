"""Pages of packages: the register, one package, its steps, files, messages, permissions and experts."""

from webapp.packages.views import (
    crossing,
    experts,
    files,
    holding,
    messages,
    permits,
    preview,
    register,
    releasing,
    reminding,
    removing,
    show,
    steps,
)
from webapp.packages.views.blueprint import section
from webapp.packages.views.holding import fragments

__all__ = [
    "crossing",
    "experts",
    "files",
    "fragments",
    "holding",
    "messages",
    "permits",
    "preview",
    "register",
    "releasing",
    "reminding",
    "removing",
    "section",
    "show",
    "steps",
]
