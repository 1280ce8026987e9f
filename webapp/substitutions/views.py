"""Pages of leaves: the list, a new one with its preview, one leave, the summary for the one who comes back."""

from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.curators import queries as curators
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.rendering import render, see_other
from webapp.substitutions import forms, operations, pages, queries
from webapp.tables import columns

section = Section("substitutions", __name__, url_prefix="/curators/substitutions", nav="curators")
Answer = Response | WerkzeugResponse
COLUMNS = columns("Куратор в отпуске", "Дни", "Школы и замещающие", "Состояние")


@section.get("", access=P.READ_REGISTERS)
def register() -> Answer:
    actor = current_actor()
    today = today_in(actor.zone)
    lines = [pages.leave_line(row, today) for row in queries.leaves()]
    return render(
        "substitutions/register.html",
        lines=lines,
        columns=COLUMNS,
        may_manage=may(actor.role, P.MANAGE_REGISTERS),
    )


@section.get("/new", access=P.MANAGE_REGISTERS)
def new() -> Answer:
    people = curators.curator_options(today_in(current_actor().zone))
    raw = request.args.get("curator", "")
    absent = next((one for one in people if str(one.id) == raw), None)
    if absent is None:
        return render("substitutions/choose.html", people=people)
    return _page(absent, _form(absent, people))


@section.post("/new/<int:user_id>", access=P.MANAGE_REGISTERS)
def assign(user_id: int) -> Answer:
    actor = current_actor()
    people = curators.curator_options(today_in(actor.zone))
    absent = next((one for one in people if one.id == user_id), None)
    if absent is None:
        raise NotThere
    form = _form(absent, people)
    if not form.validate():
        return _page(absent, form, status=422)
    plan = form.plan(user_id)
    if "preview" in request.form:
        return _page(absent, form, plan=plan, reasons=operations.conflicts(plan, actor=actor))
    try:
        number = operations.assign(plan, actor=actor)
    except Invalid:
        reasons = operations.conflicts(plan, actor=actor)
        return _page(absent, form, plan=plan, reasons=reasons, status=422)
    return see_other(url_for(".show", number=number))


@section.get("/<int:number>", access=P.READ_SCHOOLS)
def show(number: int) -> Answer:
    actor, found = current_actor(), queries.leave(number)
    return render(
        "substitutions/show.html",
        number=number,
        line=pages.leave_line(queries.row_of(found), today_in(actor.zone)),
        found=found,
        may_manage=may(actor.role, P.MANAGE_REGISTERS),
        may_read=may(actor.role, P.READ_REGISTERS),
    )


@section.post("/<int:number>/end", access=P.MANAGE_REGISTERS)
def end(number: int) -> Answer:
    operations.end(number, actor=current_actor())
    return see_other(url_for(".show", number=number))


@section.get("/<int:number>/summary", access=P.READ_REGISTERS)
def summary(number: int) -> Answer:
    """What happened on the schools in the days of the leave, and what waits now."""
    actor, found = current_actor(), queries.leave(number)
    zone = ZoneInfo(actor.zone)
    return render(
        "substitutions/summary.html",
        number=number,
        line=pages.leave_line(queries.row_of(found), today_in(actor.zone)),
        acts=pages.acts(queries.acts(found, actor.zone), zone),
        said=pages.acts(queries.said(found, actor.zone), zone),
        waiting=pages.passing_over(queries.open_packages(queries.school_ids(found)), zone),
        own=found.absent_id == actor.user_id
        and found.dismissed_at is None
        and found.until < today_in(actor.zone),
    )


@section.post("/<int:number>/dismiss", access=P.COME_BACK)
def dismiss(number: int) -> Answer:
    operations.dismiss(number, actor=current_actor())
    return see_other(url_for("dashboard.home"))


def _form(absent: curators.Option, people: tuple[curators.Option, ...]) -> forms.LeaveForm:
    held = queries.held(absent.id, today_in(current_actor().zone))
    return forms.leave_form(held, [one for one in people if one.id != absent.id])


def _page(
    absent: curators.Option,
    form: forms.LeaveForm,
    *,
    plan: operations.Plan | None = None,
    reasons: tuple[str, ...] = (),
    status: int = 200,
) -> Answer:
    packages = queries.open_packages(plan.substitutes) if plan else ()
    return render(
        "substitutions/new.html",
        status=status,
        absent=absent,
        form=form,
        schools=form.schools(),
        planned=plan is not None,
        reasons=reasons,
        passing=pages.passing_over(packages, ZoneInfo(current_actor().zone)),
    )
