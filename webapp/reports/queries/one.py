"""One report: how far it is, what it contains, and what has changed since it was frozen (BZ-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import defer, joinedload, selectinload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    Acquaintance,
    Municipality,
    Package,
    Report,
    ReportFile,
    SignOff,
    Stage,
    StageReopening,
)
from webapp.reports.queries.conclusions import conclusion
from webapp.reports.queries.signatures import reopenings, signatures_of
from webapp.reports.queries.stage_rows import PackageLine, package_lines, stage_rows
from workflows.kinds import route_of
from workflows.report_contents import Number, comparable, numbers
from workflows.routes import ROUTES
from workflows.vocabulary import ReportKind, ReportState, State

INCLUDED = frozenset({
    State.REPORTED, State.PLACED, State.FOUNDER_REVIEW, State.FOUNDER_RETURNED, State.AGREED, State.APPROVED,
})  # fmt: skip
"""Being taken into a report, placed after it, or decided by the founder does not make the report out of date."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the frozen data of a stage report hold, in numbers."""

    schools: int
    presented: int
    late: int
    absent: int
    packages: int
    unfinished: int
    verdicts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RoadmapSummary:
    """What the frozen data of a report on a roadmap hold, in numbers; `figures` are rule, numerator, denominator."""

    number: str
    measures: int
    overdue: int
    figures: tuple[tuple[str, int, int], ...]
    """The reported one first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A package that is not as the report says."""

    number: str
    school: str
    words: str


@dataclass(frozen=True, slots=True)
class Around:
    """A report with what is known around it: its contents in numbers, what changed since, a newer report."""

    report: Report
    summary: Summary | None
    changes: tuple[Change, ...]
    package: str
    stage_slug: str
    newer: str
    readers: tuple[Acquaintance, ...]
    """Who has marked it as read."""
    roadmap: RoadmapSummary | None = None
    dossier: tuple[int, int, int] | None = None
    """Packages, documents and bytes of a dossier."""
    numbers: tuple[Number, ...] = ()
    """What the frozen data say in numbers, with the rows behind each."""
    signatures: tuple[SignOff, ...] = ()
    reopenings: tuple[StageReopening, ...] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a report on a stage would say if it were made now, and the conclusions written last time."""

    stage: Stage
    schools: int
    presented: int
    judged: int
    expected: int
    conclusion: str
    in_work: str
    """Number of the report that is being made already, '' when there is none."""


@dataclass(frozen=True, slots=True)
class Address:
    """A report and its stage, as an address named either of them."""

    number: str
    stage: str


def get(number: str, place: str = "", *, lock: bool = False) -> Report:
    """Return a report this person may see, without its frozen data; raises NotThere.

    `place` is the code of its municipality, for those who see several of them. With `lock` the row stays locked
    until the transaction ends, and is read anew."""
    found = session.scalar(_named(number, place).with_only_columns(Report.id).limit(1))
    if found is None:
        raise NotThere
    return by_id(found, lock=lock)


def addressed(name: str, place: str = "") -> Address:
    """Return what an address means by a name: a report by its number, or the newest one on the stage of that slug.

    The number is empty while the stage has no report. Raises NotThere."""
    report = session.execute(
        _named(name, place).outerjoin(Stage, Stage.id == Report.stage_id)
        .with_only_columns(Report.number, Stage.slug).limit(1)
    ).first()  # fmt: skip
    if report is not None:
        return Address(report.number, report.slug or "")
    stage_id = session.scalar(select(Stage.id).where(Stage.slug == name).order_by(Stage.id.desc()).limit(1))
    if stage_id is None:
        raise NotThere
    number = session.scalar(
        select(Report.number)
        .where(Report.stage_id == stage_id, Report.kind == ReportKind.STAGE)
        .order_by(Report.id.desc())
        .limit(1)
    )
    return Address(number or "", name)


def by_id(report_id: int, *, lock: bool = False) -> Report:
    """Return a report with its files, without its frozen data; raises NotThere."""
    if lock:
        session.scalar(select(Report.id).where(Report.id == report_id).with_for_update())
    report = session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(defer(Report.content, raiseload=True), selectinload(Report.files))
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise NotThere
    return report


def content_of(report_id: int) -> dict[str, Any]:
    """Return the frozen data as JSON, empty while there are none."""
    return session.scalar(select(Report.content).where(Report.id == report_id)) or {}


def file_of(number: str, file_format: str, place: str = "") -> ReportFile:
    """Return a rendered file of a report this person may see; raises NotThere."""
    file = session.scalar(
        _named(number, place)
        .join(ReportFile, ReportFile.report_id == Report.id)
        .with_only_columns(ReportFile)
        .where(ReportFile.format == file_format, Report.state == ReportState.READY)
        .options(joinedload(ReportFile.report).defer(Report.content, raiseload=True))
        .limit(1)
    )
    if file is None:
        raise NotThere
    return file


def around(report: Report) -> Around:
    """Return what the page of a report says of it; only finished reports cost a comparison with the present."""
    ready = report.state is ReportState.READY
    return Around(
        report=report,
        summary=summary(report) if ready else None,
        changes=changes(report) if ready else (),
        package=session.scalar(select(Package.number).where(Package.id == report.package_id)) or "",
        stage_slug=session.scalar(select(Stage.slug).where(Stage.id == report.stage_id)) or "",
        newer=newer(report) if report.kind is ReportKind.STAGE else "",
        readers=_readers(report) if report.accepted_at else (),
        roadmap=roadmap_summary(report) if ready else None,
        dossier=dossier_summary(report) if ready else None,
        numbers=numbers(report.kind, content_of(report.id)) if ready and comparable(report.kind) else (),
        signatures=tuple(signatures_of(report.id)) if report.accepted_at else (),
        reopenings=tuple(reopenings(report.stage_id)) if report.accepted_at and report.stage_id else (),
    )


def _readers(report: Report) -> tuple[Acquaintance, ...]:
    mine = select(Acquaintance).where(Acquaintance.report_id == report.id).order_by(Acquaintance.id)
    return tuple(session.scalars(mine))


def summary(report: Report) -> Summary | None:
    """Return what a finished stage report contains; None for other reports and while there is nothing frozen."""
    content = content_of(report.id) if report.kind is ReportKind.STAGE else {}
    if not content:
        return None
    schools = content["general"]["schools"]
    return Summary(
        schools=schools["due"],
        presented=schools["sent"],
        late=schools["late"],
        absent=schools["not_sent"],
        packages=len(content["results"]),
        unfinished=sum(1 for line in content["results"] if not line["verdict"]),
        verdicts=tuple((line["verdict"], line["count"]) for line in content["verdicts"]),
    )


def roadmap_summary(report: Report) -> RoadmapSummary | None:
    """Return what a finished report on a roadmap contains; None for other reports."""
    content = content_of(report.id) if report.kind is ReportKind.ROADMAP else {}
    if not content:
        return None
    figures = sorted(content["figures"], key=lambda one: not one["is_reported"])
    return RoadmapSummary(
        content["number"],
        len(content["measures"]),
        len(content["overdue"]),
        tuple((one["rule"], one["numerator"], one["denominator"]) for one in figures),
    )


def dossier_summary(report: Report) -> tuple[int, int, int] | None:
    """Return how many packages, documents and bytes a finished dossier holds; None for other reports."""
    content = content_of(report.id) if report.kind is ReportKind.DOSSIER else {}
    if not content:
        return None
    return content["packages"], len(content["documents"]), sum(size for _, size, _ in content["documents"])


def changes(report: Report) -> tuple[Change, ...]:
    """Return the packages of the stage that differ now from the frozen data, by number; two statements.

    Compared as the product: who may read the report may know where it is out of date."""
    content = content_of(report.id) if report.kind is ReportKind.STAGE and report.stage_id else {}
    if not content or report.frozen_at is None or report.stage_id is None:
        return ()
    frozen = _frozen(content)
    with system_scope("comparing a visible report with the present"):
        now_there = {package.number: package for package in package_lines(report.stage_id)}
    gone = (
        Change(number, school, "больше не представлен")
        for number, (school, *_rest) in frozen.items()
        if number not in now_there or not now_there[number].presented
    )
    moved = (
        Change(package.number, package.school, words)
        for package in now_there.values()
        if package.presented and (words := _difference(package, frozen.get(package.number), report.frozen_at))
    )
    return tuple(sorted((*gone, *moved), key=lambda change: change.number))


def prospect(slug: str) -> Prospect:
    """Return what is known of a stage before its report is ordered; raises NotThere."""
    stage = session.scalar(select(Stage).where(Stage.slug == slug))
    if stage is None:
        raise NotThere
    rows = stage_rows(stage.id)
    presented = rows.presented()
    return Prospect(
        stage=stage,
        schools=len(rows.schools),
        presented=len(presented),
        judged=sum(1 for package in presented if package.verdict),
        expected=len(rows.schools) * len(rows.kinds),
        conclusion=written.text if (written := conclusion(stage.id)) else _last_conclusion(stage.id),
        in_work=number_in_work(stage.id),
    )


def number_in_work(stage_id: int) -> str:
    """Return the number of the report on the stage that waits or is being made, '' when there is none."""
    return _in_work(Report.stage_id == stage_id, Report.kind == ReportKind.STAGE)


def number_about_roadmap_in_work(roadmap_id: int) -> str:
    """Return the same of a roadmap."""
    return _in_work(Report.roadmap_id == roadmap_id)


def _in_work(*which: ColumnElement[bool]) -> str:
    return (
        session.scalar(
            select(Report.number)
            .where(*which)
            .where(Report.state.in_((ReportState.QUEUED, ReportState.BUILDING)))
            .order_by(Report.id)
            .limit(1)
        )
        or ""
    )


def newer(report: Report) -> str:
    """Return the number of a later report on the same stage, '' when this is the last."""
    return (
        session.scalar(
            select(Report.number)
            .where(Report.stage_id == report.stage_id, Report.kind == ReportKind.STAGE, Report.id > report.id)
            .where(Report.state != ReportState.FAILED)
            .order_by(Report.id.desc())
            .limit(1)
        )
        or ""
    )


def to_include(report: Report) -> Sequence[tuple[str, int]]:
    """Return number and counter of the packages that acceptance includes: decided, and judged in the report."""
    content = content_of(report.id)
    named = {line["package_number"] for line in content.get("results", ()) if line["verdict"]}
    rows = session.execute(
        select(Package.number, Package.seen, Package.kind, Package.state)
        .where(Package.stage_id == report.stage_id)
        .where(Package.state.in_(_INCLUDABLE))
        .order_by(Package.id)
    )
    return [
        (number, seen) for number, seen, kind, state in rows if number in named and _includes(kind, state)
    ]


def _includes(kind: str, state: State) -> bool:
    """Tell whether the route of this kind takes a package in this state into a report."""
    return any(step.action == "include" and state in step.from_states for step in route_of(kind).steps)


def _named(number: str, place: str) -> Select[Any]:
    statement = select(Report).where(Report.number == number).order_by(Report.id.desc())
    if place:
        statement = statement.join(Municipality, Municipality.id == Report.municipality_id).where(
            Municipality.code == place
        )
    return statement


def _frozen(content: Mapping[str, Any]) -> dict[str, tuple[str, str, int, int]]:
    """Return school, verdict, round and version of each package by number, as the report says."""
    versions = {line["number"]: line["version"] for line in content["appendix"]}
    return {
        line["package_number"]: (
            line["school"], line["verdict"], line["rounds"], versions.get(line["package_number"], 0),
        )
        for line in content["results"]
    }  # fmt: skip


def _difference(package: PackageLine, frozen: tuple[str, str, int, int] | None, frozen_at: datetime) -> str:
    """Return how a presented package differs from what was frozen, '' when it does not."""
    if frozen is None:
        return "представлен после формирования"
    _school, verdict, rounds, version = frozen
    now_verdict = package.verdict.label if package.verdict else ""
    if now_verdict != verdict:
        return f"заключение: {now_verdict.lower() or 'не вынесено'}"
    if (package.round, package.version or 0) != (rounds, version):
        return f"представлена редакция {package.version}"
    if package.state not in INCLUDED and package.updated_at > frozen_at:
        return f"состояние: {package.state.label.lower()}"
    return ""


def _last_conclusion(stage_id: int) -> str:
    return (
        session.scalar(
            select(Report.conclusion)
            .where(Report.stage_id == stage_id, Report.kind == ReportKind.STAGE, Report.conclusion != "")
            .order_by(Report.id.desc())
            .limit(1)
        )
        or ""
    )


_INCLUDABLE = frozenset(
    state
    for route in ROUTES.values()
    for step in route.steps
    if step.action == "include"
    for state in step.from_states
)
