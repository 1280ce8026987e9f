"""Entering programmes from a template or empty, and who takes part in them (К43)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import FormerParticipation, Participation, Programme, School
from webapp.programmes import queries
from webapp.programmes.operations.stage import free_slug, new_stage
from webapp.programmes.queries import DueFacts, ProgrammeFacts, StageFacts
from workflows.dictionaries.stages import STAGES
from workflows.search_keys import address_of
from workflows.vocabulary import Labelled

RESERVED = frozenset({"new"})


class Template(Labelled):
    """What a new programme begins with."""

    FIVE_HUNDRED = "five_hundred", "По образцу проекта «500+»"
    EMPTY = "empty", "Без этапов"


def enter(facts: ProgrammeFacts, code: str, template: Template, *, actor: Actor) -> str:
    """Return the code of the new programme, with the stages of its template in its year. Raises Invalid."""
    if actor.municipality_id is None:
        raise NotThere
    code = code or address_of(f"{facts.short_title} {facts.year}")
    _check(facts)
    try:
        with transaction():
            _check_code(code)
            programme = Programme(municipality_id=actor.municipality_id, code=code)
            _fill(programme, facts)
            session.add(programme)
            session.flush()
            if template is Template.FIVE_HUNDRED:
                _copy_stages(programme)
            journal.record(
                "programme.entered",
                kind="programme",
                object_id=code,
                after=_words(facts),
                template=template.value,
            )
    except IntegrityError as error:
        raise Invalid(_taken(code), "code") from error
    return code


def correct(code: str, facts: ProgrammeFacts, *, actor: Actor, mark: str) -> None:
    """Change a programme. Raises NotThere, Invalid, and Stale when it changed since `mark`."""
    _check(facts)
    with transaction():
        programme = _own(code, actor)
        before = queries.facts_of(programme)
        if before.mark != mark:
            raise Stale("Пока вы работали, проект изменил другой человек. Откройте его заново.")
        _fill(programme, facts)
        journal.record(
            "programme.corrected",
            kind="programme",
            object_id=code,
            before=_words(before),
            after=_words(facts),
        )


def add_schools(code: str, school_ids: Iterable[int], joined_on: date, basis: str, *, actor: Actor) -> int:
    """Return how many schools began to take part. A school that had left comes back. Raises NotThere, Invalid."""
    wanted = frozenset(school_ids)
    if not wanted:
        raise Invalid("Отметьте хотя бы одну школу.", "schools")
    try:
        with transaction():
            programme = _own(code, actor)
            schools = session.scalars(
                select(School).where(School.id.in_(wanted), School.closed.is_(False)).order_by(School.id)
            ).all()
            if len(schools) != len(wanted):
                raise Invalid("Одной из отмеченных школ уже нет в реестре. Отметьте школы заново.", "schools")
            known = {
                row.school_id: row
                for row in session.scalars(
                    select(Participation).where(
                        Participation.programme_id == programme.id, Participation.school_id.in_(wanted)
                    )
                )
            }
            for school in schools:
                _join(
                    programme,
                    school,
                    known.get(school.id),
                    joined_on=joined_on,
                    basis=basis,
                    today=today_in(actor.zone),
                )
    except IntegrityError as error:
        raise Stale("Часть этих школ только что добавил другой человек. Откройте проект заново.") from error
    return len(schools)


def leave(code: str, school_slug: str, left_on: date, basis: str, *, actor: Actor) -> None:
    """End the participation of a school on a day; its packages and history stay. Raises NotThere, Invalid."""
    with transaction():
        programme = _own(code, actor)
        row = queries.participant(programme.id, school_slug, lock=True)
        if row.left_on is not None:
            raise Stale("Участие этой школы уже завершено. Откройте проект заново.")
        if left_on < row.joined_on:
            raise Invalid("Дата выхода раньше даты вступления. Исправьте дату.", "left_on")
        _remember(row, today_in(actor.zone), joined_on=row.joined_on, left_on=None)
        row.left_on = left_on
        journal.record(
            "participation.ended",
            kind="programme",
            object_id=code,
            school=school_slug,
            before={"joined_on": str(row.joined_on), "basis": row.basis},
            after={"left_on": str(left_on)},
            basis=basis,
        )
        row.basis = "; ".join(part for part in (row.basis, basis) if part)[:300]


def _own(code: str, actor: Actor) -> Programme:
    programme = queries.get(code, lock=True)
    if programme.municipality_id != actor.municipality_id:
        raise NotThere
    return programme


def _join(
    programme: Programme,
    school: School,
    row: Participation | None,
    *,
    joined_on: date,
    basis: str,
    today: date,
) -> None:
    before = None
    if row is None:
        row = Participation(
            municipality_id=programme.municipality_id, programme_id=programme.id, school_id=school.id
        )
        session.add(row)
    elif row.left_on is None:
        return
    else:
        before = {"joined_on": str(row.joined_on), "left_on": str(row.left_on), "basis": row.basis}
        _remember(row, today, joined_on=row.joined_on, left_on=row.left_on)
    row.joined_on, row.left_on, row.basis = joined_on, None, basis
    session.flush()
    if before is None:
        _remember(row, today, joined_on=None, left_on=None)
    journal.record(
        "participation.begun",
        kind="programme",
        object_id=programme.code,
        school=school.slug,
        before=before,
        after={"joined_on": str(joined_on), "basis": basis},
    )


def _remember(row: Participation, today: date, *, joined_on: date | None, left_on: date | None) -> None:
    """Keep what was known of a participation until today."""
    session.add(
        FormerParticipation(
            municipality_id=row.municipality_id,
            participation_id=row.id,
            school_id=row.school_id,
            joined_on=joined_on,
            left_on=left_on,
            until=today,
        )
    )


def _copy_stages(programme: Programme) -> None:
    """Put the stages of the «500+» roadmap into the year of the programme (САЯ 8–27)."""
    for template in STAGES:
        dates = template.in_year(programme.year)
        facts = StageFacts(
            template.title,
            dates.opens_on,
            dates.closes_on,
            max(dates.expertise_until, dates.closes_on),
            note=template.examined,
            dues=tuple(DueFacts(kind) for kind in template.kinds),
        )
        new_stage(programme, free_slug(f"{template.code} {programme.year}"), facts)


def _check(facts: ProgrammeFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise Invalid("Окончание проекта раньше его начала. Исправьте даты.", "ends_on")


def _check_code(code: str) -> None:
    if not code:
        raise Invalid("Укажите код проекта латинскими буквами и цифрами, например: 500-2026.", "code")
    taken = session.scalar(select(Programme.id).where(Programme.code == code))
    if code in RESERVED or taken is not None:
        raise Invalid(_taken(code), "code")


def _taken(code: str) -> str:
    return f"Код проекта «{code}» уже занят. Укажите другой."


def _fill(programme: Programme, facts: ProgrammeFacts) -> None:
    programme.title, programme.short_title, programme.year = facts.title, facts.short_title, facts.year
    programme.starts_on, programme.ends_on = facts.starts_on, facts.ends_on
    programme.basis, programme.archived = facts.basis, facts.archived


def _words(facts: ProgrammeFacts) -> dict[str, object]:
    return {
        "title": facts.title,
        "short_title": facts.short_title,
        "year": facts.year,
        "starts_on": str(facts.starts_on),
        "ends_on": str(facts.ends_on),
        "basis": facts.basis,
        "archived": facts.archived,
    }
