"""What pages tell of documents that share text with one: lines for the macros of `templates/components/copies.html`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from webapp.formatting import percent_ru
from workflows.kinds import KINDS

if TYPE_CHECKING:
    from webapp.copies.queries import Found, Likeness
    from webapp.models import PackageFile

_WAITING = "Ещё не сопоставлен с документами других школ или не прочитан."
_NONE = "Похожих документов других школ не найдено."


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A document that shares text: whose it is and how much, in words; an address is '' where nothing may be read."""

    whose: str
    about: str
    shares: str
    name: str
    url: str
    passages_url: str


@dataclass(frozen=True, slots=True)
class Copies:
    """What the card «Похожие документы» of one file tells; `empty` instead of lines when there are none."""

    lines: tuple[CopyLine, ...]
    empty: str
    all_url: str


def copies(number: str, found: "Found") -> Copies:
    """Return the findings about one file of a package; documents of its own school are no findings."""
    lines = tuple(line(number, one) for one in found.likenesses if one.relation == "other_school")
    empty = _WAITING if found.unsketched else _NONE
    return Copies(lines, "" if lines else empty, url_for("copies.overview", number=number))


def line(number: str, one: "Likeness") -> CopyLine:
    kind = _kind(one.kind)
    other = one.other
    if other is None:
        words = f"Документ другой школы муниципалитета, {kind}"
        return CopyLine(words, "Вам он не виден.", _shares(one), "", "", "")
    theirs = other.package
    return CopyLine(
        f"{theirs.school.short_name}, пакет {theirs.number}",
        ", ".join((kind, f"{theirs.programme.year} год", f"редакция {one.version}")),
        _shares(one),
        other.name,
        url_for("packages.file", number=theirs.number, file=other.number),
        "" if one.is_same_file else _passages_url(number, one.file.number, other),
    )


def _shares(one: "Likeness") -> str:
    """«около 60 % этого файла и 45 % того»."""
    if one.is_same_file:
        return "тот же файл, байт в байт"
    return f"около {percent_ru(one.share, 0)} этого файла и {percent_ru(one.back, 0)} того"


def _kind(code: str) -> str:
    kind = KINDS.get(code)
    return kind.short_title if kind else code


def _passages_url(number: str, file: int, other: "PackageFile") -> str:
    return url_for(
        "copies.passages", number=number, file=file, other=other.package.number, other_file=other.number
    )
