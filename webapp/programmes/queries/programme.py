"""The register of programmes and the page of one: stages and participants."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.assembly.queries import stage_state
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Package, Participation, Programme, School, Stage
from webapp.paging import PAGE_SIZE, Page, Place, cut
from webapp.programmes.queries.stage import due_rows, stage_cautions, stage_facts
from workflows.kinds import KINDS
from workflows.vocabulary import StageState, State

PLACE_LENGTH = 2
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the coordinator sets about a programme."""

    title: str
    short_title: str
    year: int
    starts_on: date
    ends_on: date
    basis: str = ""
    archived: bool = False

    @property
    def mark(self) -> str:
        """A short print of the values: a page that shows older ones is known to be stale (BZ-02)."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A line of the register; `stage` is what goes on now or comes next."""

    code: str
    title: str
    year: int
    starts_on: date
    ends_on: date
    schools: int
    stages: int
    stage: str
    stage_state: StageState | None
    archived: bool


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of a programme with what is due and how far the schools are."""

    slug: str
    title: str
    opens_on: date
    closes_on: date
    examine_until: date
    state: StageState
    order_requisites: str
    dues: tuple[tuple[str, str], ...]
    """Short title of the kind and name of the examiner, «» for the coordinator."""
    sent: int
    expected: int
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    slug: str
    school: str
    joined_on: date
    left_on: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class SchoolOption:
    id: int
    name: str
    locality: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    code: str
    facts: ProgrammeFacts
    stages: tuple[StageRow, ...]
    participants: tuple[Participant, ...]


def register(place: Place, zone: ZoneInfo) -> Page[ProgrammeRow]:
    """Return a page of the programmes, the latest year first; three statements."""
    key = tuple_(Programme.year, Programme.id)
    statement = select(Programme)
    if not _fits(place):
        place = Place()
    if place.key:
        bound = tuple_(*place.key)
        statement = statement.where(key > bound if place.backwards else key < bound)
    columns = (Programme.year, Programme.id)
    order = [column.asc() if place.backwards else column.desc() for column in columns]
    programmes = session.scalars(statement.order_by(*order).limit(PAGE_SIZE + 1)).all()
    page = cut(programmes, place, lambda one: (one.year, one.id))
    return Page(_rows(page.rows, zone), page.after, page.before)


def get(code: str, *, lock: bool = False) -> Programme:
    """Return a programme; raises NotThere. With `lock` it stays locked until the transaction ends."""
    statement = select(Programme).where(Programme.code == code).order_by(Programme.id).limit(1)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def facts_of(row: Programme) -> ProgrammeFacts:
    return ProgrammeFacts(
        row.title, row.short_title, row.year, row.starts_on, row.ends_on, row.basis, row.archived
    )


def programme_page(code: str, zone: ZoneInfo) -> ProgrammePage:
    """Return a programme with its stages and the participants this person sees; raises NotThere."""
    programme = get(code)
    participants = _participants(programme.id)
    taking_part = sum(one.left_on is None for one in participants)
    return ProgrammePage(
        programme.code, facts_of(programme), _stages(programme.id, taking_part, zone), participants
    )


def not_taking_part(programme_id: int) -> tuple[SchoolOption, ...]:
    """Return the open schools that do not take part in a programme now."""
    current = select(Participation.id).where(
        Participation.school_id == School.id,
        Participation.programme_id == programme_id,
        Participation.left_on.is_(None),
    )
    rows = session.execute(
        select(School.id, School.short_name, School.locality)
        .where(School.closed.is_(False), ~current.exists())
        .order_by(School.short_name, School.id)
    )
    return tuple(SchoolOption(*row) for row in rows)


def participant(programme_id: int, school_slug: str, *, lock: bool = False) -> Participation:
    """Return a participation with its school; raises NotThere."""
    statement = (
        select(Participation)
        .join(School, School.id == Participation.school_id)
        .where(Participation.programme_id == programme_id, School.slug == school_slug)
        .options(joinedload(Participation.school))
    )
    if lock:
        statement = statement.with_for_update(of=Participation).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def _fits(place: Place) -> bool:
    numbers = [part for part in place.key if isinstance(part, int) and 0 <= part < LARGEST]
    return len(place.key) == len(numbers) == PLACE_LENGTH


def _rows(programmes: Sequence[Programme], zone: ZoneInfo) -> tuple[ProgrammeRow, ...]:
    ids = [programme.id for programme in programmes]
    schools: dict[int, int] = {
        programme_id: count
        for programme_id, count in session.execute(
            select(Participation.programme_id, func.count(Participation.id))
            .where(Participation.programme_id.in_(ids), Participation.left_on.is_(None))
            .group_by(Participation.programme_id)
        )
    }
    stages: dict[int, list[Stage]] = defaultdict(list)
    for row in session.scalars(
        select(Stage).where(Stage.programme_id.in_(ids)).order_by(Stage.opens_on, Stage.id)
    ):
        stages[row.programme_id].append(row)
    return tuple(_row(one, schools.get(one.id, 0), stages[one.id], zone) for one in programmes)


def _row(programme: Programme, schools: int, stages: Sequence[Stage], zone: ZoneInfo) -> ProgrammeRow:
    states = [(stage, stage_state(stage, zone)) for stage in stages]
    current = next((pair for pair in states if pair[1] is not StageState.CLOSED), None)
    return ProgrammeRow(
        code=programme.code,
        title=programme.title,
        year=programme.year,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        schools=schools,
        stages=len(stages),
        stage=current[0].title if current else "",
        stage_state=current[1] if current else None,
        archived=programme.archived,
    )


def _participants(programme_id: int) -> tuple[Participant, ...]:
    rows = session.scalars(
        select(Participation)
        .join(School, School.id == Participation.school_id)
        .where(Participation.programme_id == programme_id)
        .order_by(Participation.left_on.is_not(None), School.short_name, School.id)
        .options(joinedload(Participation.school))
    )
    return tuple(
        Participant(row.school.slug, row.school.short_name, row.joined_on, row.left_on, row.basis)
        for row in rows
    )


def _stages(programme_id: int, schools: int, zone: ZoneInfo) -> tuple[StageRow, ...]:
    stages = session.scalars(
        select(Stage).where(Stage.programme_id == programme_id).order_by(Stage.opens_on, Stage.id)
    ).all()
    ids = [stage.id for stage in stages]
    dues: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for stage_id, kind, name in due_rows(ids):
        dues[stage_id].append((KINDS[kind].short_title if kind in KINDS else kind, name))
    sent = _sent(ids)
    return tuple(
        StageRow(
            slug=stage.slug,
            title=stage.title,
            opens_on=stage.opens_on,
            closes_on=stage.closes_on,
            examine_until=stage.examine_until,
            state=stage_state(stage, zone),
            order_requisites=stage.order_requisites,
            dues=tuple(dues[stage.id]),
            sent=sent[stage.id],
            expected=schools * len(dues[stage.id]),
            cautions=_cautions(stage),
        )
        for stage in stages
    )


def _cautions(row: Stage) -> tuple[str, ...]:
    return stage_cautions(stage_facts(row, with_dues=False))


def _sent(stage_ids: Iterable[int]) -> Counter[int]:
    rows = session.execute(
        select(Package.stage_id, func.count(Package.id))
        .where(Package.stage_id.in_(list(stage_ids)), Package.state.not_in((State.DRAFT, State.WITHDRAWN)))
        .group_by(Package.stage_id)
    )
    return Counter({stage_id: count for stage_id, count in rows})
