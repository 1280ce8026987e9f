"""What the page of a package shows: plain values made of its dossier for the macros of the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import now
from webapp.dossier import queries
from webapp.dossier.queries import Dossier, FileLine, StreamItem
from webapp.formatting import (
    DueIn,
    ago,
    counted,
    date_ru,
    datetime_ru,
    days_left,
    filesize_ru,
    fio_short,
    initials,
    iso,
)
from webapp.models import Package, PackageEvent, PackageFile, Remark, ReportFile, Stage, User, Version
from webapp.packages.queries import Filters, PackageRow
from webapp.paging import Page
from webapp.tables import Chip, TabItem, chips, columns
from workflows.file_rules import FileKind
from workflows.judgement import judge
from workflows.kind import Answering, Kind
from workflows.kinds import KINDS
from workflows.route import Step
from workflows.verdicts import MarkValue
from workflows.vocabulary import SCHOOL_ROLES, Audience, FileDecision, RemarkState, Role, State, Toned, Turn

FILE_ICONS = {"pdf": "file-text", "docx": "file-text", "odt": "file-text", "xlsx": "file-spreadsheet",
              "ods": "file-spreadsheet", "csv": "file-spreadsheet", "jpeg": "image", "png": "image"}
CHANGE_TAGS = {"new": ("acc", "plus", "Новый"), "changed": ("acc", "pencil", "Изменён")}
STRIP = (
    ("Отправка школой", frozenset({State.DRAFT, State.WITHDRAWN})),
    ("Проверка куратора", frozenset({State.CURATOR_REVIEW, State.CURATOR_RETURNED})),
    ("Экспертиза", frozenset({State.ADMITTED, State.EXPERTISE, State.EXPERTISE_RETURNED})),
    ("Решение", frozenset({State.CONCLUDED, State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.FAILS})),
    ("Отчёт этапа", frozenset({State.REPORTED, State.PLACED})),
)
RETURNED = frozenset({State.CURATOR_RETURNED, State.EXPERTISE_RETURNED})
DECIDED = frozenset({State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.FAILS})
MY_TURN = {Turn.SCHOOL: SCHOOL_ROLES, Turn.CURATOR: {Role.CURATOR}, Turn.EXPERT: {Role.EXPERT, Role.COORDINATOR},
           Turn.COORDINATOR: {Role.COORDINATOR}, Turn.NOBODY: frozenset()}
EVENT_LOOK = {
    "submit": ("send", "ok"), "resubmit": ("send", "ok"), "return": ("undo-2", "warn"), "confirm": ("check", "ok"),
    "begin": ("clipboard-check", ""), "conclude": ("file-check", ""), "release": ("circle-check", "ok"),
    "withdraw": ("rotate-ccw", "warn"), "place": ("circle-check", "ok"), "assign": ("user-round", ""),
}


@dataclass(frozen=True, slots=True)
class Tag:
    tone: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    status: Toned
    facts: tuple[tuple[str, str], ...]
    due: DueIn | None


@dataclass(frozen=True, slots=True)
class StripStep:
    title: str
    note: str
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file row with what this reader may do with it."""

    id: str
    number: int
    icon: str
    name: str
    url: str
    meta: tuple[str, ...]
    warning: str
    tag: Tag | Toned | None
    viewed: bool | None
    viewed_url: str
    download_url: str
    open: bool
    check_url: str
    slot: str


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step this person may try; `lacks` are the conditions it still needs."""

    action: str
    label: str
    url: str
    promise: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class RemarkItem:
    number: int
    text: str
    state: Toned
    kind: Toned
    place: str
    url: str
    due: DueIn | None
    answer: str
    resolution: str
    seen: int
    published: bool
    settled: bool
    awaits_answer: bool
    may_settle: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the stream: an event or a message."""

    kind: str
    id: int
    icon: str
    tone: str
    who: str
    text: str
    when: str
    iso: str
    initials: str = ""
    role: str = ""
    internal: bool = False
    mine: bool = False
    reference: str = ""
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class AudienceButton:
    value: str
    label: str
    button: str
    icon: str


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """How far the sheet is filled: for the panel beside the page."""

    done: int
    total: int
    rows: tuple[tuple[str, str, str, int], ...]
    next_url: str
    next_text: str
    audience: str


@dataclass(frozen=True, slots=True)
class PackagePage:
    number: str
    head: Head
    steps: tuple[StripStep, ...]
    files: tuple[FileItem, ...]
    viewed: int
    buttons: tuple[StepButton, ...]
    primary: StepButton | None
    remarks: tuple[RemarkItem, ...]
    entries: tuple[Entry, ...]
    audiences: tuple[AudienceButton, ...]
    facts: tuple[Fact, ...]
    summary: SheetSummary | None
    assembling: bool
    seen: int


def package_page(found: Dossier, actor: Actor, items: tuple[StreamItem, ...]) -> PackagePage:
    """Return everything the page of a package shows to this person."""
    zone = ZoneInfo(actor.zone)
    lines = found.draft_files() if found.assembling and actor.role in SCHOOL_ROLES else found.sent_files()
    files = tuple(_file(found, line, actor, zone) for line in lines)
    buttons = tuple(_button(found.package.number, step, lacks) for step, lacks in queries.steps_for(found, actor))
    ready = [button for button in buttons if not button.lacks and button.action not in {"withdraw", "reopen"}]
    return PackagePage(
        number=found.package.number,
        head=head(found, zone),
        steps=strip(found, actor, zone),
        files=files,
        viewed=sum(1 for line in lines if line.viewed),
        buttons=buttons,
        primary=ready[0] if ready else None,
        remarks=tuple(_remark(found, remark, actor, zone) for remark in found.remarks),
        entries=tuple(entry(item, actor, zone) for item in items),
        audiences=audiences(actor),
        facts=_facts(found, zone),
        summary=_summary(found, actor),
        assembling=found.assembling and actor.role in SCHOOL_ROLES,
        seen=found.package.seen,
    )


def head(found: Dossier, zone: ZoneInfo) -> Head:
    package = found.package
    facts = [("file-text", found.kind.title), ("folder-open", package.stage.title)]
    if found.version:
        facts.append(("history", f"Редакция {found.version.number} от {date_ru(found.version.sent_at.astimezone(zone))}"))
    return Head(f"{package.school.short_name}: {found.kind.short_title}", package.state, tuple(facts),
                due_in(package.due_at, zone))


def due_in(instant: datetime | None, zone: ZoneInfo) -> DueIn | None:
    if instant is None:
        return None
    return days_left(instant.astimezone(zone).date(), now().astimezone(zone).date())


def strip(found: Dossier, actor: Actor, zone: ZoneInfo) -> tuple[StripStep, ...]:
    """Return the five steps of the route with whose turn it is."""
    package = found.package
    place = next((n for n, (_t, states) in enumerate(STRIP) if package.state in states), 0)
    mine = actor.role in MY_TURN[package.turn]
    notes = _strip_notes(found, zone)
    steps = []
    for number, (title, _states) in enumerate(STRIP):
        over = number < place or (number == place and package.state in DECIDED | {State.REPORTED, State.PLACED})
        now_here = number == place and not over
        state = "done" if over else "next"
        if now_here:
            state = "returned" if package.state in RETURNED else "now"
        note = notes.get(number, "") if not now_here else _turn_note(found, zone)
        steps.append(StripStep(title, note, state, mine and now_here))
    return tuple(steps)


def entry(item: StreamItem, actor: Actor, zone: ZoneInfo) -> Entry:
    when, stamp = datetime_ru(item.at, zone), iso(item.at)
    if item.message is not None:
        message = item.message
        return Entry("message", message.id, "", "", fio_short(message.author_name), message.text, when, stamp,
                     initials=initials(message.author_name), role=message.author_role.label.lower(),
                     internal=message.audience is Audience.INTERNAL, mine=message.author_id == actor.user_id)
    return _event(item.event, when, stamp) if item.event else Entry("event", 0, "circle", "", "", "", when, stamp)


def zone_of(actor: Actor) -> ZoneInfo:
    return ZoneInfo(actor.zone)


REGISTER_COLUMNS = columns("Школа", "Вид и этап", "Состояние", "Чей ход", "Срок")
VERSION_COLUMNS = columns("Редакция", "Отправлена", "Раунд", "Файлов", "Что изменилось", numeric=frozenset({"Раунд", "Файлов"}))
FROZEN_COLUMNS = columns("Файл", "Место в пакете", "Изменение", "SHA-256")
EMPTY_REGISTER = {
    Role.CURATOR: "Здесь появятся пакеты ваших школ, когда школы их направят.",
    Role.EXPERT: "Здесь появятся пакеты, назначенные вам.",
    Role.COORDINATOR: "Школы направят пакеты, когда откроется приём этапа. Этапы настраиваются в разделе «Проекты и этапы».",
}
DONE = {
    "submit": ("Пакет направлен куратору", "Сейчас ход куратора. Вы получите уведомление о решении."),
    "resubmit": ("Доработанный пакет направлен куратору", "Сейчас ход куратора. Вы получите уведомление о решении."),
    "return": ("Пакет возвращён школе", "Школа видит замечания со сроками. Пакет вернётся к вам после исправлений."),
    "confirm": ("Пакет подтверждён", "Пакет передан на содержательную экспертизу."),
    "begin": ("Экспертиза начата", "Отметки сохраняются сами. Школа увидит их только после направления заключения."),
    "release": ("Заключение направлено школе", "Изменить его больше нельзя."),
    "conclude": ("Экспертиза завершена", "Заключение готово к направлению школе."),
    "place": ("Размещение отмечено", "Дата и ссылка видны в карточке пакета."),
    "withdraw": ("Пакет отозван", "Вернуть его в черновики можно в любой момент."),
}


@dataclass(frozen=True, slots=True)
class Done:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ConclusionFile:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The released (or, for the examiner, the prepared) conclusion beside the page."""

    kind: Toned
    points: Decimal
    maximum: Decimal
    percent: Decimal | None
    zone: Toned | None
    scores: bool
    rationale: str
    who: str
    files: tuple[ConclusionFile, ...]


def done_words(action: str, page: PackagePage) -> Done | None:
    """Return what has just happened, for the page after a step; None for an unknown word in the address."""
    return Done(*DONE[action]) if action in DONE else None


def empty_register(actor: Actor) -> str:
    return EMPTY_REGISTER.get(actor.role, "Начните пакет: выберите этап и вид документов.")


def register_chips(filters: Filters, stages: Sequence[Stage]) -> tuple[Chip, ...]:
    stage = next((one.title for one in stages if one.slug == filters.stage), filters.stage)
    kind = KINDS[filters.kind].title if filters.kind in KINDS else filters.kind
    state = State(filters.state).label if filters.state in set(State) else filters.state
    return chips({
        "q": f"«{filters.q}»" if filters.q else "", "stage": stage, "kind": kind, "state": state,
        "school": f"школа {filters.school}" if filters.school else "",
        "due": "срок прошёл" if filters.due == "overdue" else "",
    })


def tabs(found: Dossier, current: str) -> tuple[TabItem, ...]:
    number, version = found.package.number, found.version
    return (
        TabItem("Пакет", url_for("packages.show", number=number), None, current == "show"),
        TabItem("Замечания", url_for("remarks.ledger", number=number), len(found.remarks), current == "remarks"),
        TabItem("Редакции", url_for("packages.versions", number=number), version.number if version else 0),
        TabItem("История", url_for("packages.history", number=number)),
    )


def conclusion(found: Dossier, actor: Actor, files: Sequence[ReportFile]) -> Conclusion | None:
    verdict = found.expertise.verdict if found.expertise else None
    if verdict is None:
        return None
    released = verdict.released_at is not None
    words = f"Направлено школе {datetime_ru(verdict.released_at, zone_of(actor))}" if verdict.released_at else (
        "Школа ещё не видит заключения")
    return Conclusion(
        kind=verdict.kind, points=verdict.points, maximum=verdict.maximum, percent=verdict.percent, zone=verdict.zone,
        scores=actor.role not in SCHOOL_ROLES or found.package.municipality.show_scores,
        rationale=verdict.rationale, who=f"{fio_short(verdict.decided_by_name)}. {words}.",
        files=tuple(ConclusionFile(f"Заключение, {file.format.upper()}, {filesize_ru(file.size)}",
                                   url_for("reports.download", report=file.report.number, kind=file.format))
                    for file in files) if released else (),
    )


def extras(found: Dossier, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the rarer acts this person may do, by role and state."""
    package, number = found.package, found.package.number
    offers = (
        (P.ASSIGN_EXPERTS, package.state in {State.CURATOR_REVIEW, State.ADMITTED, State.EXPERTISE},
         "Назначить эксперта", "packages.experts"),
        (P.ALLOW_LATE, package.turn is Turn.SCHOOL and not package.late_reason and package.sent_at is None,
         "Разрешить приём после срока", "packages.late"),
        (P.ALLOW_LATE, package.turn in {Turn.CURATOR, Turn.EXPERT}, "Разрешить ещё один возврат", "packages.extra_round"),
        (P.EXPORT_PACKAGES, package.confirmed_at is not None, "Скачать пакет архивом (ZIP)", "packages.archive"),
        (P.READ_PACKAGES, package.sent_at is not None and actor.role in SCHOOL_ROLES, "Скачать расписку (PDF)",
         "packages.receipt"),
    )
    return tuple((label, url_for(endpoint, number=number)) for permission, now_open, label, endpoint in offers
                 if now_open and may(actor.role, permission))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register as the table shows it."""

    number: str
    url: str
    school: str
    kind: str
    stage: str
    status: Toned
    turn: str
    version: str
    due: DueIn | None
    waiting: str


def register_lines(page: Page[PackageRow], actor: Actor) -> tuple[RegisterLine, ...]:
    zone, instant = zone_of(actor), now()
    return tuple(
        RegisterLine(
            number=row.number, url=url_for("packages.show", number=row.number), school=row.school, kind=row.kind,
            stage=row.stage, status=row.state, turn=row.turn.label,
            version=f"Редакция {row.version}" if row.version else "не отправлялся",
            due=due_in(row.due_at, zone) if row.turn is not Turn.NOBODY else None,
            waiting=ago(row.waiting_since, instant) if row.turn is not Turn.NOBODY else "",
        )
        for row in page.rows
    )


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A frozen version in the list: who sent it, when, and what was different."""

    number: int
    url: str
    sent: str
    who: str
    round: int
    late: bool
    changed: tuple[str, ...]
    total: int


def version_items(package: Package, versions: Sequence[Version], actor: Actor) -> tuple[VersionItem, ...]:
    zone = zone_of(actor)
    return tuple(
        VersionItem(
            number=one.number, url=url_for("packages.version", number=package.number, version=one.number),
            sent=datetime_ru(one.sent_at, zone), who=f"{fio_short(one.sent_by_name)}, {one.sent_by_role.label.lower()}",
            round=one.round, late=one.late, total=len(one.files),
            changed=tuple(f"{CHANGE_TAGS[line.change][2].lower()}: {line.file.name}" for line in one.files
                          if line.change in CHANGE_TAGS),
        )
        for one in versions
    )


@dataclass(frozen=True, slots=True)
class FrozenFile:
    name: str
    url: str
    slot: str
    meta: str
    sha256: str
    change: Tag | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    number: int
    sent: str
    who: str
    files: tuple[FrozenFile, ...]
    answers: tuple[Fact, ...]


def version_page(package: Package, version: Version, actor: Actor) -> VersionPage:
    zone, kind = zone_of(actor), KINDS[package.kind]
    titles = {slot.code: slot.title for slot in queries.frozen_slots(version)}
    return VersionPage(
        number=version.number, sent=datetime_ru(version.sent_at, zone),
        who=f"{fio_short(version.sent_by_name)}, {version.sent_by_role.label.lower()}",
        files=tuple(
            FrozenFile(
                line.file.name, url_for("packages.file", number=package.number, file=line.file.number),
                titles.get(line.file.slot, "Другие файлы"), ", ".join(file_meta(line.file)), line.file.sha256,
                Tag(*CHANGE_TAGS[line.change]) if line.change in CHANGE_TAGS else None,
            )
            for line in version.files
        ),
        answers=answer_facts(kind, version.answers),
    )


def answer_facts(kind: Kind, answers: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(
        Fact(question.title, date_ru(date.fromisoformat(answers[question.code])))
        if question.answering is Answering.DATE and answers.get(question.code)
        else Fact(question.title, answers.get(question.code, ""))
        for question in kind.questions
    )


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file's facts: for its own page and for the curator's check."""

    icon: str
    name: str
    kind: str
    download_url: str
    facts: tuple[Fact, ...]


def file_page(package: Package, file: PackageFile, actor: Actor) -> FilePage:
    facts = (
        Fact("Вид", FileKind(file.kind).label),
        Fact("Объём", ", ".join(file_meta(file))),
        Fact("Загрузил", fio_short(file.uploaded_by_name)),
        Fact("Загружен", datetime_ru(file.uploaded_at, zone_of(actor))),
        Fact("Контрольная сумма SHA-256", file.sha256),
    )
    return FilePage(FILE_ICONS.get(file.kind, "file"), file.name, FileKind(file.kind).label,
                    url_for("packages.original", number=package.number, file=file.number), facts)


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of one step: what it does, who will see it, what is still lacking."""

    number: str
    title: str
    action: str
    promise: str
    lacks: tuple[str, ...]
    seen: int
    head: Head
    remarks: tuple[RemarkItem, ...]


def step_page(found: Dossier, actor: Actor, step: Step) -> StepPage | None:
    """Return the page of a step this person may try now; None when the route does not offer it."""
    offered = {one.action: lacks for one, lacks in queries.steps_for(found, actor)}
    if step.action not in offered:
        return None
    zone = zone_of(actor)
    unsent = tuple(_remark(found, one, actor, zone) for one in found.remarks
                   if one.state not in queries.SETTLED and step.action in {"return", "confirm", "resubmit"})
    return StepPage(found.package.number, step.label, step.action, step.promise, offered[step.action],
                    found.package.seen, head(found, zone), unsent)


def expert_choices(people: Sequence[User]) -> list[tuple[int, str]]:
    return [(person.id, f"{person.name}{', ' + person.post if person.post else ''}") for person in people]


def file_meta(file: PackageFile) -> tuple[str, ...]:
    pages = counted(file.pages, "страница", "страницы", "страниц") if file.pages else ""
    return tuple(part for part in (pages, filesize_ru(file.size), file.note) if part)


def _event(event: PackageEvent, when: str, stamp: str) -> Entry:
    icon, tone = EVENT_LOOK.get(event.action, ("circle-dot", ""))
    text = f"{event.title[:1].lower()}{event.title[1:]}" if event.actor_name else event.title
    version = f". Редакция {event.version_number}" if event.version_number else ""
    reason = f". {event.text}" if event.text else "."
    return Entry("event", event.id, icon, tone, fio_short(event.actor_name) + ":", f"{text}{version}{reason}", when, stamp)


def _file(found: Dossier, line: FileLine, actor: Actor, zone: ZoneInfo) -> FileItem:
    number, file = found.package.number, line.file
    slot = next((slot.title for slot in found.slots if slot.code == file.slot), "Другие файлы")
    decided = line.check.decision if line.check else None
    tag: Tag | Toned | None = Tag(*CHANGE_TAGS[line.change]) if line.change in CHANGE_TAGS else None
    if decided is FileDecision.RETURNED:
        tag = Tag("warn", "undo-2", "Возвращён")
    elif decided is FileDecision.CONFIRMED:
        tag = Tag("ok", "circle-check", "Подтверждён")
    checks = actor.role is Role.CURATOR and found.package.state is State.CURATOR_REVIEW
    reader = actor.role not in SCHOOL_ROLES
    return FileItem(
        id=f"file-{file.number}", number=file.number, icon=FILE_ICONS.get(file.kind, "file"), name=file.name,
        url=url_for("packages.file", number=number, file=file.number), meta=(slot, *file_meta(file)), warning="",
        tag=tag, viewed=line.viewed if reader else None,
        viewed_url=url_for("packages.viewed", number=number, file=file.number),
        download_url=url_for("packages.original", number=number, file=file.number), open=False,
        check_url=url_for("packages.check", number=number, file=file.number) if checks else "", slot=file.slot,
    )


def _button(number: str, step: Step, lacks: tuple[str, ...]) -> StepButton:
    endpoint = "expertise.verdict" if step.action in {"conclude", "release"} else "packages.step"
    arguments = {"number": number} if endpoint == "expertise.verdict" else {"number": number, "action": step.action}
    shown = tuple(reason for reason in lacks if "персональных данных" not in reason and "вердикт" not in reason)
    return StepButton(step.action, step.label, url_for(endpoint, **arguments), step.promise, shown)


def _remark(found: Dossier, remark: Remark, actor: Actor, zone: ZoneInfo) -> RemarkItem:
    today = now().astimezone(zone).date()
    file = next((line.file for line in found.files if line.file.id == remark.file_id), None)
    place = ", ".join(part for part in (remark.criterion, file.name if file else "", remark.place) if part)
    settled = remark.state in queries.SETTLED
    school = actor.role in SCHOOL_ROLES
    working = {State.CURATOR_REVIEW: {Role.CURATOR}, State.EXPERTISE: {Role.EXPERT, Role.COORDINATOR}}
    mine = (remark.origin == "curator") == (actor.role is Role.CURATOR)
    return RemarkItem(
        number=remark.number, text=remark.text, state=remark.state, kind=remark.kind, place=place,
        url=url_for("packages.file", number=found.package.number, file=file.number) if file else "",
        due=days_left(remark.due_on, today) if remark.due_on and not settled else None,
        answer=remark.answer, resolution=remark.resolution, seen=remark.seen,
        published=remark.published_at is not None, settled=settled,
        awaits_answer=school and found.package.state in RETURNED and not settled,
        may_settle=mine and not settled and actor.role in working.get(found.package.state, set())
        and remark.published_at is not None and remark.state is not RemarkState.OPEN,
    )


def audiences(actor: Actor) -> tuple[AudienceButton, ...]:
    if actor.role in SCHOOL_ROLES:
        return (AudienceButton(Audience.EVERYONE.value, "", "Отправить куратору", "send"),)
    if actor.role not in {Role.CURATOR, Role.EXPERT, Role.COORDINATOR}:
        return ()
    words = "Отправить школе" if actor.role is Role.CURATOR else "Отправить школе и куратору"
    return (AudienceButton(Audience.EVERYONE.value, "", words, "send"),
            AudienceButton(Audience.INTERNAL.value, "", "Сохранить без школы", "lock"))


def _facts(found: Dossier, zone: ZoneInfo) -> tuple[Fact, ...]:
    package, version = found.package, found.version
    curators = ", ".join(fio_short(one.user.name) for one in found.curators)
    facts = [
        Fact("Школа", package.school.short_name, url_for("schools.show", slug=package.school.slug)),
        Fact("Номер", package.number),
        Fact("Проект", package.programme.short_title),
        Fact("Приём до", date_ru(package.stage.closes_on)),
        Fact("Отправил", f"{fio_short(version.sent_by_name)}, {version.sent_by_role.label.lower()}" if version else ""),
        Fact("Отправлено", datetime_ru(version.sent_at, zone) if version else ""),
        Fact("Куратор", curators),
        Fact("Возвратов", f"{package.returns} из {package.municipality.rounds_limit + package.extra_rounds}"),
    ]
    if package.late_reason:
        facts.append(Fact("Принят после срока", package.late_reason))
    if package.confirmed_at:
        instead = f" за {fio_short(package.confirmed_for_name)}" if package.confirmed_for_name else ""
        facts.append(Fact("Подтвердил", f"{fio_short(package.confirmed_by_name)}{instead}, "
                                        f"{datetime_ru(package.confirmed_at, zone)}"))
    if package.placed_on:
        facts.append(Fact("В ИС МЭДК", date_ru(package.placed_on), package.placed_link))
    return tuple(facts)


def _summary(found: Dossier, actor: Actor) -> SheetSummary | None:
    sheet = found.sheet
    if sheet is None or found.expertise is None:
        return None
    score = judge(found.kind, sheet, queries.answers_of(found.expertise)).score
    values = [mark.value for mark in found.expertise.marks]
    rows = tuple((value.tone, value.icon, value.label, values.count(value)) for value in MarkValue if value in values)
    unfilled = score.total - score.answered
    rows += (("mute", "circle-dashed", "Не заполнено", unfilled),) if unfilled else ()
    open_mine = found.package.state is State.EXPERTISE and found.expertise.examiner_id == actor.user_id
    target = url_for("expertise.sheet", number=found.package.number)
    text = "Продолжить экспертизу" if unfilled else "Проверить и завершить"
    if open_mine and not unfilled:
        target = url_for("expertise.verdict", number=found.package.number)
    return SheetSummary(score.answered, score.total, rows, target if open_mine else "", text,
                        "" if found.package.verdict else "До направления школе лист видят только эксперт и координатор.")


def _strip_notes(found: Dossier, zone: ZoneInfo) -> dict[int, str]:
    package, version = found.package, found.version
    notes: dict[int, str] = {}
    if version:
        notes[0] = f"{fio_short(version.sent_by_name)}, {date_ru(version.sent_at.astimezone(zone))}"
    if package.confirmed_at:
        notes[1] = f"{fio_short(package.confirmed_by_name)}, {date_ru(package.confirmed_at.astimezone(zone))}"
    if package.verdict:
        notes[2] = notes[3] = package.verdict.label
    return notes


def _turn_note(found: Dossier, zone: ZoneInfo) -> str:
    package = found.package
    due = f", срок {date_ru(package.due_at.astimezone(zone))}" if package.due_at else ""
    who = {
        Turn.SCHOOL: "ход школы", Turn.CURATOR: "ход куратора", Turn.EXPERT: "ход эксперта",
        Turn.COORDINATOR: "ход координатора", Turn.NOBODY: "завершено",
    }[package.turn]
    if package.turn is Turn.CURATOR and found.curators:
        who = fio_short(found.curators[0].user.name)
    return f"{who}{due}"


