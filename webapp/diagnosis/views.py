"""Pages of the risk profile and of the anti-risk programmes."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.diagnosis import forms, operations, pages, queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.form_page import form_page
from webapp.rendering import render, see_other
from workflows.vocabulary import Role

section = Section("diagnosis", __name__, url_prefix="/schools/<slug>/risks", nav="schools")
Answer = Response | WerkzeugResponse


@section.get("", access=P.READ_RISKS)
def profile(slug: str) -> Answer:
    actor, found = current_actor(), queries.profile(slug, _programme())
    return render("diagnosis/profile.html", profile=found, view=pages.profile_page(found, actor))


@section.get("/edit", access=P.EDIT_RISKS)
def profile_edit(slug: str) -> Answer:
    found = _own_profile(slug)
    return _profile_form(found, forms.profile_form(found))


@section.post("/edit", access=P.EDIT_RISKS)
def profile_save(slug: str) -> Answer:
    found, form = _own_profile(slug), forms.ProfileForm()
    if not form.validate():
        return _profile_form(found, form, status=422)
    code = found.programme.code if found.programme else ""
    try:
        operations.save_profile(slug, code, form.entries, actor=current_actor(), mark=form.mark.data or "")
    except Invalid as error:
        return _profile_form(found, form, error=error, status=422)
    return see_other(url_for(".profile", slug=slug, programme=code))


@section.get("/<risk>/verification", access=P.EDIT_RISKS)
def verification(slug: str, risk: str) -> Answer:
    found = queries.profile(slug, _programme())
    line = pages.risk_to_verify(found, risk, current_actor())
    form = forms.VerifyForm(data={"significance": line.significance, "note": line.note})
    return _verify_page(found, line, form)


@section.post("/<risk>/verification", access=P.EDIT_RISKS)
def verify(slug: str, risk: str) -> Answer:
    actor, form = current_actor(), forms.VerifyForm()
    found = queries.profile(slug, _programme())
    line = pages.risk_to_verify(found, risk, actor)
    if not form.validate():
        return _verify_page(found, line, form, status=422)
    operations.verify(
        slug, _programme(), risk, form.note.data or "", actor=actor, significance=form.significance.data or ""
    )
    return see_other(url_for(".profile", slug=slug, programme=_programme()))


@section.get("/<risk>/programme", access=P.READ_RISKS)
def plan(slug: str, risk: str) -> Answer:
    found = queries.view_of(slug, risk, _programme())
    return render("diagnosis/plan.html", plan=found, view=pages.plan_page(found, current_actor()))


@section.get("/<risk>/programme/edit", access=P.EDIT_RISKS)
def plan_edit(slug: str, risk: str) -> Answer:
    found = _own_plan(slug, risk)
    return _plan_form(found, forms.plan_form(found))


@section.post("/<risk>/programme/edit", access=P.EDIT_RISKS)
def plan_save(slug: str, risk: str) -> Answer:
    found, form = _own_plan(slug, risk), forms.PlanForm()
    if (table := request.form.get("add", "")) in forms.TABLES:
        form.add_row(table)
        return _plan_form(found, form, added=table)
    if not form.validate():
        return _plan_form(found, form, status=422)
    try:
        operations.save_plan(
            slug, risk, found.programme_code, form.draft(), actor=current_actor(), seen=form.seen.data or 0
        )
    except Invalid as error:
        return _plan_form(found, form, error=error, status=422)
    except Stale as stale:
        return _plan_conflict(slug, risk, form, stale)
    return see_other(url_for(".plan", slug=slug, risk=risk, programme=found.programme_code))


def _programme() -> str:
    return request.args.get("programme", "")[:64].replace("\x00", "")


def _own_profile(slug: str) -> queries.Profile:
    found, actor = queries.profile(slug, _programme()), current_actor()
    if not actor.of_school or actor.school_id != found.school_id or found.programme is None:
        raise NotThere
    return found


def _own_plan(slug: str, risk: str) -> queries.PlanView:
    if current_actor().role is Role.CURATOR:
        raise NotThere
    return queries.view_of(slug, risk, _programme())


def _plan_conflict(slug: str, risk: str, form: forms.PlanForm, stale: Stale) -> Answer:
    """Show what is saved beside what was typed; saving again then means it (BZ-09)."""
    saved = queries.view_of(slug, risk, _programme())
    form.seen.data = saved.seen
    form.seen.raw_data = None
    return _plan_form(saved, form, conflict=stale.what, status=409)


def _verify_page(
    profile: queries.Profile, risk: queries.RiskLine, form: forms.VerifyForm, *, status: int = 200
) -> Answer:
    return form_page(
        "diagnosis/verify.html",
        form,
        status=status,
        slug=profile.school_slug,
        school_name=profile.school_name,
        risk=risk,
        programme=_programme(),
    )


def _plan_form(
    plan: queries.PlanView,
    form: forms.PlanForm,
    *,
    error: Invalid | None = None,
    status: int = 200,
    added: str = "",
    conflict: str = "",
) -> Answer:
    return form_page(
        "diagnosis/plan_edit.html",
        form,
        error=error,
        status=status,
        plan=plan,
        added=added,
        conflict=conflict,
        columns=pages.PLAN_COLUMNS,
    )


def _profile_form(
    profile: queries.Profile, form: forms.ProfileForm, *, error: Invalid | None = None, status: int = 200
) -> Answer:
    return form_page(
        "diagnosis/profile_edit.html",
        form,
        error=error,
        status=status,
        profile=profile,
        names=pages.names_of(profile),
        columns=pages.PROFILE_COLUMNS,
    )
