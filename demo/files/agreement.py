"""Makes counted nouns agree with their numbers: «22 педагога», «из 21 обучающегося», «5 кабинетов»."""

import re
from dataclasses import replace

from demo.files.paper import Block, Grid, Listing, Para

_FORMS = {
    "педагогов": ("педагог", "педагога"),
    "учителей": ("учитель", "учителя"),
    "родителей": ("родитель", "родителя"),
    "обучающихся": ("обучающийся", "обучающихся"),
    "кабинетов": ("кабинет", "кабинета"),
    "компьютеров": ("компьютер", "компьютера"),
    "человек": ("человек", "человека"),
}
_GENITIVE = {**{many: few for many, (_, few) in _FORMS.items()}, "обучающихся": "обучающегося"}
_COUNTED = re.compile(
    r"(?P<of>\b(?:из|у|для|с|до|от|менее|более|охват|семьями|семьи)\s)?(?<![\d,.])(?P<amount>\d+) "
    rf"(?P<noun>{'|'.join(_FORMS)})\b"
)


def agreed(text: str) -> str:
    """The text with its nouns in the form their number asks for. Write the templates with «5 педагогов» in mind."""
    return _COUNTED.sub(_replaced, text)


def agreed_block(block: Block) -> Block:
    match block:
        case Para(text=text):
            return replace(block, text=agreed(text))
        case Listing(items=items):
            return replace(block, items=tuple(agreed(item) for item in items))
        case Grid(rows=rows):
            return replace(block, rows=tuple(tuple(agreed(cell) for cell in row) for row in rows))
        case _:
            return block


def _replaced(found: re.Match[str]) -> str:
    amount, noun, before = int(found["amount"]), found["noun"], found["of"] or ""
    tail = 0 if 11 <= amount % 100 <= 14 else amount % 10
    if before:
        form = _GENITIVE[noun] if tail == 1 else noun
    elif tail == 1:
        form = _FORMS[noun][0]
    else:
        form = _FORMS[noun][1] if 2 <= tail <= 4 else noun
    return f"{before}{amount} {form}"
