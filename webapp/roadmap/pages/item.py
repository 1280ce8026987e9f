"""One measure on the screen: its cells, its executions with what proves them, its deadlines and history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.formatting import DueIn, date_short, datetime_ru, days_left, fio_short, iso
from webapp.models import MeasureEvent, MeasureTerm, Progress, ProgressEvidence
from webapp.roadmap.pages import words
from webapp.roadmap.pages.table import may_edit
from webapp.roadmap.pages.words import Fact, Term
from webapp.roadmap.queries import Item, Line, may_execute
from webapp.tables import columns
from workflows.deadlines import Status, from_plain
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import (
    STANDING,
    EvidenceKind,
    MeasureStatus,
    PartyKind,
    ProgressState,
    RoadmapState,
)
from workflows.vocabulary import Toned

OCCURRENCES = columns("Исполнение", "Срок", "Состояние", "Подтверждения", "Действие")
EARLIER = columns("Отметка", "Исполнитель", "Состояние", "Причина")
TERMS = columns("Действует с", "Срок", "Основание", "Кто внёс")
LOOKS = {
    "executed": ("check", ""),
    "confirmed": ("circle-check", "ok"),
    "declined": ("circle-x", "bad"),
    "withdrawn": ("rotate-ccw", ""),
    "revoked": ("undo-2", "warn"),
    "transferred": ("calendar-days", "warn"),
    "corrected": ("pencil", ""),
    "excluded": ("ban", "warn"),
    "returned": ("rotate-ccw", ""),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that proves an execution; no address for what the person may not open."""

    icon: str
    title: str
    url: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    label: str
    period: str
    due: DueIn | None
    state: Toned
    people: str
    proofs: tuple[Proof, ...]
    fact_url: str
    execute_url: str


@dataclass(frozen=True, slots=True)
class EarlierView:
    """A mark that no longer stands (declined, withdrawn, revoked), or of a day the deadline no longer has."""

    day: str
    url: str
    who: str
    state: ProgressState
    reason: str


@dataclass(frozen=True, slots=True)
class TermView:
    since: str
    term: Term
    origin: str
    reason: str
    who: str
    current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history, as `stream.timeline` shows it."""

    kind: str
    icon: str
    tone: str
    who: str
    text: str
    when: str
    iso: str
    url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Something an order may change, and where."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    title: str
    status: MeasureStatus
    facts: tuple[Fact, ...]
    parties: tuple[Fact, ...]
    term: Term
    excluded: str
    rolled_up: str
    occurrences: tuple[OccurrenceView, ...]
    earlier: tuple[EarlierView, ...]
    terms: tuple[TermView, ...]
    conditions: tuple[Fact, ...]
    history: tuple[Entry, ...]
    execute_url: str
    map_url: str
    may_confirm: bool
    changes: tuple[Way, ...]
    conditions_url: str
    proposal: str
    """Why the system proposes to mark the execution, '' where it does not or it is others' work."""


def item_page(found: Item, actor: Actor) -> ItemPage:
    line, row = found.line, found.measure
    open_to_mark = may_mark(found, actor)
    occurrences = tuple(_occurrence(found, one, open_to_mark) for one in line.occurrences)
    first = next((one.execute_url for one in occurrences if one.execute_url), "")
    return ItemPage(
        title=words.numbered(row),
        status=line.status,
        facts=_facts(found),
        parties=tuple(Fact(one.party.name, _meaning(one.party)) for one in row.parties),
        term=words.term(line),
        excluded=_excluded(found),
        rolled_up=words.rolled_up(line),
        occurrences=occurrences,
        earlier=tuple(_earlier(found)),
        terms=tuple(_terms(found)),
        conditions=tuple(Fact("Выполнено" if one.met else "Ещё нет", one.words) for one in found.conditions),
        history=tuple(entries(found.events, actor)),
        execute_url=first,
        map_url=url_for("roadmap.show", map=found.roadmap.number),
        may_confirm=holds(actor, Permission.CONFIRM_MEASURES),
        changes=tuple(_changes(found, actor)),
        conditions_url=url_for("roadmap.conditions", ref=row.ref) if may_edit(found.roadmap, actor) else "",
        proposal=found.proposal.reason if found.proposal and open_to_mark else "",
    )


def item_title(line: Line) -> str:
    return words.numbered(line.measure)


def may_mark(found: Item, actor: Actor) -> bool:
    """Tell whether the person may mark executions of this measure now."""
    row = found.measure
    in_force = found.roadmap.state is RoadmapState.APPROVED
    out = row.excluded_on is not None and row.excluded_on <= found.line.today
    return (
        in_force and not out and holds(actor, Permission.EXECUTE_MEASURES) and may_execute(found.line, actor)
    )


def proofs_of(found: Item, fact: Progress) -> tuple[Proof, ...]:
    return tuple(_proof(found, one) for one in fact.evidence)


def entries(events: Sequence[MeasureEvent], actor: Actor) -> Iterator[Entry]:
    """Yield the lines of a history, oldest first."""
    zone = ZoneInfo(actor.zone)
    for one in events:
        icon, tone = LOOKS.get(one.action, ("pencil", ""))
        text = one.title[:1].lower() + one.title[1:] + (f": {one.text}" if one.text else "")
        yield Entry(
            "event", icon, tone, fio_short(one.actor_name), text, datetime_ru(one.at, zone), iso(one.at)
        )


def _changes(found: Item, actor: Actor) -> Iterator[Way]:
    """Yield what an order may change in the measure now, for those who keep the roadmap in force."""
    if not holds(actor, Permission.CONFIRM_MEASURES) or found.roadmap.state is not RoadmapState.APPROVED:
        return
    row = found.measure
    if row.excluded_on is None:
        if row.term_status is not Status.PARSED:
            yield Way("Уточнить срок", url_for("roadmap.changing", ref=row.ref, what="reading"))
        yield Way("Перенести срок", url_for("roadmap.changing", ref=row.ref, what="transfer"))
        yield Way("Исключить мероприятие", url_for("roadmap.changing", ref=row.ref, what="exclusion"))
    else:
        yield Way("Вернуть мероприятие", url_for("roadmap.changing", ref=row.ref, what="return"))


def _facts(found: Item) -> tuple[Fact, ...]:
    row = found.measure
    section = row.section
    plan = row.plan.get("total", {}).get("text", "") if row.plan else ""
    lines = (
        Fact("Дорожная карта", found.roadmap.title, url_for("roadmap.show", map=found.roadmap.number)),
        Fact("Раздел", section.title if section else ""),
        Fact("Исполнители", row.responsible_text or ", ".join(words.parties(row))),
        Fact("Ожидаемый результат", row.result),
        Fact("Плановое значение", plan),
        Fact("Порядок исполнения", "каждая школа проекта исполняет отдельно" if row.per_school else ""),
    )
    return tuple(one for one in lines if one.value)


def _meaning(party: object) -> str:
    meaning, kind = getattr(party, "meaning", ""), getattr(party, "kind", PartyKind.OTHER)
    return meaning or kind.label


def _excluded(found: Item) -> str:
    row = found.measure
    if row.excluded_on is None:
        return ""
    order = f" {row.exclusion_order}." if row.exclusion_order else ""
    return f"Исключено с {date_short(row.excluded_on)}.{order} {row.exclusion_reason}".strip()


def _occurrence(found: Item, one: Occurrence, open_to_mark: bool) -> OccurrenceView:
    fact = found.line.last.get(one.key)
    standing = fact if fact is not None and fact.state in STANDING else None
    marked = url_for("roadmap.executing", ref=found.measure.ref, occurrence=one.key or None)
    return OccurrenceView(
        label=one.label or "Мероприятие в целом",
        period=words.period(one),
        due=days_left(one.end, found.line.today) if one.end and standing is None else None,
        state=fact.state if fact else _waiting(one, found.line.today),
        people=_people(fact) if fact else "",
        proofs=proofs_of(found, fact) if fact else (),
        fact_url=url_for("roadmap.fact", ref=found.measure.ref, fact=fact.id) if fact else "",
        execute_url=marked if open_to_mark and standing is None else "",
    )


def _waiting(one: Occurrence, today: date) -> MeasureStatus:
    if one.end is not None and one.end < today:
        return MeasureStatus.OVERDUE
    if one.start is not None and one.start > today:
        return MeasureStatus.NOT_DUE
    return MeasureStatus.UNDER_WAY


def _people(fact: Progress) -> str:
    done = f"{date_short(fact.done_on)}, {fio_short(fact.executed_by_name)}"
    if fact.state is ProgressState.CONFIRMED:
        return f"{done}; подтвердил(а) {fio_short(fact.decided_by_name)}"
    return done


def _earlier(found: Item) -> Iterator[EarlierView]:
    last = [found.line.last[one.key] for one in found.line.occurrences if one.key in found.line.last]
    shown = {fact.id for fact in last if fact.state in STANDING}
    for fact in reversed(found.line.facts):
        if fact.id not in shown:
            yield EarlierView(
                date_short(fact.done_on),
                url_for("roadmap.fact", ref=found.measure.ref, fact=fact.id),
                fio_short(fact.executed_by_name),
                fact.state,
                fact.end_reason or fact.decision_note,
            )


def _terms(found: Item) -> Iterator[TermView]:
    current = _in_force(found)
    for one in reversed(found.terms):
        deadline = from_plain(one.deadline)
        yield TermView(
            date_short(one.since),
            Term(one.text, words.meaning(deadline, one.text), words.doubt(deadline, deadline.status)),
            one.origin.label,
            ". ".join(part.rstrip(".") for part in (one.order_requisites, one.reason) if part),
            fio_short(one.set_by_name),
            one is current,
        )


def _in_force(found: Item) -> MeasureTerm | None:
    valid = [one for one in found.terms if one.since <= found.line.today]
    return valid[-1] if valid else None


def _proof(found: Item, one: ProgressEvidence) -> Proof:
    if one.kind is EvidenceKind.FILE:
        url = url_for("roadmap.original", ref=found.measure.ref, evidence=one.id)
        return Proof("paperclip", one.title, url)
    if one.kind is EvidenceKind.LINK:
        return Proof("link", one.title, one.url, outside=True)
    if one.kind is EvidenceKind.PACKAGE:
        number = found.packages.get(one.package_id or 0)
        return Proof("file-stack", one.title, url_for("packages.show", number=number) if number else "")
    if one.kind is EvidenceKind.DIARY:
        entry = found.entries.get(one.diary_entry_id or 0)
        return Proof("notebook-pen", one.title, url_for("diary.show", number=entry) if entry else "")
    number = found.reports.get(one.report_id or 0)
    return Proof("file-chart-column", one.title, url_for("reports.show", number=number) if number else "")
