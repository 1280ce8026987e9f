"""Places in a document that marks and remarks point to: shown on its pages, listed below them, put by a form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from wtforms import FloatField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.errors import Invalid
from webapp.forms import Form, choices_of
from webapp.preview import Stand, address
from workflows.file_rules import FileKind
from workflows.places import QUOTE_LIMIT, Place, quoted, region
from workflows.reading import DRAWN
from workflows.vocabulary import Labelled

if TYPE_CHECKING:
    from webapp.models import Pin
    from webapp.reading.queries import Look
    from webapp.remarks.queries import Pinned


class Extent(Labelled):
    """How much of a page is meant."""

    PAGE = "page", "Страница целиком"
    REGION = "region", "Область страницы"
    QUOTE = "quote", "Цитата"


class PinForm(Form):
    """A place; `owner` is the code of a criterion or the number of a remark."""

    owner = StringField("За чем закрепить", validators=[InputRequired(), Length(max=64)])
    file = IntegerField("Файл", validators=[InputRequired()])
    page = IntegerField("Страница", validators=[InputRequired()])
    extent = RadioField(
        "Что закрепить", choices=choices_of(Extent), default=Extent.PAGE.value, validators=[InputRequired()]
    )
    x = FloatField("Отступ слева, %", validators=[Optional()])
    y = FloatField("Отступ сверху, %", validators=[Optional()])
    width = FloatField("Ширина, %", validators=[Optional()])
    height = FloatField("Высота, %", validators=[Optional()])
    quote = TextAreaField("Цитата", validators=[Optional(), Length(max=QUOTE_LIMIT)])

    def place(self) -> Place:
        """Return the place that was chosen; raises Invalid."""
        if not self.validate():
            raise Invalid("Выберите, за чем и какое место закрепить: размеры области – числами.")
        place = Place(self.file.data or 0, max(self.page.data or 1, 1))
        if self.extent.data == Extent.QUOTE:
            if not (self.quote.data or "").strip():
                raise Invalid("Вставьте слова документа, за которыми закрепляете.", "quote")
            return Place(place.file, place.page, quote=(self.quote.data or "").strip())
        if self.extent.data == Extent.PAGE:
            return place
        shares = [(one.data or 0.0) / 100 for one in (self.x, self.y, self.width, self.height)]
        part = region(*shares)
        if part is None:
            raise Invalid("Обведите область на странице или укажите её ширину и высоту в процентах.", "width")
        return Place(place.file, place.page, part)


@dataclass(frozen=True, slots=True)
class Pinning:
    """The form below a page: where it sends, what it may pin, and the page it pins to."""

    url: str
    what: str
    owners: tuple[tuple[str, str, bool], ...]
    stand: Stand
    file: int
    page: int
    drawn: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PinItem:
    """A pin beside the document: its number on the page, what it belongs to, where it leads."""

    number: int
    label: str
    note: str
    where: str
    quote: str
    url: str
    here: bool
    """On the page that is shown."""
    x: float | None
    y: float | None
    width: float | None
    height: float | None
    lost: str
    """Why the place is not in this file, '' when it is."""
    remove_url: str


def pin_items(
    pinned: "Pinned", look: "Look", stand: Stand, number: str, remove_url: "Callable[[Pin], str]"
) -> tuple[PinItem, ...]:
    """Return the pins of a file and of those it came instead of.

    `remove_url` gives '' for a pin that the person may not take off."""
    own = [pin for pin in pinned.pins if pin.file_id == look.file.id or pin.file_id in pinned.earlier]
    build = _Builder(look, stand, number, pinned.texts)
    return tuple(build.item(place, pin, remove_url(pin)) for place, pin in enumerate(own, start=1))


def evidence_link(pin: "Pin", stand: Stand, number: str) -> tuple[str, str]:
    """Return «Справка, стр. 4» and the address that turns to it."""
    return f"{PurePath(pin.file.name).stem}{_where(pin)}", _address(
        pin, stand, number, pin.file.number, pin.page
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    look: "Look"
    stand: Stand
    number: str
    texts: Mapping[int, str]

    def item(self, place: int, pin: "Pin", remove_url: str) -> PinItem:
        same = pin.file_id == self.look.file.id
        page, lost = self._found(pin, same=same)
        file, stand = (pin.file, Stand.FILE) if lost and not same else (self.look.file, self.stand)
        boxed = not lost and pin.x is not None
        return PinItem(
            number=place,
            label=f"Замечание {pin.remark.number}" if pin.remark else f"Критерий {pin.criterion}",
            note=pin.remark.text if pin.remark else "",
            where=_where(pin, page).removeprefix(", ") or "документ",
            quote=pin.quote,
            url=_address(pin, stand, self.number, file.number, page),
            here=not lost and page == self.look.page,
            x=_percent(pin.x) if boxed else None,
            y=_percent(pin.y) if boxed else None,
            width=_percent(pin.width) if boxed else None,
            height=_percent(pin.height) if boxed else None,
            lost=lost,
            remove_url=remove_url,
        )

    def _found(self, pin: "Pin", *, same: bool) -> tuple[int, str]:
        """Return the page of a pin in the file that is shown, and why it is not there."""
        if not pin.quote:
            return pin.page, "" if same else "закреплено в прежней редакции файла"
        if not self.texts:
            return pin.page, "" if same else "текст этой редакции ещё не прочитан"
        for page in (pin.page, *sorted(self.texts)):
            if quoted(self.texts.get(page, ""), pin.quote):
                return page, ""
        return pin.page, "в тексте не найдена" if same else "цитата не найдена в этой редакции"


def _where(pin: "Pin", page: int = 0) -> str:
    return f", стр. {page or pin.page}" if FileKind(pin.file.kind) in DRAWN else ""


def _address(pin: "Pin", stand: Stand, number: str, file: int, page: int) -> str:
    as_text = bool(pin.quote) and FileKind(pin.file.kind) in DRAWN
    return address(stand, number, file, page, as_text=as_text)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
