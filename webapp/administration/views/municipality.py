"""What the coordinator decides for the own municipality: terms, limits, the heading of its papers."""

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.administration import operations, queries
from webapp.administration.forms import TermsForm, values_of
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.rendering import render, see_other

Answer = Response | WerkzeugResponse

section = Section("municipality", __name__, url_prefix="/municipality")


@section.get("", access=Permission.MANAGE_REGISTERS)
def show() -> Answer:
    card = queries.own_municipality(current_actor().municipality_id)
    return _page(card, TermsForm(formdata=None, data=values_of(card.terms, card)))


@section.post("", access=Permission.MANAGE_REGISTERS)
def set_terms() -> Answer:
    actor, form = current_actor(), TermsForm()
    card = queries.own_municipality(actor.municipality_id)
    if not form.validate():
        return _page(card, form, status=422)
    try:
        operations.set_terms(form.terms(), actor=actor, mark=form.mark.data or "")
    except Invalid as error:
        return _page(card, form, blame(form, error), status=422)
    return see_other(url_for(".show"))


def _page(
    card: queries.MunicipalityCard, form: TermsForm, more: tuple[str, ...] = (), *, status: int = 200
) -> Answer:
    return render(
        "administration/terms.html", card=card, form=form, more=more, errors=status != 200, status=status
    )
