"""The register of municipalities, for the administrator of the whole system."""

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import tables
from webapp.access.guard import Section
from webapp.access.permissions import Permission
from webapp.administration import operations, queries
from webapp.administration.forms import MunicipalityForm, values_of
from webapp.administration.queries import Terms
from webapp.errors import Invalid
from webapp.forms import blame
from webapp.rendering import render, see_other

Answer = Response | WerkzeugResponse
KEEP = Permission.KEEP_SYSTEM

section = Section("municipalities", __name__, url_prefix="/admin/municipalities")


@section.get("", access=KEEP)
def register() -> Answer:
    return render(
        "administration/municipalities.html",
        rows=queries.municipalities(),
        columns=tables.columns(
            "Муниципалитет", "Код", "Регион", "Часовой пояс", "Школ", numeric=frozenset({"Школ"})
        ),
    )


@section.get("/new", access=KEEP)
def new() -> Answer:
    return _new_page(MunicipalityForm(formdata=None, data=values_of(Terms())))


@section.post("/new", access=KEEP)
def add() -> Answer:
    form = MunicipalityForm()
    if not form.validate():
        return _new_page(form, status=422)
    try:
        operations.add_municipality(form.identity(), form.terms())
    except Invalid as error:
        return _new_page(form, blame(form, error), status=422)
    return see_other(url_for(".register"))


@section.get("/<code>", access=KEEP)
def edit(code: str) -> Answer:
    card = queries.municipality(code)
    return _edit_page(card, MunicipalityForm(formdata=None, data=values_of(card.terms, card)))


@section.post("/<code>", access=KEEP)
def correct(code: str) -> Answer:
    card, form = queries.municipality(code), MunicipalityForm()
    if not form.validate():
        return _edit_page(card, form, status=422)
    try:
        operations.correct_municipality(code, form.identity(), form.terms(), mark=form.mark.data or "")
    except Invalid as error:
        return _edit_page(card, form, blame(form, error), status=422)
    return see_other(url_for(".register"))


def _new_page(form: MunicipalityForm, more: tuple[str, ...] = (), *, status: int = 200) -> Answer:
    return render(
        "administration/new_municipality.html", form=form, more=more, errors=status != 200, status=status
    )


def _edit_page(
    card: queries.MunicipalityCard, form: MunicipalityForm, more: tuple[str, ...] = (), *, status: int = 200
) -> Answer:
    return render(
        "administration/municipality.html",
        card=card,
        form=form,
        more=more,
        errors=status != 200,
        status=status,
    )
