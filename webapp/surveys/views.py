"""Pages of surveys: the list, one survey with who took part, its form."""

from flask import Response, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.errors import Invalid
from webapp.form_page import form_page
from webapp.rendering import render, see_other
from webapp.surveys import forms, operations, pages, queries

section = Section("surveys", __name__, url_prefix="/surveys")
Reply = Response | WerkzeugResponse


@section.get("", access=P.READ_SURVEYS)
def register() -> Reply:
    actor = current_actor()
    rows = queries.register()
    return render(
        "surveys/register.html",
        lines=pages.lines(rows, queries.coverages(rows), actor),
        columns=pages.COLUMNS,
        may_manage=may(actor.role, P.MANAGE_SURVEYS),
    )


@section.get("/new", access=P.MANAGE_SURVEYS)
def new() -> Reply:
    return _form_page(_form())


@section.post("/new", access=P.MANAGE_SURVEYS)
def announce() -> Reply:
    form = _form()
    if not form.validate():
        return _form_page(form, status=422)
    try:
        number = operations.announce(form.facts(), actor=current_actor())
    except Invalid as error:
        return _form_page(form, error=error, status=422)
    return see_other(once.leads_to(url_for(".show", number=number)))


@section.get("/<int:number>", access=P.READ_SURVEYS)
def show(number: int) -> Reply:
    return _page(number)


@section.get("/<int:number>/edit", access=P.MANAGE_SURVEYS)
def edit(number: int) -> Reply:
    form = forms.SurveyForm(data=forms.values_of(queries.get(number))).offer(queries.programmes())
    return _form_page(form, number=number)


@section.post("/<int:number>/edit", access=P.MANAGE_SURVEYS)
def correct(number: int) -> Reply:
    queries.get(number)
    form = _form()
    if not form.validate():
        return _form_page(form, number=number, status=422)
    try:
        operations.correct(number, form.facts(), seen=form.known, actor=current_actor())
    except Invalid as error:
        return _form_page(form, number=number, error=error, status=422)
    return see_other(url_for(".show", number=number))


@section.post("/<int:number>/drop", access=P.MANAGE_SURVEYS)
def drop(number: int) -> Reply:
    operations.drop(number, actor=current_actor())
    return see_other(url_for(".register"))


@section.post("/<int:number>/mark", access=P.MARK_SURVEYS)
def mark(number: int) -> Reply:
    form = _offered(number, forms.MarkForm())
    if not form.validate() or form.taken_on.day is None:
        return _page(number, form=form, status=422)
    try:
        operations.mark(number, form.who.data, form.taken_on.day, actor=current_actor())
    except Invalid as error:
        return _page(number, form=form, error=error, status=422)
    return see_other(url_for(".show", number=number))


@section.post("/<int:number>/unmark", access=P.MARK_SURVEYS)
def unmark(number: int) -> Reply:
    form = forms.UnmarkForm()
    if not form.validate():
        return _page(number, status=422)
    operations.unmark(number, form.who.data or "", actor=current_actor())
    return see_other(url_for(".show", number=number))


def _offered(number: int, form: forms.MarkForm) -> forms.MarkForm:
    row, asked, marks = queries.whole(number)
    return form.offer(pages.to_mark(row, asked, marks, current_actor()))


def _form() -> forms.SurveyForm:
    return forms.SurveyForm().offer(queries.programmes())


def _form_page(
    form: forms.SurveyForm, *, number: int = 0, error: Invalid | None = None, status: int = 200
) -> Reply:
    return form_page("surveys/edit.html", form, error=error, number=number, status=status)


def _page(
    number: int, *, form: forms.MarkForm | None = None, error: Invalid | None = None, status: int = 200
) -> Reply:
    row, asked, marks = queries.whole(number)
    page = pages.survey_page(row, asked, marks, current_actor())
    fresh = forms.MarkForm(formdata=None, data={"taken_on": page.day})
    return form_page(
        "surveys/show.html",
        form or fresh.offer(pages.to_mark(row, asked, marks, current_actor())),
        error=error,
        page=page,
        columns=pages.ASKED_COLUMNS,
        status=status,
    )
