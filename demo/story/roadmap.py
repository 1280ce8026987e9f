"""The municipal roadmap with everything a measure can be, and a real one of another town imported beside it (К17–К19)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from demo.stage_hands import Chapter, Hands
from demo.texts import roadmap as told
from demo.texts.roadmap import CENTRE, CURATORS, MEANINGS, SCHOOLS, UO, Calendar, Row
from webapp.access.actor import Actor, system_scope
from webapp.database import session, transaction
from webapp.models import Measure, Programme, Roadmap, RoadmapImport, RoadmapParty
from webapp.reading.operations import Upload
from webapp.roadmap import operations as roadmaps
from webapp.roadmap import queries
from webapp.roadmap_imports import operations as imports
from webapp.roadmap_imports import queries as imported
from workflows.roadmaps.draft import mark_of
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import ConditionKind, PartyKind
from workflows.vocabulary import Role

SAYANSK = Path(__file__).resolve().parents[1] / "texts" / "sayansk.txt"
SAYANSK_NUMBER, SAYANSK_PROJECT = "sayansk", "500plus-sayansk"
KINDS = {
    UO: PartyKind.DEPARTMENT,
    CENTRE: PartyKind.OTHER,
    CURATORS: PartyKind.CURATORS,
    SCHOOLS: PartyKind.SCHOOLS,
}
WATCHED = "Содержательная экспертиза подтверждающих документов 1 этапа"
"""Tied to its stage: the product proposes it when the report of the stage is accepted."""


@dataclass(frozen=True, slots=True)
class _File:
    """An office file and what the coordinator says of it."""

    name: str
    text: bytes
    programme: str
    starts_on: date
    ends_on: date
    order: roadmaps.OrderFacts
    title: str = ""
    """What the coordinator calls it; '' for the file's own words."""


def _municipal(hands: Hands) -> None:
    calendar = Calendar(hands.today)
    began = (calendar.starts_on - hands.today).days
    order = roadmaps.OrderFacts(
        title="Приказ Управления образования", number="15-од", dated=calendar.starts_on + timedelta(days=14)
    )
    file = _File(
        "Дорожная карта 500+.txt",
        told.lines(calendar).encode(),
        hands.places.programmes["srr", "500plus"].code,
        calendar.starts_on,
        calendar.ends_on,
        order,
        told.title(calendar),
    )
    number = _imported(hands, file, began + 14)
    _explain(hands, number, began + 14)
    for row, ref in _rows(hands, number):
        _carry_out(hands, row, ref)
    _watch(hands, number)


def _sayansk(hands: Hands) -> None:
    """The real roadmap of Sayansk, as its office file has it; nothing of it is marked."""
    with system_scope("demonstration"), transaction():
        session.add(Programme(
            municipality_id=hands.places.programmes["srr", "500plus"].municipality_id, code=SAYANSK_PROJECT,
            title="Проект «500+», город Саянск, 2022 год (пример чужой карты)", short_title="500+, Саянск", year=2022,
            starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31), archived=True,
        ))  # fmt: skip
    order = roadmaps.OrderFacts(title="Приказ", number="б/н", dated=date(2022, 3, 29))
    file = _File(
        "Дорожная карта, Саянск.txt",
        SAYANSK.read_bytes(),
        SAYANSK_PROJECT,
        date(2022, 1, 1),
        date(2022, 12, 31),
        order,
    )
    number = _imported(hands, file, -30)
    with system_scope("demonstration: a name people can type"), transaction():
        row = session.scalars(select(Roadmap).where(Roadmap.number == number)).one()
        row.number = SAYANSK_NUMBER
        for measure in session.scalars(select(Measure).where(Measure.roadmap_id == row.id)):
            measure.ref = measure.ref.replace(number, SAYANSK_NUMBER, 1)
    coordinator = hands.places.actor("coordinator")
    with hands.at(coordinator, -30, 11):
        roadmaps.close(SAYANSK_NUMBER, actor=coordinator)


def _imported(hands: Hands, file: _File, days: int) -> str:
    """Take a file through the import as the coordinator does; return the number of the approved roadmap."""
    coordinator = hands.places.actor("coordinator")
    with hands.at(coordinator, days, 9):
        number = imports.start(Upload(file.name, io.BytesIO(file.text)), actor=coordinator)
        import_id = session.scalars(select(RoadmapImport.id).where(RoadmapImport.number == number)).one()
    imports.read(import_id)
    with hands.at(coordinator, days, 9, 10):
        row = _import(number)
        facts = imports.HeadingFacts(
            title=file.title or row.heading["title"],
            territory=row.heading["territory"],
            starts_on=file.starts_on,
            ends_on=file.ends_on,
        )
        imports.name_columns(number, tuple(row.columns["choice"]), facts, seen=row.seen, actor=coordinator)
    with hands.at(coordinator, days, 9, 20):
        for place, values in _per_school(number):
            seen = mark_of(imported.entries_of(_import(number))[place])
            imports.edit_row(number, place, values, seen=seen, actor=coordinator)
        made = imports.accept(number, file.programme, seen=_import(number).seen, actor=coordinator)
    with hands.at(coordinator, days, 9, 40):
        roadmaps.approve(made, file.order, seen=queries.get(made).seen, actor=coordinator)
    return made


def _import(number: int) -> RoadmapImport:
    return session.scalars(
        select(RoadmapImport).where(RoadmapImport.number == number).execution_options(populate_existing=True)
    ).one()


def _per_school(number: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that each school carries out, as the form of the row sends them."""
    wanted = {row.title for part in told.PARTS for row in part.rows if row.per_school}
    for place, row in enumerate(_import(number).rows):
        if row["title"] in wanted:
            yield place, {
                "number": row["number"], "title": row["title"], "deadline": row["deadline"],
                "responsible": row["responsible"], "result": row["result"], "per_school": "y",
            }  # fmt: skip


def _explain(hands: Hands, number: str, days: int) -> None:
    coordinator = hands.places.actor("coordinator")
    with hands.at(coordinator, days, 10):
        roadmap = queries.get(number)
        parties = session.scalars(select(RoadmapParty).where(RoadmapParty.roadmap_id == roadmap.id)).all()
        known = [(one.id, one.name) for one in parties]
        mentor = next(school for school in hands.places.schools.values() if school.status_mentor)
    for party_id, name in known:
        facts = roadmaps.PartyFacts(meaning=MEANINGS.get(name, ""), kind=KINDS.get(name, PartyKind.OTHER))
        if "Гимназия" in name:
            facts = roadmaps.PartyFacts(kind=PartyKind.SCHOOL, school=mentor.id)
        with hands.at(coordinator, days, 10, 10):
            roadmaps.explain_party(number, party_id, facts, actor=coordinator)


def _rows(hands: Hands, number: str) -> list[tuple[Row, str]]:
    with hands.at(hands.places.actor("coordinator"), 0):
        refs = session.scalars(
            select(Measure.ref)
            .join(Measure.roadmap)
            .where(Roadmap.number == number)
            .order_by(Measure.position)
        ).all()
    return list(zip((row for part in told.PARTS for row in part.rows), refs, strict=True))


def _carry_out(hands: Hands, row: Row, ref: str) -> None:
    """Mark and, unless it waits, confirm every occurrence that has come."""
    if row.done is None:
        return
    with hands.at(hands.places.actor("coordinator"), 0):
        line = queries.line(ref, hands.today)
    for one in line.occurrences:
        day = _done_on(hands.today, one, waits=row.waits)
        if day is not None:
            _mark(hands, row, ref, one, day)


def _done_on(today: date, one: Occurrence, *, waits: bool) -> date | None:
    """Return when an occurrence was executed; None for one that lies ahead."""
    if waits:
        return today - timedelta(days=4)
    if one.end is None:
        return (
            today - timedelta(days=20)
            if one.start is None or one.start < today - timedelta(days=20)
            else None
        )
    return one.end if one.end < today else None


def _mark(hands: Hands, row: Row, ref: str, one: Occurrence, day: date) -> None:
    who, days = _executor(hands, row, one), (day - hands.today).days
    said = roadmaps.Execution(
        occurrence=one.key,
        done_on=day,
        note=f"{row.result}.",
        proofs=roadmaps.Proofs(links=("https://sredneretschensk.example.org/news/500",)),
    )
    with hands.at(who, min(days + 1, -1), 11):
        fact = roadmaps.execute(ref, said, actor=who)
    if not row.waits:
        coordinator = hands.places.actor("coordinator")
        with hands.at(coordinator, min(days + 3, -1), 15):
            roadmaps.confirm(ref, fact, actor=coordinator)


def _executor(hands: Hands, row: Row, one: Occurrence) -> Actor:
    """Return the director for what a school does, the chief for all the rest: the coordinator confirms."""
    if one.school_id is None:
        return hands.places.actor("chief")
    slug = next(slug for slug, school in hands.places.schools.items() if school.id == one.school_id)
    return hands.places.staff(slug, Role.HEAD)


def _watch(hands: Hands, number: str) -> None:
    coordinator = hands.places.actor("coordinator")
    stage = hands.places.stages["srr", "evidence-1"]
    refs = {row.title: ref for row, ref in _rows(hands, number)}
    with hands.at(coordinator, -40, 12):
        watched = roadmaps.Source(stage_id=stage.id)
        roadmaps.add_condition(refs[WATCHED], ConditionKind.STAGE_REPORTED, watched, actor=coordinator)


CHAPTERS: tuple[Chapter, ...] = (_municipal, _sayansk)
