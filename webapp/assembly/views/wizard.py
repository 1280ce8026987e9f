"""The wizard of a school: choosing, files, answers, check, sending. Each step is a page of its own."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp import once
from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.assembly import forms, operations, pages, queries
from webapp.database import today_in
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.forms import Form
from webapp.rendering import is_fragment, render, see_other
from workflows.vocabulary import State

section = Section("assembly", __name__, url_prefix="/packages", nav="packages")
Reply = Response | WerkzeugResponse


@section.get("/new", access=P.ASSEMBLE_PACKAGES)
def choose() -> Reply:
    return render("assembly/choose.html", dues=pages.due_items(queries.due_kinds(current_actor())), more=())


@section.post("/new", access=P.ASSEMBLE_PACKAGES)
def start() -> Reply:
    form = forms.StartForm()
    if not form.validate():
        dues = pages.due_items(queries.due_kinds(current_actor()))
        return render(
            "assembly/choose.html", status=422, dues=dues, more=("Выберите этап и вид документов.",)
        )
    number = operations.start(form.stage.data or "", form.kind.data or "", actor=current_actor())
    return see_other(url_for(".tasks", number=number))


@section.get("/<number>/edit", access=P.ASSEMBLE_PACKAGES)
def tasks(number: str) -> Reply:
    found = _found(number)
    return render(
        "assembly/tasks.html",
        found=found,
        tasks=pages.tasks(found),
        window=pages.window_words(found),
        opened=pages.opened_words(found),
    )


@section.get("/<number>/edit/kind", access=P.ASSEMBLE_PACKAGES)
def kind(number: str) -> Reply:
    found = _found(number)
    return render("assembly/kind.html", found=found, facts=pages.kind_facts(found), steps=pages.tasks(found))


@section.get("/<number>/edit/files", access=P.ASSEMBLE_PACKAGES)
def files(number: str) -> Reply:
    return _files_page(number)


@section.post("/<number>/edit/files/<slot>", access=P.ASSEMBLE_PACKAGES)
def add_files(number: str, slot: str) -> Reply:
    form = forms.UploadForm()
    uploads = [
        operations.Upload(item.filename, item.stream) for item in form.files.data or () if item.filename
    ]
    if not uploads:
        return _files_page(
            number, slot=slot, sentence="Выберите файл на компьютере и нажмите «Загрузить».", status=422
        )
    once.leads_to(url_for(".files", number=number))
    try:
        outcomes = operations.add_files(
            number,
            slot,
            uploads,
            actor=current_actor(),
            note=form.note.data or "",
            replaces=form.replaces.data,
        )
    except Invalid as error:
        return _files_page(number, slot=slot, sentence=error.sentence, status=422)
    refused = tuple(outcome for outcome in outcomes if not outcome.kept)
    if refused or is_fragment():
        return _files_page(number, slot=slot, outcomes=outcomes, status=422 if refused else 200)
    return see_other(url_for(".files", number=number, _anchor=pages.slot_id(slot)))


@section.post("/<number>/edit/drafts/<int:file>/remove", access=P.ASSEMBLE_PACKAGES)
def remove_file(number: str, file: int) -> Reply:
    operations.remove_file(number, file, actor=current_actor())
    return see_other(url_for(".files", number=number))


@section.get("/<number>/edit/answers", access=P.ASSEMBLE_PACKAGES)
def answers(number: str) -> Reply:
    found = _found(number)
    form = forms.answers_form(found.kind, queries.answers_of(found), today=today_in(current_actor().zone))
    return _answers_page(found, form)


@section.post("/<number>/edit/answers", access=P.ASSEMBLE_PACKAGES)
def save_answers(number: str) -> Reply:
    found = _found(number)
    form = forms.answers_form(found.kind, {}, today=today_in(current_actor().zone))
    valid = form.validate()
    seen = int(request.form["seen"]) if request.form.get("seen", "").isdigit() else 0
    try:
        draft = operations.save_answers(
            number, forms.given_answers(found.kind, form), actor=current_actor(), seen=seen
        )
    except Stale as stale:
        return _answers_page(_found(number), form, status=409, more=(stale.what,))
    if is_fragment():
        return render(
            "assembly/answers.html",
            block="saved",
            saved=pages.saved_words(draft, current_actor()),
            seen=draft.seen,
        )
    return (
        see_other(url_for(".tasks", number=number))
        if valid
        else _answers_page(_found(number), form, status=422)
    )


@section.get("/<number>/edit/check", access=P.ASSEMBLE_PACKAGES)
def check(number: str) -> Reply:
    return _check_page(number)


@section.post("/<number>/edit/check", access=P.ASSEMBLE_PACKAGES)
def excuse(number: str) -> Reply:
    form = forms.ExcuseForm()
    if not form.validate():
        return _check_page(number, more=("Напишите, почему это не ошибка.",), status=422)
    operations.excuse(number, form.finding.data or "", form.reason.data or "", actor=current_actor())
    return see_other(url_for(".check", number=number))


@section.get("/<number>/edit/submit", access=P.ASSEMBLE_PACKAGES)
def submit(number: str) -> Reply:
    """Sending is a step of the route like any other: its page knows every condition."""
    found = _found(number)
    action = "submit" if found.version is None or found.package.state is State.DRAFT else "resubmit"
    return see_other(url_for("packages.step", number=number, action=action))


def _found(number: str) -> dossiers.Dossier:
    found = dossiers.dossier(number, current_actor())
    if not found.assembling:
        raise NotThere
    return found


def _files_page(
    number: str,
    *,
    slot: str = "",
    sentence: str = "",
    status: int = 200,
    outcomes: tuple[operations.Outcome, ...] = (),
) -> Reply:
    found = _found(number)
    errors = {slot: sentence} if sentence else {}
    if outcomes:
        refused = (outcome for outcome in outcomes if not outcome.kept)
        errors = {slot: " ".join(_refusal(one, among=len(outcomes)) for one in refused)}
    notices = tuple(f"{outcome.name}. {text}" for outcome in outcomes for text in outcome.notices)
    return render(
        "assembly/files.html",
        status=status,
        found=found,
        opened=pages.opened_words(found),
        slots=pages.slot_items(found, errors),
        notices=notices,
        steps=pages.tasks(found),
        refused=any(errors.values()),
    )


def _refusal(outcome: operations.Outcome, *, among: int) -> str:
    """Return why a file was not taken; of several sent at once it is said which one."""
    return f"{outcome.name}. {outcome.sentence}" if among > 1 else outcome.sentence


def _answers_page(
    found: dossiers.Dossier, form: Form, *, status: int = 200, more: tuple[str, ...] = ()
) -> Reply:
    draft = found.package.draft
    return render(
        "assembly/answers.html",
        status=status,
        found=found,
        form=form,
        more=more,
        steps=pages.tasks(found),
        fields=pages.answer_fields(found, form),
        opened=pages.opened_words(found),
        seen=draft.seen if draft else 0,
        saved=pages.saved_words(draft, current_actor()) if draft else "",
    )


def _check_page(number: str, *, more: tuple[str, ...] = (), status: int = 200) -> Reply:
    found = _found(number)
    return render(
        "assembly/check.html",
        status=status,
        found=found,
        more=more,
        steps=pages.tasks(found),
        stopping=pages.stopping(found),
        soft=pages.worth_a_look(found),
    )
