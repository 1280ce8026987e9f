"""What is known of the diary: entries under the scope of the person, one entry, schools with too few of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.access.actor import Actor, system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    Curatorship,
    DiaryAgreement,
    DiaryEntry,
    DiaryFile,
    Municipality,
    Participation,
    Programme,
    School,
    SchoolRisk,
    SignOff,
    Stage,
    StoredFile,
    User,
)
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.diary import NORM, Contact, Facts, lacking, month_of
from workflows.signing import SignState


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed by; days are inclusive, on the calendar of `zone`."""

    school: str = ""
    author: int = 0
    contact: Contact | None = None
    since: date | None = None
    until: date | None = None
    drafts: bool = False
    asked: bool = False
    """Only entries with a question to the coordinator that wait for a mark."""

    @property
    def active(self) -> bool:
        return any((self.school, self.author, self.contact, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Extract:
    """The days of a diary, both inclusive, and of whom: 0 for all schools, for all curators."""

    since: date
    until: date
    school_id: int = 0
    author_id: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A school with fewer entries this month than the norm, and who looks after it."""

    school: str
    slug: str
    count: int
    curators: tuple[str, ...]
    curator_ids: tuple[int, ...]
    last: datetime | None
    """When the last contact of any month was; None where there was none."""


@dataclass(frozen=True, slots=True)
class OfSchool:
    """Entries on a school and which of their stages are signed."""

    rows: Sequence[DiaryEntry]
    closed: frozenset[int]


def register(filters: Filters, place: Place, zone: ZoneInfo, size: int = PAGE_SIZE) -> Page[DiaryEntry]:
    """Return a page of entries, the latest contact first, with what stands around each; six statements."""
    order = (DiaryEntry.happened_at, DiaryEntry.id)
    statement = select(DiaryEntry).where(*_conditions(filters, zone)).options(*_AROUND)
    if place.key:
        key = tuple_(*order)
        statement = statement.where(key > place.key if place.backwards else key < place.key)
    by = [one.asc() if place.backwards else one.desc() for one in order]
    rows = session.scalars(statement.order_by(*by).limit(size + 1)).all()
    return cut(rows, place, lambda row: (row.happened_at, row.id), size)


def get(number: int, *, lock: bool = False) -> DiaryEntry:
    """Return an entry with all around it; raises NotThere for a foreign one and for a draft of another."""
    statement = select(DiaryEntry).where(DiaryEntry.number == number).options(*_AROUND)
    if lock:
        statement = statement.with_for_update(of=DiaryEntry).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def own(number: int, actor: Actor) -> DiaryEntry:
    """Return an entry of the person, locked; raises NotThere for that of another."""
    row = get(number, lock=True)
    if row.author_id != actor.user_id:
        raise NotThere
    return row


def file_of(number: int, file_id: int) -> tuple[DiaryFile, StoredFile]:
    """Return a file of a visible entry with what its bytes are; raises NotThere."""
    row = session.scalar(
        select(DiaryFile)
        .join(DiaryFile.entry)
        .where(DiaryFile.id == file_id, DiaryEntry.number == number)
        .options(contains_eager(DiaryFile.entry))
    )
    if row is None:
        raise NotThere
    with system_scope("content of a file of the diary"):
        content = session.scalar(
            select(StoredFile).where(StoredFile.sha256 == row.sha256, StoredFile.removed_at.is_(None))
        )
    if content is None:
        raise NotThere
    return row, content


def in_days(
    filters: Filters, first: date, last: date, zone: ZoneInfo, limit: int | None = None
) -> Sequence[DiaryEntry]:
    """Return the entries of some days, both inclusive, the earliest first, with what stands around each."""
    bounded = replace(
        filters, since=max(first, filters.since or first), until=min(last, filters.until or last)
    )
    return session.scalars(
        select(DiaryEntry)
        .where(*_conditions(bounded, zone))
        .options(*_AROUND)
        .order_by(DiaryEntry.happened_at, DiaryEntry.id)
        .limit(limit)
    ).all()


def of_days(asked: Extract, municipality_id: int, zone: ZoneInfo) -> Sequence[DiaryEntry]:
    """Return the entries of an extract, the earliest first, with what stands around each."""
    return session.scalars(
        select(DiaryEntry)
        .where(*_of_days(asked, municipality_id, zone))
        .options(*_AROUND)
        .order_by(DiaryEntry.happened_at, DiaryEntry.id)
    ).all()


def count_in_days(asked: Extract, municipality_id: int, zone: ZoneInfo) -> int:
    """Return how many entries `of_days` would."""
    these = _of_days(asked, municipality_id, zone)
    return session.scalar(select(func.count(DiaryEntry.id)).where(*these)) or 0


def due_in(filters: Filters, first: date, last: date) -> Sequence[DiaryAgreement]:
    """Return what was agreed to be done in some days, both inclusive, with its entry."""
    statement = (
        select(DiaryAgreement)
        .join(DiaryAgreement.entry)
        .where(DiaryAgreement.due_on.between(first, last), DiaryEntry.entered_at.is_not(None))
        .options(contains_eager(DiaryAgreement.entry))
        .order_by(DiaryAgreement.due_on, DiaryAgreement.id)
    )
    if filters.school:
        named = select(School.id).where(School.slug == filters.school)
        statement = statement.where(DiaryAgreement.school_id.in_(named))
    if filters.author:
        statement = statement.where(DiaryEntry.author_id == filters.author)
    return session.scalars(statement).all()


def of_school(school_id: int, limit: int = 20) -> OfSchool:
    """Return the latest entries on a school."""
    rows = session.scalars(
        select(DiaryEntry)
        .where(DiaryEntry.school_id == school_id, DiaryEntry.entered_at.is_not(None))
        .options(*_AROUND)
        .order_by(DiaryEntry.happened_at.desc(), DiaryEntry.id.desc())
        .limit(limit)
    ).all()
    return OfSchool(rows, closed_stages([row.stage_id for row in rows if row.stage_id is not None]))


def facts_of(row: DiaryEntry) -> Facts:
    """Return what decides who may still change an entry; `additions` must be loaded."""
    return facts_when(row, closed=is_closed(row.stage_id))


def facts_when(row: DiaryEntry, *, closed: bool) -> Facts:
    """Return the same where it is known whether the stage of the entry is signed."""
    return Facts(row.entered_at, len(row.additions), row.marked_at is not None, closed)


def is_closed(stage_id: int | None) -> bool:
    """Tell whether the stage of an entry is signed: nothing on it changes then."""
    if stage_id is None:
        return False
    return bool(closed_stages([stage_id]))


def closed_stages(stage_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these stages are signed, in one statement; a curator does not see the signature itself."""
    standing = select(SignOff.stage_id).where(
        SignOff.stage_id.in_(stage_ids), SignOff.state == SignState.STANDING
    )
    with system_scope("whether a stage is signed: it closes entries for everybody"):
        return frozenset(one for one in session.scalars(standing) if one is not None)


def own_schools(actor: Actor, today: date) -> tuple[School, ...]:
    """Return the schools the curator looks after today."""
    return tuple(
        session.scalars(
            select(School)
            .join(Curatorship, Curatorship.school_id == School.id)
            .where(
                Curatorship.user_id == actor.user_id,
                Curatorship.direction == "",
                Curatorship.since <= today,
                or_(Curatorship.until.is_(None), Curatorship.until >= today),
                School.closed.is_(False),
            )
            .order_by(School.short_name, School.id)
        )
        .unique()
        .all()
    )


def stages_of(school_ids: Sequence[int]) -> tuple[Stage, ...]:
    """Return the stages of the projects these schools take part in, the latest first."""
    return tuple(
        session.scalars(
            select(Stage)
            .where(
                Stage.programme_id.in_(
                    select(Programme.id)
                    .join(Participation, Participation.programme_id == Programme.id)
                    .where(Participation.school_id.in_(school_ids))
                )
            )
            .order_by(Stage.opens_on.desc(), Stage.id.desc())
        ).all()
    )


def risks_of(school_ids: Sequence[int]) -> frozenset[str]:
    """Return the codes of the risks found in these schools."""
    return frozenset(
        session.scalars(select(SchoolRisk.risk_code).where(SchoolRisk.school_id.in_(school_ids)))
    )


def authors() -> tuple[Option, ...]:
    """Return who has entries that this person sees."""
    rows = session.execute(
        select(DiaryEntry.author_id, DiaryEntry.author_name)
        .where(DiaryEntry.entered_at.is_not(None))
        .distinct()
        .order_by(DiaryEntry.author_name)
    )
    return tuple(Option(str(user_id), name) for user_id, name in rows)


def schools() -> tuple[Option, ...]:
    """Return the schools that this person sees."""
    rows = session.execute(
        select(School.slug, School.short_name).where(School.closed.is_(False)).order_by(School.short_name)
    )
    return tuple(Option(slug, name) for slug, name in rows)


def schools_by_id() -> tuple[Option, ...]:
    """Return the schools that this person sees, closed ones too: their diary stays."""
    rows = session.execute(select(School.id, School.short_name).order_by(School.short_name, School.id))
    return tuple(Option(str(school_id), name) for school_id, name in rows)


def norm_of(municipality_id: int | None) -> int:
    """Return how many entries a month each school is to have."""
    found = session.scalar(select(Municipality.diary_norm).where(Municipality.id == municipality_id))
    return NORM if found is None else found


def silent(
    month: date, zone: ZoneInfo, today: date, norm: int, *, municipality_id: int | None
) -> tuple[Silent, ...]:
    """Return the schools in projects with fewer entries in a month than the norm, in four statements."""
    first, following = month_of(month)
    taking_part = select(Participation.school_id).where(
        Participation.municipality_id == municipality_id,
        Participation.joined_on < following,
        or_(Participation.left_on.is_(None), Participation.left_on >= first),
    )
    places = {
        row.id: row
        for row in session.scalars(select(School).where(School.closed.is_(False), School.id.in_(taking_part)))
    }
    entered = DiaryEntry.entered_at.is_not(None)
    inside = (DiaryEntry.happened_at >= _start(first, zone), DiaryEntry.happened_at < _start(following, zone))
    of_school = DiaryEntry.school_id
    counts = {
        school_id: count
        for school_id, count in session.execute(
            select(of_school, func.count()).where(entered, *inside).group_by(of_school)
        )
    }
    last = {
        school_id: at
        for school_id, at in session.execute(
            select(of_school, func.max(DiaryEntry.happened_at)).where(entered).group_by(of_school)
        )
    }
    people = _curators_of(list(places), today)
    told = lacking(counts, {row.id: row.short_name for row in places.values()}, norm)
    return tuple(
        Silent(
            name,
            places[school_id].slug,
            count,
            tuple(who for who, _ in people.get(school_id, ())),
            tuple(user_id for _, user_id in people.get(school_id, ())),
            last.get(school_id),
        )
        for school_id, name, count in told
    )


def _curators_of(school_ids: Sequence[int], today: date) -> dict[int, tuple[tuple[str, int], ...]]:
    rows = session.execute(
        select(Curatorship.school_id, User.name, User.id)
        .join(User, User.id == Curatorship.user_id)
        .where(
            Curatorship.school_id.in_(school_ids),
            Curatorship.direction == "",
            Curatorship.since <= today,
            or_(Curatorship.until.is_(None), Curatorship.until >= today),
        )
        .order_by(User.name)
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for school_id, name, user_id in rows:
        found[school_id] = (*found.get(school_id, ()), (name, user_id))
    return found


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        DiaryEntry.entered_at.is_(None) if filters.drafts else DiaryEntry.entered_at.is_not(None)
    ]
    if filters.school:
        found.append(DiaryEntry.school_id.in_(select(School.id).where(School.slug == filters.school)))
    if filters.author:
        found.append(DiaryEntry.author_id == filters.author)
    if filters.contact is not None:
        found.append(DiaryEntry.contact == filters.contact)
    if filters.since is not None:
        found.append(DiaryEntry.happened_at >= _start(filters.since, zone))
    if filters.until is not None:
        found.append(DiaryEntry.happened_at <= datetime.combine(filters.until, time.max, zone))
    if filters.asked:
        found += [DiaryEntry.question != "", DiaryEntry.marked_at.is_(None)]
    return found


def _of_days(asked: Extract, municipality_id: int, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found = [
        DiaryEntry.municipality_id == municipality_id,
        *_conditions(Filters(author=asked.author_id, since=asked.since, until=asked.until), zone),
    ]
    return [*found, DiaryEntry.school_id == asked.school_id] if asked.school_id else found


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


_AROUND = (
    joinedload(DiaryEntry.school),
    joinedload(DiaryEntry.stage),
    selectinload(DiaryEntry.agreements),
    selectinload(DiaryEntry.additions),
    selectinload(DiaryEntry.files),
)
