"""How deadlines, parties and the indicator are said on the pages of roadmaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.formatting import NBSP, counted, date_short, nbsp, percent_ru, plural
from webapp.models import Measure, Roadmap
from webapp.roadmap.queries import Line
from workflows.deadlines import Deadline, Status, say
from workflows.roadmaps.indicator import Share
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.rules import BRIEFLY


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a list of facts."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline: the literal words, what they mean, and why a person should look."""

    text: str
    meaning: str
    doubt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The indicator in words, with the rule it was counted by."""

    words: str
    rule: str


def term(line: Line) -> Term:
    row, found = line.measure, line.deadline
    notes = (
        "срок перенесён" if row.transferred else "",
        f"просрочено: {len(line.overdue)} из {len(line.occurrences)}" if _some_overdue(line) else "",
    )
    said, note = meaning(found, row.deadline_text), ", ".join(part for part in notes if part)
    return Term(row.deadline_text, said, doubt(found, row.term_status), note)


def meaning(deadline: Deadline, text: str) -> str:
    """Return what a deadline was read as; '' where that repeats its words."""
    if deadline.status is Status.UNPARSED:
        return ""
    said = say(deadline)
    return "" if _folded(said) == _folded(text) else said


def doubt(deadline: Deadline, status: Status) -> str:
    """Return why the reading waits for a person, '' where it does not."""
    if status is Status.PARSED:
        return ""
    return " ".join(one.label for one in deadline.doubts) or "Срок не разобран. Уточните его."


def numbered(measure: Measure) -> str:
    number = measure.number.rstrip(".")
    return f"{number}. {measure.title}" if number else measure.title


def period(one: Occurrence) -> str:
    """Return the days of an occurrence: «01.03.2026 – 31.03.2026», «до 15.05.2026», «без срока»."""
    if one.start and one.end:
        if one.start == one.end:
            return date_short(one.end)
        return f"{date_short(one.start)}{NBSP}– {date_short(one.end)}"
    if one.end:
        return f"до {date_short(one.end)}"
    return f"с {date_short(one.start)}" if one.start else "без срока"


def about(roadmap: Roadmap) -> str:
    """Return the line under the title: period, order, whose it is."""
    order = " ".join(part for part in (roadmap.order_title, _requisites(roadmap)) if part)
    whose = roadmap.school.short_name if roadmap.school else roadmap.territory
    days = f"{date_short(roadmap.starts_on)} – {date_short(roadmap.ends_on)}"
    return ". ".join(part for part in (whose, days, order) if part)


def figure(share: Share, *, of_school: bool) -> Figure:
    """Return «Исполнено и подтверждено 31 из 50, 62 %» with its rule spelled out."""
    whose = "Мероприятия вашей школы. " if of_school else ""
    words = (
        f"Исполнено и подтверждено {share.numerator} из {share.denominator}, {percent_ru(share.percent)}"
        if share.denominator
        else "Исполнено и подтверждено: считать пока нечего"
    )
    rule = BRIEFLY[share.reading].format(day=date_short(share.on))
    return Figure(nbsp(words), f"{whose}{rule}")


def rolled_up(line: Line) -> str:
    """Return how many schools have executed a measure that each of them carries out."""
    if not line.measure.per_school:
        return ""
    schools = {one.school_id for one in line.occurrences}
    executed = {one for one in schools if _all_of(line, one, ("executed", "confirmed"))}
    confirmed = {one for one in schools if _all_of(line, one, ("confirmed",))}
    verb = plural(len(executed), "Исполнила", "Исполнили", "Исполнили")
    return nbsp(
        f"{verb} {len(executed)} из {counted(len(schools), 'школы', 'школ', 'школ')}, "
        f"подтверждено {len(confirmed)}"
    )


def parties(measure: Measure) -> Sequence[str]:
    named = [one.party.name for one in measure.parties]
    return named or [text for text in (measure.responsible_text,) if text]


def today_words(day: date) -> str:
    return date_short(day)


def _folded(text: str) -> str:
    """The words without what a reader does not notice: case, spaces, the kind of a dash."""
    return re.sub(r"[\s.]+", "", re.sub("[–—−]", "-", text.casefold()))


def _all_of(line: Line, school_id: int | None, states: tuple[str, ...]) -> bool:
    own = [one for one in line.occurrences if one.school_id == school_id]
    return all(one.key in line.last and line.last[one.key].state in states for one in own)


def _some_overdue(line: Line) -> bool:
    return bool(line.overdue) and len(line.occurrences) > 1


def _requisites(roadmap: Roadmap) -> str:
    number = f"№ {roadmap.order_number}" if roadmap.order_number else ""
    day = f"от {date_short(roadmap.order_date)}" if roadmap.order_date else ""
    return " ".join(part for part in (day, number) if part)
