"""Pages of experts: their load, packages given out at once, conflicts of interest."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import today_in
from webapp.errors import Invalid
from webapp.experts import forms, operations, pages, queries
from webapp.form_page import form_page
from webapp.forms import Form
from webapp.packages import operations as packages
from webapp.packages import queries as rows
from webapp.rendering import render, see_other
from webapp.tables import columns

section = Section("experts", __name__, url_prefix="/experts")
Answer = Response | WerkzeugResponse

EXPERTS = columns("Эксперт", "На экспертизе", "Конфликты интересов")
SHARE = columns("Пакет", "Уже назначены", "Назначить", "Не могут")
LOAD = columns("Эксперт", "Сейчас", "Станет")
CONFLICTS = columns("Кто", "Школа", "Причина", "Внёс", "Действие")


@section.get("", access=P.ASSIGN_EXPERTS)
def register() -> Answer:
    return render(
        "experts/register.html",
        experts=queries.experts(),
        columns=EXPERTS,
        waiting=len(rows.short_of_experts(None)),
        done=request.args.get("done", ""),
    )


@section.get("/assign", access=P.ASSIGN_EXPERTS)
def choose() -> Answer:
    return _choose_page(_share_form())


@section.get("/assign/preview", access=P.ASSIGN_EXPERTS)
def preview() -> Answer:
    if not request.args:
        return see_other(url_for(".choose"))
    form = _share_form()
    if not form.validate():
        return _choose_page(form, status=422)
    shorts = rows.short_of_experts(None, form.packages.data or ())
    picked = set(form.experts.data or ())
    people = [one for one in queries.experts() if one.user_id in picked]
    barriers = rows.Barriers.of(one.package for one in shorts)
    return _share_page(pages.share(shorts, people, barriers))


@section.post("/assign", access=P.ASSIGN_EXPERTS)
def assign() -> Answer:
    wanted = forms.chosen()
    try:
        if not wanted:
            raise Invalid("Назначьте хотя бы одного эксперта или вернитесь к выбору пакетов.")
        done = once.leads_to(url_for(".register", done=len(set(wanted))))
        packages.assign_experts(wanted, actor=current_actor())
    except Invalid as error:
        shorts = rows.short_of_experts(None, {number for number, _user in wanted} or ("",))
        barriers = rows.Barriers.of(one.package for one in shorts)
        return _share_page(pages.share(shorts, queries.experts(), barriers, wanted), error)
    return see_other(done)


@section.get("/conflicts", access=P.DECLARE_CONFLICTS)
def conflicts() -> Answer:
    return _conflicts_page(_conflict_form())


@section.post("/conflicts", access=P.DECLARE_CONFLICTS)
def declare() -> Answer:
    form = _conflict_form()
    if not form.validate():
        return _conflicts_page(form, status=422)
    try:
        operations.declare(
            form.school.data, form.reason.data or "", actor=current_actor(), user_id=form.person.data
        )
    except Invalid as error:
        return _conflicts_page(form, error, status=422)
    return see_other(url_for(".conflicts"))


@section.post("/conflicts/<int:conflict>/withdraw", access=P.DECLARE_CONFLICTS)
def withdraw(conflict: int) -> Answer:
    try:
        operations.withdraw(conflict, actor=current_actor())
    except Invalid as error:
        return _conflicts_page(_conflict_form(), error, status=422)
    return see_other(url_for(".conflicts"))


def _share_form() -> forms.ShareForm:
    form = forms.ShareForm(request.args)
    stage = queries.stage(request.args.get("stage", ""))
    form.packages.choices = [
        (one.package.number, pages.label(one)) for one in rows.short_of_experts(stage.id if stage else None)
    ]
    form.experts.choices = [(one.user_id, one.name) for one in queries.experts()]
    return form


def _choose_page(form: forms.ShareForm, *, status: int = 200) -> Answer:
    return render(
        "experts/choose.html",
        status=status,
        form=form,
        stages=queries.stages(),
        stage=request.args.get("stage", ""),
        hints={one.user_id: f"на экспертизе: {one.load}" for one in queries.experts()},
    )


def _share_page(share: pages.Share, error: Invalid | None = None) -> Answer:
    return form_page(
        "experts/share.html",
        Form(),
        error=error,
        status=422 if error else 200,
        share=share,
        columns=SHARE,
        load=LOAD,
    )


def _conflict_form() -> forms.ConflictForm:
    actor = current_actor()
    others = may(actor.role, P.ASSIGN_EXPERTS)
    people = list(queries.judges(today_in(actor.zone)).items()) if others else []
    if all(user != actor.user_id for user, _name in people):
        people.insert(0, (actor.user_id, actor.name))
    form = forms.ConflictForm()
    if form.person.data is None:
        form.person.data = actor.user_id
    return form.offer(people, [(one.id, one.short_name) for one in queries.schools()])


def _conflicts_page(form: forms.ConflictForm, error: Invalid | None = None, *, status: int = 200) -> Answer:
    return form_page(
        "experts/conflicts.html",
        form,
        error=error,
        status=status,
        declared=queries.declared(),
        columns=CONFLICTS,
        coordinator=may(current_actor().role, P.ASSIGN_EXPERTS),
    )
