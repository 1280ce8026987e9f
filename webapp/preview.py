"""A document shown inside the product: one page of it as a picture or as text, and the ways to turn it.

The same viewer stands on the page of a file, below its row in a package, and beside the criteria sheet."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import request, url_for

from webapp.access.actor import current_actor
from webapp.documents import printer
from webapp.documents.display import Piece, Placed, pieces, portion_of, portions
from webapp.formatting import removed_ru
from webapp.tables import TabItem
from workflows.file_rules import FileKind
from workflows.places import runs
from workflows.reading import DRAWN, PRINTED, ReadingState

if TYPE_CHECKING:
    from webapp.pinning import PinItem, Pinning
    from webapp.reading.queries import Look

TEXT, PAGES = "text", "pages"
"""Values of `view` in an address: the text of a page beside the sheet; the pages of an office document."""
READY = "Просмотр готов."
_LEAVES = {
    **dict.fromkeys((FileKind.XLSX, FileKind.ODS, FileKind.CSV), "Лист"),
    **dict.fromkeys((FileKind.PPTX, FileKind.ODP), "Слайд"),
}
_DIGITS = 6
_NO_TEXT = (
    "На этой странице нет текста, только изображение: поиск и сравнение её не видят. Смотрите саму страницу."
)
_BLANK = "Здесь ничего нет: лист пуст."


class Stand(StrEnum):
    """Where the viewer stands: it turns its pages at the address of that place."""

    FILE = "file"
    ROW = "row"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Turning:
    """The ways from one page to another; an address is '' where there is nothing to press."""

    word: str
    """What a leaf is called."""
    place: str
    page: int
    pages: int
    previous_url: str
    next_url: str
    jump_url: str
    tabs: tuple[TabItem, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What is still being made. `wanted` is the page to ask for, 0 for none; `missing`: its reader sees nothing yet."""

    waiting: bool
    missing: bool
    wanted: int
    want_url: str
    poll_url: str
    """This very page with what is known of it: nothing is swapped while nothing has changed."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Which part of a long text is shown, with the ways to the others."""

    words: str
    pieces: tuple[Piece, ...]
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the macros of `components/preview.html` draw."""

    id: str
    stand: Stand
    file: int
    title: str
    turning: Turning
    making: Making
    image_url: str
    alt: str
    text: Portion | None
    problem: str
    empty: str
    notices: tuple[str, ...]
    view: str
    """`TEXT`, `PAGES`, or '' for what a file of this kind is first shown as."""
    other_url: str
    """The text instead of the pictures, or the other way round."""
    other_words: str
    original_url: str
    here_url: str
    """This very page, for those whose browser does not ask again by itself."""
    pins: "tuple[PinItem, ...]" = ()
    pinning: "Pinning | None" = None

    @property
    def title_words(self) -> str:
        """What distinguishes this page from the first view of the file in its title."""
        return {TEXT: " текстом", PAGES: " страницами"}.get(self.view, "")

    @property
    def prefix(self) -> str:
        """Before the identifiers of blocks: several viewers may be open on one page."""
        return f"file-{self.file}-" if self.stand is Stand.ROW else ""

    def runs(self, text: str) -> tuple[tuple[str, int], ...]:
        """Return a text of the page cut where pinned quotations stand in it, each with its number."""
        return runs(text, [(one.number, one.quote) for one in self.pins if one.here and one.quote])


def address(
    stand: Stand,
    number: str,
    file: int,
    page: int = 1,
    *,
    as_text: bool = False,
    as_pages: bool = False,
    part: int = 0,
    block: int = 0,
    known: str = "",
) -> str:
    """Return where a page of a file is shown, at a block of its text when one is named.

    Without scripts the viewer of a row leads to the page of its file."""
    values: dict[str, Any] = {"page": page if page > 1 else None, "part": part if part > 1 else None}
    values["known"] = known or None
    if block:
        values |= {"block": block, "_anchor": f"block-{block}"}
    view = PAGES if as_pages else TEXT if as_text and stand is Stand.SHEET else None
    if stand is Stand.SHEET:
        return url_for("expertise.sheet", number=number, file=file, view=view, **values)
    endpoint = "packages.text" if as_text else "packages.file"
    return url_for(endpoint, number=number, file=file, view=view, **values)


def viewer(
    look: "Look",
    stand: Stand,
    number: str,
    *,
    part: int = 0,
    block: int = 0,
    pins: "tuple[PinItem, ...]" = (),
    pinning: "Pinning | None" = None,
) -> Viewer:
    """Return the viewer of one page with the pins of its file, and the form that puts one where a person may.

    The pages of an office document carry none: another printer breaks them elsewhere.

    Of a long text it is the portion `part`, else the one that holds the block."""
    file, picture, text = look.file, look.picture, look.as_text
    shown = look.is_drawn and picture is not None and picture.picture is not None
    gone = removed_ru(file.removed_at, file.removed_by_name, ZoneInfo(current_actor().zone))
    return Viewer(
        id=viewer_id(stand, file.number),
        stand=stand,
        file=file.number,
        title=file.name,
        turning=_turning(look, stand, number),
        making=_making(look, stand, number, shown=shown),
        image_url=url_for("packages.picture", number=number, file=file.number, page=look.page)
        if shown
        else "",
        alt=f"Страница {look.page} документа «{file.name}». Её текст открывается по ссылке «Текстом».",
        text=_portion(look, stand, number, part, block),
        problem=gone or _problem(look, shown=shown),
        empty=_empty(look),
        notices=tuple(one.label for one in look.notices),
        view=PAGES if look.as_pages else TEXT if text else "",
        other_url=_other(look, stand, number),
        other_words="Текстом" if look.is_drawn else "Страницей" if text else "Страницами",
        original_url="" if gone else url_for("packages.original", number=number, file=file.number),
        here_url=_here(look, stand, number),
        pins=() if look.as_pages else pins,
        pinning=None if look.as_pages or gone else pinning,
    )


def viewer_id(stand: Stand, file: int) -> str:
    """Return the identifier of a viewer, by which a fragment of it is asked for."""
    return {Stand.FILE: "preview", Stand.SHEET: "doc-view"}.get(stand, f"file-{file}-preview")


def unchanged(look: "Look") -> bool:
    """Tell whether this request is a poll of a page that has not changed since."""
    return request.args.get("known", "") == progress(look)


def progress(look: "Look") -> str:
    """Return what tells one state of the making from another: a poll that finds the same one changes nothing."""
    picture = look.picture
    return f"{look.state.value}-{picture.state.value if picture else 'none'}-{look.pages}"


def _here(look: "Look", stand: Stand, number: str) -> str:
    return address(stand, number, look.file.number, look.page, as_text=look.as_text, as_pages=look.as_pages)


def _other(look: "Look", stand: Stand, number: str) -> str:
    """Return the address of the same as text, or as pages; '' where there is one way to see it."""
    kind, file = FileKind(look.file.kind), look.file.number
    if look.file.removed_at is not None:
        return ""
    if kind in DRAWN:
        return address(stand, number, file, look.page, as_text=not look.as_text)
    if kind not in PRINTED or not printer.available():
        return ""
    return address(stand, number, file, as_pages=not look.as_pages)


def _turning(look: "Look", stand: Stand, number: str) -> Turning:
    def to(page: int) -> str:
        return address(stand, number, look.file.number, page, as_text=look.as_text, as_pages=look.as_pages)

    return Turning(
        word=_leaf_word(look),
        place=_place(look),
        page=look.page,
        pages=look.pages,
        previous_url=to(look.page - 1) if look.page > 1 else "",
        next_url=to(look.page + 1) if look.page < look.pages else "",
        jump_url=to(1) if look.pages > 2 else "",
        tabs=tuple(
            TabItem(title or f"{_leaf_word(look)} {page}", to(page), None, page == look.page)
            for page, title in enumerate(look.titles, start=1)
        )
        if any(look.titles)
        else (),
    )


def _making(look: "Look", stand: Stand, number: str, *, shown: bool) -> Making:
    reading, picture = look.state is ReadingState.WAITING, look.picture
    on_its_way = picture is not None and picture.state is ReadingState.WAITING
    unasked = look.is_drawn and picture is None
    missing = unasked and (look.as_pages or not (reading and look.page == 1))
    wanted = look.page if missing else look.page + 1 if shown and not look.ahead else 0
    polled = reading or missing or (look.is_drawn and on_its_way)
    poll = address(
        stand,
        number,
        look.file.number,
        look.page,
        as_text=look.as_text,
        as_pages=look.as_pages,
        known=progress(look),
    )
    return Making(
        waiting=(on_its_way or (unasked and not missing)) if look.is_drawn else reading,
        missing=missing,
        wanted=wanted,
        want_url=url_for("packages.want_page", number=number, file=look.file.number),
        poll_url=poll if polled else "",
    )


def _portion(look: "Look", stand: Stand, number: str, part: int, block: int) -> Portion | None:
    if look.leaf is None or not look.leaf.text.strip():
        return None
    parts: tuple[tuple[Placed, ...], ...] = portions(look.leaf.blocks)
    part = min(part, len(parts)) if part > 0 else portion_of(parts, block)

    def to(one: int) -> str:
        return address(
            stand, number, look.file.number, look.page, as_text=look.as_text, as_pages=look.as_pages, part=one
        )

    return Portion(
        words=f"Часть {part} из {len(parts)}" if len(parts) > 1 else "",
        pieces=pieces(parts[part - 1]),
        previous_url=to(part - 1) if part > 1 else "",
        next_url=to(part + 1) if part < len(parts) else "",
    )


def _problem(look: "Look", *, shown: bool) -> str:
    """Return why the page is not shown, or why its text will not be; '' when all is well."""
    picture = look.picture.problem if look.is_drawn and look.picture else None
    found = picture or look.problem
    return found.label if found and (look.state is ReadingState.FAILED or not shown) else ""


def _empty(look: "Look") -> str:
    if look.is_drawn or look.state is not ReadingState.READY or (look.leaf and look.leaf.text.strip()):
        return ""
    return _NO_TEXT if FileKind(look.file.kind) in DRAWN else _BLANK


def _leaf_word(look: "Look") -> str:
    return "Страница" if look.as_pages else _LEAVES.get(FileKind(look.file.kind), "Страница")


def _place(look: "Look") -> str:
    """Return where in the document the reader is, '' in one that has no pages."""
    kind = FileKind(look.file.kind)
    if kind.is_image:
        return "Изображение"
    if not look.is_drawn and kind not in DRAWN and kind not in _LEAVES:
        return "Документ целиком"
    word = _LEAVES.get(kind, "Стр.")
    return f"{word} {look.page}" + (f" из {look.pages}" if look.pages else "")


def leaf_name(kind: str, leaf: int) -> str:
    """Return what a page, sheet or slide is called in a line of text; '' in a document that has none."""
    known = FileKind(kind)
    if known.is_image or (known not in DRAWN and known not in _LEAVES):
        return ""
    return f"{_LEAVES.get(known, 'Стр.').lower()} {leaf}"


def asked(raw: str) -> int:
    """Return a page, part or block as an address or a form names it; 0 when it names none."""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= _DIGITS else 0


def stand_of(raw: str) -> Stand:
    return Stand(raw) if raw in set(Stand) else Stand.FILE
