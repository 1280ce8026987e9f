"""A month of the diary: contacts on their days, agreements on the last ones they may be kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.database import today_in
from webapp.diary.queries import Filters
from webapp.diary_lines import diary_lines
from webapp.models import DiaryAgreement, DiaryEntry
from webapp.month_grid import Item, MonthGrid, month_grid
from workflows.diary import AgreementState


def month_page(
    first: date,
    rows: Iterable[DiaryEntry],
    due: Iterable[DiaryAgreement],
    *,
    closed: frozenset[int],
    filters: Filters,
    actor: Actor,
) -> MonthGrid:
    """Return the month of entries and of agreements due in it; `closed` are the signed stages among theirs."""
    zone, days = ZoneInfo(actor.zone), defaultdict[date, list[Item]](list)
    entries = list(rows)
    for row, line in zip(entries, diary_lines(entries, closed, actor), strict=True):
        days[row.happened_at.astimezone(zone).date()].append(
            Item(f"{line.school}: {line.contact.lower()}", line.url, line.author, line.state)
        )
    for one in due:
        if one.due_on is not None:
            state = AgreementState.KEPT if one.done_at else AgreementState.OPEN
            url = url_for("diary.show", number=one.entry.number)
            days[one.due_on].append(Item(one.what, url, f"Срок. {one.doer.label}", state))
    return month_grid(
        first,
        days,
        calendars(),
        today=today_in(actor.zone),
        address=lambda month: url_for(
            "diary.calendar",
            month=f"{month:%Y-%m}",
            school=filters.school or None,
            curator=filters.author or None,
        ),
    )
