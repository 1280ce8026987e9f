"""The conditions of the table of measures, as the address says them."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.roadmaps.words import MeasureStatus

LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which measures of which roadmap are shown, and in which order; '' where a condition is not set."""

    map: str = ""
    section: str = ""
    party: str = ""
    status: str = ""
    school: str = ""
    q: str = ""
    mine: bool = False
    overdue: bool = False
    by_due: bool = False

    @property
    def active(self) -> bool:
        words = (self.section, self.party, self.status, self.school, self.q)
        return any(words) or self.mine or self.overdue


def read_filters(args: Mapping[str, str]) -> Filters:
    """Return what the address asks for; an unknown word is no condition."""

    def word(name: str) -> str:
        return args.get(name, "").strip()[:LENGTH]

    status = word("status")
    return Filters(
        map=word("map"),
        section=word("section") if word("section").isdecimal() else "",
        party=word("party") if word("party").isdecimal() else "",
        status=status if status in set(MeasureStatus) else "",
        school=word("school"),
        q=word("q"),
        mine=word("mine") == "1",
        overdue=word("due") == "overdue",
        by_due=word("order") == "due",
    )
