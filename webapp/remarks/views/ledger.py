"""The ledger of a package's remarks: the school answers row by row, the author settles."""

from zoneinfo import ZoneInfo

from flask import Response, url_for

from webapp import journal, once
from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.attachments import attachment
from webapp.database import today_in
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, Stale
from webapp.printing import xlsx
from webapp.remarks import forms, operations, pages, queries
from webapp.remarks.queries import Filters
from webapp.remarks.views.blueprint import Reply, first_fault, read_filters, section
from webapp.rendering import is_fragment, render, see_other
from workflows.file_rules import FileKind
from workflows.vocabulary import RemarkState


@section.get("/<number>/remarks", access=P.READ_PACKAGES)
def ledger(number: str) -> Reply:
    return _whole(number, read_filters())


@section.get("/<number>/remarks/export.xlsx", access=P.READ_PACKAGES)
def export(number: str) -> Reply:
    """Every remark the conditions name, with its history, as a table file."""
    package, filters, actor = dossiers.get(number), read_filters(), current_actor()
    today = today_in(actor.zone)
    lines = pages.table_rows(queries.of_package(package, filters, today), ZoneInfo(actor.zone), today)
    title = f"Замечания пакета {number}"
    data = xlsx.write_table(pages.COLUMNS, lines, title=title, sheet_name="Замечания")
    journal.record_download(
        "remark.ledger_exported", kind="package", object_id=number, note=pages.words_of(filters)
    )
    return attachment(data, f"{title}.xlsx", FileKind.XLSX.media_type)


@section.post("/<number>/remarks/<int:remark>/answer", access=P.ASSEMBLE_PACKAGES)
def answer(number: str, remark: int) -> Reply:
    form = forms.AnswerForm()
    text = form.text.data or ""
    if not form.validate():
        return _refused(number, pages.Attempt(remark, first_fault(form), text))
    once.leads_to(_back(number, remark))
    try:
        operations.answer(number, remark, text, actor=current_actor(), seen=form.seen.data or 0)
    except (Invalid, Stale) as error:
        return _refused(number, _attempt(remark, text, error))
    return _done(number, remark, "Ответ записан.")


@section.post("/<number>/remarks/<int:remark>/draft", access=P.ASSEMBLE_PACKAGES)
def keep_draft(number: str, remark: int) -> Reply:
    """Keep an answer while it is being typed; two tabs lose neither text."""
    form = forms.DraftForm()
    text = form.text.data or ""
    try:
        draft = operations.keep_draft(number, remark, text, actor=current_actor(), seen=form.draft.data or 0)
    except operations.DraftConflict as conflict:
        return _draft_conflict(number, remark, conflict)
    except Invalid:
        return Response(status=422)
    if not is_fragment():
        return see_other(_back(number, remark))
    return render("remarks/draft.html", block="draft", remark=remark, draft=draft)


@section.post("/<number>/remarks/<int:remark>/settle", access=P.DECIDE_REMARKS)
def settle(number: str, remark: int) -> Reply:
    form = forms.SettleForm()
    text = form.text.data or ""
    if not form.validate():
        return _refused(number, pages.Attempt(remark, first_fault(form), text))
    once.leads_to(_back(number, remark))
    state, seen = RemarkState(form.state.data), form.seen.data or 0
    try:
        operations.settle(number, remark, state, text, actor=current_actor(), seen=seen)
    except (Invalid, Stale) as error:
        return _refused(number, _attempt(remark, text, error))
    return _done(number, remark, "Решение записано.")


def _attempt(remark: int, text: str, error: "Invalid | Stale") -> pages.Attempt:
    sentence = error.sentence if isinstance(error, Invalid) else error.what
    return pages.Attempt(remark, sentence, text, isinstance(error, Stale))


def _done(number: str, remark: int, words: str) -> Reply:
    """Return the row as it is now, or lead back to it where no script asks."""
    if not is_fragment():
        return see_other(_back(number, remark))
    return _row(number, remark, done=words)


def _refused(number: str, attempt: pages.Attempt) -> Reply:
    """Return the row, or the whole ledger, with what was tried and why it was not taken."""
    status = 409 if attempt.stale else 422
    if is_fragment():
        return _row(number, attempt.number, attempt=attempt, status=status)
    return _whole(number, Filters(), attempt, status)


def _row(
    number: str, remark: int, *, attempt: pages.Attempt | None = None, done: str = "", status: int = 200
) -> Reply:
    page = _page(number, read_filters(), remark)
    return render(
        "remarks/row.html",
        block="row",
        status=status,
        package=page.package,
        page=page,
        item=page.items[0],
        attempt=attempt,
        done=done,
    )


def _whole(number: str, filters: Filters, attempt: pages.Attempt | None = None, status: int = 200) -> Reply:
    page = _page(number, filters)
    return render(
        "remarks/ledger.html", status=status, package=page.package, page=page, attempt=attempt, done=""
    )


def _page(number: str, filters: Filters, remark: int | None = None) -> pages.LedgerPage:
    """Return the ledger, or the surroundings of one of its rows."""
    actor, package = current_actor(), dossiers.get(number)
    return pages.ledger_page(
        package,
        queries.of_package(package, filters, today_in(actor.zone))
        if remark is None
        else (queries.row_of(package, remark),),
        facets=queries.facets_of_package(package),
        filters=filters,
        actor=actor,
        drafts=queries.drafts_of(package, actor.user_id) if actor.of_school else {},
    )


def _draft_conflict(number: str, remark: int, conflict: operations.DraftConflict) -> Reply:
    response = render(
        "remarks/draft.html",
        block="conflict" if is_fragment() else None,
        status=409,
        remark=remark,
        package=dossiers.get(number),
        conflict=conflict,
    )
    response.headers["HX-Retarget"] = f"#remark-{remark}-conflict"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _back(number: str, remark: int) -> str:
    return url_for(".ledger", number=number, **read_filters().given, _anchor=f"remark-{remark}")  # type: ignore[arg-type]
