"""What stands around the queue: the strip of the stage, the nearest dates, what happened, the tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.dashboard.queries import StageCounts
from webapp.database import now, today_in
from webapp.formatting import ago, counted, date_ru, day_month, days_left, iso, plural
from webapp.frame import Counts
from webapp.models import Notification, Stage
from webapp.tables import TabItem
from workflows.vocabulary import Standing, State
from workflows.working_days import working_days_between

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
class FirstStep:
    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    icon: str
    text: str
    link_text: str
    url: str
    words: str
    iso: str
    unread: bool


def strip(found: StageCounts | None, actor: Actor) -> Strip | None:
    if found is None:
        return None
    stage, today = found.stage, today_in(actor.zone)
    taking = today <= stage.closes_on
    until = stage.closes_on if taking else stage.examine_until
    left = working_days_between(today, until, calendars())
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


def put_off_words(counts: Counts) -> str:
    """Return the line about what was put off, '' when nothing is."""
    return f"Отложено: {counts.put_off}." if counts.put_off else ""


def news(count: int) -> str:
    """Return the quiet line about what has come while the page stood open, '' when nothing has."""
    if not count:
        return ""
    verb = plural(count, "Появилось", "Появились", "Появилось")
    return f"{verb} {counted(count, 'новое дело', 'новых дела', 'новых дел')}."


def first_steps() -> tuple[FirstStep, ...]:
    """Return what a school does first, while it has not begun a package."""
    return (
        FirstStep(
            "Заполните рисковый профиль",
            "В карточке школы: какие риски выявлены, какие школа активирует, что она по ним сделает.",
            url_for("schools.register"),
        ),
        FirstStep(
            "Соберите пакет документов",
            "Выберите этап и вид, загрузите файлы. Всё сохраняется сразу, прерваться можно в любой момент.",
            url_for("assembly.choose"),
        ),
        FirstStep(
            "Направьте пакет куратору",
            "Это делает директор. Проверка покажет, чего не хватает; дальше о каждом шаге придёт уведомление.",
            "",
        ),
    )


def all_done(stages: Sequence[Stage], actor: Actor) -> str:
    coming = dates(stages, actor)
    if not coming:
        return "Новых сроков пока нет."
    nearest = coming[0]
    day = day_month(date.fromisoformat(nearest.iso))
    return f"Ближайший срок: {day}, {nearest.title[:1].lower()}{nearest.title[1:]}."


def _states(segment: Standing | State) -> frozenset[State]:
    return segment.states if isinstance(segment, Standing) else frozenset({segment})
