"""A new edition of an approved roadmap: what changed is in force from its order, what was done stays (К17, К40)."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Measure, Roadmap, RoadmapImport, RoadmapSection
from webapp.roadmap import operations as roadmaps
from webapp.roadmap import queries as maps
from webapp.roadmap.operations import OrderFacts
from webapp.roadmap_imports import queries
from webapp.roadmap_imports.operations.accepting import columns_of, put_measure, put_section, write
from workflows.deadlines import Frame, Period
from workflows.roadmaps.amendment import Change, Difference, in_force_from
from workflows.roadmaps.draft import Entry
from workflows.roadmaps.words import ImportState, RoadmapState, TermOrigin


class _Act:
    """The amendment being made: where, from which file, by which order, why, by whom."""

    def __init__(
        self, row: RoadmapImport, roadmap: Roadmap, order: OrderFacts, *, reason: str, actor: Actor
    ) -> None:
        self.row, self.roadmap, self.order, self.reason, self.actor = row, roadmap, order, reason, actor
        period = Period(roadmap.starts_on, roadmap.ends_on)
        self.frame = Frame(period, is_school_year=roadmap.is_school_year)
        entered = roadmap.approved_at.astimezone(ZoneInfo(actor.zone)).date() if roadmap.approved_at else None
        self.since = in_force_from(order.dated, entered=entered, today=today_in(actor.zone))
        self.requisites = f"{order.title} от {order.dated:%d.%m.%Y} № {order.number}"[:300]


def amend(number: int, order: OrderFacts, reason: str, *, seen: int, actor: Actor) -> str:
    """Put a new edition in force by an order; returns the number of the roadmap. A second press changes nothing.

    In one commit: rows amended keep what was executed, deadlines that changed are in force as `in_force_from` says,
    rows that are gone are excluded by it, the whole text is frozen as the next edition. Raises NotThere, Invalid,
    Stale."""
    if not reason.strip():
        raise Invalid("Укажите, чем вызваны изменения.", "reason")
    with transaction():
        row = queries.get(number, lock=True)
        roadmap = _roadmap(row, actor)
        if row.state is ImportState.DONE:
            return roadmap.number
        if row.state is not ImportState.CHECK or row.seen != seen:
            raise Stale("Строки с тех пор изменились. Посмотрите изменения ещё раз.")
        if roadmap.order_date is not None and order.dated < roadmap.order_date:
            raise Invalid("Документ раньше того, которым карта утверждена. Проверьте дату.", "dated")
        measures = {one.ref: one for one in queries.measures_of(roadmap)}
        found = queries.differences_of(row, list(measures.values()))
        _put(_Act(row, roadmap, order, reason=reason.strip(), actor=actor), measures, found)
        row.state, row.updated_at = ImportState.DONE, now()
        journal.record("roadmap.amended", kind="roadmap", object_id=roadmap.number, order=order.number, file=row.name,
                       reason=reason.strip()[:500])  # fmt: skip
        return roadmap.number


def _put(act: _Act, measures: Mapping[str, Measure], found: Sequence[Difference]) -> None:
    by_place = {one.place: one for one in found if one.place >= 0}
    section: RoadmapSection | None = None
    _forget_sections(act.roadmap)
    position = 0
    for place, entry in enumerate(queries.entries_of(act.row)):
        if entry.dropped:
            continue
        if entry.is_section:
            section = put_section(act.roadmap, entry, place + 1)
        else:
            row = _put_row(act, entry, by_place[place], measures.get(by_place[place].ref))
            position += 1
            row.section_id, row.position = section.id if section else None, position
    for one in found:
        if one.change is Change.GONE:
            _exclude(act, measures[one.ref])
    act.roadmap.columns = columns_of(act.row) or act.roadmap.columns
    act.roadmap.order_title, act.roadmap.order_number = act.order.title, act.order.number
    act.roadmap.order_date = act.order.dated
    session.flush()
    source = (act.row.name, act.row.sha256)
    roadmaps.freeze(act.roadmap, act.order, actor=act.actor, reason=act.reason, source=source)


def _put_row(act: _Act, entry: Entry, one: Difference, row: Measure | None) -> Measure:
    """Enter a new measure, or write what changed into the one it amends."""
    if row is None:
        row = put_measure(act.roadmap, entry, act.frame)
        _in_force(act, row)
        return row
    if one.change is Change.SAME:
        return row
    write(row, entry, act.frame)
    roadmaps.name_parties(act.roadmap, row)
    if {"deadline", "plan"} & set(one.cells):
        row.transferred = False
        _in_force(act, row)
    roadmaps.note(row, "amended", "Изменено новой редакцией дорожной карты", act.actor, text=act.requisites)
    return row


def _in_force(act: _Act, row: Measure) -> None:
    roadmaps.enact(
        row,
        TermOrigin.AMENDED,
        since=act.since,
        actor=act.actor,
        reason=act.reason,
        order=act.requisites,
    )


def _exclude(act: _Act, row: Measure) -> None:
    row.excluded_on, row.exclusion_reason = act.since, act.reason
    row.exclusion_order, row.excluded_by_name = act.requisites, act.actor.name
    roadmaps.note(
        row, "excluded", "Мероприятия нет в новой редакции дорожной карты", act.actor, text=act.requisites,
        takes_effect_on=act.since,
    )  # fmt: skip


def _forget_sections(roadmap: Roadmap) -> None:
    """Sections are those of the new edition; the old ones stand in the editions kept."""
    old = session.scalars(select(RoadmapSection).where(RoadmapSection.roadmap_id == roadmap.id)).all()
    for row in session.scalars(select(Measure).where(Measure.roadmap_id == roadmap.id)):
        row.section_id = None
    session.flush()
    for section in old:
        session.delete(section)
    session.flush()


def _roadmap(row: RoadmapImport, actor: Actor) -> Roadmap:
    found = queries.amended(row) if row.amends else None
    if found is None or found.school_id != actor.school_id or not holds(actor, Permission.APPROVE_ROADMAP):
        raise NotThere
    roadmap = maps.get(found.number, lock=True)
    if roadmap.state is not RoadmapState.APPROVED:
        raise NotThere
    return roadmap
