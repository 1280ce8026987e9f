"""What a person typed into the search, and where it is found in a text: plain values, no database, no HTML.

Words are compared by their Russian stems, ё as е, in any case. One word of letters and figures together («сош6») is a
phrase of its parts («СОШ № 6»), like words joined by a hyphen and whatever stands in quotes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

LONGEST = 200
"""Characters of a query that are read; the rest is left out."""
MOST_TERMS = 12
MOST_WORDS = 24
WORD_LENGTH = 64
AROUND = 220
"""Characters of a snippet."""
STOP = (
    "и", "в", "во", "на", "не", "что", "с", "со", "как", "а", "то", "но", "по", "за", "из", "у", "о", "об",
    "от", "до", "для", "при", "к", "ко", "же", "бы", "ли", "над", "под", "через", "без", "их", "его", "ее",
)  # fmt: skip
"""Words that stand on every page: looked for only in quotes, or when nothing else was typed."""

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~@"
_RUSSIAN_KEYS = 'йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё"'
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm")
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_LATIN, _CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[а-яё]")
_PLAIN = re.compile(r"[0-9a-zа-я]+")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f\u200b-\u200d])*")
_PARTS = re.compile(r"[0-9]+|[a-z\u0430-\u04ff]+")
_QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]*)[»\"”“]")
_BETWEEN = re.compile(r"[\s,;:!?()]+")
_SPACE = re.compile(r"\s+")
_stemmer = snowballstemmer.stemmer("russian")

Term = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every term must be there; a term of several stems stands as a phrase."""

    typed: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class Token:
    """A stem and where its word stands in the text."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a term stands in a text, and which of the query's."""

    start: int
    end: int
    term: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text; `hit` when it is what was looked for."""

    text: str
    hit: bool = False


def parse(typed: str) -> Query:
    """Return what a person looks for; without terms when nothing searchable was typed."""
    text = typed.strip()[:LONGEST]
    quoted = [_stems(words) for words in _QUOTED.findall(text)]
    loose = [_stems(word) for word in _BETWEEN.split(_QUOTED.sub(" ", text))]
    telling = [term for term in loose if term and not (len(term) == 1 and term[0] in _STOP_STEMS)]
    chosen = [term for term in quoted if term] + telling
    terms = tuple(dict.fromkeys(chosen or [term for term in loose if term]))
    return Query(text, _bounded(terms))


def other_layouts(typed: str) -> tuple[str, ...]:
    """Return what the same keys would have typed in the other keyboard layout; nothing without such a reading."""
    text = typed.strip()[:LONGEST].casefold()
    quotes = str.maketrans('"', '"') if _QUOTED.search(text) else {}
    if _LATIN.search(text):
        other = text.translate(_TO_RUSSIAN | quotes)
    elif _CYRILLIC.search(text):
        other = text.translate(_TO_LATIN)
    else:
        return ()
    terms = parse(other).terms
    return (other,) if terms and terms != parse(text).terms else ()


def lex(text: str) -> str:
    """Return the stems of a text in their order, by single spaces: what an index keeps."""
    return " ".join(stem for word in _WORD.findall(text) for stem in _stems_of_word(word))


def tokens(text: str) -> Iterator[Token]:
    """Return the stems of a text, each with the place of its word, in their order."""
    for found in _WORD.finditer(text):
        for stem in _stems_of_word(found.group()):
            yield Token(stem, found.start(), found.end())


def hits(text: str, query: Query) -> tuple[Hit, ...]:
    """Return where the terms stand in a text, in its order; those of one place do not overlap."""
    words = tuple(tokens(text))
    found: list[Hit] = []
    place = 0
    while place < len(words):
        matched = _longest(words, place, query.terms)
        if matched is None:
            place += 1
            continue
        length = len(query.terms[matched])
        last = words[place + length - 1]
        found.append(Hit(words[place].start, last.end, matched))
        place += length
    return tuple(found)


def snippet(text: str, query: Query, *, around: int = AROUND) -> tuple[Piece, ...]:
    """Return the stretch of a text where most of the terms stand together, white space folded; its beginning else."""
    found = hits(text, query)
    start, end = _window(text, found, around)
    inside = [hit for hit in found if hit.start >= start and hit.end <= end]
    pieces = [Piece("… ")] if start > 0 else []
    pieces += _cut(text, start, end, inside)
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return tuple(piece for piece in pieces if piece.text)


def marked(text: str, query: Query) -> tuple[Piece, ...]:
    """Return a whole text with the places of hits."""
    return tuple(piece for piece in _cut(text, 0, len(text), hits(text, query)) if piece.text)


def best_place(text: str, query: Query) -> int:
    """Return where the first hit of the snippet stands in the text: where a reader is led to; 0 without hits."""
    found = hits(text, query)
    start, end = _window(text, found, AROUND)
    return next((hit.start for hit in found if hit.start >= start and hit.end <= end), 0)


def _bounded(terms: Sequence[Term]) -> tuple[Term, ...]:
    kept: list[Term] = []
    for term in terms[:MOST_TERMS]:
        room = MOST_WORDS - sum(map(len, kept))
        if room > 0:
            kept.append(term[:room])
    return tuple(kept)


def _stems(text: str) -> Term:
    return tuple(stem for word in _WORD.findall(text) for stem in _stems_of_word(word))


@lru_cache(maxsize=200_000)
def _stems_of_word(word: str) -> Term:
    """Return the stems of one unbroken word: its letters and its figures apart."""
    return tuple(_stem(part) for part in _PARTS.findall(_folded(word)))


def _folded(word: str) -> str:
    """Lower case, ё as е, without accents and soft hyphens, Latin letters among Russian ones mended."""
    plain = unicodedata.normalize("NFC", word.casefold()).replace("ё", "е")
    if not _PLAIN.fullmatch(plain):
        plain = "".join(_bare(letter) for letter in plain)
    return plain.translate(_LOOKALIKES) if _CYRILLIC.search(plain) else plain


def _bare(letter: str) -> str:
    if "\u0400" <= letter <= "\u04ff":
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter).casefold() if part.isalnum())


def _stem(part: str) -> str:
    """Return the stem of the stem, until there is no shorter: «дефицит» and «дефициты» meet at the end of it."""
    stem = part[:WORD_LENGTH]
    while (shorter := str(_stemmer.stemWord(stem))) and shorter != stem:
        stem = shorter
    return stem


_STOP_STEMS = frozenset(stem for word in STOP for stem in _stems_of_word(word))


def _longest(words: Sequence[Token], place: int, terms: Sequence[Term]) -> int | None:
    """Return which term begins at this token, the longest of several."""
    fitting = [
        number
        for number, term in enumerate(terms)
        if term[0] == words[place].stem
        and tuple(token.stem for token in words[place : place + len(term)]) == term
    ]
    return max(fitting, key=lambda number: len(terms[number]), default=None)


def _window(text: str, found: Sequence[Hit], around: int) -> tuple[int, int]:
    """Return the stretch with most terms in it, the first of equals, widened to whole words."""
    if not found:
        return 0, _word_end(text, min(around, len(text)))
    best = max(found, key=lambda hit: (_terms_within(found, hit, around), -hit.start))
    start = max(0, best.start - around // 4)
    end = min(len(text), max(start + around, best.end))
    return _word_start(text, start), _word_end(text, end)


def _terms_within(found: Iterable[Hit], first: Hit, around: int) -> int:
    limit = first.start + around * 3 // 4
    return len({hit.term for hit in found if hit.start >= first.start and hit.end <= limit})


def _word_start(text: str, place: int) -> int:
    while place > 0 and not text[place - 1].isspace():
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


def _cut(text: str, start: int, end: int, inside: Iterable[Hit]) -> list[Piece]:
    edges = [(start, start), *((hit.start, hit.end) for hit in _apart(inside)), (end, end)]
    pieces: list[Piece] = []
    for (before, after), (next_start, _) in pairwise(edges):
        if before < after:
            pieces.append(Piece(_folded_space(text[before:after]), hit=True))
        pieces.append(Piece(_folded_space(text[after:next_start])))
    return pieces


def _apart(inside: Iterable[Hit]) -> Iterator[Hit]:
    """A word of letters and figures is several tokens of one place: it is shown as one hit."""
    last = -1
    for hit in inside:
        if hit.start >= last:
            yield hit
            last = hit.end


def _folded_space(text: str) -> str:
    return _SPACE.sub(" ", text)
