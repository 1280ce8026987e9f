"""Marking an execution, and deciding on it: two facts by two people."""

from collections.abc import Callable

from flask import request, url_for

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.form_page import form_page
from webapp.reading.operations import FILES_LIMIT
from webapp.rendering import see_other
from webapp.roadmap import forms, operations, pages, queries
from webapp.roadmap.pages import NothingToMark
from webapp.roadmap.views.blueprint import Reply, section

LENGTH = 100


@section.get("/items/<ref>/execute", access=P.EXECUTE_MEASURES)
def executing(ref: str) -> Reply:
    """The form; where nothing is left to mark, or it is others' work, the measure itself says so."""
    try:
        return _execute_page(ref)
    except NothingToMark:
        return see_other(url_for(".item", ref=ref))


@section.post("/items/<ref>/execute", access=P.EXECUTE_MEASURES)
def execute(ref: str) -> Reply:
    actor = current_actor()
    try:
        _found, _page, form = _execute_form(ref)
    except NothingToMark as nothing:
        raise NotThere from nothing
    if not form.validate():
        return _execute_page(ref, form=form, status=422)
    once.leads_to(url_for(".item", ref=ref))
    try:
        operations.execute(ref, form.execution(), form.uploads(), actor=actor)
    except Invalid as error:
        return _execute_page(ref, form=form, error=error, status=422)
    return see_other(url_for(".item", ref=ref))


@section.get("/items/<ref>/facts/<int:fact>", access=P.READ_ROADMAP)
def fact(ref: str, fact: int) -> Reply:
    return _fact_page(ref, fact)


@section.post("/items/<ref>/facts/<int:fact>/confirm", access=P.CONFIRM_MEASURES)
def confirm(ref: str, fact: int) -> Reply:
    return _decide(ref, fact, lambda: operations.confirm(ref, fact, actor=current_actor()))


@section.post("/items/<ref>/facts/<int:fact>/decline", access=P.CONFIRM_MEASURES)
def decline(ref: str, fact: int) -> Reply:
    form = forms.ReasonForm()
    if not form.validate():
        return _fact_page(ref, fact, form=form, status=422)
    words = form.reason.data or ""
    return _decide(ref, fact, lambda: operations.decline(ref, fact, words, actor=current_actor()), form)


@section.post("/items/<ref>/facts/<int:fact>/revoke", access=P.CONFIRM_MEASURES)
def revoke(ref: str, fact: int) -> Reply:
    form = forms.ReasonForm()
    if not form.validate():
        return _fact_page(ref, fact, form=form, status=422)
    words = form.reason.data or ""
    return _decide(ref, fact, lambda: operations.revoke(ref, fact, words, actor=current_actor()), form)


@section.post("/items/<ref>/facts/<int:fact>/withdraw", access=P.EXECUTE_MEASURES)
def withdraw(ref: str, fact: int) -> Reply:
    return _decide(ref, fact, lambda: operations.withdraw(ref, fact, actor=current_actor()))


def _decide(ref: str, fact: int, act: Callable[[], None], form: forms.ReasonForm | None = None) -> Reply:
    try:
        act()
    except Invalid as error:
        return _fact_page(ref, fact, form=form, error=error, status=422)
    return see_other(url_for(".item", ref=ref))


def _fact_page(
    ref: str,
    fact: int,
    *,
    form: forms.ReasonForm | None = None,
    error: Invalid | None = None,
    status: int = 200,
) -> Reply:
    actor = current_actor()
    found = queries.item(ref, today_in(actor.zone))
    return form_page(
        "roadmap/fact.html",
        form or forms.ReasonForm(),
        error=error,
        status=status,
        item=found,
        fact_id=fact,
        page=pages.fact_page(found, fact, actor),
    )


def _execute_form(ref: str) -> tuple[queries.Item, pages.ExecutePage, forms.ExecuteForm]:
    """Return the measure and the form over what is open of it; raises NotThere where the person may not mark it."""
    actor = current_actor()
    today = today_in(actor.zone)
    found = queries.item(ref, today)
    if not pages.may_mark(found, actor):
        raise NothingToMark
    occurrence = request.values.get("occurrence", "")[:LENGTH]
    page = pages.execute_page(found, occurrence)
    form = forms.execute_form(
        page.occurrences,
        tuple((one.number, queries.package_title(one)) for one in queries.offered_packages(found.roadmap)),
        tuple(
            (one.number, f"{one.title}, № {one.number}")
            for one in queries.offered_reports(found.roadmap, actor)
        ),
        tuple(
            (str(one.number), queries.entry_title(one, actor.zone))
            for one in queries.offered_entries(found.roadmap, actor)
        ),
        today=today,
        chosen=occurrence,
    )
    return found, page, form


def _execute_page(
    ref: str, *, form: forms.ExecuteForm | None = None, error: Invalid | None = None, status: int = 200
) -> Reply:
    found, page, fresh = _execute_form(ref)
    return form_page(
        "roadmap/execute.html",
        form or fresh,
        error=error,
        status=status,
        item=found,
        page=page,
        files_limit=FILES_LIMIT,
    )
