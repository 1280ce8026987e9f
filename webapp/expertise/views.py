"""The criteria sheet and the conclusion of a package."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import Actor, current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise import forms, operations, pages, queries
from webapp.packages import operations as packages
from webapp.remarks import queries as remarks
from webapp.rendering import is_fragment, render, see_other
from workflows.route import Refused
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

section = Section("expertise", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/<number>/sheet", access=P.READ_SHEETS)
def sheet(number: str) -> Reply:
    found, page = _sheet(number)
    if found.expertise and found.expertise.reconciles and page.editable:
        return see_other(url_for(".reconciliation", number=number))
    return render("expertise/sheet.html", found=found, page=page, options=pages.OPTIONS)


@section.post("/<number>/sheet/<criterion>", access=P.EXAMINE)
def save_mark(number: str, criterion: str) -> Reply:
    form, actor = forms.MarkForm(), current_actor()
    draft = operations.MarkDraft(
        criterion=criterion, value=form.mark, comment=form.comment.data or "", reason=form.reason.data or ""
    )
    try:
        saved = operations.save_mark(number, draft, actor=actor, seen=form.seen.data or 0)
    except operations.Conflict as conflict:
        return _conflict(number, criterion, conflict, draft)
    if not is_fragment():
        return see_other(url_for(".sheet", number=number))
    page = pages.mark_page(saved.package, saved.expertise, actor)
    group, item = pages.criterion_item(page, criterion)
    return render(
        "expertise/mark.html", block="mark", page=page, group=group, item=item, options=pages.OPTIONS
    )


@section.post("/<number>/sheet/<criterion>/carry", access=P.EXAMINE)
def carry(number: str, criterion: str) -> Reply:
    form = forms.MarkForm()
    operations.carry_mark(number, criterion, actor=current_actor(), seen=form.seen.data or 0)
    _found, page = _sheet(number)
    group, item = pages.criterion_item(page, criterion)
    if not is_fragment():
        return see_other(url_for(".sheet", number=number, _anchor=item.id))
    return render(
        "expertise/carried.html", block="carried", page=page, group=group, item=item, options=pages.OPTIONS
    )


@section.get("/<number>/reconciliation", access=P.EXAMINE)
def reconciliation(number: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.reconciliation(found, queries.handed_in(found.package.current_version_id), actor)
    if page is None:  # nothing to compare yet, or not for this person
        return see_other(url_for("packages.show", number=number))
    return render("expertise/reconciliation.html", found=found, page=page, options=pages.OPTIONS)


@section.post("/<number>/reconciliation/<criterion>", access=P.ASSIGN_EXPERTS)
def take(number: str, criterion: str) -> Reply:
    form, actor = forms.TakeForm(), current_actor()
    if not form.validate():
        raise NotThere
    saved = operations.take(
        number, criterion, form.expertise.data or 0, actor=actor, seen=form.seen.data or 0
    )
    if not is_fragment():
        return see_other(url_for(".reconciliation", number=number))
    found = dossiers.dossier(number, actor)
    page = pages.mark_page(saved.package, saved.expertise, actor)
    item = pages.opinions_of(page, criterion, found, queries.handed_in(saved.expertise.version_id))
    return render("expertise/taken.html", block="taken", page=page, item=item, options=pages.OPTIONS)


@section.get("/<number>/verdict", access=P.EXAMINE)
def verdict(number: str) -> Reply:
    return _verdict_page(number, None)


@section.post("/<number>/verdict", access=P.EXAMINE)
def conclude(number: str) -> Reply:
    found = dossiers.dossier(number, current_actor())
    form = forms.VerdictForm()
    form.offer(found.kind, found.slots)
    if not form.validate():
        return _verdict_page(number, form, status=422)
    answer = packages.Answer(
        text=form.text.data or "",
        verdict=VerdictKind(form.verdict.data),
        day=form.day.day,
        release=bool(form.release.data),
        parts=form.chosen(found.slots) if form.verdict.data == VerdictKind.REWORK else None,
    )
    sent = "held" if packages.is_held(found.package, "release") else "release"
    done = once.leads_to(url_for("packages.show", number=number, done=sent if answer.release else "conclude"))
    try:
        packages.take_step(number, "conclude", answer, actor=current_actor(), seen=form.seen.data or 0)
    except (Refused, Invalid) as refusal:
        return _verdict_page(number, form, status=422, reasons=_reasons(refusal))
    return see_other(done)


@section.post("/<number>/verdict/release", access=P.ASSIGN_EXPERTS)
def release(number: str) -> Reply:
    package = dossiers.get(number)  # a package out of reach is not there, whatever was sent
    form = forms.ReleaseForm()
    if not form.validate():
        raise Stale("Страница устарела. Обновите её и повторите.")
    said = "held" if packages.is_held(package, "release") else "release"
    done = once.leads_to(url_for("packages.show", number=number, done=said))
    try:
        packages.take_step(
            number, "release", packages.Answer(), actor=current_actor(), seen=form.seen.data or 0
        )
    except Refused as refusal:
        return _verdict_page(number, None, status=422, reasons=refusal.reasons)
    return see_other(done)


def _sheet(number: str) -> tuple[dossiers.Dossier, pages.SheetPage]:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    earlier = queries.earlier(found.package) if found.expertise and found.expertise.round > 1 else None
    page = pages.sheet_page(found, actor, pages.round_items(found, earlier, actor), _library(found, actor))
    if page is None:
        raise NotThere
    return found, page


def _library(found: dossiers.Dossier, actor: Actor) -> pages.Library:
    """Return what may be suggested to the one who fills the sheet; one statement."""
    if found.package.state is not State.EXPERTISE or found.package.examiner_id != actor.user_id:
        return pages.Library()
    criterion, chosen = request.args.get("criterion", "")[:64], request.args.get("template", "")[:64]
    return pages.Library(remarks.templates(found.package.municipality_id), criterion, chosen)


def _conflict(
    number: str, criterion: str, conflict: operations.Conflict, draft: operations.MarkDraft
) -> Reply:
    found, page = _sheet(number)
    _group, item = pages.criterion_item(page, criterion)
    response = render(
        "expertise/conflict.html",
        block="conflict" if is_fragment() else None,
        status=409,
        page=page,
        item=item,
        mine=draft.comment,
        mine_value=draft.value,
        found=found,
    )
    response.headers["HX-Retarget"] = f"#{item.id} [data-conflict]"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _verdict_page(
    number: str, form: forms.VerdictForm | None, *, status: int = 200, reasons: tuple[str, ...] = ()
) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.sheet_page(found, actor)
    if (
        page is None
        or found.expertise is None
        or found.package.state not in {State.EXPERTISE, State.RECONCILIATION, State.CONCLUDED}
    ):
        raise NotThere
    prepared = found.expertise.verdict
    if form is None:
        kind = prepared.kind if prepared else page.score.proposal
        form = forms.VerdictForm(
            data={
                "verdict": kind.value if kind else None,
                "seen": found.package.seen,
                "text": prepared.rationale if prepared else "",
                "day": operations.rework_day(found.package).isoformat(),
            }
        )
        form.offer(found.kind, found.slots)
        form.suggest(found)
    return render(
        "expertise/verdict.html",
        status=status,
        found=found,
        page=page,
        form=form,
        reasons=reasons,
        prepared=prepared,
        letter=pages.letter(found, page, actor),
        args=request.args,
    )


def _reasons(refusal: "Refused | Invalid") -> tuple[str, ...]:
    return refusal.reasons if isinstance(refusal, Refused) else (refusal.sentence,)
