"""What the page of search shows: groups of things found, each with where it is and the words around the hit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import url_for

from webapp.access.actor import Actor
from webapp.preview import Stand, address, leaf_name
from webapp.search import queries
from webapp.search.forms import Asked
from webapp.search.queries import Answer, Kind, Place
from webapp.tables import TabItem
from workflows.file_rules import FileKind
from workflows.kinds import KINDS
from workflows.reading import DRAWN
from workflows.search import Piece, Query, best_place, marked, snippet
from workflows.vocabulary import Toned

OVERVIEW = 5
"""Of each kind on the page of all kinds."""
PAGE = 20
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


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `all_url` leads to the rest of them."""

    code: str
    title: str
    words: str
    results: tuple[Result, ...]
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """The ways to the neighbouring pages of one kind's list."""

    words: str
    next_url: str
    previous_url: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """`meant` is the reading in the other keyboard layout when that is what is shown."""

    q: str
    kind: str
    where: str
    meant: str
    asked: bool
    readable: bool
    tabs: tuple[TabItem, ...]
    said: str
    groups: tuple[Group, ...]
    turning: Turning | None


def results(asked: Asked, answer: Answer, actor: Actor) -> ResultsPage:
    keys = answer.findings.keys
    chosen = asked.kind if asked.kind in keys else None
    shown = (chosen,) if chosen else tuple(keys)
    number = min(asked.page, _pages(len(_counted(keys[chosen])))) if chosen else 1
    groups = tuple(
        _group(kind, replace(asked, page=number), answer, actor, whole=bool(chosen)) for kind in shown
    )
    return ResultsPage(
        q=asked.q,
        kind=chosen.value if chosen else "",
        where=_where(tuple(keys)),
        meant=answer.query.typed if answer.meant else "",
        asked=bool(asked.q),
        readable=bool(answer.query),
        tabs=_tabs(asked.q, keys, chosen) if answer.findings else (),
        said="Найдено: " + ", ".join(_words(kind, found) for kind, found in keys.items() if found),
        groups=tuple(group for group in groups if group.results),
        turning=_turning(asked.q, chosen, keys[chosen], number) if chosen else None,
    )


def _group(kind: Kind, asked: Asked, answer: Answer, actor: Actor, *, whole: bool) -> Group:
    found = _counted(answer.findings.keys[kind])
    first = (asked.page - 1) * PAGE if whole else 0
    shown = found[first : first + (PAGE if whole else OVERVIEW)]
    rest = not whole and len(found) > len(shown)
    return Group(
        code=kind.value,
        title=kind.label,
        words=_many(answer.findings.keys[kind]),
        results=_RESULTS[kind](shown, answer.query, actor) if shown else (),
        all_url=url_for("search.results", q=asked.q, kind=kind.value) if rest else "",
    )


def _schools(keys: Sequence[int], query: Query, _actor: Actor) -> tuple[Result, ...]:
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


def _packages(keys: Sequence[int], query: Query, _actor: Actor) -> tuple[Result, ...]:
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


def _texts(keys: Sequence[int], query: Query, _actor: Actor) -> tuple[Result, ...]:
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


def _remarks(keys: Sequence[int], query: Query, _actor: Actor) -> tuple[Result, ...]:
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


_RESULTS: Mapping[Kind, Callable[[Sequence[int], Query, Actor], tuple[Result, ...]]] = MappingProxyType(
    {Kind.SCHOOLS: _schools, Kind.PACKAGES: _packages, Kind.TEXTS: _texts, Kind.REMARKS: _remarks}
)
_WORDS: Mapping[Kind, str] = MappingProxyType(
    {Kind.SCHOOLS: "школ", Kind.PACKAGES: "пакетов", Kind.TEXTS: "документов", Kind.REMARKS: "замечаний"}
)
_WHERE: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SCHOOLS: "школам",
        Kind.PACKAGES: "пакетам",
        Kind.TEXTS: "текстам документов",
        Kind.REMARKS: "замечаниям",
    }
)


def _where(kinds: tuple[Kind, ...]) -> str:
    """Return what this person's search goes over: «по школам, пакетам и замечаниям»."""
    names = [_WHERE[kind] for kind in kinds]
    return "по " + (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} и {names[-1]}")


def _counted(keys: Sequence[int]) -> Sequence[int]:
    return keys[: queries.MOST]


def _many(keys: Sequence[int]) -> str:
    return f"больше {queries.MOST}" if len(keys) > queries.MOST else str(len(keys))


def _words(kind: Kind, keys: Sequence[int]) -> str:
    return f"{_WORDS[kind]} – {_many(keys)}"


def _tabs(q: str, keys: Mapping[Kind, tuple[int, ...]], chosen: Kind | None) -> tuple[TabItem, ...]:
    every = TabItem("Всё", url_for("search.results", q=q), current=chosen is None)
    return (
        every,
        *(
            TabItem(
                kind.label,
                url_for("search.results", q=q, kind=kind.value),
                len(_counted(found)),
                kind is chosen,
            )
            for kind, found in keys.items()
        ),
    )


def _pages(found: int) -> int:
    return max(1, -(-found // PAGE))


def _turning(q: str, kind: Kind, keys: Sequence[int], number: int) -> Turning | None:
    pages = _pages(len(_counted(keys)))
    if pages == 1:
        return None

    def to(page: int) -> str:
        return url_for("search.results", q=q, kind=kind.value, page=page if page > 1 else None)

    return Turning(
        f"Страница {number} из {pages}",
        to(number + 1) if number < pages else "",
        to(number - 1) if number > 1 else "",
    )
