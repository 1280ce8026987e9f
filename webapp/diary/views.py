"""Pages of the diary: the list, an entry, its form, what follows it; schools with too few entries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import journal, once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.attachments import stored
from webapp.database import now, today_in
from webapp.diary import forms, operations, pages, queries
from webapp.errors import Invalid, Stale
from webapp.filestore import storage
from webapp.form_page import form_page
from webapp.forms import blame
from webapp.paging import read_place
from webapp.reading import queries as reading
from webapp.rendering import render, see_other
from webapp.reports import operations as reports
from webapp.tables import here
from workflows.diary import Contact, month_of

section = Section("diary", __name__, url_prefix="/diary")
Reply = Response | WerkzeugResponse


@section.get("", access=P.READ_DIARY)
def register() -> Reply:
    actor = current_actor()
    zone = ZoneInfo(actor.zone)
    filters = forms.read_filters(request, today_in(actor.zone))
    place = read_place(request.args.get("after", ""), request.args.get("before", ""), (datetime, int))
    found = queries.register(filters, place, zone)
    return render(
        "diary/register.html",
        filters=filters,
        lines=pages.lines(found.rows, actor),
        columns=pages.COLUMNS,
        tabs=pages.tabs(filters, actor),
        contacts=[("", "Любая форма"), *((one.value, one.label) for one in Contact)],
        schools=[] if actor.of_school else pages.choices("Все школы", queries.schools()),
        authors=pages.choices("Все кураторы", queries.authors()),
        next_url=here(after=found.after) if found.after else "",
        previous_url=here(before=found.before) if found.before else "",
        may_write=may(actor.role, P.WRITE_DIARY),
        may_mark=may(actor.role, P.MARK_DIARY),
        may_export=may(actor.role, P.EXPORT_DIARY),
    )


@section.get("/new", access=P.WRITE_DIARY)
def new() -> Reply:
    local = now().astimezone(ZoneInfo(current_actor().zone))
    form = forms.EntryForm(data={"happened_on": local.date().isoformat(), "happened_time": f"{local:%H:%M}"})
    slug = request.args.get("school", "")
    chosen = next((one for one in _offer(form) if one.slug == slug), None)
    if chosen is not None:
        form.school.data = str(chosen.id)
    return _form_page(form)


@section.post("/new", access=P.WRITE_DIARY)
def enter() -> Reply:
    form, actor = forms.EntryForm(), current_actor()
    _offer(form)
    if not form.validate():
        return _form_page(form, status=422)
    try:
        number = operations.write(form.facts(ZoneInfo(actor.zone)), as_draft=_as_draft(), actor=actor)
    except Invalid as error:
        return _form_page(form, error=error, status=422)
    return see_other(once.leads_to(url_for(".edit" if _as_draft() else ".show", number=number)))


@section.get("/regularity", access=P.MARK_DIARY)
def regularity() -> Reply:
    """Schools of the municipality with fewer entries than the norm, this month or an earlier one."""
    return _regularity()


@section.post("/regularity/remind", access=P.MARK_DIARY)
def remind() -> Reply:
    try:
        operations.remind_now(actor=current_actor())
    except Invalid as error:
        return _regularity(error.sentence)
    return see_other(url_for(".regularity"))


def _regularity(refusal: str = "") -> Reply:
    actor = current_actor()
    zone, today = ZoneInfo(actor.zone), today_in(actor.zone)
    month = _month(request.args.get("month", ""), today, latest=today)
    first, following = month_of(month)
    norm = queries.norm_of(actor.municipality_id)
    return render(
        "diary/regularity.html",
        lines=pages.silent_lines(
            queries.silent(month, zone, today, norm, municipality_id=actor.municipality_id), zone
        ),
        may_remind=first == today.replace(day=1),
        refusal=refusal,
        status=422 if refusal else 200,
        columns=pages.SILENT_COLUMNS,
        norm=norm,
        month=first,
        previous_url=url_for(".regularity", month=f"{first - timedelta(days=1):%Y-%m}"),
        next_url=url_for(".regularity", month=f"{following:%Y-%m}") if following <= today else "",
    )


@section.get("/<int:number>", access=P.READ_DIARY)
def show(number: int) -> Reply:
    return _entry_page(number)


@section.get("/<int:number>/edit", access=P.WRITE_DIARY)
def edit(number: int) -> Reply:
    row, actor = queries.get(number), current_actor()
    if not pages.entry_page(row, queries.facts_of(row), actor).edit_url:
        return see_other(url_for(".show", number=number))
    form = forms.EntryForm(data=forms.values_of(row, ZoneInfo(actor.zone)))
    _offer(form)
    return _form_page(form, number=number, draft=row.entered_at is None)


@section.post("/<int:number>/edit", access=P.WRITE_DIARY)
def correct(number: int) -> Reply:
    row, form, actor = queries.get(number), forms.EntryForm(), current_actor()
    draft = row.entered_at is None
    _offer(form)
    if not form.validate():
        return _form_page(form, number=number, draft=draft, status=422)
    try:
        facts = form.facts(ZoneInfo(actor.zone))
        operations.correct(number, facts, as_draft=_as_draft(), seen=form.known, actor=actor)
    except Invalid as error:
        return _form_page(form, number=number, draft=draft, error=error, status=422)
    return see_other(url_for(".edit" if _as_draft() else ".show", number=number))


@section.post("/<int:number>/accept", access=P.WRITE_DIARY)
def accept(number: int) -> Reply:
    """Enter a draft that the product proposed as it stands."""
    try:
        operations.accept(number, actor=current_actor())
    except Invalid:
        return see_other(url_for(".edit", number=number))
    return see_other(url_for(".show", number=number))


@section.get("/calendar", access=P.READ_DIARY)
def calendar() -> Reply:
    """A month of entries and of what was agreed to be done."""
    actor = current_actor()
    today = today_in(actor.zone)
    filters = forms.read_filters(request, today)
    first, following = month_of(_month(request.args.get("month", ""), today, latest=None))
    last = following - timedelta(days=1)
    rows = queries.in_days(filters, first, last, ZoneInfo(actor.zone))
    closed = queries.closed_stages([row.stage_id for row in rows if row.stage_id is not None])
    return render(
        "diary/calendar.html",
        view=pages.month_page(
            first, rows, queries.due_in(filters, first, last), closed=closed, filters=filters, actor=actor
        ),
        filters=filters,
        month=f"{first:%Y-%m}",
        schools=[] if actor.of_school else pages.choices("Все школы", queries.schools()),
        authors=pages.choices("Все кураторы", queries.authors()),
        may_write=may(actor.role, P.WRITE_DIARY),
    )


@section.get("/export", access=P.EXPORT_DIARY)
def export() -> Reply:
    """Ask for the diary of some days as a document: the month of today, unless another is typed."""
    first, _following = month_of(today := today_in(current_actor().zone))
    form = forms.ExtractForm(formdata=None, data={"since": first.isoformat(), "until": today.isoformat()})
    return _export_page(_offer_extract(form))


@section.post("/export", access=P.EXPORT_DIARY)
def order() -> Reply:
    form = _offer_extract(forms.ExtractForm())
    if not form.validate():
        return _export_page(form, status=422)
    try:
        made = reports.order_diary(form.asked, actor=current_actor())
    except Invalid as error:
        return _export_page(form, error=error, status=422)
    return see_other(url_for("reports.show", report=made))


@section.post("/<int:number>/drop", access=P.WRITE_DIARY)
def drop(number: int) -> Reply:
    operations.drop(number, actor=current_actor())
    return see_other(url_for(".register", show="drafts"))


@section.post("/<int:number>/add", access=P.WRITE_DIARY)
def add(number: int) -> Reply:
    form = forms.AddForm()
    if not form.validate():
        return _entry_page(number, add_form=form, status=422)
    operations.add(number, form.text.data or "", actor=current_actor())
    return see_other(url_for(".show", number=number, _anchor="additions"))


@section.post("/<int:number>/files", access=P.WRITE_DIARY)
def attach(number: int) -> Reply:
    form = forms.FilesForm()
    try:
        operations.attach(number, form.uploads, actor=current_actor())
    except Invalid as error:
        return _entry_page(number, files_form=form, more=blame(form, error), status=422)
    return see_other(url_for(".show", number=number, _anchor="attached"))


@section.get("/<int:number>/files/<int:file>", access=P.READ_DIARY)
def file(number: int, file: int) -> Reply:
    """The bytes as they were uploaded, never opened inside our own page (UP-05, UP-07)."""
    row, content = queries.file_of(number, file)
    if reading.is_infected(content.sha256):
        raise Stale(f"«{row.name}». В файле найден вирус: скачать его нельзя.")
    stream = storage().open(content.sha256)
    journal.record_download(
        "diary.file_downloaded", kind="diary", object_id=str(number), sha256=content.sha256, note=row.name
    )
    return stored(stream, row.name, content.media_type, content.sha256)


@section.post("/<int:number>/files/<int:file>/remove", access=P.WRITE_DIARY)
def detach(number: int, file: int) -> Reply:
    operations.detach(number, file, actor=current_actor())
    return see_other(url_for(".show", number=number, _anchor="attached"))


@section.post("/<int:number>/mark", access=P.MARK_DIARY)
def mark(number: int) -> Reply:
    form = forms.MarkForm()
    if not form.validate():
        return _entry_page(number, mark_form=form, status=422)
    operations.mark(number, form.remark.data or "", actor=current_actor())
    return see_other(url_for(".show", number=number))


@section.post("/<int:number>/read", access=P.HEED_DIARY)
def heed(number: int) -> Reply:
    operations.heed(number, actor=current_actor())
    return see_other(url_for(".show", number=number))


@section.post("/<int:number>/agreements/<int:agreement>/done", access=P.KEEP_AGREEMENTS)
def finish(number: int, agreement: int) -> Reply:
    operations.finish(number, agreement, actor=current_actor())
    return see_other(url_for(".show", number=number, _anchor="agreements"))


def _offer(form: forms.EntryForm) -> Sequence[Any]:
    """Fill the choices of a form with what is the person's own, and return their schools."""
    actor = current_actor()
    own = queries.own_schools(actor, today_in(actor.zone))
    ids = [one.id for one in own]
    form.offer(own, queries.stages_of(ids), queries.risks_of(ids))
    return own


def _offer_extract(form: forms.ExtractForm) -> forms.ExtractForm:
    return form.offer(queries.schools_by_id(), queries.authors())


def _export_page(form: forms.ExtractForm, *, error: Invalid | None = None, status: int = 200) -> Reply:
    own = may(current_actor().role, P.WRITE_DIARY)
    return form_page("diary/export.html", form, error=error, own=own, status=status)


def _form_page(
    form: forms.EntryForm,
    *,
    number: int = 0,
    draft: bool = True,
    error: Invalid | None = None,
    status: int = 200,
) -> Reply:
    return form_page("diary/edit.html", form, error=error, number=number, draft=draft, status=status)


def _entry_page(
    number: int,
    *,
    add_form: forms.AddForm | None = None,
    mark_form: forms.MarkForm | None = None,
    files_form: forms.FilesForm | None = None,
    more: tuple[str, ...] = (),
    status: int = 200,
) -> Reply:
    row = queries.get(number)
    return render(
        "diary/show.html",
        page=pages.entry_page(row, queries.facts_of(row), current_actor()),
        add_form=add_form or forms.AddForm(formdata=None),
        mark_form=mark_form or forms.MarkForm(formdata=None, data={"remark": row.mark_remark}),
        files_form=files_form or forms.FilesForm(formdata=None),
        refused=add_form or mark_form or files_form,
        more=more,
        status=status,
    )


def _as_draft() -> bool:
    return "draft" in request.form


def _month(text: str, today: date, latest: date | None) -> date:
    """Return a day of the month that is asked for, not after `latest`; of this one where none can be read."""
    try:
        asked = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today
    return asked if latest is None else min(asked, latest)
