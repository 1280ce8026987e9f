"""What the pages of schools show: columns, chips, tabs, facts, made of plain values for the macros."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.database import today_in
from webapp.diary.queries import OfSchool
from webapp.diary_lines import Line as DiaryLine
from webapp.diary_lines import diary_lines
from webapp.formatting import DueIn, days_left, number_ru
from webapp.roadmap.queries import Line, SchoolPart
from webapp.schools import queries
from webapp.schools.queries import Card, Filters, Found, Option, PackageLine, SchoolRow, Sort, Status
from webapp.tables import Chip, Column, TabItem
from workflows.roadmaps.words import MeasureStatus
from workflows.vocabulary import Role

TABS = (
    ("packages", "Пакеты"),
    ("risks", "Рисковый профиль"),
    ("roadmap", "Дорожная карта"),
    ("diary", "Дневник"),
    ("people", "Люди и проекты"),
)
Pairs = tuple[tuple[str, str], ...]
OFFICIALS = frozenset({Role.SCHOOL, Role.HEAD, Role.CURATOR, Role.COORDINATOR, Role.CHIEF, Role.METHODIST})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register may be filtered by."""

    programmes: tuple[Option, ...]
    curators: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    columns: tuple[Column, ...]
    chips: tuple[Chip, ...]
    order: str
    export_url: str
    next_url: str
    previous_url: str
    programmes: Pairs
    statuses: Pairs
    curators: Pairs


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PackageRow:
    line: PackageLine
    due: DueIn | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure on the page of its school. `nearest` is the term of the first turn that is not executed."""

    ref: str
    number: str
    title: str
    deadline: str
    status: MeasureStatus
    nearest: DueIn | None


@dataclass(frozen=True, slots=True)
class MapPart:
    title: str
    url: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    tabs: tuple[TabItem, ...]
    facts: tuple[Fact, ...]
    package_columns: tuple[Column, ...]
    measure_columns: tuple[Column, ...]
    diary_columns: tuple[Column, ...]
    may_manage: bool
    may_edit_risks: bool
    remarks_url: str
    """Where all remarks of the school are; '' for those who read none."""


def register_page(filters: Filters, found: Found, choices: Choices) -> RegisterPage:
    """Return what stands around the rows of the register."""
    args = _args(filters)
    page = found.page
    return RegisterPage(
        columns=_columns(filters, args),
        chips=_chips(filters, args, choices),
        order=args.get("sort", ""),
        export_url=url_for("schools.export", **args),
        next_url=url_for("schools.register", **args, after=page.after) if page.after else "",
        previous_url=url_for("schools.register", **args, before=page.before) if page.before else "",
        programmes=(("", "Все проекты"), *_pairs(choices.programmes)),
        statuses=(("", "Любой"), *((status.value, status.label) for status in Status)),
        curators=(("", "Все кураторы"), (queries.NO_CURATOR, "Без куратора"), *_pairs(choices.curators)),
    )


def tab_of(asked: str, actor: Actor) -> str:
    """Return the tab an address asks for, the first one that this person may open otherwise."""
    open_tabs = [code for code, _title in _tabs(actor)]
    return asked if asked in open_tabs else open_tabs[0]


def card_page(card: Card, tab: str, actor: Actor) -> CardPage:
    """Return what stands around a tab of the card."""
    return CardPage(
        tabs=tuple(
            TabItem(title, url_for("schools.show", slug=card.slug, tab=code), None, code == tab)
            for code, title in _tabs(actor)
        ),
        facts=_facts(card),
        package_columns=(
            Column("kind", "Пакет"),
            Column("stage", "Этап", minor=True),
            Column("state", "Состояние"),
            Column("due", "Срок"),
        ),
        measure_columns=(
            Column("measure", "Мероприятие"),
            Column("deadline", "Срок по карте", minor=True),
            Column("status", "Статус"),
            Column("due", "Ближайший срок"),
        ),
        diary_columns=(
            Column("day", "Когда"),
            Column("contact", "Форма"),
            Column("examined", "Что рассмотрели", minor=True),
            Column("state", "Состояние"),
        ),
        may_manage=may(actor.role, Permission.MANAGE_SCHOOLS),
        may_edit_risks=may(actor.role, Permission.EDIT_RISKS),
        remarks_url=url_for("school_remarks.ledger", slug=card.slug)
        if may(actor.role, Permission.READ_PACKAGES)
        else "",
    )


def package_rows(lines: Sequence[PackageLine], actor: Actor) -> tuple[PackageRow, ...]:
    """Return the packages of a school with their deadlines against today, in the person's zone."""
    zone, today = ZoneInfo(actor.zone), today_in(actor.zone)
    return tuple(
        PackageRow(line, days_left(line.due_at.astimezone(zone).date(), today) if line.due_at else None)
        for line in lines
    )


def diary_rows(found: OfSchool, actor: Actor) -> tuple[DiaryLine, ...]:
    """Return the latest entries of the curator's diary on a school."""
    return diary_lines(found.rows, found.closed, actor)


def map_parts(parts: Sequence[SchoolPart], actor: Actor) -> tuple[MapPart, ...]:
    """Return the measures of a school by roadmap, with the nearest term of each against today."""
    today = today_in(actor.zone)
    return tuple(
        MapPart(
            part.roadmap.title,
            url_for("roadmap.show", map=part.roadmap.number),
            tuple(_measure_row(line, today) for line in part.lines),
        )
        for part in parts
    )


def _measure_row(line: Line, today: date) -> MeasureRow:
    row = line.measure
    ends = [one.end for one in line.occurrences if one.end and one.key not in line.last]
    return MeasureRow(
        row.ref,
        row.number,
        row.title,
        row.deadline_text,
        line.status,
        days_left(min(ends), today) if ends and row.excluded_on is None else None,
    )


def sees_contacts(actor: Actor) -> bool:
    """Contacts of people are for those who work with the school, not for the region (152-ФЗ)."""
    return actor.role in OFFICIALS


def export_table(rows: Sequence[SchoolRow]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return the headings and the lines of the table file."""
    headings = (
        "Школа",
        "Полное наименование",
        "Населённый пункт",
        "Статус",
        "Проекты",
        "Куратор",
        "Директор",
        "Обучающихся",
        "Педагогов",
        "Пакетов",
        "Состояния пакетов",
    )
    lines: list[tuple[object, ...]] = [
        (
            row.short_name,
            row.name,
            row.locality,
            _joined(row.statuses),
            "; ".join(row.programmes),
            "; ".join(row.curators),
            row.director,
            row.pupils,
            row.teachers,
            sum(one.count for one in row.packages),
            "; ".join(f"{one.state.label}: {one.count}" for one in row.packages),
        )
        for row in rows
    ]
    return headings, lines


def _tabs(actor: Actor) -> tuple[tuple[str, str], ...]:
    allowed = {
        "packages": Permission.READ_PACKAGES,
        "risks": Permission.READ_RISKS,
        "roadmap": Permission.READ_ROADMAP,
        "diary": Permission.READ_DIARY,
        "people": Permission.READ_SCHOOLS,
    }
    return tuple((code, title) for code, title in TABS if may(actor.role, allowed[code]))


def _args(filters: Filters) -> dict[str, Any]:
    order = filters.sort.value if filters.sort is not Sort.NAME or filters.descending else ""
    values = {
        "q": filters.q,
        "programme": filters.programme,
        "status": filters.status,
        "curator": filters.curator,
        "closed": "1" if filters.closed else "",
        "sort": f"{'-' if filters.descending else ''}{order}",
    }
    return {name: value for name, value in values.items() if value}


def _columns(filters: Filters, args: dict[str, Any]) -> tuple[Column, ...]:
    def sortable(sort: Sort, *, minor: bool = False) -> Column:
        chosen = filters.sort is sort
        direction = ("descending" if filters.descending else "ascending") if chosen else ""
        asked = f"-{sort.value}" if direction == "ascending" else sort.value
        return Column(
            sort.value,
            sort.label,
            url_for("schools.register", **{**args, "sort": asked}),
            direction,
            minor=minor,
        )

    return (
        sortable(Sort.NAME),
        sortable(Sort.LOCALITY, minor=True),
        Column("programmes", "Проекты"),
        Column("curators", "Куратор"),
        Column("packages", "Пакеты"),
        Column("pupils", "Обучающихся", numeric=True, minor=True),
    )


def _chips(filters: Filters, args: dict[str, Any], choices: Choices) -> tuple[Chip, ...]:
    def without(name: str) -> str:
        return url_for("schools.register", **{key: value for key, value in args.items() if key != name})

    status = Status(filters.status).label if filters.status in set(Status) else ""
    named = (
        ("q", f"поиск «{filters.q}»" if filters.q else ""),
        ("programme", _label(filters.programme, choices.programmes)),
        ("status", status),
        (
            "curator",
            "без куратора"
            if filters.curator == queries.NO_CURATOR
            else _label(filters.curator, choices.curators),
        ),
        ("closed", "закрытые" if filters.closed else ""),
    )
    return tuple(Chip(label, without(name)) for name, label in named if label)


def _pairs(options: tuple[Option, ...]) -> Pairs:
    return tuple((option.value, option.label) for option in options)


def _label(value: str, options: tuple[Option, ...]) -> str:
    if not value:
        return ""
    return next((option.label for option in options if option.value == value), "неизвестное условие")


def _facts(card: Card) -> tuple[Fact, ...]:
    own = card.requisites
    return (
        Fact("Полное наименование", own.name),
        Fact("Населённый пункт", own.locality),
        Fact("Директор", own.director),
        Fact("Статус", _joined(own.statuses)),
        Fact("Обучающихся", number_ru(own.pupils) if own.pupils is not None else ""),
        Fact("Педагогов", number_ru(own.teachers) if own.teachers is not None else ""),
    )


def _joined(statuses: Sequence[Status]) -> str:
    return ", ".join(status.label for status in statuses)
