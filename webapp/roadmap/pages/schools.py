"""The roadmaps of schools in one table."""

from dataclasses import dataclass

from flask import url_for

from webapp.formatting import percent_ru
from webapp.roadmap.queries import SchoolMap, Schools
from webapp.tables import columns
from workflows.roadmaps.words import RoadmapState

SCHOOL_COLUMNS = columns("Школа", "Дорожная карта", "Состояние", "Исполнено и подтверждено")


@dataclass(frozen=True, slots=True)
class SchoolLine:
    school: str
    title: str
    url: str
    parent: str
    state: RoadmapState
    done: int
    total: int
    words: str


def school_lines(found: Schools) -> tuple[SchoolLine, ...]:
    return tuple(_line(one) for one in found.maps)


def _line(one: SchoolMap) -> SchoolLine:
    row, share = one.roadmap, one.share
    total = share.denominator
    words = f"{share.numerator} из {total}, {percent_ru(share.percent)}" if total else "нет мероприятий"
    return SchoolLine(
        row.school.short_name if row.school else "",
        row.title,
        url_for("roadmap.show", map=row.number),
        one.parent,
        row.state,
        share.numerator,
        total,
        words,
    )
