"""Reminding those whose turn it is: what will go is shown before it goes."""

from flask import url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.notifications import queries as people
from webapp.packages import operations
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other
from workflows.vocabulary import Event


@section.get("/<number>/reminder", access=P.REMIND)
def reminder(number: str) -> Reply:
    return _page(number)


@section.post("/<number>/reminder", access=P.REMIND)
def remind(number: str) -> Reply:
    dossiers.get(number)  # a package out of reach is not there, whatever was sent
    done = once.leads_to(url_for("dashboard.home", view="waiting"))
    try:
        operations.remind(number, actor=current_actor())
    except Invalid as error:
        return _page(number, error.sentence, status=422)
    return see_other(done)


def _page(number: str, refusal: str = "", *, status: int = 200) -> Reply:
    actor, package = current_actor(), dossiers.get(number)
    case = people.package_case(package.id)
    return render(
        "packages/reminder.html",
        status=status,
        package=package,
        names=people.addressees(package.id, but=actor.user_id),
        text=f"{Event.REMINDED.label}: {case.name}" if case else "",
        refusal=refusal or operations.refusal_to_remind(package, actor),
    )
