"""Entries of the curator's diary as lines of a list: on the pages of the diary and of a school."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import datetime_ru, fio_short
from workflows.diary import EntryState, Facts, state_of

if TYPE_CHECKING:
    from webapp.models import DiaryEntry

SHOWN = 160
"""Signs of what was examined; the rest is on the page of the entry."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in a list."""

    url: str
    school: str
    day: str
    contact: str
    author: str
    examined: str
    state: EntryState
    asks: bool
    open: int
    """Agreements that are not done."""
    number: int
    proposed: bool
    """A draft that the product made of an act."""


def diary_lines(rows: "Iterable[DiaryEntry]", closed: Collection[int], actor: Actor) -> tuple[Line, ...]:
    """Return entries as lines; `closed` are the stages that are signed, of those the entries belong to."""
    zone = ZoneInfo(actor.zone)
    return tuple(
        Line(
            url_for("diary.edit" if row.entered_at is None else "diary.show", number=row.number),
            row.school.short_name,
            datetime_ru(row.happened_at, zone),
            row.contact.label,
            fio_short(row.author_name),
            _cut(row.examined) or "Не заполнено",
            state_of(
                Facts(row.entered_at, len(row.additions), row.marked_at is not None, row.stage_id in closed)
            ),
            bool(row.question) and row.marked_at is None and not actor.of_school,
            sum(one.done_at is None for one in row.agreements),
            row.number,
            row.entered_at is None and row.origin is not None,
        )
        for row in rows
    )


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
