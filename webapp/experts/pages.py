"""What the pages of experts show: a distribution with its barriers, and the load before and after it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.experts.queries import ExpertLine
from webapp.packages.queries import Barriers, Short
from workflows.distribution import Wanting, share_out
from workflows.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """One expert still to be named for a package; `choices` are value and name, the empty one first."""

    id: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    number: str
    school: str
    kind: str
    named: tuple[str, ...]
    places: tuple[Place, ...]
    barred: tuple[str, ...]
    """Who may not examine it, and why."""


@dataclass(frozen=True, slots=True)
class LoadRow:
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Share:
    rows: tuple[ShareRow, ...]
    load: tuple[LoadRow, ...]
    unfilled: int
    """Places for which nobody was left."""


def share(
    shorts: Sequence[Short],
    people: Sequence[ExpertLine],
    barriers: Barriers,
    wanted: Iterable[tuple[str, int]] | None = None,
) -> Share:
    """Return a proposal for packages and experts, or the distribution a person has made of it."""
    walls = {one.package.number: _walls(one, people, barriers) for one in shorts}
    if wanted is None:
        given: Mapping[str, Sequence[int]] = share_out(
            (
                Wanting(
                    one.package.number,
                    one.needs - len(one.named),
                    frozenset(walls[one.package.number]) | {user for user, _name in one.named},
                )
                for one in shorts
            ),
            {person.user_id: person.load for person in people},
        )
    else:
        pairs = list(wanted)
        given = {
            one.package.number: [user for number, user in pairs if number == one.package.number]
            for one in shorts
        }
    more = Counter(user for users in given.values() for user in users)
    rows = tuple(_row(one, people, walls[one.package.number], given[one.package.number]) for one in shorts)
    return Share(
        rows,
        tuple(LoadRow(one.name, one.load, one.load + more[one.user_id]) for one in people),
        sum(not place.value for row in rows for place in row.places),
    )


def label(short: Short) -> str:
    """Return a package that waits for experts as one line of a choice."""
    package = short.package
    words = f"{package.school.short_name}: {KINDS[package.kind].short_title}, № {package.number}"
    return f"{words}, нужно экспертов: {short.needs - len(short.named)}"


def _walls(short: Short, people: Sequence[ExpertLine], barriers: Barriers) -> dict[int, str]:
    """Return who may not examine the package, and why."""
    found = {one.user_id: barriers.between(short.package, one.user_id) for one in people}
    if short.package.joint:
        found |= {one.user_id: "Сводит листы экспертов." for one in people if not one.expert}
    return {user: reason for user, reason in found.items() if reason}


def _row(
    short: Short, people: Sequence[ExpertLine], walls: Mapping[int, str], given: Sequence[int]
) -> ShareRow:
    package = short.package
    named = {user for user, _name in short.named}
    able = [one for one in people if one.user_id not in walls and one.user_id not in named]
    missing = short.needs - len(short.named)
    values = [f"{package.number}:{user}" for user in given[:missing]] + [""] * (missing - len(given))
    choices = (("", "Не назначать"), *((f"{package.number}:{one.user_id}", one.name) for one in able))
    return ShareRow(
        package.number,
        package.school.short_name,
        KINDS[package.kind].short_title,
        tuple(name for _user, name in short.named),
        tuple(
            Place(f"who-{package.id}-{place}", f"Эксперт {place} пакета {package.number}", value, choices)
            for place, value in enumerate(values, start=len(short.named) + 1)
        ),
        tuple(f"{one.name}: {walls[one.user_id]}" for one in people if one.user_id in walls),
    )
