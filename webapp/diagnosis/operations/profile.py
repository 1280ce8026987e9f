"""The school fills its risk profile and activates risks; the curator verifies (К05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.diagnosis import queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import SchoolRisk
from workflows.dictionaries.risks import RISKS
from workflows.vocabulary import Role, Significance

CHANGED = "Пока вы работали, рисковый профиль изменил другой человек. Откройте страницу заново и повторите изменения."
KNOWN = frozenset(risk.code for risk in RISKS if risk.active)


@dataclass(frozen=True, slots=True)
class RiskEntry:
    """A row of the profile as it should be; no significance means that the school has no such risk."""

    code: str
    significance: Significance | None
    activated_on: date | None


def save_profile(slug: str, programme: str, entries: Iterable[RiskEntry], *, actor: Actor, mark: str) -> None:
    """Make the profile of the actor's school what the entries say. Raises NotThere, Invalid, Stale.

    A changed significance must be verified anew; a risk with evidence against it stays activated."""
    try:
        with transaction():
            school = queries.own_school(slug, actor)
            profile = queries.profile(slug, programme)
            if profile.programme is None:
                raise NotThere
            if profile.mark != mark:
                raise Stale(CHANGED)
            programme_id = queries.programme_id(school.id, profile.programme.code)
            rows = {row.risk_code: row for row in queries.rows_of(school.id, programme_id)}
            for entry in entries:
                row = rows.get(entry.code)
                if row is not None:
                    _change(row, entry)
                elif entry.code in KNOWN and (entry.significance or entry.activated_on):
                    _add(school.municipality_id, school.id, programme_id, entry)
    except IntegrityError as error:
        raise Stale(CHANGED) from error


def verify(slug: str, programme: str, risk: str, note: str, *, actor: Actor, significance: str) -> None:
    """Keep the curator's grounds for a risk of a school he looks after. Raises NotThere, Invalid.

    `significance` is the one he saw; raises Stale when the school has changed it since."""
    if actor.role is not Role.CURATOR:
        raise NotThere
    if not note.strip():
        raise Invalid("Укажите основание: какими данными подтверждён риск.", "note")
    with transaction():
        school = queries.school_by_slug(slug)
        row, _programme = queries.risk_row(school.id, risk, programme, lock=True)
        if row.significance != significance:
            raise Stale("Школа изменила значимость этого риска. Откройте профиль заново и проверьте его.")
        row.verified_by_id, row.verified_by_name, row.verified_at = actor.user_id, actor.name, now()
        row.verification_note = note.strip()
        journal.record(
            "risk.verified",
            kind="school_risk",
            object_id=f"{slug}/{risk}",
            significance=significance,
            note=row.verification_note,
        )


def _add(municipality_id: int, school_id: int, programme_id: int, entry: RiskEntry) -> None:
    if entry.significance is None:
        raise Invalid(
            f"Укажите значимость риска «{queries.risk_name(entry.code)}»: без неё его нельзя активировать."
        )
    session.add(
        SchoolRisk(
            municipality_id=municipality_id,
            school_id=school_id,
            programme_id=programme_id,
            risk_code=entry.code,
            significance=entry.significance,
            activated_on=entry.activated_on,
        )
    )
    session.flush()
    journal.record(
        "risk.added",
        kind="school_risk",
        object_id=entry.code,
        school=school_id,
        after={"significance": entry.significance.value, "activated_on": _iso(entry.activated_on)},
    )


def _change(row: SchoolRisk, entry: RiskEntry) -> None:
    if entry.significance is None:
        _remove(row)
        return
    if entry.significance == row.significance and entry.activated_on == row.activated_on:
        return
    before = {"significance": row.significance.value, "activated_on": _iso(row.activated_on)}
    if entry.activated_on is None and row.activated_on is not None:
        _check_deactivation(row)
    if entry.significance != row.significance:
        row.verified_by_id, row.verified_by_name, row.verified_at, row.verification_note = None, "", None, ""
    row.significance, row.activated_on = entry.significance, entry.activated_on
    journal.record(
        "risk.changed",
        kind="school_risk",
        object_id=row.risk_code,
        school=row.school_id,
        before=before,
        after={"significance": entry.significance.value, "activated_on": _iso(entry.activated_on)},
    )


def _remove(row: SchoolRisk) -> None:
    name = queries.risk_name(row.risk_code)
    if row.plan is not None:
        raise Invalid(f"По риску «{name}» составлена антирисковая программа, убрать его из профиля нельзя.")
    if row.verified_at is not None:
        raise Invalid(
            f"Риск «{name}» верифицирован куратором, убрать его из профиля нельзя. Снимите активацию."
        )
    session.execute(delete(SchoolRisk).where(SchoolRisk.id == row.id))
    journal.record(
        "risk.removed",
        kind="school_risk",
        object_id=row.risk_code,
        school=row.school_id,
        before={"significance": row.significance.value, "activated_on": _iso(row.activated_on)},
    )


def _check_deactivation(row: SchoolRisk) -> None:
    if row.plan is None:
        return
    if queries.evidenced(row.school_id, [measure.id for measure in row.plan.measures]):
        name = queries.risk_name(row.risk_code)
        raise Invalid(f"По риску «{name}» уже приложены подтверждающие документы, снять активацию нельзя.")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
