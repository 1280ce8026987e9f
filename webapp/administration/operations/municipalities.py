"""Municipalities: adding one that can work at once, correcting it, and the terms its coordinator sets."""

import re
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import journal
from webapp.access.actor import Actor, acting
from webapp.access.permissions import Permission, holds
from webapp.administration import queries
from webapp.administration.queries import Identity, MunicipalityCard, Terms
from webapp.database import today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.expertise.operations import ensure_editions
from webapp.models import Municipality
from workflows.zones import ZONES

CODE = re.compile(r"[a-z][a-z0-9]{1,15}")
RESERVED = frozenset({"new"})
ROUNDS, DAYS, DELAYS, SHARES, NORMS = range(1, 11), range(1, 31), range(61), range(5, 91), range(21)
STALE = "Пока вы работали, сведения о муниципалитете изменил другой человек. Откройте их заново."
LINES: dict[str, str] = {
    "name": "Укажите наименование муниципалитета.",
    "region": "Укажите регион, например: Красноярский край.",
    "department": "Укажите орган управления образованием: он стоит в шапке документов.",
    "chief_post": "Укажите должность руководителя: она стоит в грифе утверждения.",
}
"""What must not be empty, and the sentence for each."""
LENGTHS = {"name": 300, "region": 64, "department": 300, "place": 300, "chief_post": 300}


def add_municipality(identity: Identity, terms: Terms) -> str:
    """Add a municipality with the sheets of the product in force from today; returns its code.

    Raises Invalid with the field, NotThere for anybody but the administrator of the whole system."""
    _require_whole_system()
    identity, terms = _checked(identity), _checked_terms(terms)
    with transaction() as unit:
        row = Municipality(code=identity.code)
        _fill(row, identity, terms)
        unit.add(row)
        _flush_unique(unit, identity.code)
        ensure_editions(row.id, today_in(identity.zone))
        _record("municipality.added", row, after=_words(identity, terms))
    return identity.code


def correct_municipality(code: str, identity: Identity, terms: Terms, *, mark: str) -> None:
    """Change anything of a municipality; its code only while no package carries it.

    Raises NotThere, Invalid with the field, Stale when something has changed since `mark`."""
    _require_whole_system()
    identity, terms = _checked(identity), _checked_terms(terms)
    with transaction() as unit:
        row = _locked(unit, Municipality.code == code)
        before = _fresh(queries.municipality(code), mark)
        if before.numbered and identity.code != code:
            raise Invalid("Код уже стоит в номерах пакетов, изменить его нельзя.", "code")
        _change(unit, row, before, identity, terms)


def set_terms(terms: Terms, *, actor: Actor, mark: str) -> None:
    """Change what the municipality of the actor decides for itself. Raises as `correct_municipality`."""
    terms = _checked_terms(terms)
    with transaction() as unit:
        row = _locked(unit, Municipality.id == (actor.municipality_id or 0))
        before = _fresh(queries.own_municipality(actor.municipality_id), mark)
        _change(unit, row, before, before.identity, terms)


def _fresh(card: MunicipalityCard, mark: str) -> MunicipalityCard:
    if card.mark != mark:
        raise Stale(STALE)
    return card


def _change(
    unit: Session, row: Municipality, before: MunicipalityCard, identity: Identity, terms: Terms
) -> None:
    if (before.identity, before.terms) == (identity, terms):
        return
    row.code = identity.code
    _fill(row, identity, terms)
    _flush_unique(unit, identity.code)
    old, new = _words(before.identity, before.terms), _words(identity, terms)
    changed = [name for name in new if new[name] != old[name]]
    _record(
        "municipality.corrected",
        row,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )


def _checked(identity: Identity) -> Identity:
    """Return the values as they are kept; raises Invalid with the field."""
    code = identity.code.strip().lower()
    if not CODE.fullmatch(code) or code in RESERVED:
        raise Invalid(
            "Укажите код: от 2 до 16 строчных латинских букв и цифр, первой буква, например: srr.", "code"
        )
    if identity.zone not in ZONES:
        raise Invalid("Укажите часовой пояс, например: Asia/Krasnoyarsk.", "zone")
    return replace(
        identity, code=code, name=_line("name", identity.name), region=_line("region", identity.region)
    )


def _checked_terms(terms: Terms) -> Terms:
    if terms.rounds_limit not in ROUNDS:
        raise Invalid("Укажите, сколько раз пакет можно вернуть: от 1 до 10.", "rounds_limit")
    if terms.curator_days not in DAYS:
        raise Invalid("Укажите срок проверки: от 1 до 30 рабочих дней.", "curator_days")
    if terms.founder_days not in DAYS:
        raise Invalid("Укажите срок согласования: от 1 до 30 рабочих дней.", "founder_days")
    if terms.send_delay not in DELAYS:
        raise Invalid("Укажите отсрочку отправки: от 0 до 60 минут.", "send_delay")
    if terms.copy_threshold not in SHARES:
        raise Invalid("Укажите порог похожих документов: от 5 до 90 процентов.", "copy_threshold")
    if terms.diary_norm not in NORMS:
        raise Invalid("Укажите, сколько записей дневника нужно в месяц: от 0 до 20.", "diary_norm")
    return replace(
        terms,
        department=_line("department", terms.department),
        place=_line("place", terms.place),
        chief_post=_line("chief_post", terms.chief_post),
    )


def _line(name: str, text: str) -> str:
    line = " ".join(text.split())
    if not line and name in LINES:
        raise Invalid(LINES[name], name)
    if len(line) > LENGTHS[name]:
        raise Invalid(f"Сократите до {LENGTHS[name]} знаков.", name)
    return line


def _fill(row: Municipality, identity: Identity, terms: Terms) -> None:
    row.name, row.region = identity.name, identity.region
    row.zone, row.zone_label = identity.zone, ZONES[identity.zone]
    row.department, row.place, row.chief_post = terms.department, terms.place, terms.chief_post
    row.rounds_limit, row.curator_days = terms.rounds_limit, terms.curator_days
    row.founder_days, row.show_scores = terms.founder_days, terms.show_scores
    row.send_delay, row.copy_threshold = terms.send_delay, terms.copy_threshold
    row.diary_norm = terms.diary_norm


def _locked(unit: Session, which: ColumnElement[bool]) -> Municipality:
    row = unit.scalar(
        select(Municipality).where(which).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotThere
    return row


def _flush_unique(unit: Session, code: str) -> None:
    """Flush; the unique constraint decides about the code, not a look beforehand."""
    try:
        unit.flush()
    except IntegrityError as error:
        raise Invalid(f"Муниципалитет с кодом «{code}» уже есть.", "code") from error


def _require_whole_system() -> None:
    who = acting()
    if isinstance(who, Actor) and not holds(who, Permission.KEEP_SYSTEM):
        raise NotThere


def _record(action: str, row: Municipality, **details: object) -> None:
    journal.record(action, kind="municipality", object_id=row.code, municipality_id=row.id, **details)


def _words(identity: Identity, terms: Terms) -> dict[str, object]:
    return {**asdict(identity), **asdict(terms)}
