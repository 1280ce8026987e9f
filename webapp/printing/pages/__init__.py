"""Contents turned into what the templates print: finished Russian strings, tables with rows, nothing else."""

from collections.abc import Callable
from typing import Any

from webapp.printing.contents import (
    CONTENTS,
    AgreementSheet,
    DiaryReport,
    Kind,
    PackageConclusion,
    PackageReceipt,
    RoadmapReport,
    SchoolLetter,
    StageReport,
)
from webapp.printing.pages.agreement import agreement_page
from webapp.printing.pages.conclusion import conclusion_page
from webapp.printing.pages.diary_report import diary_report_page
from webapp.printing.pages.letter import letter_page
from webapp.printing.pages.receipt import receipt_page
from webapp.printing.pages.roadmap_report import roadmap_report_page
from webapp.printing.pages.stage_report import stage_report_page
from webapp.printing.pages.tables import Page
from webapp.printing.wording import printable

__all__ = ["Page", "page_of"]

_PAGES: dict[type, Callable[[Any], Page]] = {
    PackageConclusion: conclusion_page,
    StageReport: stage_report_page,
    PackageReceipt: receipt_page,
    AgreementSheet: agreement_page,
    SchoolLetter: letter_page,
    RoadmapReport: roadmap_report_page,
    DiaryReport: diary_report_page,
}


def page_of(kind: Kind, data_json: str) -> Page:
    """The page of a document of this kind; raises `Damaged` when the JSON is not its contents.

    `timestamp` is the instant of the data: files are dated by it, so that the same data give the same bytes."""
    contents: Any = CONTENTS[kind].from_json(data_json)
    page: Page = _cleaned(_PAGES[type(contents)](contents))
    return {**page, "timestamp": int(contents.provenance.as_of.at.timestamp())}


def _cleaned(value: Any) -> Any:
    """Every text made fit for paper: one place, so that no field is forgotten."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
