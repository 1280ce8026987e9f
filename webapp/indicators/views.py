"""The figures of a roadmap: the share on a date, plan and fact by years, both as table files."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.forms import blame
from webapp.indicators import forms, operations, pages, queries
from webapp.printing import xlsx
from webapp.rendering import render, see_other
from webapp.roadmap import queries as roadmaps
from workflows.file_rules import FileKind

section = Section("indicators", __name__, url_prefix="/roadmap", nav="roadmap")
Answer = Response | WerkzeugResponse


@section.get("/indicator", access=P.READ_ROADMAP)
def show() -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    asked = forms.read_asked(request, today)
    maps = roadmaps.listed()
    roadmap = roadmaps.chosen(asked.roadmap, today, maps)
    view = None
    if roadmap is not None and not asked.fault:
        found = queries.figures(roadmap, asked.on)
        view = pages.figure_page(found, queries.passed(found, today), asked, today, actor)
    return render(
        "indicators/show.html",
        status=422 if asked.fault else 200,
        view=view,
        asked=asked,
        roadmap=roadmap,
        roadmaps=maps,
    )


@section.get("/indicator.xlsx", access=P.READ_ROADMAP)
def export() -> Answer:
    today = today_in(current_actor().zone)
    asked = forms.read_asked(request, today)
    roadmap = roadmaps.chosen(asked.roadmap, today)
    if roadmap is None or asked.fault:
        raise NotThere
    columns, rows = pages.exported(queries.figures(roadmap, asked.on))
    title = f"Доля исполненных и подтверждённых мероприятий на {asked.on:%d.%m.%Y}"
    data = xlsx.write_table(columns, rows, title=title, sheet_name="Показатель")
    journal.record_download("roadmap.indicator_exported", kind="roadmap", object_id=roadmap.number)
    return attachment(
        data, f"Показатель {roadmap.number} на {asked.on:%d.%m.%Y}.xlsx", FileKind.XLSX.media_type
    )


@section.get("/years", access=P.READ_ROADMAP)
def years() -> Answer:
    return _years_page(request.args.get("map", ""))


@section.get("/years.xlsx", access=P.READ_ROADMAP)
def years_export() -> Answer:
    roadmap = roadmaps.chosen(request.args.get("map", ""), today_in(current_actor().zone))
    if roadmap is None:
        raise NotThere
    columns, rows = pages.exported_years(queries.yearly(roadmap))
    data = xlsx.write_table(
        columns, rows, title=f"План и факт по годам, {roadmap.title}", sheet_name="План и факт"
    )
    journal.record_download("roadmap.years_exported", kind="roadmap", object_id=roadmap.number)
    return attachment(data, f"План и факт по годам {roadmap.number}.xlsx", FileKind.XLSX.media_type)


@section.post("/years", access=P.CONFIRM_MEASURES, endpoint="close_year")
def close_year() -> Answer:
    number, form = request.args.get("map", ""), forms.close_year_form(())
    if not form.validate():
        return _years_page(number, form, status=422)
    try:
        operations.close_year(number, form.year.data, form.note.data or "", actor=current_actor())
    except Invalid as error:
        return _years_page(number, form, blame(form, error), status=422)
    return see_other(url_for(".years", map=number))


def _years_page(
    number: str, form: forms.CloseYearForm | None = None, more: tuple[str, ...] = (), *, status: int = 200
) -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    maps = roadmaps.listed()
    roadmap = roadmaps.chosen(number, today, maps)
    view = pages.years_page(queries.yearly(roadmap), today, actor) if roadmap else None
    fresh = forms.close_year_form(view.closable if view else (), fresh=True)
    if form is not None:
        form.year.choices = fresh.year.choices
    return render(
        "indicators/years.html",
        status=status,
        view=view,
        roadmap=roadmap,
        roadmaps=maps,
        form=form or fresh,
        more=more,
    )
