"""One thing found: what it is called, where it leads, the words around the hit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from webapp.preview import Stand, address, leaf_name
from webapp.search import queries
from webapp.search.queries import Kind, Place
from workflows.file_rules import FileKind
from workflows.kinds import KINDS
from workflows.reading import DRAWN
from workflows.search import Piece, Query, best_place, marked, snippet
from workflows.vocabulary import Toned

LEAVES = 5
"""Links to further pages of one file."""


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """A thing found. `said` are the words around the hit, `more` ways to other pages of the same file."""

    title: tuple[Piece, ...]
    url: str
    facts: tuple[str, ...]
    said: tuple[Piece, ...] = ()
    status: Toned | None = None
    more: tuple[Link, ...] = ()


def items(kind: Kind, keys: Sequence[int], query: Query) -> tuple[Result, ...]:
    """Return what is shown of things of one kind, in the order of their keys."""
    return _ITEMS[kind](keys, query) if keys else ()


def _schools(keys: Sequence[int], query: Query) -> tuple[Result, ...]:
    return tuple(
        Result(
            marked(one.short_name, query),
            url_for("schools.show", slug=one.slug),
            ("закрыта",) if one.closed else (),
            snippet(
                "; ".join(filter(None, (one.name, one.locality, _director(one.director)))), query, around=400
            ),
        )
        for one in queries.schools(keys)
    )


def _packages(keys: Sequence[int], query: Query) -> tuple[Result, ...]:
    return tuple(
        Result(
            marked(f"{one.number}, {_kind(one.kind)}", query),
            url_for("packages.show", number=one.number),
            (),
            marked(f"{one.school}, {one.stage}", query),
            one.state,
        )
        for one in queries.packages(keys)
    )


def _texts(keys: Sequence[int], query: Query) -> tuple[Result, ...]:
    found = []
    for one in queries.files(keys, query):
        to = _FileAddress(one.package, one.number)
        place = one.place
        page = leaf_name(one.kind, place.leaf) if place else ""
        facts = (
            one.school,
            f"пакет {one.package}",
            page,
            "в пакете уже другая редакция файла" if one.earlier else "",
        )
        others = place.leaves[1:] if place and leaf_name(one.kind, place.leaf) else ()
        found.append(
            Result(
                marked(one.name, query),
                to(place.leaf if place else 1, _block(place, query, one.kind) if place else 0),
                tuple(filter(None, facts)),
                snippet(place.text, query) if place else (),
                more=tuple(Link(leaf_name(one.kind, leaf), to(leaf)) for leaf in others[:LEAVES]),
            )
        )
    return tuple(found)


def _remarks(keys: Sequence[int], query: Query) -> tuple[Result, ...]:
    return tuple(
        Result(
            (Piece(f"Замечание № {one.number}, пакет {one.package}"),),
            url_for("remarks.ledger", number=one.package, _anchor=f"remark-{one.number}"),
            (one.school, *(("школе не направлено",) if one.unsent else ())),
            snippet(_said(one), query),
            one.state,
        )
        for one in queries.remarks(keys)
    )


@dataclass(frozen=True, slots=True)
class _FileAddress:
    """Where a page of a file is opened: pictures as the page itself, a text at the block of the hit."""

    package: str
    file: int

    def __call__(self, leaf: int, block: int = 0) -> str:
        return address(Stand.FILE, self.package, self.file, leaf, block=block)


def _block(place: Place, query: Query, kind: str) -> int:
    """Return the block of the text that the snippet comes from; 0 where pages are shown as pictures."""
    if FileKind(kind) in DRAWN:
        return 0
    at = best_place(place.text, query)
    return max((number for number, start in place.blocks if start <= at), default=0)


def _said(one: "queries.RemarkFound") -> str:
    parts = (
        one.text,
        one.answer and f"Ответ школы: {one.answer}",
        one.resolution and f"Решение: {one.resolution}",
    )
    return "\n".join(filter(None, parts))


def _director(name: str) -> str:
    return f"директор {name}" if name else ""


def _kind(code: str) -> str:
    kind = KINDS.get(code)
    return kind.short_title if kind else code


_ITEMS: Mapping[Kind, Callable[[Sequence[int], Query], tuple[Result, ...]]] = MappingProxyType(
    {Kind.SCHOOLS: _schools, Kind.PACKAGES: _packages, Kind.TEXTS: _texts, Kind.REMARKS: _remarks}
)
