"""Pages of recommendations: the list, a new one to several schools, one with what may be done next."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.forms import blame
from webapp.paging import read_place
from webapp.recommendations import forms, operations, pages, queries
from webapp.rendering import render, see_other
from webapp.tables import here
from workflows.recommendations import BY_SCHOOL, Move

section = Section("recommendations", __name__, url_prefix="/recommendations")
Reply = Response | WerkzeugResponse


@section.get("", access=P.READ_RECOMMENDATIONS)
def register() -> Reply:
    actor = current_actor()
    filters = queries.Filters(
        **{name: request.args.get(name, "")[:64] for name in ("school", "stage", "state")}
    )
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (int,))
    found = queries.register(filters, place, today_in(actor.zone))
    return render(
        "recommendations/register.html",
        lines=pages.lines(found.rows, actor),
        columns=pages.COLUMNS,
        filters=filters,
        states=pages.STATES,
        schools=[]
        if actor.of_school
        else [("", "Все школы"), *((slug, name) for slug, name, _ in queries.schools())],
        stages=[("", "Все этапы"), *((slug, title) for slug, title, _ in queries.stages())],
        next_url=here(after=found.after) if found.after else "",
        previous_url=here(before=found.before) if found.before else "",
        may_send=may(actor.role, P.SEND_RECOMMENDATIONS),
    )


@section.get("/new", access=P.SEND_RECOMMENDATIONS)
def new() -> Reply:
    schools, stages = queries.schools(), queries.stages()
    asked = request.args.get
    data = {
        "schools": [str(key) for slug, _name, key in schools if slug == asked("school", "")],
        "stage": next((str(key) for slug, _title, key in stages if slug == asked("stage", "")), ""),
        "ground": asked("ground", "")[:300],
    }
    return form_page(
        "recommendations/new.html", forms.SendForm(formdata=None, data=data).offer(schools, stages)
    )


@section.post("/new", access=P.SEND_RECOMMENDATIONS)
def send() -> Reply:
    form = forms.SendForm().offer(queries.schools(), queries.stages())
    if not form.validate():
        return form_page("recommendations/new.html", form, status=422)
    try:
        numbers = operations.send(form.school_ids, form.advice, actor=current_actor())
    except Invalid as error:
        return form_page("recommendations/new.html", form, error=error, status=422)
    if len(numbers) == 1:
        return see_other(once.leads_to(url_for(".show", number=numbers[0])))
    return see_other(once.leads_to(url_for(".register")))


@section.get("/<int:number>", access=P.READ_RECOMMENDATIONS)
def show(number: int) -> Reply:
    return _page(number)


@section.post("/<int:number>/answer/<move>", access=P.ANSWER_RECOMMENDATIONS)
def answer(number: int, move: str) -> Reply:
    return _moved(number, move, by_school=True)


@section.post("/<int:number>/decide/<move>", access=P.SEND_RECOMMENDATIONS)
def decide(number: int, move: str) -> Reply:
    return _moved(number, move, by_school=False)


def _moved(number: int, code: str, *, by_school: bool) -> Reply:
    what = next((one for one in Move if one.value == code and (one in BY_SCHOOL) is by_school), None)
    if what is None:
        raise NotThere
    form = forms.words_form(what, sent=True)
    if not form.validate():
        return _page(number, refused=(what, form), status=422)
    try:
        operations.move(number, what, form.words.data or "", actor=current_actor())
    except Invalid as error:
        return _page(number, refused=(what, form), error=error, status=422)
    return see_other(url_for(".show", number=number))


def _page(
    number: int,
    *,
    refused: tuple[Move, forms.WordsForm] | None = None,
    error: Invalid | None = None,
    status: int = 200,
) -> Reply:
    shown = {one.value: forms.words_form(one) for one in Move}
    if refused is not None:
        shown[refused[0].value] = refused[1]
    return render(
        "recommendations/show.html",
        page=pages.recommendation_page(queries.get(number), current_actor()),
        forms=shown,
        refused=refused[1] if refused else None,
        more=blame(refused[1], error) if refused else (),
        status=status,
    )
