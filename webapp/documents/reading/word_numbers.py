"""The numbering part of a DOCX: which mark each paragraph of a list gets."""

from functools import cached_property

from lxml import etree

from webapp.documents.reading.numbering import Counter, Rung
from webapp.documents.reading.word_styles import Place, Styles, W, is_on, value, whole


class Numbers:
    """Gives the marks of a document in the order of its paragraphs; lists that share a scheme count together."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._root = root
        self._styles = styles
        self._counters: dict[str, Counter] = {}
        self._begun: set[int] = set()

    def mark(self, place: Place) -> str:
        """Return «1.1.», «а)» or what else stands before the next paragraph there; empty for a bullet."""
        number = self._numbers.get(place.number)
        if number is None:
            return ""
        scheme = value(number.find(f"{W}abstractNumId"))
        counter = self._counters.setdefault(scheme, Counter())
        if place.number not in self._begun:
            self._begun.add(place.number)
            for depth, start in _restarts(number):
                counter.restart(depth, start)
        return counter.next(self._rungs(number, scheme), place.depth)

    def _rungs(self, number: etree._Element, scheme: str) -> dict[int, Rung]:
        found = dict(self._schemes.get(scheme, {}))
        for override in number.iterchildren(f"{W}lvlOverride"):
            found.update(_rungs(override))
        return found

    @cached_property
    def _numbers(self) -> dict[int, etree._Element]:
        found = () if self._root is None else self._root.iterchildren(f"{W}num")
        return {int(one.get(f"{W}numId", "0")): one for one in found if one.get(f"{W}numId", "").isdecimal()}

    @cached_property
    def _schemes(self) -> dict[str, dict[int, Rung]]:
        found = () if self._root is None else list(self._root.iterchildren(f"{W}abstractNum"))
        schemes = {one.get(f"{W}abstractNumId", ""): _rungs(one) for one in found}
        named = {value(one.find(f"{W}styleLink")): one.get(f"{W}abstractNumId", "") for one in found}
        for one in found:
            link = value(one.find(f"{W}numStyleLink"))
            if link and link in named:
                schemes[one.get(f"{W}abstractNumId", "")] = schemes[named[link]]
        return schemes


def _rungs(parent: etree._Element) -> dict[int, Rung]:
    rungs = {}
    for level in parent.iterchildren(f"{W}lvl"):
        depth = level.get(f"{W}ilvl", "")
        if depth.isdecimal():
            start, legal = whole(level.find(f"{W}start")), level.find(f"{W}isLgl")
            rungs[int(depth)] = Rung(
                value(level.find(f"{W}numFmt")) or "decimal",
                value(level.find(f"{W}lvlText")),
                1 if start is None else start,
                legal is not None and is_on(legal),
            )
    return rungs


def _restarts(number: etree._Element) -> list[tuple[int, int]]:
    found = []
    for override in number.iterchildren(f"{W}lvlOverride"):
        start, depth = whole(override.find(f"{W}startOverride")), override.get(f"{W}ilvl", "")
        if start is not None and depth.isdecimal():
            found.append((int(depth), start))
    return found
