"""Plan and fact by years on the screen and as a table file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.formatting import datetime_ru, fio_short, number_ru, percent_ru
from webapp.indicators.queries import Yearly, YearRow
from webapp.tables import Column
from workflows.roadmaps.plan import Aggregation, Number
from workflows.roadmaps.years import Outcome, Part

AGGREGATED = {
    Aggregation.SUM: "сумма за годы",
    Aggregation.EACH_YEAR: "ежегодно",
    Aggregation.UNKNOWN: "не определено: итог сверьте вручную",
}
EXPORTED = (
    "№", "Раздел", "Мероприятие", "Год", "План", "Часть", "План, число", "Факт", "Отклонение", "Процент", "Исполнено",
    "Год закрыт",
)  # fmt: skip
TOTAL = "Итого"
DIGITS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A plan value with what was reached. `tone` and `state` say the same, by colour and by a word."""

    plan: str
    fact: str
    about: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    url: str
    cells: tuple[Cell | None, ...]
    total: Cell
    aggregation: str


@dataclass(frozen=True, slots=True)
class ClosedYear:
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class YearsPage:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    summary: tuple[str, ...]
    closed: tuple[ClosedYear, ...]
    closable: tuple[int, ...]
    """Years that may be closed today by this person."""
    export_url: str


def years_page(found: Yearly, today: date, actor: Actor) -> YearsPage:
    return YearsPage(
        _columns(found),
        tuple(_line(found, row) for row in found.rows),
        tuple(_summary(found)),
        tuple(_closed(found, ZoneInfo(actor.zone))),
        closable(found, today, actor),
        url_for("indicators.years_export", map=found.roadmap.number),
    )


def closable(found: Yearly, today: date, actor: Actor) -> tuple[int, ...]:
    """Return the years that are over and open, where this person may close them."""
    if not holds(actor, Permission.CONFIRM_MEASURES):
        return ()
    return tuple(year for year in found.years if year not in found.closed and date(year, 12, 31) <= today)


def exported_years(found: Yearly) -> tuple[Sequence[str], Iterator[tuple[object, ...]]]:
    """Return the headings and the rows of the table file: a row for each part of each value."""
    return EXPORTED, _exported(found)


def _exported(found: Yearly) -> Iterator[tuple[object, ...]]:
    for row in found.rows:
        outcomes: list[tuple[object, Outcome, object]] = [
            (year, row.line.years[year], year in found.closed)
            for year in found.years
            if year in row.line.years
        ]
        outcomes.append((f"{TOTAL}, {AGGREGATED[row.line.aggregation]}", row.line.total, None))
        for year, outcome, closed in outcomes:
            about = (row.number, row.section, row.title, year, outcome.plan.text)
            for place, part in enumerate(outcome.parts, start=1):
                percent = None if part.percent is None else round(part.percent, 1)
                met = None if part.is_met is None else part.is_met
                yield (*about, place, part.plan, part.fact, part.deviation, percent, met, closed)
            if not outcome.parts:
                yield (*about, None, None, None, None, None, None, closed)


def _columns(found: Yearly) -> tuple[Column, ...]:
    years = tuple(
        Column(str(year), f"{year} год, закрыт" if year in found.closed else f"{year} год")
        for year in found.years
    )
    return (Column("title", "Мероприятие"), *years, Column("total", TOTAL))


def _line(found: Yearly, row: YearRow) -> Line:
    return Line(
        f"{row.number} {row.title}".strip(),
        url_for("roadmap.item", ref=row.ref),
        tuple(
            _cell(row.line.years[year], waits=year in row.waiting) if year in row.line.years else None
            for year in found.years
        ),
        _cell(row.line.total, waits=False),
        AGGREGATED[row.line.aggregation],
    )


def _cell(outcome: Outcome, *, waits: bool) -> Cell:
    state, tone, icon = _state(outcome, waits=waits)
    known = [part for part in outcome.parts if part.fact is not None]
    return Cell(
        outcome.plan.text,
        "; ".join("нет" if part.fact is None else _number(part.fact) for part in outcome.parts)
        if known
        else "",
        "; ".join(_about(part) for part in known),
        state,
        tone,
        icon,
    )


def _state(outcome: Outcome, *, waits: bool) -> tuple[str, str, str]:
    if outcome.is_met is None and waits:
        return "ждёт подтверждения", "acc", "clock"
    if outcome.is_met is None:
        return ("факта нет" if outcome.parts else "число не задано"), "mute", "circle-dashed"
    return ("исполнено", "ok", "circle-check") if outcome.is_met else ("не исполнено", "bad", "circle-alert")


def _about(part: Part) -> str:
    """Return «отклонение −1, 90 %»."""
    sign = "+" if part.deviation and part.deviation > 0 else ""
    deviation = f"отклонение {sign}{_number(part.deviation or 0)}" if part.deviation else "без отклонения"
    return f"{deviation}, {percent_ru(part.percent)}" if part.percent is not None else deviation


def _number(number: Number) -> str:
    return number_ru(number) if number == int(number) else number_ru(number, DIGITS).rstrip("0")


def _summary(found: Yearly) -> Iterator[str]:
    for year in found.years:
        met, planned = found.met(year)
        if planned:
            yield f"{year} год: исполнено {met} из {planned}"


def _closed(found: Yearly, zone: ZoneInfo) -> Iterator[ClosedYear]:
    for year in sorted(found.closed):
        one = found.closed[year]
        yield ClosedYear(f"{year} год закрыт {datetime_ru(one.at, zone)}, {fio_short(one.by)}", one.note)
