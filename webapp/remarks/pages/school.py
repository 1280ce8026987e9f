"""The ledger of a school: all its remarks over packages and stages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.remarks.pages.around import Around, around
from webapp.remarks.pages.items import LedgerItem, item
from webapp.remarks.queries import Facet, Filters, Found, Order, Sort
from webapp.tables import Column

TITLES = {Sort.PACKAGE: "Пакет и этап", Sort.CREATED: "Замечание", Sort.DUE: "Срок"}


@dataclass(frozen=True, slots=True)
class SchoolLedger:
    items: tuple[LedgerItem, ...]
    count: int
    around: Around
    filters: Filters
    sort: str
    columns: tuple[Column, ...]
    next_url: str
    previous_url: str
    export_url: str


def school_ledger(
    slug: str, found: Found, *, facets: Sequence[Facet], filters: Filters, order: Order, actor: Actor
) -> SchoolLedger:
    """Return a page of the remarks of a school as this person sees them under these conditions."""
    kept = {} if order == Order() else {"sort": order.code}

    def address(conditions: Mapping[str, str]) -> str:
        return url_for("school_remarks.ledger", slug=slug, **{**kept, **conditions})  # type: ignore[arg-type]

    given, page = filters.given, found.page
    return SchoolLedger(
        items=tuple(item(row, actor) for row in page.rows),
        count=found.count,
        around=around(facets, filters, address, answering=False),
        filters=filters,
        sort=kept.get("sort", ""),
        columns=_columns(order, lambda sort: address({**given, "sort": sort})),
        next_url=address({**given, "after": page.after}) if page.after else "",
        previous_url=address({**given, "before": page.before}) if page.before else "",
        export_url=url_for("school_remarks.export", slug=slug, **{**kept, **given}),  # type: ignore[arg-type]
    )


def order_of(asked: str) -> Order:
    """Return the order an address asks for, «-due» being the latest term first; by the term otherwise."""
    name = asked.removeprefix("-")
    return Order(Sort(name), asked.startswith("-")) if name in set(Sort) else Order()


def _columns(order: Order, address: Callable[[str], str]) -> tuple[Column, ...]:
    def sortable(sort: Sort, *, minor: bool = False) -> Column:
        chosen = order.sort is sort
        direction = ("descending" if order.descending else "ascending") if chosen else ""
        asked = f"-{sort.value}" if direction == "ascending" else sort.value
        return Column(sort.value, TITLES[sort], address(asked), direction, minor=minor)

    return (
        sortable(Sort.CREATED),
        sortable(Sort.PACKAGE),
        sortable(Sort.DUE),
        Column("state", "Состояние"),
        Column("answer", "Ответ школы"),
        Column("author", "Автор", minor=True),
    )
