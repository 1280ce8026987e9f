"""What the page of search shows: groups of things found, ways to the rest, what to do when there is nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import url_for

from webapp.search import queries
from webapp.search.forms import Asked
from webapp.search.pages.items import Result, items
from webapp.search.queries import Answer, Kind
from webapp.tables import TabItem

OVERVIEW = 5
"""Of each kind on the page of all kinds."""
PAGE = 20


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


def results(asked: Asked, answer: Answer) -> ResultsPage:
    keys = answer.findings.keys
    chosen = asked.kind if asked.kind in keys else None
    shown = (chosen,) if chosen else tuple(keys)
    number = min(asked.page, _pages(len(_counted(keys[chosen])))) if chosen else 1
    groups = tuple(_group(kind, replace(asked, page=number), answer, whole=bool(chosen)) for kind in shown)
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


def _group(kind: Kind, asked: Asked, answer: Answer, *, whole: bool) -> Group:
    found = _counted(answer.findings.keys[kind])
    first = (asked.page - 1) * PAGE if whole else 0
    shown = found[first : first + (PAGE if whole else OVERVIEW)]
    rest = not whole and len(found) > len(shown)
    return Group(
        code=kind.value,
        title=kind.label,
        words=_many(answer.findings.keys[kind]),
        results=items(kind, shown, answer.query),
        all_url=url_for("search.results", q=asked.q, kind=kind.value) if rest else "",
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
