"""What the pages of the wizard show: plain values for the macros of the templates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.assembly import queries
from webapp.assembly.queries import DueKind, Finding, Progress, SlotLine
from webapp.documents.names import clean_file_name
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier, FileLine
from webapp.filestore import settings
from webapp.formatting import date_ru, filesize_ru, removed_ru, time_ru
from webapp.forms import Form
from webapp.models import FileUpload, PackageDraft, PackageFile
from workflows.dates import long_date
from workflows.file_rules import FileKind
from workflows.kind import Answering, Question
from workflows.listing import listed
from workflows.vocabulary import StageState, Toned

ACCEPT = ",".join(extension for kind in FileKind for extension in kind.extensions)
KINDS_WORDS = "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, JPEG, PNG, CSV, TXT"
STEP_TITLES = (
    ("kind", "1. Вид и этап"),
    ("files", "2. Файлы"),
    ("answers", "3. Сведения"),
    ("check", "4. Проверка комплектности"),
    ("submit", "5. Отправка"),
)


class ProgressWord(Toned):
    NOT_STARTED = "not_started", "Не начато", "mute", "circle-dashed"
    HAS_ERRORS = "has_errors", "Есть ошибки", "warn", "triangle-alert"
    READY = "ready", "Готово", "ok", "circle-check"
    UNAVAILABLE = "unavailable", "Пока недоступно", "mute", "lock"
    LOCKED = "locked", "Не открыт для исправления", "mute", "lock"


@dataclass(frozen=True, slots=True)
class DueItem:
    """A package the school may begin, or has begun."""

    stage_slug: str
    stage: str
    kind: str
    title: str
    purpose: str
    words: str
    status: Toned
    url: str


@dataclass(frozen=True, slots=True)
class Task:
    code: str
    title: str
    url: str
    note: str
    state: ProgressWord


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class DraftFile:
    id: str
    number: int
    icon: str
    name: str
    url: str
    meta: tuple[str, ...]
    warning: str
    tag: Toned | None
    viewed: bool | None
    viewed_url: str
    download_url: str
    remove_url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UnfinishedItem:
    """A file that did not come whole: by `key`, `given_name` and `size` the script knows it when it is chosen again."""

    key: str
    given_name: str
    name: str
    size: int
    percent: int
    url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class SlotItem:
    """A slot with its files and its upload form."""

    id: str
    code: str
    title: str
    hint: str
    required: bool
    state: ProgressWord
    url: str
    accept: str
    limit: int
    limit_words: str
    multiple: bool
    error: str
    kinds_words: str
    files: tuple[DraftFile, ...]
    uploads_url: str
    unfinished: tuple[UnfinishedItem, ...]
    gone: tuple[str, ...]
    """Files whose content was removed, while nothing stands in their place."""


@dataclass(frozen=True, slots=True)
class FindingItem:
    code: str
    title: str
    text: str
    url: str
    action: str
    blocks: bool
    excuse: str


@dataclass(frozen=True, slots=True)
class AnswerField:
    field: object
    question: Question
    kind: str
    locked: str
    """The answer as it was sent, where the return did not open it; '' while it may change."""


def due_items(dues: Sequence[DueKind]) -> tuple[DueItem, ...]:
    return tuple(
        DueItem(
            stage_slug=due.stage.slug,
            stage=due.stage.title,
            kind=due.kind.code,
            title=due.kind.title,
            purpose=due.kind.purpose,
            status=due.state,
            words=_due_words(due),
            url=url_for("packages.show", number=due.package_number) if due.package_number else "",
        )
        for due in dues
    )


def tasks(found: Dossier) -> tuple[Task, ...]:
    """Return the steps of the wizard with how far each is."""
    number, states = found.package.number, queries.progress(found)
    return tuple(
        Task(
            code,
            title,
            url_for(f"assembly.{code}", number=number) if states[code] is not Progress.UNAVAILABLE else "",
            _task_note(code, found),
            ProgressWord(states[code].value),
        )
        for code, title in STEP_TITLES
    )


def window_words(found: Dossier) -> str:
    """Return what the stage's window means for this package, '' while it is open."""
    opened, closed = dossiers.window(found.package)
    stage = found.package.stage
    if not opened:
        return f"Приём откроется {long_date(stage.opens_on)}. Подготовить пакет можно уже сейчас."
    if closed and found.package.sent_at is None:
        excused = (
            f" Координатор разрешил приём: {found.permit.reason}"
            if found.permit
            else (" Чтобы направить пакет, попросите координатора разрешить приём с указанием причины.")
        )
        return f"Приём закрыт {long_date(stage.closes_on)}.{excused}"
    return ""


def kind_facts(found: Dossier) -> tuple[Line, ...]:
    stage = found.package.stage
    return (
        Line("Вид", found.kind.title),
        Line("Назначение", found.kind.purpose),
        Line("Проект", found.package.programme.title),
        Line("Этап", stage.title),
        Line("Приём", f"с {date_ru(stage.opens_on)} по {date_ru(stage.closes_on)}"),
        Line("Номер пакета", found.package.number),
    )


def slot_id(code: str) -> str:
    return f"slot-{code}"


def slot_items(found: Dossier, errors: Mapping[str, str]) -> tuple[SlotItem, ...]:
    """Return the places for files; those a return has opened stand before the closed ones."""
    limit = settings().file_limit
    number = found.package.number
    lines = queries.slot_lines(found)
    begun = queries.unfinished(found)
    shut = {line.slot.code for line in lines if not _opens(found, line.slot.code)}
    return tuple(
        SlotItem(
            id=slot_id(line.slot.code),
            code=line.slot.code,
            title=line.slot.title,
            hint=line.slot.hint,
            required=line.slot.required,
            url=""
            if line.slot.code in shut
            else url_for("assembly.add_files", number=number, slot=line.slot.code),
            accept=ACCEPT,
            limit=limit,
            limit_words=filesize_ru(limit),
            multiple=line.slot.many,
            error=errors.get(line.slot.code, ""),
            kinds_words=KINDS_WORDS,
            state=_slot_state(line, locked=line.slot.code in shut),
            files=tuple(_draft_file(found, file) for file in line.files),
            uploads_url=url_for("uploads.begin", number=number, slot=line.slot.code),
            unfinished=tuple(_unfinished(number, one) for one in begun if one.slot == line.slot.code),
            gone=() if line.files else tuple(_gone(found, line.slot.code)),
        )
        for line in sorted(lines, key=lambda line: line.slot.code in shut)
    )


def stopping(found: Dossier) -> tuple[FindingItem, ...]:
    """Return what stops the sending."""
    return tuple(_finding_item(found, one) for one in queries.stops(found))


def worth_a_look(found: Dossier) -> tuple[FindingItem, ...]:
    """Return what may be sent as it is, and what the school has said of it."""
    return tuple(_finding_item(found, one) for one in queries.cautions(found))


def _finding_item(found: Dossier, one: Finding) -> FindingItem:
    explained = one.excuse and f"Пояснение школы: {one.excuse}"
    url, action = _mending(found, one)
    return FindingItem(one.code, one.text, explained, url, action, one.blocks, one.excuse)


def _mending(found: Dossier, one: Finding) -> tuple[str, str]:
    number = found.package.number
    if one.step == "risks":
        slug, programme = found.package.school.slug, found.package.programme.code
        return url_for("diagnosis.profile", slug=slug, programme=programme), "Исправить"
    if one.step == "cross":
        return url_for("packages.cross", number=number, _anchor=one.code), "Посмотреть места"
    if one.step == "evidence":
        return url_for("evidence.matrix", number=number), "Посмотреть матрицу"
    if one.step == "file":
        return url_for("packages.file", number=number, file=one.file, page=one.leaf or None), "Посмотреть"
    return url_for(f"assembly.{one.step}", number=number), "Исправить"


def answer_fields(found: Dossier, form: Form) -> tuple[AnswerField, ...]:
    words = {Answering.DATE: "date", Answering.TEXT: "textarea"}
    opened, sent = queries.open_questions(found.kind, found.parts), queries.answers_of(found)
    return tuple(
        AnswerField(
            form[f"q_{question.code}"],
            question,
            words.get(question.answering, "field"),
            "" if question.code in opened else sent.get(question.code) or "Нет ответа",
        )
        for question in found.kind.questions
    )


def opened_words(found: Dossier) -> str:
    """Return which parts the return opened, '' when the whole package is open."""
    if found.parts is None:
        return ""
    titles = [slot.title for slot in found.slots if found.parts.opens_slot(slot.code)]
    titles += [one.title for one in found.kind.questions if found.parts.opens_question(one.code)]
    return f"Для исправления открыты: {listed(titles)}. Остальное останется таким, как было направлено."


def saved_words(draft: PackageDraft, actor: Actor) -> str:
    return f"Сохранено в {time_ru(draft.saved_at, ZoneInfo(actor.zone))}"


def _due_words(due: DueKind) -> str:
    if due.state is StageState.PLANNED:
        return f"приём с {long_date(due.stage.opens_on)}"
    return f"приём до {long_date(due.stage.closes_on)}"


def _task_note(code: str, found: Dossier) -> str:
    if code == "files":
        return f"Загружено: {len(found.draft_files())}"
    if code == "submit":
        return "Откроется, когда проверка не найдёт препятствий"
    return found.kind.title if code == "kind" else ""


def _draft_file(found: Dossier, line: FileLine) -> DraftFile:
    number, file = found.package.number, line.file
    return DraftFile(
        id=f"file-{file.number}",
        number=file.number,
        icon=_icon(file),
        name=file.name,
        url=url_for("packages.file", number=number, file=file.number),
        meta=_meta(file),
        warning="",
        tag=None,
        viewed=None,
        viewed_url="",
        download_url=url_for("packages.original", number=number, file=file.number),
        remove_url=url_for("assembly.remove_file", number=number, file=file.number)
        if _opens(found, file.slot)
        else "",
        sha256=file.sha256,
    )


def _unfinished(number: str, upload: FileUpload) -> UnfinishedItem:
    return UnfinishedItem(
        key=upload.key,
        given_name=upload.name,
        name=clean_file_name(upload.name),
        size=upload.size,
        percent=100 * upload.received // upload.size,
        url=url_for("uploads.show", number=number, key=upload.key),
        cancel_url=url_for("uploads.cancel", number=number, key=upload.key),
    )


def _gone(found: Dossier, slot: str) -> Iterator[str]:
    for line in found.files:
        words = removed_ru(
            line.file.removed_at, line.file.removed_by_name, ZoneInfo(found.package.municipality.zone)
        )
        if words and line.file.slot == slot:
            yield f"«{line.file.name}». {words}. Загрузите сюда документ без персональных данных."


def _opens(found: Dossier, slot: str) -> bool:
    return found.parts is None or found.parts.opens_slot(slot)


def _slot_state(line: SlotLine, *, locked: bool) -> ProgressWord:
    if locked:
        return ProgressWord.LOCKED
    return ProgressWord.READY if line.files else ProgressWord.NOT_STARTED


def _icon(file: PackageFile) -> str:
    return {
        "xlsx": "file-spreadsheet",
        "ods": "file-spreadsheet",
        "csv": "file-spreadsheet",
        "jpeg": "image",
        "png": "image",
    }.get(file.kind, "file-text")


def _meta(file: PackageFile) -> tuple[str, ...]:
    return tuple(part for part in (filesize_ru(file.size), f"SHA-256 {file.sha256[:12]}…", file.note) if part)
