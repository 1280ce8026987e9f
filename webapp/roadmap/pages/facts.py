"""One execution on the screen: what was said of it, by whom, what proves it, and what may be done now."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.errors import NotThere
from webapp.formatting import date_ru, datetime_ru, number_ru
from webapp.models import Progress
from webapp.roadmap.pages import words
from webapp.roadmap.pages.item import Proof, proofs_of
from webapp.roadmap.pages.words import Fact
from webapp.roadmap.queries import Item, plan_value
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.words import STANDING, ProgressState


class NothingToMark(Exception):
    """Every execution of the measure is marked, or marking it is others' work."""


@dataclass(frozen=True, slots=True)
class FactPage:
    """What the template shows. Of what may not be done `why_not` says why, '' where it is not this person's at all."""

    title: str
    state: ProgressState
    facts: tuple[Fact, ...]
    proofs: tuple[Proof, ...]
    may_decide: bool
    may_revoke: bool
    may_withdraw: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class ExecutePage:
    title: str
    term: words.Term
    planned: str
    occurrences: tuple[tuple[str, str], ...]


def fact_page(found: Item, fact_id: int, actor: Actor) -> FactPage:
    """Return one execution; raises NotThere for one the person does not see."""
    fact = next((one for one in found.line.facts if one.id == fact_id), None)
    if fact is None:
        raise NotThere
    confirms = holds(actor, Permission.CONFIRM_MEASURES)
    own = rule.other_person_decides(fact.executed_by_id, actor.user_id)
    return FactPage(
        title=words.numbered(found.measure),
        state=fact.state,
        facts=_told(found, fact, actor),
        proofs=proofs_of(found, fact),
        may_decide=confirms and own is None and fact.state is ProgressState.EXECUTED,
        may_revoke=confirms and own is None and fact.state is ProgressState.CONFIRMED,
        may_withdraw=own is not None and fact.state is ProgressState.EXECUTED,
        why_not=own if own and confirms and fact.state in STANDING else "",
    )


def execute_page(found: Item, occurrence: str) -> ExecutePage:
    """Return what is marked and what of it is still open; raises NothingToMark when nothing is."""
    line = found.line
    still_open = tuple(
        one
        for one in line.occurrences
        if one.key not in line.last or line.last[one.key].state not in STANDING
    )
    if not still_open:
        raise NothingToMark
    chosen = next((one for one in still_open if one.key == occurrence), still_open[0])
    planned = plan_value(line, chosen)
    return ExecutePage(
        words.numbered(found.measure),
        words.term(line),
        planned.text if planned else "",
        tuple(
            (one.key, ", ".join(part for part in (one.label, words.period(one)) if part))
            for one in still_open
        ),
    )


def _told(found: Item, fact: Progress, actor: Actor) -> tuple[Fact, ...]:
    zone = ZoneInfo(actor.zone)
    label = next((one.label for one in found.line.occurrences if one.key == fact.occurrence), "")
    lines = (
        Fact("Исполнение", label),
        Fact("Дата исполнения", date_ru(fact.done_on)),
        Fact("Фактическое значение", "; ".join(number_ru(one) for one in fact.actual)),
        Fact("Пояснение", fact.note),
        Fact("Отметил(а)", _person(fact.executed_by_name, fact.executed_by_role.label)),
        Fact("Когда отмечено", datetime_ru(fact.executed_at, zone)),
        Fact("Предложено системой", "да, по данным пакетов и отчётов" if fact.by_system else ""),
        Fact(_DECIDED.get(fact.state, "Решение принял(а)"), fact.decided_by_name),
        Fact("Когда", datetime_ru(fact.decided_at, zone) if fact.decided_at else ""),
        Fact("Причина отказа", fact.decision_note),
        Fact(_ENDED.get(fact.state, "Завершил(а)"), fact.ended_by_name),
        Fact("Когда снято", datetime_ru(fact.ended_at, zone) if fact.ended_at else ""),
        Fact("Причина отзыва", fact.end_reason),
    )
    return tuple(one for one in lines if one.value)


def _person(name: str, role: str) -> str:
    return f"{name}, {role.lower()}"


_DECIDED = {
    ProgressState.CONFIRMED: "Подтвердил(а)",
    ProgressState.REVOKED: "Подтверждал(а)",
    ProgressState.DECLINED: "Отклонил(а)",
}
_ENDED = {ProgressState.WITHDRAWN: "Снял(а) отметку", ProgressState.REVOKED: "Отозвал(а) подтверждение"}
