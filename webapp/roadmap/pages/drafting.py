"""A roadmap being entered by hand, and the dictionary of its responsible parties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.errors import NotThere
from webapp.models import Measure, Roadmap, RoadmapParty, RoadmapSection
from webapp.roadmap.pages import words
from webapp.roadmap.pages.words import Fact, Term
from webapp.roadmap.queries import Line, Whole
from webapp.tables import columns
from workflows.roadmaps.words import RoadmapState

EDIT_COLUMNS = columns("Мероприятие", "Срок", "Исполнители", "Порядок", "Действие")
PARTY_COLUMNS = columns("Исполнитель", "Кто это", "Мероприятий", numeric=frozenset({"Мероприятий"}))


@dataclass(frozen=True, slots=True)
class DraftRow:
    title: str
    term: Term
    parties: Sequence[str]
    edit_url: str
    move_url: str
    remove_url: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A section with what may be done to it; no addresses for rows outside of all sections."""

    title: str
    level: int
    rows: tuple[DraftRow, ...]
    add_url: str
    edit_url: str = ""
    move_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class EditPage:
    title: str
    is_draft: bool
    facts: tuple[Fact, ...]
    blocks: tuple[DraftBlock, ...]
    unread: int
    """How many deadlines wait for a person."""
    may_approve: bool


@dataclass(frozen=True, slots=True)
class PartyLine:
    name: str
    url: str
    whom: str
    measures: int


def edit_page(whole: Whole, actor: Actor) -> EditPage:
    roadmap = whole.roadmap
    return EditPage(
        title=roadmap.title,
        is_draft=roadmap.state is RoadmapState.DRAFT,
        facts=(
            Fact("Состояние", roadmap.state.label),
            Fact("Период", words.about(roadmap)),
            Fact("Проект", roadmap.programme.short_title if roadmap.programme else "не выбран"),
        ),
        blocks=tuple(_blocks(whole)),
        unread=sum(words.term(line).doubt != "" for line in whole.lines),
        may_approve=holds(actor, Permission.APPROVE_ROADMAP),
    )


def section_choices(whole: Whole) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.id), section_title(one)) for one in whole.sections)


def section_of(whole: Whole, section_id: int) -> RoadmapSection:
    found = next((one for one in whole.sections if one.id == section_id), None)
    if found is None:
        raise NotThere
    return found


def section_title(section: RoadmapSection) -> str:
    number = section.number.rstrip(".")
    return f"{number}. {section.title}" if number else section.title


def roadmap_values(roadmap: Roadmap, maps: Sequence[Roadmap]) -> dict[str, object]:
    """Return what the form of a roadmap begins with; `maps` are those it may roll up to."""
    return {
        "parent": next((one.number for one in maps if one.id == roadmap.parent_id), ""),
        "title": roadmap.title,
        "starts_on": roadmap.starts_on.isoformat(),
        "ends_on": roadmap.ends_on.isoformat(),
        "is_school_year": roadmap.is_school_year,
        "counts_periods": roadmap.counts_periods,
        "programme": roadmap.programme.code if roadmap.programme else "",
    }


def measure_values(row: Measure) -> dict[str, object]:
    return {
        "section": str(row.section_id or ""),
        "number": row.number,
        "title": row.title,
        "deadline": row.deadline_text,
        "responsible": row.responsible_text,
        "result": row.result,
        "per_school": row.per_school,
    }


def party_values(row: RoadmapParty) -> dict[str, object]:
    return {
        "meaning": row.meaning,
        "kind": row.kind.value,
        "school": str(row.school_id or ""),
        "person": str(row.user_id or ""),
    }


def party_lines(roadmap: Roadmap, found: Sequence[tuple[RoadmapParty, int]]) -> tuple[PartyLine, ...]:
    return tuple(
        PartyLine(
            one.name,
            url_for("roadmap.party", number=roadmap.number, party=one.id),
            ", ".join(part for part in (one.kind.label, one.meaning) if part),
            count,
        )
        for one, count in found
    )


def _blocks(whole: Whole) -> Iterator[DraftBlock]:
    number = whole.roadmap.number
    loose = whole.of_section(None)
    if loose or not whole.sections:
        yield DraftBlock("", 1, _rows(loose), url_for("roadmap.measure_new", number=number))
    for one in whole.sections:
        yield DraftBlock(
            section_title(one),
            one.level,
            _rows(whole.of_section(one.id)),
            url_for("roadmap.measure_new", number=number, section=one.id),
            url_for("roadmap.section_edit", number=number, part=one.id),
            url_for("roadmap.section_move", number=number, part=one.id),
            url_for("roadmap.section_remove", number=number, part=one.id),
        )


def _rows(lines: Sequence[Line]) -> tuple[DraftRow, ...]:
    return tuple(
        DraftRow(
            words.numbered(line.measure),
            words.term(line),
            words.parties(line.measure),
            url_for("roadmap.measure_edit", ref=line.measure.ref),
            url_for("roadmap.measure_move", ref=line.measure.ref),
            url_for("roadmap.measure_remove", ref=line.measure.ref),
            place == 0,
            place == len(lines) - 1,
        )
        for place, line in enumerate(lines)
    )
