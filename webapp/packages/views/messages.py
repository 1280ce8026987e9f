"""The discussion of a package."""

from flask import Response, request, url_for

from webapp import once
from webapp.access.actor import Actor, current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.packages import forms, operations, pages
from webapp.packages.views.blueprint import Reply, section
from webapp.packages.views.show import show_page
from webapp.rendering import is_fragment, render, see_other
from workflows.vocabulary import SCHOOL_ROLES, Audience


@section.post("/<number>/messages", access=P.WRITE_MESSAGES)
def post_message(number: str) -> Reply:
    form, actor = forms.MessageForm(), current_actor()
    once.leads_to(url_for(".show", number=number))
    try:
        audience = _audience(form.audience.data or "", actor)
        message = operations.post_message(number, form.text.data or "", audience, actor=actor)
    except Invalid as error:
        return _composer(number, form.text.data or "", error.sentence)
    if not is_fragment():
        return see_other(url_for(".show", number=number, _anchor=f"message-{message.id}"))
    shown = pages.entry(dossiers.line_of(message), actor, pages.zone_of(actor))
    return render(
        "packages/message.html", block="message", entry=shown, number=number, audiences=pages.audiences(actor)
    )


@section.post("/<number>/messages/draft", access=P.WRITE_MESSAGES)
def save_draft(number: str) -> Reply:
    operations.save_message_draft(number, request.form.get("text", ""), actor=current_actor())
    return Response(status=204)


def _audience(chosen: str, actor: Actor) -> Audience:
    """Return who is to read the message: only a school needs not say it. Raises Invalid rather than guess."""
    if actor.role in SCHOOL_ROLES:
        return Audience.EVERYONE
    if chosen not in set(Audience):
        raise Invalid("Выберите, кто увидит сообщение: нажмите одну из кнопок под ним.", "audience")
    return Audience(chosen)


def _composer(number: str, text: str, error: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.package_page(found, actor, dossiers.stream(found.package))
    return show_page(found, page, text, error, status=422)
