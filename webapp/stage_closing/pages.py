"""The last look at a stage: the checklist, what is open, where each thing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.formatting import datetime_ru, fio_short
from webapp.models import Stage, StageConclusion
from webapp.stage_closing.queries import SHOWN, Closing
from workflows.report_contents import word_changes
from workflows.stage_closing import Answer, Item, is_whole, lines
from workflows.vocabulary import State


@dataclass(frozen=True, slots=True)
class CheckLine:
    label: str
    answer: Answer
    words: str
    by: str
    """Who said so and when, of a line that a person answers."""
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class PackageItem:
    text: str
    url: str
    state: State


@dataclass(frozen=True, slots=True)
class Saving:
    """One saving of the conclusions: who and when, and how it differs from the one before."""

    by: str
    pieces: tuple[tuple[str, str], ...]
    """Mark (= kept, - gone, + new) and words."""


@dataclass(frozen=True, slots=True)
class ConclusionPage:
    slug: str
    title: str
    savings: tuple[Saving, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class ClosingPage:
    slug: str
    title: str
    programme: str
    whole: bool
    lines: tuple[CheckLine, ...]
    packages: tuple[PackageItem, ...]
    absent: tuple[tuple[str, str], ...]
    overdue: tuple[tuple[str, str], ...]
    more: bool
    """There are more than are named."""
    report_url: str
    may_answer: bool


def closing_page(found: Closing, actor: Actor) -> ClosingPage:
    checked = lines(found.facts, {item: row.met for item, row in found.said.items()})
    zone = ZoneInfo(actor.zone)
    return ClosingPage(
        slug=found.stage.slug,
        title=found.stage.title,
        programme=found.stage.programme.title,
        whole=is_whole(checked),
        lines=tuple(
            CheckLine(
                line.item.label,
                line.answer,
                line.words,
                f"{fio_short(row.by_name)}, {datetime_ru(row.at, zone)}"
                if (row := found.said.get(line.item))
                else "",
                *_where(found, line.item),
            )
            for line in checked
        ),
        packages=tuple(
            PackageItem(
                f"{one.school}, {one.kind}, № {one.number}",
                url_for("packages.show", number=one.number),
                one.state,
            )
            for one in found.packages
        ),
        absent=tuple(
            (f"{one.school}: {one.kind}", url_for("schools.show", slug=one.slug)) for one in found.absent
        ),
        overdue=tuple((title, url_for("roadmap.item", ref=ref)) for title, ref in found.overdue),
        more=max(len(found.packages), len(found.absent)) >= SHOWN,
        report_url=url_for("reports.show", report=found.facts.report) if found.facts.report else "",
        may_answer=may(actor.role, P.BUILD_REPORTS),
    )


def conclusion_page(stage: Stage, rows: Sequence[StageConclusion], actor: Actor) -> ConclusionPage:
    zone = ZoneInfo(actor.zone)
    before = [*(row.text for row in rows[1:]), ""]
    return ConclusionPage(
        stage.slug,
        stage.title,
        tuple(
            Saving(f"{fio_short(row.by_name)}, {datetime_ru(row.at, zone)}", word_changes(old, row.text))
            for row, old in zip(rows, before, strict=False)
        ),
        may(actor.role, P.BUILD_REPORTS),
    )


def _where(found: Closing, item: Item) -> tuple[str, str]:
    """Return where a line is mended and what the link says; '' where nowhere."""
    facts = found.facts
    if item is Item.ADVICE:
        return url_for("recommendations.register", stage=found.stage.slug), "Рекомендации школам этапа"
    if item is Item.INDICATOR and facts.counted:
        return url_for("reports.show", report=facts.counted), f"Отчёт № {facts.counted}"
    if item is Item.INDICATOR and found.roadmap:
        return url_for("roadmap.show", map=found.roadmap), "Дорожная карта"
    if item in {Item.OVERDUE, Item.APPENDED} and facts.report:
        return url_for("reports.show", report=facts.report), f"Отчёт № {facts.report}"
    return "", ""
