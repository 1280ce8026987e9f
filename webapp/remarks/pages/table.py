"""A ledger as a table file: every column, the history included."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from webapp.formatting import datetime_ru, name_for
from webapp.printing.xlsx import Column
from webapp.remarks.queries import LedgerRow
from workflows.kinds import KINDS
from workflows.remarks import is_overdue

COLUMNS = (
    "Пакет", "Школа", "Этап", "Вид пакета", "№", "Вид замечания", "Критерий", "Файл", "Место в документе",
    Column("Замечание", 60), "Срок", "Просрочено", "Кем поставлено", "Автор", "Роль автора",
    "Раунд", "Редакция", "Направлено школе",
    Column("Ответ школы", 50), "Кто ответил", "Когда ответил",
    "Состояние", Column("Решение", 40), "Кто решил", "Когда решил",
    Column("История", 60),
)  # fmt: skip


def table_rows(rows: Sequence[LedgerRow], zone: ZoneInfo, today: date) -> Iterator[tuple[object, ...]]:
    """Return the lines of the table under `COLUMNS`; instants on the clock of the zone."""
    for row in rows:
        remark, kind = row.remark, KINDS.get(row.kind)
        yield (
            row.package, row.school, row.stage, kind.title if kind else row.kind, remark.number, remark.kind.label,
            remark.criterion, remark.file.name if remark.file else "", remark.place, remark.text, remark.due_on,
            is_overdue(remark.state, remark.due_on, today), remark.origin.label,
            name_for(remark.author_name, remark.acting_for),
            remark.author_role.label, remark.round, row.version, _at(remark.published_at, zone), remark.answer,
            remark.answered_by_name, _at(remark.answered_at, zone), remark.state.label, remark.resolution,
            name_for(remark.resolved_by_name, remark.resolved_for), _at(remark.resolved_at, zone), _history(row, zone),
        )  # fmt: skip


def _at(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.astimezone(zone) if instant else None


def _history(row: LedgerRow, zone: ZoneInfo) -> str:
    return "\n".join(
        f"Раунд {change.round}, редакция {change.version_number}: {change.state.label}, "
        f"{name_for(change.actor_name, change.acting_for)}, "
        f"{datetime_ru(change.at, zone)}" + (f". {change.text}" if change.text else "")
        for change in row.remark.changes
    )
