"""The coordinator removes what a file holds, for personal data."""

from flask import url_for

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.packages import forms, operations, pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render, see_other


@section.get("/<number>/files/<int:file>/removal", access=P.REMOVE_CONTENT)
def removal(number: str, file: int) -> Reply:
    row = queries.sent_file(dossiers.get(number), file)
    return _page(number, file, forms.RemovalForm(data={"name": pages.suggested_name(row)}))


@section.post("/<number>/files/<int:file>/removal", access=P.REMOVE_CONTENT)
def remove_content(number: str, file: int) -> Reply:
    form = forms.RemovalForm()
    if not form.validate():
        return _page(number, file, form, status=422)
    operations.remove_content(
        number, file, name=form.name.data or "", reason=form.reason.data or "", actor=current_actor()
    )
    return see_other(url_for(".file", number=number, file=file))


def _page(number: str, file: int, form: forms.RemovalForm, *, status: int = 200) -> Reply:
    package = dossiers.get(number)
    row = queries.sent_file(package, file)
    page = pages.removal_page(
        row, queries.copies(package, row.sha256), queries.elsewhere(package, row.sha256), current_actor()
    )
    return render("packages/removal.html", status=status, package=package, file=row, page=page, form=form)
