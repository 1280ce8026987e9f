"""How a sheet file is written: sections with a letter, items in the order of the sheet; codes and numbers follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.sheet import Criterion, Group, Sheet


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion as it is written down; its code and number come from its place."""

    text: str
    hint: str = ""
    anchors: tuple[str, ...] = ()
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    letter: str
    title: str
    items: tuple[Item, ...]


def build(code: str, title: str, *sections: Section, per_measure: bool = False) -> Sheet:
    """Return the sheet: criteria numbered through from 1, coded «Б.2» by section and position in it."""
    return Sheet(
        code=code,
        title=title,
        groups=tuple(Group(section.letter, section.title) for section in sections),
        criteria=tuple(
            Criterion(
                number=number,
                code=f"{section.letter}.{position}",
                text=item.text,
                blocking=item.blocking,
                group=section.letter,
                hint=item.hint,
                anchors=item.anchors,
            )
            for number, (section, position, item) in enumerate(_placed(sections), start=1)
        ),
        per_measure=per_measure,
    )


def _placed(sections: tuple[Section, ...]) -> Iterator[tuple[Section, int, Item]]:
    for section in sections:
        for position, item in enumerate(section.items, start=1):
            yield section, position, item
