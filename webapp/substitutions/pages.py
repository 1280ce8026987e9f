"""What the pages of leaves show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.formatting import date_ru, datetime_ru, fio_for, fio_short
from webapp.substitutions.queries import ActLine, LeaveRow, OpenPackage, kind_title
from workflows.vocabulary import Toned

TEXT_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PassingOver:
    """A package that passes over, in words."""

    number: str
    url: str
    title: str
    status: Toned
    note: str


@dataclass(frozen=True, slots=True)
class Act:
    when: str
    number: str
    url: str
    school: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class LeaveLine:
    url: str
    absent: str
    period: str
    schools: tuple[str, ...]
    tone: str
    icon: str
    state: str
    open: bool


def passing_over(packages: Iterable[OpenPackage], zone: ZoneInfo) -> tuple[PassingOver, ...]:
    return tuple(
        PassingOver(
            one.number,
            url_for("packages.show", number=one.number),
            f"{one.school}, {kind_title(one.kind)}",
            one.state,
            ", ".join(_notes(one, zone)),
        )
        for one in packages
    )


def acts(lines: Iterable[ActLine], zone: ZoneInfo) -> tuple[Act, ...]:
    return tuple(
        Act(
            datetime_ru(one.at, zone),
            one.number,
            url_for("packages.show", number=one.number),
            one.school,
            one.title if len(one.title) <= TEXT_SHOWN else f"{one.title[:TEXT_SHOWN]}…",
            fio_for(one.who, one.acting_for) if one.who else "",
        )
        for one in lines
    )


def leave_line(row: LeaveRow, today: date) -> LeaveLine:
    running = not row.cancelled and row.period.since <= today <= row.period.until
    coming = not row.cancelled and today < row.period.since
    state = ("mute", "ban", "отменено") if row.cancelled else ("mute", "circle", "завершено")
    if running:
        state = ("ok", "circle-check", "идёт")
    elif coming:
        state = ("acc", "clock", "предстоит")
    return LeaveLine(
        url_for("substitutions.show", number=row.id),
        fio_short(row.absent),
        f"с {date_ru(row.period.since)} по {date_ru(row.period.until)}",
        tuple(f"{school}: {fio_short(substitute)}" for school, substitute in row.schools),
        *state,
        open=running or coming,
    )


def _notes(one: OpenPackage, zone: ZoneInfo) -> list[str]:
    notes = [f"ход: {one.turn.label}"]
    if one.due_at:
        notes.append(f"срок {date_ru(one.due_at.astimezone(zone))}")
    if one.remarks:
        notes.append(f"замечаний ждут ответа: {one.remarks}")
    return notes
