"""The pages of the working-day calendar, for the administrator of the whole installation."""

from datetime import date

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.calendars import forms, operations, pages
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.forms import blame
from webapp.rendering import render, see_other
from workflows.working_days import DayChange

section = Section("calendar", __name__, url_prefix="/calendar")
Answer = Response | WerkzeugResponse


@section.get("", access=P.KEEP_SYSTEM)
def year() -> Answer:
    return _page(_asked_year())


@section.post("/days", access=P.KEEP_SYSTEM)
def enter() -> Answer:
    form = forms.DayForm()
    if not form.validate() or form.day.day is None:
        return _page(_asked_year(), day_form=form, status=422)
    change = DayChange(form.day.day, form.works.data == "1", form.name.data or "", form.source.data or "")
    operations.enter(change, actor=current_actor())
    return see_other(url_for(".year", year=change.day.year))


@section.post("/moves", access=P.KEEP_SYSTEM)
def move() -> Answer:
    form = forms.MoveForm()
    if not form.validate() or form.off.day is None or form.to.day is None:
        return _page(_asked_year(), move_form=form, status=422)
    try:
        operations.move(form.off.day, form.to.day, form.decree.data or "", actor=current_actor())
    except Invalid as error:
        blame(form, error)
        return _page(form.off.day.year, move_form=form, status=422)
    return see_other(url_for(".year", year=form.to.day.year))


@section.post("/days/<day>/reset", access=P.KEEP_SYSTEM)
def reset(day: str) -> Answer:
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise NotThere from error
    operations.reset(chosen, actor=current_actor())
    return see_other(url_for(".year", year=chosen.year))


def _asked_year() -> int:
    return pages.year_of(request.args.get("year", ""), today_in(current_actor().zone))


def _page(
    chosen: int,
    *,
    day_form: forms.DayForm | None = None,
    move_form: forms.MoveForm | None = None,
    status: int = 200,
) -> Answer:
    return render(
        "calendars/year.html",
        status=status,
        view=pages.year_page(chosen),
        day_form=day_form or forms.DayForm(formdata=None),
        move_form=move_form or forms.MoveForm(formdata=None),
        faulty=day_form or move_form,
    )
