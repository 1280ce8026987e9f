"""What an order changes in one measure: its deadline, its reading, its being in the roadmap."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import url_for

from webapp.access.actor import Actor, current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.forms import Form
from webapp.rendering import see_other
from webapp.roadmap import forms, operations, queries
from webapp.roadmap.pages import item_title, term
from webapp.roadmap.views.blueprint import Reply, section


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its words, its form, its act."""

    title: str
    lead: str
    button: str
    form: type[Form]
    act: Callable[[str, Any, Actor], None]


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "transfer": Change(
            "Перенос срока",
            "Прежний срок останется в истории. Показатель на прошедшие даты не изменится.",
            "Перенести срок",
            forms.TransferForm,
            lambda ref, form, actor: operations.transfer(ref, form.said(), actor=actor),
        ),
        "reading": Change(
            "Уточнение срока",
            "Слова документа останутся, изменится только их прочтение. Оно действует с того дня, что и сам срок.",
            "Сохранить прочтение",
            forms.ReadingForm,
            lambda ref, form, actor: operations.clarify(
                ref, form.deadline.data or "", form.reason.data or "", actor=actor
            ),
        ),
        "exclusion": Change(
            "Исключение мероприятия",
            "Мероприятие останется в карте с пометкой и не будет считаться в показателе.",
            "Исключить мероприятие",
            forms.ExclusionForm,
            lambda ref, form, actor: operations.exclude(ref, form.said(), actor=actor),
        ),
        "return": Change(
            "Возврат мероприятия",
            "Мероприятие снова считается с сегодняшнего дня. Для дней, когда оно было исключено, ничего не меняется.",
            "Вернуть мероприятие",
            forms.ReturnForm,
            lambda ref, form, actor: operations.bring_back(
                ref, form.order.data or "", form.reason.data or "", actor=actor
            ),
        ),
    }
)


@section.get("/items/<ref>/changes/<what>", access=P.CONFIRM_MEASURES)
def changing(ref: str, what: str) -> Reply:
    change = _change(what)
    today = today_in(current_actor().zone).isoformat()
    return _page(ref, what, change.form(data={"since": today}))


@section.post("/items/<ref>/changes/<what>", access=P.CONFIRM_MEASURES)
def change(ref: str, what: str) -> Reply:
    found = _change(what)
    form = found.form()
    if not form.validate():
        return _page(ref, what, form, status=422)
    try:
        found.act(ref, form, current_actor())
    except Invalid as error:
        return _page(ref, what, form, error=error, status=422)
    return see_other(url_for(".item", ref=ref))


def _change(what: str) -> Change:
    if what not in CHANGES:
        raise NotThere
    return CHANGES[what]


def _page(ref: str, what: str, form: Form, *, error: Invalid | None = None, status: int = 200) -> Reply:
    line = queries.line(ref, today_in(current_actor().zone))
    return form_page(
        "roadmap/change.html",
        form,
        error=error,
        status=status,
        what=what,
        change=_change(what),
        line=line,
        name=item_title(line),
        term=term(line),
    )
