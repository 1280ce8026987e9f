"""The share on a date: the figure, the rule, every row with the reason, the course over time, the table file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from webapp.access.actor import Actor
from webapp.formatting import counted, date_ru, date_short, percent_ru
from webapp.indicators.forms import Asked
from webapp.indicators.pages.chart import LETTERS, Chart, chart
from webapp.indicators.queries import Figures, Known
from webapp.models import Roadmap
from webapp.tables import Column, columns
from workflows.roadmaps.course import Point
from workflows.roadmaps.indicator import Counted, Reading, Share
from workflows.roadmaps.rules import RULES

ROW_COLUMNS = columns("Мероприятие", "Срок", "Почему")
COURSE_COLUMNS = columns("Дата", "Чтение А", "Чтение Б", numeric=frozenset({"Чтение А", "Чтение Б"}))
EXPORTED = (
    "№", "Раздел", "Мероприятие", "Срок", "Чтение", "В знаменателе", "В числителе", "Почему",
)  # fmt: skip
PARTIAL = "Показатель рассчитан по мероприятиям, в которых участвует ваша школа, а не по всей дорожной карте."


@dataclass(frozen=True, slots=True)
class Figure:
    """One reading: the figure, out of how much, the rule; `url` shows its rows."""

    letter: str
    label: str
    percent: str
    counted: str
    rule: str
    value: int
    maximum: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class RowView:
    title: str
    url: str
    term: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that count alike."""

    code: str
    title: str
    about: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A day with the share of each reading and what it is made of."""

    day: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """What the template shows. Without `figures` the date was not understood."""

    on: str
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...]
    chart: Chart | None
    course: tuple[CourseLine, ...]
    notes: tuple[str, ...]
    export_url: str
    columns: tuple[Column, ...] = ROW_COLUMNS
    course_columns: tuple[Column, ...] = COURSE_COLUMNS


def figure_page(
    found: Figures, points: Sequence[Point], asked: Asked, today: date, actor: Actor
) -> FigurePage:
    number = found.roadmap.number
    shown = found.shares[asked.reading]
    return FigurePage(
        date_ru(found.on),
        tuple(_figure(share, number, found.on, asked.reading) for share in found.shares.values()),
        tuple(_groups(found, shown)),
        chart(points, found.on),
        tuple(_course(points)),
        _notes(found.roadmap, found.on, today, actor),
        url_for("indicators.export", map=number, on=found.on.isoformat()),
    )


def exported(found: Figures) -> tuple[Sequence[str], Iterator[tuple[object, ...]]]:
    """Return the headings and the rows of the table file: each row as each reading counts it."""
    return EXPORTED, (
        (
            known.number,
            known.section,
            known.title,
            _term(known, line),
            reading.label,
            line.planned,
            line.planned and line.done,
            line.why.label,
        )
        for reading, share in found.shares.items()
        for line in share.lines
        for known in (found.of(line),)
    )


def _figure(share: Share, number: str, on: date, chosen: Reading) -> Figure:
    reading = share.reading
    rows = counted(share.denominator, "мероприятия", "мероприятий", "мероприятий")
    return Figure(
        LETTERS[reading],
        reading.label,
        percent_ru(share.percent),
        f"{share.numerator} из {rows}" if share.denominator else "запланированных мероприятий на дату нет",
        RULES[reading],
        share.numerator,
        share.denominator,
        url_for("indicators.show", map=number, on=on.isoformat(), reading=reading.value),
        reading is chosen,
    )


def _groups(found: Figures, share: Share) -> Iterator[Group]:
    """Yield the numerator, the rest of the denominator, and what is left out."""
    done = [line for line in share.lines if line.planned and line.done]
    rest = [line for line in share.lines if line.planned and not line.done]
    out = [line for line in share.lines if not line.planned]
    for code, title, about, lines in (
        ("done", "В числителе и знаменателе", "исполнены и подтверждены", done),
        ("rest", "Только в знаменателе", "на дату не исполнены или не подтверждены", rest),
        ("out", "Не учтены", "в знаменатель не входят", out),
    ):
        yield Group(code, title, about, tuple(_row(found, line) for line in lines))


def _row(found: Figures, line: Counted) -> RowView:
    known = found.of(line)
    return RowView(
        f"{known.number} {known.title}".strip(),
        url_for("roadmap.item", ref=known.ref),
        _term(known, line),
        line.why.label,
    )


def _term(known: Known, line: Counted) -> str:
    """Return the deadline as it is written, with the period that is counted by itself."""
    return f"{known.term} ({line.row.part})" if line.row.part else known.term


def _course(points: Sequence[Point]) -> Iterator[CourseLine]:
    for point in reversed(points):
        yield CourseLine(
            date_short(point.on),
            tuple(
                (
                    percent_ru(share.percent),
                    f"{share.numerator} из {share.denominator}" if share.denominator else "",
                )
                for share in point.shares.values()
            ),
        )


def _notes(roadmap: Roadmap, on: date, today: date, actor: Actor) -> tuple[str, ...]:
    found = []
    if on > today:
        found.append("Дата ещё не наступила: исполнение учтено по сегодняшний день.")
    if on < roadmap.starts_on:
        found.append(
            f"Дорожная карта действует с {date_short(roadmap.starts_on)}: на эту дату её ещё не было."
        )
    if roadmap.school_id is None and actor.of_school:
        found.append(PARTIAL)
    return tuple(found)
