"""The table of a roadmap: its measures by sections, with conditions, and the indicator above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.database import today_in
from webapp.formatting import DueIn, counted, days_left
from webapp.models import Roadmap, RoadmapSection
from webapp.roadmap.forms import Filters
from webapp.roadmap.pages import words
from webapp.roadmap.pages.words import Figure, Option, Term
from webapp.roadmap.queries import Condition, Line, Whole, is_proposed, is_theirs, may_execute
from webapp.tables import Chip, Column, chips
from workflows.roadmaps.indicator import Share
from workflows.roadmaps.words import MeasureStatus, RoadmapState

COLUMNS = (
    Column("title", "Мероприятие"),
    Column("term", "Срок"),
    Column("parties", "Исполнители"),
    Column("result", "Ожидаемый результат", minor=True),
    Column("status", "Состояние"),
    Column("evidence", "Подтверждений", numeric=True),
)


@dataclass(frozen=True, slots=True)
class RowView:
    title: str
    url: str
    term: Term
    due: DueIn | None
    parties: Sequence[str]
    result: str
    status: MeasureStatus
    rolled_up: str
    evidence: int


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its rows; no title for rows outside of all sections."""

    title: str
    goals: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    maps: tuple[Option, ...]
    sections: tuple[Option, ...]
    parties: tuple[Option, ...]
    schools: tuple[Option, ...]
    statuses: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MapPage:
    roadmap: Roadmap
    about: str
    figures: tuple[Figure, ...]
    choices: Choices
    chips: tuple[Chip, ...]
    blocks: tuple[Block, ...]
    found: str
    reset_url: str
    may_edit: bool
    report_url: str
    """Where a report on it is ordered; '' for who may not, and for a draft."""
    close_url: str
    """Where it is ended; '' for who may not, and while its period runs."""


def map_page(
    whole: Whole, maps: Sequence[Roadmap], shares: Iterable[Share], filters: Filters, actor: Actor
) -> MapPage:
    """Return the table of a roadmap as the address asks for it."""
    lines = [line for line in whole.lines if _fits(line, filters, whole, actor)]
    return MapPage(
        roadmap=whole.roadmap,
        about=words.about(whole.roadmap),
        figures=tuple(words.figure(share, of_school=actor.of_school) for share in shares),
        choices=_choices(whole, maps),
        chips=_chips(whole, filters),
        blocks=tuple(_blocks(whole, lines, by_due=filters.by_due)),
        found=counted(len(lines), "мероприятие", "мероприятия", "мероприятий"),
        reset_url=url_for("roadmap.show", map=whole.roadmap.number),
        may_edit=may_edit(whole.roadmap, actor),
        report_url=_report_url(whole.roadmap, actor),
        close_url=_close_url(whole.roadmap, actor),
    )


def _report_url(roadmap: Roadmap, actor: Actor) -> str:
    if roadmap.state is RoadmapState.DRAFT or not holds(actor, Permission.BUILD_REPORTS):
        return ""
    return url_for("reports.new_on_roadmap", map=roadmap.number)


def _close_url(roadmap: Roadmap, actor: Actor) -> str:
    over = roadmap.state is RoadmapState.APPROVED and roadmap.ends_on < today_in(actor.zone)
    own = roadmap.school_id == actor.school_id and holds(actor, Permission.APPROVE_ROADMAP)
    return url_for("roadmap_approval.close", number=roadmap.number) if over and own else ""


def proposals(
    whole: Whole, conditions: Mapping[int, Sequence[Condition]], actor: Actor
) -> tuple[Option, ...]:
    """Return the measures whose execution the product proposes to this person: address and name."""
    if whole.roadmap.state is not RoadmapState.APPROVED or not holds(actor, Permission.EXECUTE_MEASURES):
        return ()
    return tuple(
        Option(url_for("roadmap.item", ref=line.measure.ref), words.numbered(line.measure))
        for line in whole.lines
        if is_proposed(line, conditions.get(line.measure.id, ())) and may_execute(line, actor)
    )


def may_edit(roadmap: Roadmap, actor: Actor) -> bool:
    """Tell whether the person keeps this roadmap: the municipality's, or that of their own school."""
    own = roadmap.school_id == actor.school_id
    return own and holds(actor, Permission.EDIT_ROADMAP)


def _fits(line: Line, filters: Filters, whole: Whole, actor: Actor) -> bool:
    row = line.measure
    return (
        (not filters.section or str(row.section_id) in _within(whole, filters.section))
        and (not filters.party or any(str(one.party_id) == filters.party for one in row.parties))
        and (not filters.status or line.status.value == filters.status)
        and (not filters.school or _of_school(line, filters.school))
        and (not filters.q or _says(line, filters.q))
        and (not filters.mine or is_theirs(line, actor))
        and (not filters.overdue or (bool(line.overdue) and line.status is not MeasureStatus.EXCLUDED))
    )


def _within(whole: Whole, section: str) -> set[str]:
    """Return a section with those beneath it."""
    found: set[str] = set()
    level = 0
    for one in whole.sections:
        if str(one.id) == section:
            level, found = one.level, {section}
        elif found and one.level > level:
            found.add(str(one.id))
        elif found:
            break
    return found


def _of_school(line: Line, school: str) -> bool:
    named = any(str(one.party.school_id) == school for one in line.measure.parties)
    return named or any(str(one.school_id) == school for one in line.occurrences)


def _says(line: Line, asked: str) -> bool:
    row = line.measure
    told = " ".join((row.number, row.title, row.result, row.responsible_text, row.deadline_text))
    return all(
        word in told.casefold().replace("ё", "е") for word in asked.casefold().replace("ё", "е").split()
    )


def _blocks(whole: Whole, lines: Sequence[Line], *, by_due: bool) -> Iterator[Block]:
    if by_due:
        ordered = sorted(lines, key=lambda line: (_next(line) is None, _next(line) or date.max))
        yield Block("", "", tuple(_row(line) for line in ordered))
        return
    for section in (None, *whole.sections):
        of_it = [line for line in lines if line.measure.section_id == (section.id if section else None)]
        if of_it or (section is not None and len(lines) == len(whole.lines)):
            yield Block(
                _title(section), section.goals if section else "", tuple(_row(line) for line in of_it)
            )


def _title(section: RoadmapSection | None) -> str:
    if section is None:
        return ""
    number = section.number.rstrip(".")
    return f"{number}. {section.title}" if number else section.title


def _row(line: Line) -> RowView:
    due = _next(line)
    return RowView(
        title=words.numbered(line.measure),
        url=url_for("roadmap.item", ref=line.measure.ref),
        term=words.term(line),
        due=days_left(due, line.today) if due else None,
        parties=words.parties(line.measure),
        result=line.measure.result,
        status=line.status,
        rolled_up=words.rolled_up(line),
        evidence=sum(len(fact.evidence) for fact in line.last.values()),
    )


def _next(line: Line) -> date | None:
    """Return the last day of the next occurrence that nobody has executed; None when none is left."""
    if line.status in (MeasureStatus.EXCLUDED, MeasureStatus.CONFIRMED, MeasureStatus.CONFIRMED_LATE):
        return None
    left = (
        one.end
        for one in line.occurrences
        if one.end is not None
        and (one.key not in line.last or line.last[one.key].state not in ("executed", "confirmed"))
    )
    return min(left, default=None)


def _choices(whole: Whole, maps: Sequence[Roadmap]) -> Choices:
    parties = {str(one.party_id): one.party for line in whole.lines for one in line.measure.parties}
    schools = {str(one.school_id): one.name for one in whole.schools}
    schools |= {str(one.school_id): one.name for one in parties.values() if one.school_id}
    statuses = dict.fromkeys(line.status for line in whole.lines)
    return Choices(
        maps=tuple(Option(one.number, map_name(one)) for one in maps),
        sections=tuple(Option(str(one.id), _title(one)) for one in whole.sections),
        parties=tuple(Option(key, one.name) for key, one in sorted(parties.items(), key=lambda p: p[1].name)),
        schools=tuple(Option(key, name) for key, name in sorted(schools.items(), key=lambda p: p[1])),
        statuses=tuple(Option(one.value, one.label) for one in MeasureStatus if one in statuses),
    )


def map_name(roadmap: Roadmap) -> str:
    """Return what a roadmap is called in a list of several."""
    whose = f"{roadmap.school.short_name}: " if roadmap.school else ""
    return f"{whose}{roadmap.title} ({roadmap.state.label.lower()})"


def _chips(whole: Whole, filters: Filters) -> tuple[Chip, ...]:
    found = _choices(whole, ())

    def label(options: Sequence[Option], value: str) -> str:
        return next((one.label for one in options if one.value == value), value)

    return chips(
        {
            "q": f"«{filters.q}»" if filters.q else "",
            "section": label(found.sections, filters.section),
            "party": label(found.parties, filters.party),
            "status": MeasureStatus(filters.status).label if filters.status else "",
            "school": label(found.schools, filters.school),
            "mine": "Мои мероприятия" if filters.mine else "",
            "due": "Просроченные" if filters.overdue else "",
        }
    )
