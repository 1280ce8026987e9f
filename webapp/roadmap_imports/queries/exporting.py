"""A roadmap in the municipality's own columns: what its office file would say now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import session
from webapp.models import Measure, Roadmap, RoadmapSection
from workflows.roadmaps.columns import Role, role_of, year_of

USUAL = (
    (Role.NUMBER.value, "№ п/п"),
    (Role.TITLE.value, "Мероприятие"),
    (Role.DEADLINE.value, "Сроки"),
    (Role.RESPONSIBLE.value, "Ответственные"),
    (Role.RESULT.value, "Ожидаемый результат"),
)


_USUAL_WORDS = {
    **dict(USUAL), Role.PLAN.value: "Плановое значение", Role.DEADLINE_END.value: "Окончание срока",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a measure in the order of the columns; or one text over all of them."""

    cells: tuple[str, ...] = ()
    across: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


def table_of(roadmap: Roadmap) -> Table:
    """Return the measures in force of a roadmap as its file would have them; two statements."""
    columns = _columns(roadmap)
    sections = session.scalars(
        select(RoadmapSection)
        .where(RoadmapSection.roadmap_id == roadmap.id)
        .order_by(RoadmapSection.position)
    ).all()
    measures = session.scalars(
        select(Measure)
        .where(Measure.roadmap_id == roadmap.id, Measure.excluded_on.is_(None))
        .order_by(Measure.position, Measure.id)
    ).all()
    names = tuple(name for _, name in columns)
    words = [word for word, _ in columns]
    return Table(roadmap.title, names, tuple(_rows(sections, measures, words)))


def _rows(
    sections: Sequence[RoadmapSection], measures: Sequence[Measure], words: Sequence[str]
) -> Iterator[TableRow]:
    for measure in measures:
        if measure.section_id is None:
            yield TableRow(tuple(_cell(measure, word) for word in words))
    for section in sections:
        if section.title:
            yield TableRow(across=section.title)
        if section.goals:
            yield TableRow(across=section.goals)
        for measure in measures:
            if measure.section_id == section.id:
                yield TableRow(tuple(_cell(measure, word) for word in words))


def _columns(roadmap: Roadmap) -> tuple[tuple[str, str], ...]:
    """Return role or year and the words of the header, the file's own where there was a file."""
    return tuple((one["role"], _name(one["role"], one["title"])) for one in roadmap.columns) or USUAL


def _name(word: str, said: str) -> str:
    """Return the words over a column: those of the file where they name this column and not a group of columns."""
    if word.isdigit():
        return said if year_of(said) == int(word) else f"{word} г."
    return said if role_of(said) is Role(word) else _USUAL_WORDS.get(word, word)


def _cell(measure: Measure, word: str) -> str:
    plan = measure.plan or {}
    if word.isdigit():
        return str(plan.get("years", {}).get(word, {}).get("text", ""))
    return {
        Role.NUMBER.value: measure.number,
        Role.TITLE.value: measure.title,
        Role.DEADLINE.value: measure.deadline_text,
        Role.RESPONSIBLE.value: measure.responsible_text,
        Role.RESULT.value: measure.result,
        Role.PLAN.value: str(plan["total"]["text"]) if plan else "",
    }.get(word, "")
