"""The register of reports, and the stages reports can be made of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.models import Municipality, Package, Report, Stage
from webapp.paging import PAGE_SIZE, Page, Place, cut
from webapp.reports.queries.stage_rows import NOT_PRESENTED
from workflows.vocabulary import ReportKind, ReportState, State

STAGES_LIMIT = 20
ANY_KIND = "any"
JUDGED = frozenset({
    State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.FAILS, State.REPORTED, State.PLACED, State.EXPERTISE_RETURNED,
    State.FOUNDER_REVIEW, State.FOUNDER_RETURNED, State.AGREED, State.APPROVED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the register asks for. Without a kind it shows the reports on stages."""

    stage: str = ""
    state: str = ""
    kind: str = ""

    @property
    def active(self) -> bool:
        return any((self.stage, self.state, self.kind))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the register."""

    id: int
    number: str
    kind: ReportKind
    title: str
    state: ReportState
    stage: str
    requested_by: str
    created_at: datetime
    finished_at: datetime | None
    accepted_at: datetime | None
    place: str
    """Code of the municipality: numbers are counted in each of them."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage and how far it has come; packages that were presented, and those whose conclusion the school has."""

    slug: str
    title: str
    programme: str
    opens_on: date
    closes_on: date
    presented: int
    judged: int
    last_number: str
    last_state: ReportState | None
    last_accepted: bool


def register(filters: Filters, place: Place) -> Page[ReportRow]:
    """Return a page of the reports this person sees, newest first; one statement."""
    statement = (
        select(
            Report.id, Report.number, Report.kind, Report.title, Report.state, func.coalesce(Stage.title, ""),
            Report.requested_by_name, Report.created_at, Report.finished_at, Report.accepted_at, Municipality.code,
        )
        .join(Municipality, Municipality.id == Report.municipality_id)
        .outerjoin(Stage, Stage.id == Report.stage_id)
        .where(*_conditions(filters))
    )  # fmt: skip
    key = tuple_(Report.created_at, Report.id)
    if place.key:
        bound = tuple_(*place.key)
        statement = statement.where(key > bound if place.backwards else key < bound)
    order = (
        (Report.created_at.asc(), Report.id.asc())
        if place.backwards
        else (Report.created_at.desc(), Report.id.desc())
    )
    rows = [ReportRow(*row) for row in session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1))]
    return cut(rows, place, lambda row: (row.created_at, row.id))


def stages() -> tuple[StageRow, ...]:
    """Return the newest stages with what came of them; three statements."""
    found = session.scalars(
        select(Stage).order_by(Stage.opens_on.desc(), Stage.id.desc()).limit(STAGES_LIMIT)
        .options(joinedload(Stage.programme))
    ).all()  # fmt: skip
    counts = _counts([stage.id for stage in found])
    last = _last_reports([stage.id for stage in found])
    return tuple(_stage_row(stage, counts[stage.id], last.get(stage.id)) for stage in found)


def stage_options() -> Sequence[Stage]:
    """Return the stages to filter by, newest first."""
    return session.scalars(select(Stage).order_by(Stage.opens_on.desc()).limit(100)).all()


def _conditions(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = []
    if filters.kind != ANY_KIND:
        found.append(Report.kind == (filters.kind if filters.kind in set(ReportKind) else ReportKind.STAGE))
    if filters.state in set(ReportState):
        found.append(Report.state == filters.state)
    if filters.stage:
        found.append(Stage.slug == filters.stage)
    return tuple(found)


def _counts(stage_ids: Sequence[int]) -> dict[int, dict[State, int]]:
    rows = session.execute(
        select(Package.stage_id, Package.state, func.count())
        .where(Package.stage_id.in_(stage_ids))
        .group_by(Package.stage_id, Package.state)
    )
    found: dict[int, dict[State, int]] = defaultdict(dict)
    for stage_id, state, count in rows:
        found[stage_id][state] = count
    return found


def _last_reports(stage_ids: Sequence[int]) -> dict[int, tuple[str, ReportState, datetime | None]]:
    newest = (
        select(func.max(Report.id))
        .where(Report.stage_id.in_(stage_ids), Report.kind == ReportKind.STAGE)
        .group_by(Report.stage_id)
    )
    rows = session.execute(
        select(Report.stage_id, Report.number, Report.state, Report.accepted_at).where(Report.id.in_(newest))
    )
    return {stage_id: (number, state, accepted) for stage_id, number, state, accepted in rows if stage_id}


def _stage_row(
    stage: Stage, counts: dict[State, int], last: tuple[str, ReportState, datetime | None] | None
) -> StageRow:
    number, state, accepted = last or ("", None, None)
    return StageRow(
        slug=stage.slug,
        title=stage.title,
        programme=stage.programme.short_title,
        opens_on=stage.opens_on,
        closes_on=stage.closes_on,
        presented=sum(count for one, count in counts.items() if one not in NOT_PRESENTED),
        judged=sum(count for one, count in counts.items() if one in JUDGED),
        last_number=number,
        last_state=state,
        last_accepted=accepted is not None,
    )
