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
from webapp.packages.views.preview import fragments

__all__ = [
    "experts",
    "files",
    "fragments",
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
