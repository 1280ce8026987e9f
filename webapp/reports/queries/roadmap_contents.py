"""The report on a roadmap as values to be printed: everything as it was known of the day of the monitoring (К20)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.formatting import date_ru, date_short
from webapp.models import MeasureTerm, Progress, Report, Roadmap
from webapp.printing.contents import Person, Requisites, RoadmapReport
from webapp.printing.contents.roadmap_report import ChangeLine, Figure, MeasureLine, OverdueLine, YearLine
from webapp.reports.queries.official import organisation, provenance
from webapp.roadmap import queries as roadmaps
from webapp.roadmap.queries.counting import period_of, rows
from workflows.deadlines import Deadline, from_plain, say
from workflows.roadmaps.indicator import Counted, Reading, share
from workflows.roadmaps.occurrences import Occurrence, occurrences
from workflows.roadmaps.past import state_on
from workflows.roadmaps.standing import Fact, is_overdue, standing
from workflows.roadmaps.words import MeasureStatus, ProgressState, TermOrigin

HEADINGS: Mapping[str, tuple[str, str]] = {
    "report": ("Отчёт", "о реализации мероприятий дорожной карты по состоянию на {on}"),
    "note": ("Информационная справка", "о реализации мероприятий дорожной карты по состоянию на {on}"),
}
"""Kind of the document and the title to its text, by the form that was asked for (О04, О08)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report on a roadmap was asked for: the day, the reading that is reported, the form of the paper."""

    on: date
    reading: Reading
    form: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A measure as it stood on the day."""

    whole: roadmaps.Line
    section: str
    deadline: Deadline
    text: str
    asked: tuple[Occurrence, ...]
    facts: tuple[tuple[Progress, ProgressState], ...]
    transferred: tuple[MeasureTerm, ...]
    counted: tuple[Counted, ...]
    """By the reading that is reported; several where each period is counted by itself."""


def roadmap_contents(report: Report, asked: Asked, signatory: Person, at: datetime) -> RoadmapReport:
    """Return the whole report as of `asked.on`, sealed. Call it inside a snapshot; raises NotThere."""
    roadmap = _roadmap(report.roadmap_id or 0)
    place, zone = roadmap.municipality, ZoneInfo(roadmap.municipality.zone)
    lines = _lines(roadmap, asked, zone)
    kind, heading = HEADINGS[asked.form]
    counted_rows = rows(roadmap)
    return RoadmapReport(
        requisites=Requisites(
            organisation=organisation(place),
            document_kind=kind,
            number=report.number,
            issued_on=at.astimezone(zone).date(),
            place=place.place,
            heading=heading.format(on=date_ru(asked.on)),
            signatories=(signatory,),
        ),
        roadmap=roadmap.title,
        number=roadmap.number,
        approved=approved_by(roadmap),
        period=f"{date_ru(roadmap.starts_on)} – {date_ru(roadmap.ends_on)}",
        project=roadmap.programme.title if roadmap.programme else "",
        on=asked.on,
        figures=tuple(
            Figure(one.label, found.numerator, found.denominator, one is asked.reading)
            for one in Reading
            for found in (share(counted_rows, asked.on, one, period_of(roadmap)),)
        ),
        measures=tuple(_measure(line, asked.on, zone) for line in lines),
        overdue=tuple(_overdue(lines, asked.on)),
        changes=tuple(_changes(lines, asked.on)),
        years=tuple(_years(lines)),
        conclusions=tuple(line.strip() for line in report.conclusion.splitlines() if line.strip()),
        provenance=provenance(at, place, f"/reports/{report.number}", report.code),
    ).sealed()


def approved_by(roadmap: Roadmap) -> str:
    """Return «Приказ Управления образования от 15.01.2026 № 12-од», '' while nothing is entered."""
    parts = (
        roadmap.order_title,
        f"от {date_short(roadmap.order_date)}" if roadmap.order_date else "",
        f"№ {roadmap.order_number}" if roadmap.order_number else "",
    )
    return " ".join(part for part in parts if part)


def _roadmap(roadmap_id: int) -> Roadmap:
    row = session.scalar(
        select(Roadmap)
        .where(Roadmap.id == roadmap_id)
        .options(joinedload(Roadmap.municipality), joinedload(Roadmap.programme))
    )
    if row is None:
        raise NotThere
    return row


def _lines(roadmap: Roadmap, asked: Asked, zone: ZoneInfo) -> list[_Line]:
    on = asked.on
    found = roadmaps.whole(roadmap, on)
    terms = _terms([line.measure.id for line in found.lines], on)
    figures: dict[str, list[Counted]] = defaultdict(list)
    for counted in share(rows(roadmap), on, asked.reading, period_of(roadmap)).lines:
        figures[counted.row.key].append(counted)
    schools = tuple(one for one in found.schools if one.joined_on <= on)
    sections = {section.id: section.title for section in found.sections}
    lines = []
    for line in found.lines:
        own, row = terms[line.measure.id], line.measure
        if not own:
            continue
        deadline = from_plain(own[-1].deadline)
        lines.append(
            _Line(
                line,
                sections.get(row.section_id or 0, ""),
                deadline,
                own[-1].text,
                occurrences(deadline, period_of(roadmap), schools if row.per_school else None),
                tuple(_facts(line, on, zone)),
                tuple(term for term in own if term.origin is TermOrigin.TRANSFERRED),
                tuple(figures[row.ref]),
            )
        )
    return lines


def _terms(measure_ids: Sequence[int], on: date) -> Mapping[int, Sequence[MeasureTerm]]:
    """Return the deadlines that were in force by the day, the last one last."""
    found: dict[int, list[MeasureTerm]] = defaultdict(list)
    for term in session.scalars(
        select(MeasureTerm)
        .where(MeasureTerm.measure_id.in_(measure_ids), MeasureTerm.since <= on)
        .order_by(MeasureTerm.since, MeasureTerm.id)
    ):
        found[term.measure_id].append(term)
    return found


def _facts(line: roadmaps.Line, on: date, zone: ZoneInfo) -> Iterator[tuple[Progress, ProgressState]]:
    for fact in line.facts:
        days = {
            "executed": _day(fact.executed_at, zone),
            "decided": _day(fact.decided_at, zone),
            "ended": _day(fact.ended_at, zone),
        }
        state = state_on(fact.state, on, **days)
        if state is not None:
            yield fact, state


def _day(instant: datetime | None, zone: ZoneInfo) -> date | None:
    return instant.astimezone(zone).date() if instant else None


def _known(line: _Line) -> tuple[Fact, ...]:
    return tuple(Fact(fact.occurrence, state, fact.done_on) for fact, state in line.facts)


def _status(line: _Line, on: date) -> MeasureStatus:
    row = line.whole.measure
    return standing(
        line.asked,
        _known(line),
        on,
        term=line.deadline.status,
        excluded_on=row.excluded_on,
        transferred=bool(line.transferred),
    )


def _measure(line: _Line, on: date, zone: ZoneInfo) -> MeasureLine:
    row = line.whole.measure
    standing_facts = [
        (fact, state)
        for fact, state in line.facts
        if state in (ProgressState.EXECUTED, ProgressState.CONFIRMED)
    ]
    confirmed = [
        day
        for fact, state in standing_facts
        if state is ProgressState.CONFIRMED and (day := _day(fact.decided_at, zone))
    ]
    return MeasureLine(
        section=line.section,
        number=row.number,
        title=row.title,
        term=line.text,
        term_read=say(line.deadline),
        responsible=row.responsible_text,
        result=row.result,
        status=_status(line, on).label,
        done_on=max((fact.done_on for fact, _ in standing_facts), default=None),
        confirmed_on=max(confirmed, default=None),
        evidence=tuple(
            f"{one.kind.label} «{one.title}»" for fact, _ in standing_facts for one in fact.evidence
        ),
        counted=_counted(line.counted),
    )


def _counted(found: Sequence[Counted]) -> str:
    planned, done = sum(one.planned for one in found), sum(one.planned and one.done for one in found)
    if len(found) > 1:
        return f"периодов учтено: {planned}, исполнено: {done}"
    if not planned:
        return f"не учитывается: {found[0].why.label}" if found else "не учитывается"
    return f"учитывается ({found[0].why.label}), {'исполнено' if done else 'не исполнено'}"


def _overdue(lines: Sequence[_Line], on: date) -> Iterator[OverdueLine]:
    for line in lines:
        row = line.whole.measure
        if row.excluded_on is not None and row.excluded_on <= on:
            continue
        last = {fact.occurrence: fact for fact in _known(line)}
        for one in line.asked:
            if one.end is not None and is_overdue(one, last.get(one.key), on):
                title = f"{row.title} ({one.label})" if one.label else row.title
                yield OverdueLine(row.number, title, one.end, (on - one.end).days, row.responsible_text)


def _changes(lines: Sequence[_Line], on: date) -> Iterator[ChangeLine]:
    for line in lines:
        row = line.whole.measure
        for term in line.transferred:
            ground = "; ".join(part for part in (term.order_requisites, term.reason) if part)
            yield ChangeLine(row.number, row.title, f"срок перенесён: {term.text}", ground)
        if row.excluded_on is not None and row.excluded_on <= on:
            ground = "; ".join(part for part in (row.exclusion_order, row.exclusion_reason) if part)
            yield ChangeLine(row.number, row.title, f"исключено с {date_short(row.excluded_on)}", ground)


def _years(lines: Sequence[_Line]) -> Iterator[YearLine]:
    for line in lines:
        row = line.whole.measure
        actual = {
            fact.occurrence: "; ".join(f"{value:g}" for value in fact.actual)
            for fact, state in line.facts
            if state in (ProgressState.EXECUTED, ProgressState.CONFIRMED)
        }
        for year, value in sorted((row.plan or {}).get("years", {}).items()):
            yield YearLine(row.number, row.title, int(year), value["text"], actual.get(str(year), ""))
