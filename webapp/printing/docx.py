"""The same document for Word: a template with named styles that the municipality may edit, filled with data."""

from time import monotonic

from webapp.printing import child, word
from webapp.printing.contents import Kind
from webapp.printing.pages import Page
from webapp.printing.places import TEMPLATES


def render(kind: Kind, page: Page) -> bytes:
    """The DOCX of a page, made in this process; the same page and template give the same bytes."""
    return word.filled(TEMPLATES / f"{kind}.docx", page)


def render_in_child(kind: Kind, page: Page, *, seconds: int = child.SECONDS) -> bytes:
    """The same bytes as `render`, made in a child process that lives `seconds` at most; raises `CannotPrint`."""
    return child.fill(TEMPLATES / f"{kind}.docx", page, deadline=monotonic() + seconds)
