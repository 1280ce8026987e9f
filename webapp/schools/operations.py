"""What the coordinator does with schools: enters, corrects, closes. A school is never deleted."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import School
from webapp.outbox import announce
from webapp.schools import queries
from webapp.schools.queries import Requisites, Status
from webapp.schools.queries.statuses import COLUMNS
from workflows.search_keys import address_of, fold
from workflows.vocabulary import Event

RESERVED = frozenset({"new", "export"})


def enter(requisites: Requisites, address: str, *, actor: Actor) -> str:
    """Return the address of the new school's card; raises Invalid when the municipality has such a school."""
    if actor.municipality_id is None:
        raise NotThere
    slug = address or address_of(requisites.short_name)
    try:
        with transaction():
            _check_name(requisites.name, except_id=0)
            _check_address(slug)
            school = School(municipality_id=actor.municipality_id, slug=slug, name="", short_name="")
            _fill(school, requisites)
            session.add(school)
            session.flush()
            announce(Event.RENAMED, school_id=school.id)
            journal.record("school.entered", kind="school", object_id=slug, after=_words(requisites))
    except IntegrityError as error:
        raise Invalid(_taken(slug), "slug") from error
    return slug


def correct(slug: str, requisites: Requisites, *, actor: Actor, mark: str) -> None:
    """Change the requisites of a school. Raises NotThere, Invalid, and Stale when they changed since `mark`."""
    with transaction():
        school = queries.get(slug, lock=True)
        _of_place(school, actor)
        before = queries.requisites_of(school)
        if before.mark != mark:
            raise Stale("Пока вы работали, карточку школы изменил другой человек. Откройте её заново.")
        if before == requisites:
            return
        _check_name(requisites.name, except_id=school.id)
        _fill(school, requisites)
        announce(Event.RENAMED, school_id=school.id)
        journal.record(
            "school.corrected", kind="school", object_id=slug, before=_words(before), after=_words(requisites)
        )


def close(slug: str, basis: str, *, actor: Actor) -> None:
    """Close a school: it leaves registers and choices, its packages and history stay. Raises NotThere, Invalid."""
    if not basis.strip():
        raise Invalid("Укажите основание: документ о реорганизации или ликвидации.", "basis")
    _set_closed(slug, basis.strip(), closed=True, actor=actor)


def reopen(slug: str, *, actor: Actor) -> None:
    """Return a closed school to the register; raises NotThere."""
    _set_closed(slug, "", closed=False, actor=actor)


def _set_closed(slug: str, basis: str, *, closed: bool, actor: Actor) -> None:
    with transaction():
        school = queries.get(slug, lock=True)
        _of_place(school, actor)
        if school.closed is closed:
            return
        school.closed = closed
        action = "school.closed" if closed else "school.reopened"
        journal.record(action, kind="school", object_id=slug, basis=basis)


def _of_place(school: School, actor: Actor) -> None:
    if school.municipality_id != actor.municipality_id:
        raise NotThere


def _check_name(name: str, *, except_id: int) -> None:
    if not fold(name):
        raise Invalid("Укажите полное наименование школы.", "name")
    twin = queries.same_name(name, except_id=except_id)
    if twin is not None:
        where = "среди закрытых школ" if twin.closed else "в реестре"
        raise Invalid(f"Такая школа уже есть {where}: {twin.short_name}. Откройте её карточку.", "name")


def _check_address(slug: str) -> None:
    if not slug:
        raise Invalid("Укажите адрес карточки латинскими буквами и цифрами, например: sosh-6.", "slug")
    taken = session.scalar(select(School.id).where(School.slug == slug))
    if slug in RESERVED or taken is not None:
        raise Invalid(_taken(slug), "slug")


def _taken(slug: str) -> str:
    return f"Адрес карточки «{slug}» уже занят. Укажите другой."


def _fill(school: School, requisites: Requisites) -> None:
    school.name, school.short_name = requisites.name, requisites.short_name
    school.locality, school.director = requisites.locality, requisites.director
    school.pupils, school.teachers = requisites.pupils, requisites.teachers
    school.search_key = fold(f"{requisites.short_name} {requisites.name}")
    for status, column in COLUMNS.items():
        setattr(school, column.key, status in requisites.statuses)


def _words(requisites: Requisites) -> dict[str, object]:
    return {
        "name": requisites.name,
        "short_name": requisites.short_name,
        "locality": requisites.locality,
        "pupils": requisites.pupils,
        "teachers": requisites.teachers,
        "director": requisites.director,
        "statuses": _names(requisites.statuses),
    }


def _names(statuses: Iterable[Status]) -> list[str]:
    return [status.value for status in statuses]
