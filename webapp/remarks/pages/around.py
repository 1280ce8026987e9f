"""What stands around the rows of a ledger: counts by state, conditions and their choices, addresses."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.formatting import plural
from webapp.remarks.queries import WHOLE_PACKAGE, Facet, Filters
from webapp.tables import Chip, TabItem
from workflows.remarks import burden
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState

Pairs = tuple[tuple[str, str], ...]
Address = Callable[[Mapping[str, str]], str]
"""The address of a ledger under conditions."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a ledger may be filtered by: values and their words."""

    kinds: Pairs
    authors: Pairs
    rounds: Pairs
    files: Pairs
    stages: Pairs
    packages: Pairs


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings of the rows."""

    tabs: tuple[TabItem, ...]
    chips: tuple[Chip, ...]
    choices: Choices
    url: str
    """The ledger without conditions."""
    progress: str
    """«Осталось ответить на 2 замечания из 5.»; '' when nothing is asked of the school."""
    total: int


def around(facets: Sequence[Facet], filters: Filters, address: Address, *, answering: bool) -> Around:
    """Return what stands around a ledger that holds these facets and is asked this.

    `answering`: the school has to answer now, so that it is told how much is left."""
    choices = _choices(facets)
    return Around(
        tabs=_tabs(facets, filters, address),
        chips=_chips(filters, choices, address),
        choices=choices,
        url=address({}),
        progress=_progress(facets) if answering else "",
        total=sum(facet.count for facet in facets),
    )


def _tabs(facets: Sequence[Facet], filters: Filters, address: Address) -> tuple[TabItem, ...]:
    counts: Counter[str] = Counter()
    for facet in facets:
        counts[facet.state.value] += facet.count
    others = {name: value for name, value in filters.given.items() if name != "state"}
    every = TabItem("Все", address(others), sum(counts.values()), not filters.state)
    return every, *(
        TabItem(state.label, address({**others, "state": state.value}), counts[state], filters.state == state)
        for state in RemarkState
        if counts[state] or filters.state == state
    )


def _chips(filters: Filters, choices: Choices, address: Address) -> tuple[Chip, ...]:
    labels = {
        "q": f"«{filters.q}»",
        "state": _label(filters.state, ((one.value, one.label.lower()) for one in RemarkState)),
        "kind": _label(filters.kind, choices.kinds).lower(),
        "author": _label(filters.author, choices.authors),
        "round": f"раунд {filters.round}",
        "file": _label(filters.file, choices.files),
        "due": "срок прошёл",
        "stage": _label(filters.stage, choices.stages),
        "package": _label(filters.package, choices.packages),
    }
    given = filters.given
    return tuple(
        Chip(labels[name], address({other: value for other, value in given.items() if other != name}))
        for name in given
    )


def _choices(facets: Sequence[Facet]) -> Choices:
    origins = {facet.origin for facet in facets}
    files = tuple((name, name) for name in sorted({facet.file for facet in facets if facet.file}))
    whole = ((WHOLE_PACKAGE, "Не о файле"),) if any(facet.file is None for facet in facets) else ()
    return Choices(
        kinds=tuple((one.value, one.label) for one in RemarkKind),
        authors=(
            *((one.value, _origin(one)) for one in RemarkOrigin if one in origins),
            *((name, name) for name in sorted({facet.author for facet in facets})),
        ),
        rounds=tuple((str(n), f"Раунд {n}") for n in sorted({facet.round for facet in facets})),
        files=(*files, *whole),
        stages=tuple(sorted({(facet.stage, facet.stage_title) for facet in facets})),
        packages=tuple((name, name) for name in sorted({facet.package for facet in facets})),
    )


def _progress(facets: Iterable[Facet]) -> str:
    asked = burden(
        (facet.kind, facet.state) for facet in facets if facet.published for _ in range(facet.count)
    )
    if not asked.total:
        return ""
    if not asked.left:
        return "На все замечания есть ответ."
    word = plural(asked.total, "замечания", "замечаний", "замечаний")
    return f"Осталось ответить на {asked.left} из {asked.total} {word}."


def _origin(origin: RemarkOrigin) -> str:
    return f"{origin.label[:1].upper()}{origin.label[1:]}"


def _label(value: str, options: Iterable[tuple[str, str]]) -> str:
    return dict(options).get(value, value)
