"""What home shows: the queue in groups by deadline, each item beginning with its verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.dashboard.queries import StageCounts, WaitingPackage
from webapp.database import now, today_in
from webapp.formatting import DueIn, ago, counted, date_ru, days_left, iso, lasting
from webapp.models import Notification, Report, Stage
from webapp.tables import TabItem
from workflows.kinds import KINDS
from workflows.vocabulary import ReportState, Role, State
from workflows.working_days import working_days_between

VERBS = MappingProxyType(
    {
        State.DRAFT: ("Подготовить и направить пакет", "Продолжить", "file-stack"),
        State.CURATOR_RETURNED: ("Ответить на замечания", "Ответить", "undo-2"),
        State.EXPERTISE_RETURNED: ("Доработать пакет по заключению", "Доработать", "undo-2"),
        State.CURATOR_REVIEW: ("Проверить пакет", "Проверить", "user-round"),
        State.ADMITTED: ("Провести экспертизу", "Начать", "clipboard-list"),
        State.EXPERTISE: ("Завершить экспертизу", "Продолжить", "clipboard-check"),
        State.CONCLUDED: ("Направить заключение школе", "Открыть", "file-check"),
    }
)
SEGMENTS = (
    ("ok", "Приняты", (State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.REPORTED, State.PLACED), ""),
    ("exp", "На экспертизе", (State.ADMITTED, State.EXPERTISE, State.CONCLUDED), "expert"),
    ("acc", "У кураторов", (State.CURATOR_REVIEW,), "curator"),
    ("warn", "На доработке", (State.CURATOR_RETURNED, State.EXPERTISE_RETURNED), "school"),
    ("bad", "Не соответствуют", (State.FAILS,), "fails"),
)
MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "нояб", "дек")


@dataclass(frozen=True, slots=True)
class QueueItem:
    icon: str
    title: str
    url: str
    object: str
    meta: tuple[str, ...]
    action: str
    due: DueIn | None
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class QueueGroup:
    id: str
    title: str
    tone: str
    items: tuple[QueueItem, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class StripPart:
    tone: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Strip:
    title: str
    note: str
    parts: tuple[StripPart, ...]


@dataclass(frozen=True, slots=True)
class DateItem:
    day: int
    month_short: str
    title: str
    note: str
    iso: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    icon: str
    text: str
    link_text: str
    url: str
    words: str
    iso: str
    unread: bool


def package_items(waiting: Sequence[WaitingPackage], actor: Actor, *, mine: bool) -> tuple[QueueItem, ...]:
    return tuple(_package_item(line, actor, mine=mine) for line in waiting)


def due_items(dues: Sequence[tuple[Stage, str]], actor: Actor) -> tuple[QueueItem, ...]:
    """Return the packages a school has not begun yet."""
    today = today_in(actor.zone)
    return tuple(
        QueueItem(
            "plus",
            "Начать пакет",
            url_for("assembly.choose"),
            KINDS[kind].title,
            (stage.title,) if stage.title != KINDS[kind].title else (),
            "Начать",
            days_left(stage.closes_on, today),
        )
        for stage, kind in dues
    )


def report_items(reports: Sequence[Report]) -> tuple[QueueItem, ...]:
    return tuple(
        QueueItem(
            "file-chart-column",
            "Принять отчёт этапа" if report.state is ReportState.READY else "Разобрать сбой отчёта",
            url_for("reports.show", report=report.number),
            report.title,
            (f"№ {report.number}",),
            "Открыть",
            None,
        )
        for report in reports
    )


def failure_items(failed: int) -> tuple[QueueItem, ...]:
    if not failed:
        return ()
    words = counted(failed, "действие не выполнено", "действия не выполнены", "действий не выполнены")
    return (
        QueueItem(
            "triangle-alert",
            "Разобрать сбой отправки",
            url_for("administration.users"),
            words,
            ("Подробности: команда flask outbox status",),
            "Открыть",
            None,
        ),
    )


def groups(items: Sequence[QueueItem], actor: Actor) -> tuple[QueueGroup, ...]:
    """Return the items by deadline; empty groups are left out, «Позже» is closed unless it is alone."""
    week_end = 7 - today_in(actor.zone).isoweekday()
    sorted_out: dict[str, list[QueueItem]] = {"overdue": [], "today": [], "week": [], "later": []}
    for item in items:
        sorted_out[_group(item, week_end)].append(item)
    titles = {
        "overdue": ("Просрочено", "bad"),
        "today": ("Сегодня и завтра", ""),
        "week": ("До конца недели", ""),
        "later": ("Позже", ""),
    }
    shown = [QueueGroup(code, *titles[code], tuple(found)) for code, found in sorted_out.items() if found]
    alone = len(shown) == 1
    return tuple(QueueGroup(g.id, g.title, g.tone, g.items, g.id == "later" and not alone) for g in shown)


def strip(found: StageCounts | None, actor: Actor) -> Strip | None:
    if found is None:
        return None
    stage, today = found.stage, today_in(actor.zone)
    taking = today <= stage.closes_on
    until = stage.closes_on if taking else stage.examine_until
    left = working_days_between(today, until)
    words = counted(left, "рабочий день", "рабочих дня", "рабочих дней")
    note = f"{'Приём' if taking else 'Экспертиза'} до {date_ru(until)}, осталось {words}"
    parts = tuple(
        StripPart(
            tone,
            label,
            sum(found.by_state.get(state, 0) for state in states),
            url_for("packages.register", stage=stage.slug, state=_register_state(code, states)),
        )
        for tone, label, states, code in SEGMENTS
    )
    return Strip(stage.title, note, tuple(part for part in parts if part.count))


def dates(stages: Sequence[Stage], actor: Actor) -> tuple[DateItem, ...]:
    today = today_in(actor.zone)
    found = [
        (stage.closes_on, f"{stage.title}: окончание приёма") for stage in stages if stage.closes_on >= today
    ]
    found += [
        (stage.examine_until, f"{stage.title}: окончание экспертизы")
        for stage in stages
        if stage.examine_until >= today
    ]
    return tuple(
        DateItem(day.day, MONTHS[day.month - 1], title, days_left(day, today).words, iso(day))
        for day, title in sorted(found)[:4]
    )


def feed(notifications: Sequence[Notification]) -> tuple[FeedItem, ...]:
    instant = now()
    return tuple(
        FeedItem(
            "bell",
            one.title,
            "Открыть",
            one.link,
            ago(one.created_at, instant),
            iso(one.created_at),
            one.read_at is None,
        )
        for one in notifications
    )


def tabs(view: str, waiting: int) -> tuple[TabItem, ...]:
    return (
        TabItem("Мои дела", url_for("dashboard.home"), waiting, view == "mine"),
        TabItem("Ждём других", url_for("dashboard.home", view="waiting"), None, view == "waiting"),
        TabItem("Сделано", url_for("dashboard.home", view="done"), None, view == "done"),
    )


def greeting(items: Sequence[QueueItem]) -> str:
    """Return the line under the title: how much waits and what of it is late."""
    if not items:
        return ""
    late = sum(1 for item in items if item.due and item.due.is_overdue)
    words = counted(len(items), "дело ждёт", "дела ждут", "дел ждут")
    return f"{words} вашего решения" + (f", из них просрочено: {late}" if late else "")


def all_done(stages: Sequence[Stage], actor: Actor) -> str:
    coming = dates(stages, actor)
    if not coming:
        return "Новых сроков пока нет."
    nearest = coming[0]
    return f"Ближайший срок: {nearest.day} {nearest.month_short}, {nearest.title[:1].lower()}{nearest.title[1:]}."


def _package_item(line: WaitingPackage, actor: Actor, *, mine: bool) -> QueueItem:
    title, action, icon = VERBS.get(line.state, (line.state.label, "Открыть", "file-stack"))
    if line.state is State.CURATOR_REVIEW and line.round > 1:
        title = "Проверить доработку"
    meta = []
    if line.open_remarks:
        meta.append(
            counted(line.open_remarks, "открытое замечание", "открытых замечания", "открытых замечаний")
        )
    if line.round > 1:
        meta.append(f"раунд {line.round}")
    meta.append(
        f"{'ждёт' if mine else 'ход: ' + line.turn.label + ', ждём'} {lasting(line.waiting_since, now())}"
    )
    due = (
        days_left(line.due_at.astimezone(ZoneInfo(actor.zone)).date(), today_in(actor.zone))
        if line.due_at
        else None
    )
    url = (
        url_for(_endpoint(line, actor), number=line.number)
        if mine
        else url_for("packages.show", number=line.number)
    )
    words = (
        f"{line.school}, {line.kind}"
        if actor.role not in {Role.SCHOOL, Role.HEAD}
        else f"{line.kind}, {line.stage}"
    )
    return QueueItem(
        icon, title if mine else line.state.label, url, words, tuple(meta), action if mine else "Открыть", due
    )


def _endpoint(line: WaitingPackage, actor: Actor) -> str:
    if line.state is State.DRAFT:
        return "assembly.tasks"
    if line.state in {State.CURATOR_RETURNED, State.EXPERTISE_RETURNED}:
        return "remarks.ledger"
    if line.state is State.EXPERTISE:
        return "expertise.sheet"
    return "packages.show"


def _group(item: QueueItem, week_end: int) -> str:
    if item.due is None:
        return "later"
    if item.due.is_overdue:
        return "overdue"
    if item.due.days <= 1:
        return "today"
    return "week" if item.due.days <= week_end else "later"


def _register_state(code: str, states: tuple[State, ...]) -> str:
    return code if code in {"curator", "expert", "school"} else states[0].value
