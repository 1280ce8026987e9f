"""Who is to examine a package."""

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, Stale
from webapp.forms import blame
from webapp.packages import forms, operations, pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other


@section.get("/<number>/experts", access=P.ASSIGN_EXPERTS)
def experts(number: str) -> Reply:
    return _experts_page(number, forms.ExpertForm())


@section.post("/<number>/experts", access=P.ASSIGN_EXPERTS)
def assign_expert(number: str) -> Reply:
    form = forms.ExpertForm()
    form.expert.choices = pages.expert_choices(queries.experts(), {})
    if not form.validate():
        return _experts_page(number, form, status=422)
    try:
        operations.assign_expert(number, int(form.expert.data), actor=current_actor())
    except Invalid as error:
        return _experts_page(number, form, status=422, error=error)
    return see_other(url_for(".experts", number=number))


@section.post("/<number>/experts/joint", access=P.ASSIGN_EXPERTS)
def set_joint(number: str) -> Reply:
    dossiers.get(number)
    form = forms.JointForm()
    if not form.validate():
        raise Stale("Страница устарела. Обновите её и повторите.")
    try:
        operations.set_joint(
            number, joint=bool(form.joint.data), seen=form.seen.data or 0, actor=current_actor()
        )
    except Invalid as error:
        return _experts_page(number, forms.ExpertForm(), status=422, error=error)
    return see_other(url_for(".experts", number=number))


@section.get("/<number>/decline", access=P.EXAMINE)
def decline(number: str) -> Reply:
    return _decline_page(number, forms.ReasonForm())


@section.post("/<number>/decline", access=P.EXAMINE)
def send_decline(number: str) -> Reply:
    form = forms.ReasonForm()
    dossiers.get(number)
    if not form.validate():
        return _decline_page(number, form, status=422)
    try:
        operations.decline(number, form.text.data or "", actor=current_actor())
    except Invalid as error:
        return _decline_page(number, form, status=422, error=error)
    return see_other(url_for("dashboard.home"))


def _decline_page(
    number: str, form: forms.ReasonForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package, actor = dossiers.get(number), current_actor()
    if not queries.may_decline(package, actor.user_id):
        return see_other(url_for(".show", number=number))
    return render("packages/decline.html", status=status, package=package, form=form, more=blame(form, error))


def _experts_page(
    number: str, form: forms.ExpertForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package = dossiers.get(number)
    load = queries.load()
    form.expert.choices = pages.expert_choices(queries.candidates(package), load)
    joint = forms.JointForm(data={"joint": package.joint, "seen": package.seen}, formdata=None)
    return render(
        "packages/experts.html",
        status=status,
        package=package,
        form=form,
        joint=joint if package.state in operations.BEFORE_EXPERTISE else None,
        more=blame(form, error),
        assigned=queries.assigned(package.id),
        load=load,
    )
