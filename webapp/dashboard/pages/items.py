"""The lines of a queue, each beginning with its verb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.dashboard.queries import Errand, WaitingPackage
from webapp.database import now, today_in
from webapp.formatting import DueIn, counted, days_left, fio_short, lasting
from webapp.models import Stage
from workflows.kinds import KINDS
from workflows.vocabulary import SCHOOL_ROLES, Role, State, Turn

VERBS = MappingProxyType(
    {
        State.DRAFT: ("file-stack", "Подготовить и направить пакет", "Продолжить"),
        State.CURATOR_RETURNED: ("undo-2", "Ответить на замечания", "Ответить"),
        State.EXPERTISE_RETURNED: ("undo-2", "Доработать пакет по заключению", "Доработать"),
        State.CURATOR_REVIEW: ("user-round", "Проверить пакет", "Проверить"),
        State.ADMITTED: ("clipboard-list", "Провести экспертизу", "Начать"),
        State.EXPERTISE: ("clipboard-check", "Завершить экспертизу", "Продолжить"),
        State.RECONCILIATION: ("scale", "Свести листы двух экспертов", "Свести"),
        State.CONCLUDED: ("file-check", "Направить заключение школе", "Открыть"),
        State.FOUNDER_REVIEW: ("landmark", "Согласовать программу развития", "Решить"),
        State.FOUNDER_RETURNED: ("undo-2", "Доработать программу после отказа учредителя", "Доработать"),
        State.AGREED: ("badge-check", "Утвердить программу приказом", "Внести реквизиты"),
    }
)
SHOW = "packages.show"
LONGEST = 300
"""Signs of what a line is about."""
ENDPOINTS = MappingProxyType(
    {
        State.DRAFT: "assembly.tasks",
        State.CURATOR_RETURNED: "remarks.ledger",
        State.EXPERTISE_RETURNED: "remarks.ledger",
        State.EXPERTISE: "expertise.sheet",
        State.RECONCILIATION: "expertise.reconciliation",
    }
)


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
    later_url: str = ""
    """Where it may be put off; '' where it may not."""
    remind_url: str = ""
    """Where its holder may be reminded; '' where nobody is to be."""
    folded: "tuple[QueueItem, ...]" = ()
    """The things of one kind that this line stands for."""


def package_items(waiting: Sequence[WaitingPackage], actor: Actor, *, mine: bool) -> tuple[QueueItem, ...]:
    zone, instant = ZoneInfo(actor.zone), now()
    of_school = actor.role in SCHOOL_ROLES
    return tuple(
        QueueItem(
            *_heading(line, mine),
            object=f"{line.kind}, {line.stage}" if of_school else f"{line.school}, {line.kind}",
            url=url_for(_endpoint(line) if mine else SHOW, number=line.number),
            meta=_meta(line, instant, mine),
            due=(due := _due(line, zone, instant)),
            later_url=_later(line, due) if mine else "",
            remind_url="" if mine else _remind(line, actor),
        )
        for line in waiting
    )


def put_off_items(waiting: Sequence[WaitingPackage], actor: Actor) -> tuple[QueueItem, ...]:
    """Return what a person has put off; `later_url` is where each is brought back."""
    items = package_items(waiting, actor, mine=True)
    return tuple(
        replace(item, later_url=url_for("dashboard.take_back", number=line.number))
        for item, line in zip(items, waiting, strict=True)
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


ERRANDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "accept": ("file-chart-column", "Принять отчёт этапа", "Открыть"),
        "failed": ("triangle-alert", "Разобрать сбой отчёта", "Открыть"),
        "collect": ("file-chart-column", "Собрать отчёт этапа", "Собрать"),
        "curators": ("user-plus", "Назначить куратора", "Назначить"),
        "returned": ("history", "Посмотреть, что было за дни замещения", "Прочитать"),
        "read": ("file-chart-column", "Ознакомиться с отчётом", "Открыть"),
        "confirm": ("milestone", "Подтвердить мероприятие", "Рассмотреть"),
        "agreement": ("notebook-pen", "Выполнить договорённость", "Показать"),
        "drafts": ("notebook-pen", "Разобрать черновики дневника", "Посмотреть"),
        "advised": ("flag", "Ознакомиться с рекомендацией", "Открыть"),
        "advice_due": ("flag", "Отчитаться по рекомендации", "Открыть"),
        "advice_reported": ("flag", "Рассмотреть отчёт по рекомендации", "Открыть"),
        "survey": ("circle-question-mark", "Пройти опрос", "Открыть"),
        "execute": ("milestone", "Отметить исполнение", "Отметить"),
    }
)


def errand_items(errands: Sequence[Errand], actor: Actor) -> tuple[QueueItem, ...]:
    """Return what waits beside packages: reports, schools without a curator, measures of the roadmap."""
    several, today = actor.role is Role.OBSERVER, today_in(actor.zone)
    items = []
    for one in errands:
        what = _WORDS[one.what](one) if one.what in _WORDS else shorten(one.title, LONGEST, placeholder="…")
        place = one.place if several else None
        url = _ADDRESSES.get(one.what, _report)(one, place)
        meta = (f"№ {one.ref}",) if ERRANDS[one.what][2] == "Открыть" else ()
        icon, title, action = ERRANDS[one.what]
        due = days_left(one.due, today) if one.due else None
        items.append(QueueItem(icon, title, action, what, url, meta, due))
    return tuple(items)


def _report(one: Errand, place: str | None) -> str:
    return url_for("reports.show", report=one.ref, place=place)


def _recommendation(one: Errand, _place: str | None) -> str:
    return url_for("recommendations.show", number=one.ref)


_WORDS: Mapping[str, Callable[[Errand], str]] = MappingProxyType(
    {
        "curators": lambda one: counted(
            one.count, "школа без куратора", "школы без куратора", "школ без куратора"
        ),
        "drafts": lambda one: counted(
            one.count, "запись предложена", "записи предложены", "записей предложено"
        ),
        "returned": lambda _one: "сводка по вашим школам",
    }
)
_ADDRESSES: Mapping[str, Callable[[Errand, str | None], str]] = MappingProxyType(
    {
        "curators": lambda _one, _place: url_for("curators.register"),
        "confirm": lambda one, _place: url_for("roadmap.fact", ref=one.ref, fact=one.count),
        "execute": lambda one, _place: url_for("roadmap.item", ref=one.ref),
        "agreement": lambda one, _place: url_for("diary.show", number=one.ref),
        "drafts": lambda _one, _place: url_for("diary.register", show="drafts"),
        "advised": _recommendation,
        "advice_due": _recommendation,
        "advice_reported": _recommendation,
        "survey": lambda one, _place: url_for("surveys.show", number=one.ref),
        "returned": lambda one, _place: url_for("substitutions.summary", number=one.ref),
        "collect": lambda one, _place: url_for("reports.new", stage=one.ref),
    }
)
"""Where what is not a report is done."""


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
    waits = "ждёт" if mine else f"ход: {_whose(line)}, ждём"
    meta.append(f"{waits} {lasting(line.waiting_since, instant)}")
    if line.reminded:
        meta.append("напомнили сегодня")
    return tuple(meta)


def _whose(line: WaitingPackage) -> str:
    return f"{line.turn.label} {fio_short(line.holder)}" if line.holder else line.turn.label


def _due(line: WaitingPackage, zone: ZoneInfo, instant: datetime) -> DueIn | None:
    if line.due_at is None:
        return None
    return days_left(line.due_at.astimezone(zone).date(), instant.astimezone(zone).date())


def _later(line: WaitingPackage, due: DueIn | None) -> str:
    overdue = due is not None and due.is_overdue
    return "" if overdue else url_for("dashboard.later", number=line.number)


def _remind(line: WaitingPackage, actor: Actor) -> str:
    if line.reminded or line.turn is Turn.NOBODY or not may(actor.role, P.REMIND):
        return ""
    return url_for("packages.reminder", number=line.number)
