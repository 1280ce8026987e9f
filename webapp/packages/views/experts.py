"""Who is to examine a package."""

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
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
    form.expert.choices = pages.expert_choices(queries.experts())
    if not form.validate():
        return _experts_page(number, form, status=422)
    try:
        operations.assign_expert(number, int(form.expert.data), actor=current_actor())
    except Invalid as error:
        return _experts_page(number, form, status=422, error=error)
    return see_other(url_for(".experts", number=number))


def _experts_page(
    number: str, form: forms.ExpertForm, *, status: int = 200, error: Invalid | None = None
) -> Reply:
    package = dossiers.get(number)
    form.expert.choices = pages.expert_choices(queries.candidates(package))
    return render(
        "packages/experts.html",
        status=status,
        package=package,
        form=form,
        more=blame(form, error),
        assigned=queries.assigned(package.id),
    )
