"""What is known of surveys: who is asked, who took part, as far as the person sees them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission, may
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    Curatorship,
    Membership,
    Participation,
    Programme,
    School,
    Survey,
    SurveyMark,
    User,
)
from workflows.surveys import Coverage, coverage
from workflows.vocabulary import SCHOOL_ROLES, Role

SHOWN = 200
"""Surveys of a list at most, the latest first: a municipality has some ten a year."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One whose participation is expected: the director of a school, or a curator."""

    name: str
    school_id: int | None = None
    user_id: int | None = None
    slug: str = ""

    @property
    def key(self) -> tuple[int | None, int | None]:
        return self.school_id, self.user_id

    @property
    def code(self) -> str:
        """Return what a form calls this one: «school-3», «person-7»."""
        return f"school-{self.school_id}" if self.school_id is not None else f"person-{self.user_id}"


def register(programme: str = "") -> Sequence[Survey]:
    """Return the surveys of the municipality, of one project when its code is given."""
    statement = select(Survey).options(joinedload(Survey.programme))
    if programme:
        statement = statement.join(Programme, Programme.id == Survey.programme_id).where(
            Programme.code == programme
        )
    return session.scalars(statement.order_by(Survey.opens_on.desc(), Survey.id.desc()).limit(SHOWN)).all()


def get(number: int, *, lock: bool = False) -> Survey:
    """Return a survey; raises NotThere for that of another municipality."""
    statement = select(Survey).where(Survey.number == number).options(joinedload(Survey.programme))
    if lock:
        statement = statement.with_for_update(of=Survey).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def programmes() -> Sequence[Programme]:
    """Return the projects a survey may belong to, the latest first."""
    return session.scalars(
        select(Programme).where(Programme.archived.is_(False)).order_by(Programme.starts_on.desc())
    ).all()


def asked(rows: Sequence[Survey]) -> Mapping[int, tuple[Asked, ...]]:
    """Return who is asked by each survey: schools in its project in its days, their curators; two statements."""
    of_programmes = {row.programme_id for row in rows}
    schools = session.execute(
        select(
            Participation.programme_id, Participation.joined_on, Participation.left_on,
            School.id, School.short_name, School.slug,
        )
        .join(School, School.id == Participation.school_id)
        .where(Participation.programme_id.in_(of_programmes))
        .order_by(School.short_name, School.id)
    ).all()  # fmt: skip
    kept = session.execute(
        select(Participation.programme_id, Curatorship.since, Curatorship.until, User.id, User.name)
        .select_from(Curatorship)
        .join(Participation, Participation.school_id == Curatorship.school_id)
        .join(User, User.id == Curatorship.user_id)
        .where(
            Participation.programme_id.in_(of_programmes),
            Curatorship.direction == "",
            Curatorship.substitutes_id.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()
    found = {}
    for row in rows:
        of_schools = [
            Asked(name, school_id=school_id, slug=slug)
            for programme_id, since, until, school_id, name, slug in schools
            if row.asks_directors and programme_id == row.programme_id and _touches(row, since, until)
        ]
        of_curators = [
            Asked(name, user_id=user_id)
            for programme_id, since, until, user_id, name in kept
            if row.asks_curators and programme_id == row.programme_id and _touches(row, since, until)
        ]
        found[row.id] = (*of_schools, *dict.fromkeys(of_curators))
    return found


def marks(survey_ids: Iterable[int]) -> Mapping[int, tuple[SurveyMark, ...]]:
    """Return the marks of participation by survey."""
    found: dict[int, list[SurveyMark]] = defaultdict(list)
    for one in session.scalars(select(SurveyMark).where(SurveyMark.survey_id.in_(list(survey_ids)))):
        found[one.survey_id].append(one)
    return {survey_id: tuple(ones) for survey_id, ones in found.items()}


def whole(number: int) -> tuple[Survey, tuple[Asked, ...], tuple[SurveyMark, ...]]:
    """Return a survey with who is asked and who took part; raises NotThere."""
    row = get(number)
    return row, asked([row])[row.id], marks([row.id]).get(row.id, ())


def coverages(rows: Sequence[Survey]) -> Mapping[int, Coverage]:
    """Return how many of those the person sees took part in each survey; three statements, none without surveys."""
    if not rows:
        return {}
    people, said = asked(rows), marks(row.id for row in rows)
    return {
        row.id: coverage(
            [one.key for one in people[row.id]],
            [(one.school_id, one.user_id) for one in said.get(row.id, ())],
        )
        for row in rows
    }


def whole_coverages(survey_ids: Iterable[int]) -> Mapping[int, Coverage]:
    """Return by survey how many took part of all who are asked, whoever wants to know."""
    with system_scope("participation in surveys, of everybody alike"):
        rows = session.scalars(select(Survey).where(Survey.id.in_(list(survey_ids)))).all()
        return coverages(rows)


def running(today: date) -> Sequence[Survey]:
    """Return the surveys whose window is open on a day, of all that are seen."""
    return session.scalars(
        select(Survey)
        .where(Survey.opens_on <= today, Survey.closes_on >= today)
        .options(joinedload(Survey.programme))
    ).all()


def staff_of(school_ids: Iterable[int], today: date) -> Mapping[int, frozenset[int]]:
    """Return who works at each school on a day."""
    rows = session.execute(
        select(Membership.school_id, Membership.user_id).where(
            Membership.school_id.in_(list(school_ids)),
            Membership.role.in_(SCHOOL_ROLES),
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for school_id, user_id in rows:
        found[school_id or 0].add(user_id)
    return {school_id: frozenset(people) for school_id, people in found.items()}


def is_mine(one: Asked, actor: Actor) -> bool:
    """Tell whether somebody who is asked is the person, or the person's school."""
    if one.user_id is not None:
        return one.user_id == actor.user_id
    return one.school_id == actor.school_id


def speaks_for(one: Asked, actor: Actor) -> bool:
    """Tell whether a person may say of one they see that they took part.

    A school says so of itself, a curator of themselves and of their schools, the coordinator of everybody."""
    if not may(actor.role, Permission.MARK_SURVEYS):
        return False
    return is_mine(one, actor) or actor.role is Role.COORDINATOR or not (actor.of_school or one.user_id)


def _touches(row: Survey, since: date, until: date | None) -> bool:
    """Tell whether somebody was there in a day of the survey."""
    return since <= row.closes_on and (until is None or until >= row.opens_on)
