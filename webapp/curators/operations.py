"""The coordinator fixes curators to schools for a period by order, and ends it; history stays (К45)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.curators import queries
from webapp.curators.queries import Overlap, Terms
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Curatorship, School


@dataclass(frozen=True, slots=True)
class Assignment:
    """A curator for some schools. Standing in for a colleague on leave is the business of `substitutions`."""

    user_id: int
    school_ids: frozenset[int]
    terms: Terms


class Unconfirmed(Exception):
    """The schools have other curators in these days; `overlaps` says who. Ask the coordinator first."""

    def __init__(self, overlaps: tuple[Overlap, ...]) -> None:
        self.overlaps = overlaps
        super().__init__("overlapping curatorships")


def assign(wanted: Assignment, *, actor: Actor, confirmed: bool) -> int:
    """Return how many schools the curator was fixed to. Raises NotThere, Invalid, and Unconfirmed for overlaps.

    Refused for a person who works at one of the schools, and for a second assignment of one curator to one
    school in the same days."""
    _check_terms(wanted.terms)
    with transaction():
        _check_person(wanted, actor)
        schools = _schools(wanted.school_ids, actor)
        _check_interest(wanted.user_id, schools, wanted.terms)
        others = queries.in_days(wanted.school_ids, wanted.terms)
        _check_twice(wanted.user_id, others)
        _ask_about(others, confirmed=confirmed)
        for school in schools:
            session.add(_row(wanted, school))
            journal.record(
                "curatorship.begun",
                kind="school",
                object_id=school.slug,
                curator=wanted.user_id,
                after=_words(wanted.terms),
            )
        session.flush()
    return len(schools)


def change(number: int, terms: Terms, *, actor: Actor, mark: str, confirmed: bool) -> None:
    """Change the period or the order of an assignment; a day in `until` ends it.

    Raises NotThere, Invalid, Stale (changed since `mark`) and Unconfirmed for overlaps."""
    _check_terms(terms)
    with transaction():
        found = queries.assignment(number)
        # The lock of the school comes first, as in `assign`, or two of them could miss each other's rows.
        schools = _schools(frozenset({found.school_id}), actor, closed_too=True)
        row = queries.assignment(number, lock=True)
        if row.substitution_id is not None:
            raise Invalid("Это замещение: его дни меняют на странице «Замещения».", "until")
        before = queries.terms_of(row)
        if before.mark != mark:
            raise Stale("Пока вы работали, закрепление изменил другой человек. Откройте его заново.")
        _check_interest(row.user_id, schools, terms)
        others = queries.in_days({row.school_id}, terms, except_id=row.id)
        _check_twice(row.user_id, others)
        grows = terms.since < before.since or (
            before.until is not None and (not terms.until or terms.until > before.until)
        )
        if grows and row.substitutes_id is None:
            _ask_about(others, confirmed=confirmed)
        row.since, row.until = terms.since, terms.until
        row.order_number, row.order_date = terms.order_number, terms.order_date
        journal.record(
            "curatorship.changed",
            kind="school",
            object_id=row.school.slug,
            curator=row.user_id,
            before=_words(before),
            after=_words(terms),
        )


def _check_terms(terms: Terms) -> None:
    if terms.until is not None and terms.until < terms.since:
        raise Invalid("Закрепление заканчивается раньше, чем начинается. Исправьте даты.", "until")


def _check_person(wanted: Assignment, actor: Actor) -> None:
    able = {one.id for one in queries.curator_options(today_in(actor.zone))}
    if wanted.user_id not in able:
        raise Invalid("Выберите куратора муниципалитета.", "curator")


def _schools(school_ids: frozenset[int], actor: Actor, *, closed_too: bool = False) -> Sequence[School]:
    """Return the schools, locked in the order of their keys, so that two assignments see each other."""
    if not school_ids:
        raise Invalid("Отметьте хотя бы одну школу.", "schools")
    schools = session.scalars(
        select(School)
        .where(School.id.in_(school_ids))
        .order_by(School.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if any(school.municipality_id != actor.municipality_id for school in schools):
        raise NotThere
    usable = [school for school in schools if closed_too or not school.closed]
    if len(usable) != len(school_ids):
        raise Invalid("Одной из отмеченных школ уже нет в реестре. Отметьте школы заново.", "schools")
    return usable


def _check_interest(user_id: int, schools: Iterable[School], terms: Terms) -> None:
    own = queries.works_at(user_id, [school.id for school in schools], terms)
    if own:
        raise Invalid(
            f"Конфликт интересов: этот куратор работает в школе ({', '.join(own)}). Выберите другого.",
            "curator",
        )


def _check_twice(user_id: int, others: Iterable[Curatorship]) -> None:
    twice = [one.school.short_name for one in others if one.user_id == user_id]
    if twice:
        raise Invalid(
            f"Этот куратор уже закреплён в эти дни: {', '.join(twice)}. Измените прежнее закрепление.",
            "since",
        )


def _ask_about(others: Iterable[Curatorship], *, confirmed: bool) -> None:
    overlaps = tuple(Overlap(one.school.short_name, one.user.name, one.since, one.until) for one in others)
    if overlaps and not confirmed:
        raise Unconfirmed(overlaps)


def _row(wanted: Assignment, school: School) -> Curatorship:
    terms = wanted.terms
    return Curatorship(
        municipality_id=school.municipality_id,
        user_id=wanted.user_id,
        school_id=school.id,
        since=terms.since,
        until=terms.until,
        order_number=terms.order_number,
        order_date=terms.order_date,
    )


def _words(terms: Terms) -> dict[str, str]:
    return {
        "since": str(terms.since),
        "until": _iso(terms.until),
        "order_number": terms.order_number,
        "order_date": _iso(terms.order_date),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
