"""Municipalities as the administrator of the whole system sees them, and one as its own coordinator does."""

import hashlib
from dataclasses import astuple, dataclass

from sqlalchemy import ColumnElement, exists, func, select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Municipality, Package, School
from workflows.diary import NORM
from workflows.zones import DEFAULT_ZONE

ROUNDS_LIMIT, CURATOR_DAYS, FOUNDER_DAYS, COPY_THRESHOLD = 2, 5, 10, 20
DEPARTMENT, CHIEF_POST = "Управление образования", "Начальник управления образования"


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a municipality from the others; `zone` is a name of the time zone database."""

    code: str
    name: str
    region: str
    zone: str = DEFAULT_ZONE


@dataclass(frozen=True, slots=True)
class Terms:
    """What a municipality decides for itself: how its papers are headed, how long and how often things may take."""

    department: str = DEPARTMENT
    place: str = ""
    chief_post: str = CHIEF_POST
    rounds_limit: int = ROUNDS_LIMIT
    curator_days: int = CURATOR_DAYS
    founder_days: int = FOUNDER_DAYS
    send_delay: int = 0
    copy_threshold: int = COPY_THRESHOLD
    diary_norm: int = NORM
    show_scores: bool = True


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    code: str
    name: str
    region: str
    zone_label: str
    schools: int


@dataclass(frozen=True, slots=True)
class MunicipalityCard:
    """A municipality whole; `numbered` tells whether its code already stands in numbers of packages."""

    id: int
    identity: Identity
    terms: Terms
    numbered: bool

    @property
    def mark(self) -> str:
        """A short print of the values: a page that shows older ones is known to be stale (BZ-02)."""
        return hashlib.sha256(repr((astuple(self.identity), astuple(self.terms))).encode()).hexdigest()[:16]


def municipalities() -> tuple[MunicipalityRow, ...]:
    """Return every municipality in sight with the number of its open schools, in one statement."""
    open_schools = (
        select(func.count(School.id))
        .where(School.municipality_id == Municipality.id, School.closed.is_(False))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Municipality.code, Municipality.name, Municipality.region, Municipality.zone_label, open_schools
        ).order_by(Municipality.name, Municipality.id)
    )
    return tuple(MunicipalityRow(*row) for row in rows)


def municipality(code: str) -> MunicipalityCard:
    """Return one municipality by its code; raises NotThere."""
    return _card(Municipality.code == code)


def own_municipality(municipality_id: int | None) -> MunicipalityCard:
    """Return the municipality of the person; raises NotThere for one who has none."""
    return _card(Municipality.id == (municipality_id or 0))


def _card(which: ColumnElement[bool]) -> MunicipalityCard:
    row = session.scalar(select(Municipality).where(which).execution_options(populate_existing=True))
    if row is None:
        raise NotThere
    with system_scope("whether packages carry the code: an administrator sees none of them"):
        numbered = session.scalar(select(exists().where(Package.municipality_id == row.id)))
    return MunicipalityCard(
        id=row.id,
        identity=Identity(row.code, row.name, row.region, row.zone),
        terms=Terms(
            department=row.department,
            place=row.place,
            chief_post=row.chief_post,
            rounds_limit=row.rounds_limit,
            curator_days=row.curator_days,
            founder_days=row.founder_days,
            send_delay=row.send_delay,
            copy_threshold=row.copy_threshold,
            diary_norm=row.diary_norm,
            show_scores=row.show_scores,
        ),
        numbered=bool(numbered),
    )
