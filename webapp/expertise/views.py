"""The criteria sheet and the conclusion of a package."""

from typing import Any

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
from webapp.pinning import PinForm
from webapp.preview import PAGES, READY, TEXT, asked, unchanged
from webapp.reading import queries as readings
from webapp.remarks import queries as remarks
from webapp.rendering import is_fragment, render, see_other
from workflows.route import Refused
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

section = Section("expertise", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/<number>/sheet", access=P.READ_SHEETS)
def sheet(number: str) -> Reply:
    if is_fragment() and request.headers.get("HX-Target") in {"doc", "doc-view"}:
        return _document(number)
    found, page, pinned = _whole_sheet(number)
    if found.expertise and found.expertise.reconciles and page.editable:
        return see_other(url_for(".reconciliation", number=number))
    pane, _look = _pane(found, pinned)
    return render("expertise/sheet.html", found=found, page=page, options=pages.OPTIONS, pane=pane, said="")


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
        return see_other(url_for(".sheet", number=number, **_place()))
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


@section.post("/<number>/sheet/pins", access=P.EXAMINE)
def pin(number: str) -> Reply:
    form, fault, said, owner = PinForm(), "", "", request.form.get("owner", "")[:64]
    try:
        operations.pin_mark(number, owner, form.place(), actor=current_actor())
        said = f"Закреплено за критерием {owner}."
    except Invalid as error:
        fault = error.sentence
    return _pinned(number, owner, said=said, fault=fault)


@section.post("/<number>/sheet/pins/<int:pin>/remove", access=P.EXAMINE)
def unpin(number: str, pin: int) -> Reply:
    try:
        code = operations.unpin_mark(number, pin, actor=current_actor())
    except Invalid as error:
        return _pinned(number, "", fault=error.sentence)
    return _pinned(number, code, said="Место снято.")


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
    found, page, _pinned = _whole_sheet(number)
    return found, page


def _whole_sheet(number: str) -> "tuple[dossiers.Dossier, pages.SheetPage, remarks.Pinned | None]":
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    earlier = queries.earlier(found.package) if found.expertise and found.expertise.round > 1 else None
    rounds = pages.round_items(found, earlier, actor)
    file = pages.chosen_file(found, asked(request.values.get("file", "")))
    pinned = remarks.pinned(found.package, file) if file else None
    links = pages.evidence(found, pinned)
    page = pages.sheet_page(found, actor, rounds, _library(found, actor), place=_place(), evidence=links)
    if page is None:
        raise NotThere
    return found, page, pinned


def _pinned(number: str, owner: str, *, said: str = "", fault: str = "") -> Reply:
    """The document with its pins and the links of a criterion; without scripts the way back, or the whole page."""
    found, page, pinned = _whole_sheet(number)
    pane, _look = _pane(found, pinned, owner=owner, fault=fault)
    if pane is None:
        raise NotThere
    status = 422 if fault else 200
    if is_fragment():
        known = owner in {one.code for part in page.parts for group in part.groups for one in group.criteria}
        item = pages.criterion_item(page, owner)[1] if known else None
        return render("expertise/pinned.html", block="pinned", status=status, pane=pane, item=item, said=said)
    if not fault:
        return see_other(pane.viewer.here_url)
    return render(
        "expertise/sheet.html",
        status=status,
        found=found,
        page=page,
        options=pages.OPTIONS,
        pane=pane,
        said="",
    )


def _document(number: str) -> Reply:
    """The document alone: the sheet beside it is not asked for, nor swapped."""
    pane, look = _pane(dossiers.dossier(number, current_actor()))
    if pane is None or look is None:
        raise NotThere
    if unchanged(look):
        return Response(status=204)
    said = READY if "known" in request.args and not pane.viewer.making.waiting else ""
    return render("expertise/sheet.html", pane=pane, said=said)


def _pane(
    found: dossiers.Dossier, pinned: "remarks.Pinned | None" = None, **more: str
) -> "tuple[pages.Pane | None, readings.Look | None]":
    args = request.values
    file = pages.chosen_file(found, asked(args.get("file", "")))
    if file is None:
        return None, None
    view = args.get("view")
    look = readings.look(file, asked(args.get("page", "")), as_text=view == TEXT, as_pages=view == PAGES)
    pinned = pinned or remarks.pinned(found.package, file)
    part, block = asked(args.get("part", "")), asked(args.get("block", ""))
    return pages.pane(found, look, pinned, current_actor(), part=part, block=block, **more), look


def _place() -> dict[str, Any]:
    """Return which page stands beside the sheet, as the address says it, to come back to."""
    return {name: request.args[name][:10] for name in ("file", "page", "view") if name in request.args}


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
