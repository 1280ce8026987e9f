"""«Мои сроки» by how soon they are, and what is overdue with who answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.agenda.queries import Duty, Feed
from webapp.formatting import DueIn, counted, date_short, datetime_ru, days_left
from webapp.tables import Column, columns
from workflows.roadmaps.duties import Soon, how_soon
from workflows.vocabulary import Role

MINE_COLUMNS = columns("Мероприятие", "Срок", "Дорожная карта", minor=frozenset({"Дорожная карта"}))
OVERDUE_COLUMNS = columns("Мероприятие", "Кто отвечает", "Срок", "Просрочено", "Дорожная карта")
MOST = 500
ABOUT = {
    Soon.OVERDUE: "исполните или попросите перенести срок",
    Soon.NOW: "",
    Soon.WEEK: "",
    Soon.LATER: "ближайший срок каждого мероприятия",
    Soon.ENDLESS: "постоянные и те, срок которых зависит от условия",
}


@dataclass(frozen=True, slots=True)
class DutyView:
    title: str
    url: str
    note: str
    due: DueIn | None
    roadmap: str
    declined: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    code: str
    title: str
    about: str
    rows: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class MinePage:
    groups: tuple[GroupView, ...]
    feed_words: str
    columns: tuple[Column, ...] = MINE_COLUMNS


@dataclass(frozen=True, slots=True)
class LateView:
    title: str
    url: str
    note: str
    who: str
    due: str
    days: str
    roadmap: str
    place: str


@dataclass(frozen=True, slots=True)
class OverduePage:
    rows: tuple[LateView, ...]
    count: int
    places: bool
    """Rows of several municipalities: each is named."""
    columns: tuple[Column, ...] = OVERDUE_COLUMNS


def mine_page(duties: Sequence[Duty], feed: Feed | None, today: date, actor: Actor) -> MinePage:
    by_soon: dict[Soon, list[DutyView]] = {}
    for duty in duties:
        by_soon.setdefault(how_soon(duty.due, today), []).append(_duty(duty, today))
    groups = tuple(
        GroupView(soon.value, soon.label, ABOUT[soon], tuple(by_soon[soon]))
        for soon in Soon
        if soon in by_soon
    )
    return MinePage(groups, datetime_ru(feed.made_at, ZoneInfo(actor.zone)) if feed else "")


def overdue_page(duties: Sequence[Duty], today: date, actor: Actor) -> OverduePage:
    return OverduePage(
        tuple(_late(duty, today) for duty in duties[:MOST]), len(duties), actor.role is Role.OBSERVER
    )


def _duty(duty: Duty, today: date) -> DutyView:
    measure = duty.measure
    return DutyView(
        f"{measure.number} {measure.title}".strip(),
        url_for("roadmap.item", ref=measure.ref),
        duty.occurrence.label,
        days_left(duty.due, today) if duty.due else None,
        _roadmap(duty),
        duty.declined,
    )


def _late(duty: Duty, today: date) -> LateView:
    measure, due = duty.measure, duty.due or today
    return LateView(
        f"{measure.number} {measure.title}".strip(),
        url_for("roadmap.item", ref=measure.ref),
        duty.occurrence.label,
        "; ".join(_who(duty)),
        date_short(due),
        counted((today - due).days, "день", "дня", "дней"),
        _roadmap(duty),
        measure.roadmap.municipality.name,
    )


def _who(duty: Duty) -> Iterator[str]:
    """Yield the names of the cell, each with what it means here; the cell itself where nobody parted it."""
    named = [one.party for one in duty.measure.parties]
    if not named:
        yield duty.measure.responsible_text or "не указаны"
    for party in named:
        yield f"{party.name} ({party.meaning})" if party.meaning else party.name


def _roadmap(duty: Duty) -> str:
    roadmap = duty.measure.roadmap
    return f"{roadmap.title}, {roadmap.school.short_name}" if roadmap.school else roadmap.title
