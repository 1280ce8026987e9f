"""Two documents and the passages they share, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.copies.queries import Laid
from webapp.formatting import counted, percent_ru
from webapp.models import PackageFile
from webapp.preview import Stand, address
from workflows.near_copies import Passage, Piece, Slice
from workflows.passages import excerpt

MOST = 40
"""Passages on a page, the longest ones of all."""
LONGEST = 1500
"""Characters of one side of a passage; the rest is read in the document."""
_NO_TEXT = (
    "Показать отрывки нельзя: файл ещё не прочитан или в нём нет текста. Скачайте файлы и сравните их сами."
)
_NOTHING = "Общих отрывков нет: совпадают только короткие обороты или тексты, общие для многих школ."

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents: whose, its name, where it is read, how much of its own text the other has."""

    whose: str
    name: str
    url: str
    share: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as it stands in one document: paragraphs of pieces, and where it begins."""

    where: str
    url: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered passage; `begins` is how it begins, for the list that jumps."""

    id: str
    title: str
    words: str
    begins: str
    first: Excerpt
    second: Excerpt


@dataclass(frozen=True, slots=True)
class Page:
    sides: tuple[Side, Side]
    summary: str
    problem: str
    items: tuple[Item, ...]
    more: str
    compare_url: str


def passages(file: PackageFile, other: PackageFile, laid: Laid | None) -> Page:
    """Return what the page shows; instead of passages why there are none."""
    compare_url = url_for(
        "comparisons.compare",
        number=file.package.number,
        file=file.number,
        other=other.package.number,
        other_file=other.number,
    )
    shares = (laid.sharing.of_first, laid.sharing.of_second) if laid else (0.0, 0.0)
    sides = (_side(file, shares[0]), _side(other, shares[1]))
    if laid is None or not laid.sharing.passages:
        return Page(sides, "", _NOTHING if laid else _NO_TEXT, (), "", compare_url)
    found = laid.sharing.passages
    shown = sorted(sorted(found, key=lambda one: -one.words)[:MOST], key=found.index)
    items = tuple(_item(n, laid, one, (file, other)) for n, one in enumerate(shown, start=1))
    summary = f"{counted(len(found), 'отрывок', 'отрывка', 'отрывков')}, {_words(laid.sharing.words)}"
    left = len(found) - len(shown)
    more = (
        f"Показаны самые длинные. Ещё {counted(left, 'отрывок', 'отрывка', 'отрывков')} короче."
        if left
        else ""
    )
    return Page(sides, summary, "", items, more, compare_url)


def _side(file: PackageFile, share: float) -> Side:
    package = file.package
    return Side(
        f"{package.school.short_name}, пакет {package.number}",
        file.name,
        url_for("packages.file", number=package.number, file=file.number),
        percent_ru(share * 100, 0) if share else "",
    )


def _item(number: int, laid: Laid, passage: Passage, files: tuple[PackageFile, PackageFile]) -> Item:
    first = _excerpt(files[0], laid.first, passage.first)
    second = _excerpt(files[1], laid.second, passage.second)
    begins = excerpt("".join(piece.text for piece in passage.first[0].pieces))
    return Item(f"p-{number}", f"Отрывок {number}", _words(passage.words), begins, first, second)


def _excerpt(file: PackageFile, places: Sequence[Place], slices: Sequence[Slice]) -> Excerpt:
    leaf, block = places[slices[0].text]
    url = address(Stand.FILE, file.package.number, file.number, leaf, block=block)
    whole = sum(len(piece.text) for one in slices for piece in one.pieces)
    return Excerpt(
        f"{file.package.school.short_name}, стр. {leaf}", url, tuple(_cut(slices)), whole > LONGEST
    )


def _cut(slices: Sequence[Slice]) -> Iterator[tuple[Piece, ...]]:
    """Return the paragraphs of a passage, no more than a page can hold."""
    left = LONGEST
    for one in slices:
        kept = []
        for piece in one.pieces:
            if left > 0:
                kept.append(Piece(piece.text[:left], piece.shared))
                left -= len(piece.text)
        if kept:
            yield tuple(kept)


def _words(count: int) -> str:
    return counted(count, "слово", "слова", "слов")
