"""What home shows: the queue in groups by deadline, each item beginning with its verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.dashboard.queries import StageCounts, WaitingPackage
from webapp.database import now, today_in
from webapp.formatting import DueIn, ago, counted, date_ru, day_month, days_left, iso, lasting
from webapp.frame import Counts
from webapp.models import Notification, Report, Stage
from webapp.tables import TabItem
from workflows.kinds import KINDS
from workflows.vocabulary import SCHOOL_ROLES, ReportState, Standing, State
from workflows.working_days import working_days_between

VERBS = MappingProxyType(
    {
        State.DRAFT: ("file-stack", "Подготовить и направить пакет", "Продолжить"),
        State.CURATOR_RETURNED: ("undo-2", "Ответить на замечания", "Ответить"),
        State.EXPERTISE_RETURNED: ("undo-2", "Доработать пакет по заключению", "Доработать"),
        State.CURATOR_REVIEW: ("user-round", "Проверить пакет", "Проверить"),
        State.ADMITTED: ("clipboard-list", "Провести экспертизу", "Начать"),
        State.EXPERTISE: ("clipboard-check", "Завершить экспертизу", "Продолжить"),
        State.CONCLUDED: ("file-check", "Направить заключение школе", "Открыть"),
    }
)
SHOW = "packages.show"
ENDPOINTS = MappingProxyType(
    {
        State.DRAFT: "assembly.tasks",
        State.CURATOR_RETURNED: "remarks.ledger",
        State.EXPERTISE_RETURNED: "remarks.ledger",
        State.EXPERTISE: "expertise.sheet",
    }
)
SEGMENTS: tuple[tuple[str, str, Standing | State], ...] = (
    ("ok", Standing.ACCEPTED.label, Standing.ACCEPTED),
    ("exp", Standing.EXAMINED.label, Standing.EXAMINED),
    ("acc", "У кураторов", State.CURATOR_REVIEW),
    ("warn", Standing.REWORKED.label, Standing.REWORKED),
    ("bad", "Не соответствуют", State.FAILS),
)
"""Tone, words, and what the register is asked for: each number is what its link lists."""
MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "нояб", "дек")


@dataclass(frozen=True, slots=True)
class QueueItem:
    icon: str
    title: str
    action: str
    object: str
    url: str
    meta: tuple[str, ...]
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
    zone, instant = ZoneInfo(actor.zone), now()
    of_school = actor.role in SCHOOL_ROLES
    return tuple(
        QueueItem(
            *_heading(line, mine),
            object=f"{line.kind}, {line.stage}" if of_school else f"{line.school}, {line.kind}",
            url=url_for(_endpoint(line) if mine else SHOW, number=line.number),
            meta=_meta(line, instant, mine),
            due=days_left(line.due_at.astimezone(zone).date(), instant.astimezone(zone).date())
            if line.due_at
            else None,
        )
        for line in waiting
    )


def due_items(dues: Sequence[tuple[Stage, str]], actor: Actor) -> tuple[QueueItem, ...]:
    """Return the packages a school has not begun yet."""
    today = today_in(actor.zone)
    return tuple(
        QueueItem(
            "plus",
            "Начать пакет",
            "Начать",
            KINDS[kind].title,
            url_for("assembly.choose"),
            (stage.title,) if stage.title != KINDS[kind].title else (),
            days_left(stage.closes_on, today),
        )
        for stage, kind in dues
    )


def report_items(reports: Sequence[Report]) -> tuple[QueueItem, ...]:
    return tuple(
        QueueItem(
            "file-chart-column",
            "Принять отчёт этапа" if report.state is ReportState.READY else "Разобрать сбой отчёта",
            "Открыть",
            report.title,
            url_for("reports.show", report=report.number),
            (f"№ {report.number}",),
            None,
        )
        for report in reports
    )


def failure_items(failed: int) -> tuple[QueueItem, ...]:
    if not failed:
        return ()
    words = counted(failed, "сбой ждёт разбора", "сбоя ждут разбора", "сбоев ждут разбора")
    return (
        QueueItem(
            "triangle-alert",
            "Разобрать сбой отправки",
            "Открыть",
            words,
            url_for("failures.register"),
            (),
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
            sum(found.by_state.get(state, 0) for state in _states(segment)),
            url_for("packages.register", stage=stage.slug, state=segment.value),
        )
        for tone, label, segment in SEGMENTS
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


def tabs(view: str, counts: Counts) -> tuple[TabItem, ...]:
    return (
        TabItem("Мои дела", url_for("dashboard.home"), counts.waiting, view == "mine"),
        TabItem("Ждём других", url_for("dashboard.home", view="waiting"), None, view == "waiting"),
        TabItem("Сделано", url_for("dashboard.home", view="done"), None, view == "done"),
    )


def greeting(counts: Counts) -> str:
    """Return the line under the title: how much waits and what of it is late."""
    if not counts.waiting:
        return ""
    words = counted(counts.waiting, "дело ждёт", "дела ждут", "дел ждут")
    return f"{words} вашего решения" + (f", из них просрочено: {counts.overdue}" if counts.overdue else "")


def all_done(stages: Sequence[Stage], actor: Actor) -> str:
    coming = dates(stages, actor)
    if not coming:
        return "Новых сроков пока нет."
    nearest = coming[0]
    day = day_month(date.fromisoformat(nearest.iso))
    return f"Ближайший срок: {day}, {nearest.title[:1].lower()}{nearest.title[1:]}."


def _heading(line: WaitingPackage, mine: bool) -> tuple[str, str, str]:
    """Return the icon, the title and the word of the button."""
    icon, title, action = VERBS.get(line.state, ("file-stack", line.state.label, "Открыть"))
    if not mine:
        return icon, line.state.label, "Открыть"
    if _to_name_expert(line):
        return "user-plus", "Назначить эксперта", "Назначить"
    if line.state is State.CURATOR_REVIEW and line.round > 1:
        title = "Проверить доработку"
    return icon, title, action


def _endpoint(line: WaitingPackage) -> str:
    return "packages.experts" if _to_name_expert(line) else ENDPOINTS.get(line.state, SHOW)


def _to_name_expert(line: WaitingPackage) -> bool:
    return line.barred and line.state is State.ADMITTED


def _meta(line: WaitingPackage, instant: datetime, mine: bool) -> tuple[str, ...]:
    meta = []
    if line.open_remarks:
        meta.append(
            counted(line.open_remarks, "открытое замечание", "открытых замечания", "открытых замечаний")
        )
    if line.round > 1:
        meta.append(f"раунд {line.round}")
    waits = "ждёт" if mine else f"ход: {line.turn.label}, ждём"
    meta.append(f"{waits} {lasting(line.waiting_since, instant)}")
    return tuple(meta)


def _group(item: QueueItem, week_end: int) -> str:
    if item.due is None:
        return "later"
    if item.due.is_overdue:
        return "overdue"
    if item.due.days <= 1:
        return "today"
    return "week" if item.due.days <= week_end else "later"


def _states(segment: Standing | State) -> frozenset[State]:
    return segment.states if isinstance(segment, Standing) else frozenset({segment})
