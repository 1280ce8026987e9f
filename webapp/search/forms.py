"""What the address of the search asks for."""

from dataclasses import dataclass

from werkzeug import Request

from webapp.search.queries import Kind
from workflows.search import LONGEST

PAGES = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, the only kind of things wanted (None for all), the page of its list."""

    q: str = ""
    kind: Kind | None = None
    page: int = 1


def read(request: Request) -> Asked:
    kind, page = request.args.get("kind", ""), request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < len(str(PAGES)) else 1
    return Asked(
        q=" ".join(request.args.get("q", "").split())[:LONGEST],
        kind=Kind(kind) if kind in set(Kind) else None,
        page=max(number, 1),
    )
