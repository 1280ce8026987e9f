"""A roadmap entered by hand: what it is called, its period, its project; a school's own one (К17, К24)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from webapp import journal
from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.database import now, session, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Municipality, Roadmap
from webapp.numbering import next_number
from webapp.roadmap import queries
from workflows.roadmaps.words import RoadmapState

LONGEST = 10
"""Years a roadmap may span."""
NOT_A_DRAFT = (
    "Дорожная карта уже утверждена: её изменяет новая редакция, а сроки переносят на странице мероприятия."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapFacts:
    """What is known of a roadmap as a whole. `parent` is the number of the municipal one a school's rolls up to."""

    title: str
    starts_on: date
    ends_on: date
    is_school_year: bool = False
    counts_periods: bool = False
    programme: str = ""
    parent: str = ""


def create(facts: RoadmapFacts, *, actor: Actor) -> str:
    """Start a roadmap as a draft: the municipality's, or that of the person's school; returns its number.

    Raises Invalid, NotThere."""
    _require_sound(facts)
    with transaction():
        if actor.municipality_id is None:
            raise NotThere
        place = session.scalar(select(Municipality).where(Municipality.id == actor.municipality_id))
        if place is None:
            raise NotThere
        row = Roadmap(
            number=new_number(place, facts.starts_on.year),
            municipality_id=place.id,
            school_id=actor.school_id,
            territory=place.name,
            columns=[],
            created_by_name=actor.name,
        )
        _apply(row, facts, actor)
        session.add(row)
        journal.record("roadmap.created", kind="roadmap", object_id=row.number, title=facts.title)
        return row.number


def correct(number: str, facts: RoadmapFacts, *, actor: Actor) -> None:
    """Change what a draft is called and when it runs. Raises NotThere, Invalid."""
    _require_sound(facts)
    with transaction():
        row = draft(number, actor)
        before = row.title
        _apply(row, facts, actor)
        journal.record(
            "roadmap.corrected", kind="roadmap", object_id=number, before=before, after=facts.title
        )


def new_number(place: Municipality, year: int) -> str:
    """Return the number of a new roadmap, in the open transaction: «srr-dk-2026-3»."""
    return f"{place.code}-dk-{year}-{next_number(place.id, f'roadmap-{year}')}"


def draft(number: str, actor: Actor) -> Roadmap:
    """Return a roadmap the person keeps, locked, while it is a draft; raises NotThere, Invalid."""
    row = kept(number, actor)
    if row.state is not RoadmapState.DRAFT:
        raise Invalid(NOT_A_DRAFT)
    return row


def kept(number: str, actor: Actor) -> Roadmap:
    """Return a roadmap the person keeps, locked: the municipality's, or their own school's; raises NotThere."""
    row = queries.get(number, lock=True)
    if row.school_id != actor.school_id or not holds(actor, Permission.EDIT_ROADMAP):
        raise NotThere
    return row


def touch(row: Roadmap) -> None:
    """Let a change of rows count as a change of the roadmap, for whoever approves it meanwhile."""
    flag_modified(row, "title")


def _apply(row: Roadmap, facts: RoadmapFacts, actor: Actor) -> None:
    row.title, row.starts_on, row.ends_on = facts.title.strip(), facts.starts_on, facts.ends_on
    row.is_school_year, row.counts_periods = facts.is_school_year, facts.counts_periods
    row.programme_id = queries.programme_of(facts.programme).id if facts.programme else None
    row.parent_id = None
    if actor.school_id is not None and facts.parent:
        parent = queries.get(facts.parent)
        if parent.school_id is not None:
            raise NotThere
        row.parent_id = parent.id
        row.programme_id = row.programme_id or parent.programme_id


def _require_sound(facts: RoadmapFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise Invalid("Окончание раньше начала. Исправьте даты.", "ends_on")
    if facts.ends_on.year - facts.starts_on.year > LONGEST:
        raise Invalid(f"Дорожная карта не длиннее {LONGEST} лет. Проверьте годы.", "ends_on")
    if not 2000 <= facts.starts_on.year <= now().year + LONGEST:
        raise Invalid("Проверьте год начала.", "starts_on")
