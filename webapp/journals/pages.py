"""The journal in words: acts, things, what was before and after."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import datetime_ru, fio_short
from webapp.journals.queries import Filters
from webapp.models import JournalEntry
from webapp.tables import columns
from workflows.dictionaries.acts import ACTS, KINDS, act_of
from workflows.vocabulary import Role

COLUMNS = columns("Действие", "Кто", "О чём", "Когда")
EXPORTED = (
    "№",
    "Время (UTC)",
    "Кто",
    "Роль",
    "Действие",
    "Вид",
    "Номер",
    "Подробности",
    "Адрес",
    "Запрос",
    "Отпечаток",
)
ROLES = {one.value: one.label for one in Role}
LINKS: Mapping[str, Callable[[str], str]] = {
    "package": lambda number: url_for("packages.show", number=number),
    "report": lambda number: url_for("reports.show", report=number),
    "school": lambda slug: url_for("schools.show", slug=slug),
    "roadmap": lambda number: url_for("roadmap.show", map=number),
    "measure": lambda ref: url_for("roadmap.item", ref=ref),
    "programme": lambda code: url_for("programmes.show", code=code),
}
"""Where the page of a thing is; those not named have none, or none by what the journal calls them."""
WORDS = {
    "before": "Было", "after": "Стало", "reason": "Причина", "sha256": "SHA-256", "version": "Редакция", "note": "Что",
    "school": "Школа", "title": "Название", "number": "Номер", "way": "Способ", "remark": "Замечание", "what": "Что",
    "order": "Приказ", "file": "Файл", "from": "Из состояния", "to": "В состояние", "text": "Текст",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    act: str
    who: str
    role: str
    about: str
    about_url: str
    when: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    number: int
    act: str
    facts: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    about_url: str
    history_url: str
    """Where all acts about the same thing are, '' where it is about none."""


def lines(rows: Iterable[JournalEntry], actor: Actor) -> tuple[Line, ...]:
    zone = ZoneInfo(actor.zone)
    return tuple(
        Line(
            url_for("journals.show", number=row.id),
            act_of(row.action),
            fio_short(row.actor_name) if row.actor_id else _nobody(row.actor_name),
            ROLES.get(row.actor_role, ""),
            _about(row),
            _link(row),
            datetime_ru(row.at, zone),
        )
        for row in rows
    )


def entry_page(row: JournalEntry, actor: Actor) -> EntryPage:
    zone = ZoneInfo(actor.zone)
    known = (
        ("Кто", row.actor_name if row.actor_id else _nobody(row.actor_name)),
        ("Роль", ROLES.get(row.actor_role, "")),
        ("О чём", _about(row)),
        ("Когда", datetime_ru(row.at, zone)),
        ("Время по UTC", f"{row.at.astimezone(UTC):%d.%m.%Y %H:%M:%S}"),
        ("Адрес", row.address),
        ("Номер обращения", row.request_id),
        ("Отпечаток записи", row.digest),
        ("Отпечаток предыдущей", row.previous),
    )
    return EntryPage(
        row.id,
        act_of(row.action),
        tuple((label, value) for label, value in known if value),
        tuple(_details(row.details)),
        _link(row),
        url_for("journals.register", kind=row.object_kind, object=row.object_id) if row.object_id else "",
    )


def args(filters: Filters) -> dict[str, Any]:
    """Return the filters as they stand in an address."""
    told = {
        "person": filters.person, "role": filters.role, "action": filters.action, "kind": filters.kind,
        "object": filters.object_id, "since": filters.since.isoformat() if filters.since else "",
        "until": filters.until.isoformat() if filters.until else "",
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def act_options() -> list[tuple[str, str]]:
    return [("", "Любое"), *sorted(ACTS.items(), key=lambda one: one[1])]


def kind_options() -> list[tuple[str, str]]:
    return [("", "Обо всём"), *sorted(KINDS.items(), key=lambda one: one[1])]


def role_options() -> list[tuple[str, str]]:
    return [("", "Любая"), *ROLES.items()]


def exported_row(row: JournalEntry) -> tuple[object, ...]:
    return (
        row.id, f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", row.actor_name,
        ROLES.get(row.actor_role, row.actor_role), act_of(row.action),
        KINDS.get(row.object_kind, row.object_kind), row.object_id,
        json.dumps(row.details, ensure_ascii=False) if row.details else "", row.address, row.request_id, row.digest,
    )  # fmt: skip


def _nobody(name: str) -> str:
    """Return who acts where no person does; why the product does it, the code says in its own words."""
    return "Система" if name.startswith("система:") else name


def _about(row: JournalEntry) -> str:
    kind = KINDS.get(row.object_kind, "")
    return f"{kind} {row.object_id}".strip() if kind else row.object_id


def _link(row: JournalEntry) -> str:
    link = LINKS.get(row.object_kind)
    return link(row.object_id) if link is not None and row.object_id else ""


def _details(details: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in details.items():
        label = WORDS.get(name, name)
        if isinstance(value, Mapping):
            yield from ((f"{label}: {WORDS.get(key, key)}", _told(inner)) for key, inner in value.items())
        elif value not in (None, "", [], {}):
            yield label, _told(value)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    return str(value) if not isinstance(value, Mapping) else json.dumps(value, ensure_ascii=False)
