"""Announcing a survey, saying who took part, reminding those who did not."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, release, session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import MeasureCondition, Municipality, Survey, SurveyMark
from webapp.notifications import operations as notifications
from webapp.notifications.operations import EVENING, MORNING
from webapp.notifications.queries import told_whom
from webapp.numbering import next_number
from webapp.surveys import queries
from webapp.surveys.queries import Asked
from workflows.surveys import refusal_to_mark, reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFacts:
    """What a coordinator says of a survey; both days are inside its window."""

    title: str
    programme_id: int
    opens_on: date
    closes_on: date
    asks_directors: bool
    asks_curators: bool
    link: str = ""
    note: str = ""
    summary: str = ""


def announce(facts: SurveyFacts, *, actor: Actor) -> int:
    """Enter a survey and return its number. Raises Invalid."""
    with transaction():
        _require(facts)
        row = Survey(
            municipality_id=actor.municipality_id,
            number=next_number(actor.municipality_id or 0, "survey"),
            created_by_name=actor.name,
        )
        _fill(row, facts)
        session.add(row)
        session.flush()
        journal.record("survey.announced", kind="survey", object_id=row.number, after=_told(row))
        return row.number


def correct(number: int, facts: SurveyFacts, *, seen: int, actor: Actor) -> None:
    """Write a survey anew; marks of participation stay. Raises NotThere, Invalid, Stale when it changed meanwhile."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.version != seen:
            raise Stale("Опрос с тех пор изменился, может быть, в другом окне. Откройте его заново.")
        _require(facts)
        before = _told(row)
        _fill(row, facts)
        row.version += 1
        journal.record(
            "survey.corrected", kind="survey", object_id=number, before=before, after=_told(row),
            by=actor.name,
        )  # fmt: skip


def drop(number: int, *, actor: Actor) -> None:
    """Remove a survey entered by mistake. Raises NotThere; Stale when somebody took part or a measure hangs on it."""
    with transaction():
        row = queries.get(number, lock=True)
        if session.scalar(select(SurveyMark.id).where(SurveyMark.survey_id == row.id).limit(1)):
            raise Stale("В опросе уже отмечены участники, удалить его нельзя. Сначала снимите отметки.")
        if session.scalar(select(MeasureCondition.id).where(MeasureCondition.survey_id == row.id).limit(1)):
            raise Stale("С опросом связано мероприятие дорожной карты. Сначала уберите это условие.")
        journal.record("survey.dropped", kind="survey", object_id=number, before=_told(row), by=actor.name)
        session.delete(row)


def mark(number: int, who: str, day: date, *, actor: Actor) -> None:
    """Write that one who is asked (`Asked.code`) took part on a day; once is enough. Raises NotThere, Invalid."""
    with transaction():
        row = queries.get(number, lock=True)
        one = _asked(row, who, actor)
        if refusal := refusal_to_mark(row.opens_on, row.closes_on, day, today_in(actor.zone)):
            raise Invalid(refusal, "taken_on")
        if _mark_of(row, one) is not None:
            return
        session.add(
            SurveyMark(
                municipality_id=row.municipality_id, survey_id=row.id, school_id=one.school_id, user_id=one.user_id,
                taken_on=day, by_name=actor.name,
            )
        )  # fmt: skip
        journal.record("survey.taken", kind="survey", object_id=number, who=one.name, day=day.isoformat())


def unmark(number: int, who: str, *, actor: Actor) -> None:
    """Take a mark back that was made by mistake. Raises NotThere."""
    with transaction():
        row = queries.get(number, lock=True)
        one = _asked(row, who, actor)
        found = _mark_of(row, one)
        if found is None:
            return
        session.execute(delete(SurveyMark).where(SurveyMark.id == found.id))
        journal.record("survey.untaken", kind="survey", object_id=number, who=one.name)


def remind() -> int:
    """Remind those who have not taken part: on the first day, three days and one day before the last (К49).

    Each is reminded once of each step, however often this runs, in the hours of the day of the municipality."""
    wanted = _to_remind()
    if not wanted:
        return 0
    with system_scope("whether a reminder of a survey went"):
        known = told_whom({key for key, _title, _link in wanted.values()})
    release()
    count = 0
    for (user_id, _survey), (key, title, link) in sorted(wanted.items()):
        if (user_id, key) in known:
            continue
        with transaction():
            notifications.tell((user_id,), key, "survey", title, link)
        count += 1
    return count


def _to_remind() -> dict[tuple[int, int], tuple[str, str, str]]:
    """Return by person and survey the key, the words and the address of the reminder that is due now."""
    wanted: dict[tuple[int, int], tuple[str, str, str]] = {}
    with system_scope("reminders of surveys"):
        clocks = {
            one.id: now().astimezone(ZoneInfo(one.zone)) for one in session.scalars(select(Municipality))
        }
        days = {at.date() for at in clocks.values() if MORNING <= at.hour < EVENING}
        rows = {row.id: row for day in days for row in queries.running(day)}
        people, said = queries.asked(list(rows.values())), queries.marks(rows)
        staff: dict[date, dict[int, frozenset[int]]] = defaultdict(dict)
        for day in days:
            schools = {one.school_id for ones in people.values() for one in ones if one.school_id is not None}
            staff[day] |= queries.staff_of(schools, day)
        for row in rows.values():
            local = clocks[row.municipality_id]
            step = reminder(row.opens_on, row.closes_on, local.date())
            if not step or not MORNING <= local.hour < EVENING:
                continue
            done = {(one.school_id, one.user_id) for one in said.get(row.id, ())}
            title = f"Опрос «{row.title}»: пройдите до {row.closes_on:%d.%m.%Y} и отметьте участие"
            for one in people[row.id]:
                if one.key in done:
                    continue
                reached = (
                    staff[local.date()].get(one.school_id, frozenset()) if one.school_id else {one.user_id}
                )
                for user_id in reached:
                    wanted[user_id or 0, row.id] = (
                        f"survey-{row.id}-{step}",
                        title,
                        f"/surveys/{row.number}",
                    )
    return wanted


def _asked(row: Survey, who: str, actor: Actor) -> Asked:
    found = next((one for one in queries.asked([row])[row.id] if one.code == who), None)
    if found is None or not queries.speaks_for(found, actor):
        raise NotThere
    return found


def _mark_of(row: Survey, one: Asked) -> SurveyMark | None:
    return session.scalar(
        select(SurveyMark).where(
            SurveyMark.survey_id == row.id,
            SurveyMark.school_id == one.school_id if one.school_id else SurveyMark.user_id == one.user_id,
        )
    )


def _require(facts: SurveyFacts) -> None:
    if facts.programme_id not in {one.id for one in queries.programmes()}:
        raise Invalid("Выберите проект.", "programme")
    if facts.closes_on < facts.opens_on:
        raise Invalid("Последний день раньше первого. Исправьте одну из дат.", "closes_on")
    if not facts.asks_directors and not facts.asks_curators:
        raise Invalid("Выберите, кого опрашивают.", "asks")


def _fill(row: Survey, facts: SurveyFacts) -> None:
    row.title, row.programme_id, row.link = facts.title.strip(), facts.programme_id, facts.link.strip()
    row.opens_on, row.closes_on = facts.opens_on, facts.closes_on
    row.asks_directors, row.asks_curators = facts.asks_directors, facts.asks_curators
    row.note, row.summary = facts.note.strip(), facts.summary.strip()


def _told(row: Survey) -> dict[str, str | bool]:
    return {
        "title": row.title, "opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat(),
        "link": row.link, "asks_directors": row.asks_directors, "asks_curators": row.asks_curators,
        "summary": row.summary[:500],
    }  # fmt: skip
