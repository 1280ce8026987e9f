"""The conclusion and the sheet in numbers, beside the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for

from webapp.access.actor import Actor
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.formatting import datetime_ru, filesize_ru, fio_short
from webapp.models import ReportFile
from webapp.packages.pages.parts import zone_of
from workflows.judgement import judge
from workflows.verdicts import MarkValue
from workflows.vocabulary import SCHOOL_ROLES, Toned


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """How far the sheet is filled: for the panel beside the page."""

    done: int
    total: int
    rows: tuple[tuple[str, str, str, int], ...]
    next_url: str
    next_text: str
    audience: str


@dataclass(frozen=True, slots=True)
class ConclusionFile:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The released (or, for the examiner, the prepared) conclusion beside the page."""

    kind: Toned
    points: Decimal
    maximum: Decimal
    percent: Decimal | None
    zone: Toned | None
    scores: bool
    rationale: str
    who: str
    files: tuple[ConclusionFile, ...]


def conclusion(found: Dossier, actor: Actor, files: Sequence[ReportFile]) -> Conclusion | None:
    verdict = found.expertise.verdict if found.expertise else None
    if verdict is None:
        return None
    released = verdict.released_at is not None
    words = (
        f"Направлено школе {datetime_ru(verdict.released_at, zone_of(actor))}"
        if verdict.released_at
        else ("Школа ещё не видит заключения")
    )
    return Conclusion(
        kind=verdict.kind,
        points=verdict.points,
        maximum=verdict.maximum,
        percent=verdict.percent,
        zone=verdict.zone,
        scores=actor.role not in SCHOOL_ROLES or found.package.municipality.show_scores,
        rationale=verdict.rationale,
        who=f"{words}, {fio_short(verdict.decided_by_name)}",
        files=tuple(
            ConclusionFile(
                f"Заключение, {file.format.upper()}, {filesize_ru(file.size)}",
                url_for("reports.download", report=file.report.number, kind=file.format),
            )
            for file in files
        )
        if released
        else (),
    )


def sheet_files(files: Sequence[ReportFile]) -> tuple[ConclusionFile, ...]:
    """Return the links to a sheet of agreement."""
    return tuple(
        ConclusionFile(
            f"Лист согласования, {file.format.upper()}, {filesize_ru(file.size)}",
            url_for("reports.download", report=file.report.number, kind=file.format),
        )
        for file in files
    )


def sheet_summary(found: Dossier, actor: Actor) -> SheetSummary | None:
    sheet = found.sheet
    if sheet is None or found.expertise is None:
        return None
    score = judge(found.kind, sheet, queries.answers_of(found.expertise)).score
    values = [mark.value for mark in found.expertise.marks]
    rows = tuple(
        (value.tone, value.icon, value.label, values.count(value)) for value in MarkValue if value in values
    )
    unfilled = score.total - score.answered
    rows += (("mute", "circle-dashed", "Не заполнено", unfilled),) if unfilled else ()
    target, text = _next(found, actor, unfilled=bool(unfilled))
    return SheetSummary(
        score.answered,
        score.total,
        rows,
        target,
        text,
        "" if found.package.verdict else "До направления школе лист видят только эксперт и координатор.",
    )


def _next(found: Dossier, actor: Actor, *, unfilled: bool) -> tuple[str, str]:
    """Return where this person goes on with the open sheet, and the words for it; nowhere when it is not theirs."""
    package, expertise = found.package, found.expertise
    if expertise is None or not queries.may_mark(package, expertise, actor):
        return "", ""
    if expertise.reconciles:
        return url_for("expertise.reconciliation", number=package.number), "Продолжить сведение"
    if unfilled:
        return url_for("expertise.sheet", number=package.number), "Продолжить экспертизу"
    if package.joint:
        return url_for("packages.step", number=package.number, action="hand_in"), "Сдать экспертный лист"
    return url_for("expertise.verdict", number=package.number), "Проверить и завершить"
