"""Editions and drafts of the municipality's sheets, and the packages a new edition would meet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Expertise, Package, SheetDraft, SheetEdition
from workflows.kinds import KINDS
from workflows.sheet import Sheet, from_json
from workflows.vocabulary import State

FLIGHT_SHOWN = 50
BEFORE_EXPERTISE = (
    State.CURATOR_REVIEW,
    State.CURATOR_RETURNED,
    State.ADMITTED,
    State.EXPERTISE_RETURNED,
    State.FOUNDER_RETURNED,
)
"""Where a package waits for an expertise still to begin."""
EXAMINED = (State.EXPERTISE, State.RECONCILIATION, State.CONCLUDED)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition without its content."""

    number: int
    title: str
    effective_from: date
    approved_by: str
    author: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    base: int
    saved_by: str
    saved_on: date


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet of the municipality: what is in force, what comes, what was."""

    code: str
    title: str
    current: EditionLine | None
    future: tuple[EditionLine, ...]
    past: tuple[EditionLine, ...]
    draft: DraftLine | None

    @property
    def editions(self) -> tuple[EditionLine, ...]:
        """All of them, the newest first."""
        own = (self.current,) if self.current else ()
        return (*reversed(self.future), *own, *reversed(self.past))


@dataclass(frozen=True, slots=True)
class FlightRow:
    number: str
    school: str
    kind: str
    edition: str
    """The edition a begun expertise keeps; "" before the beginning."""


@dataclass(frozen=True, slots=True)
class Flight:
    """The packages on their way that a sheet judges."""

    begun: tuple[FlightRow, ...]
    waiting: tuple[FlightRow, ...]


def sheets(today: date, zone: str) -> tuple[SheetLine, ...]:
    """Return every sheet of the municipality by title; two statements."""
    editions: dict[str, list[EditionLine]] = defaultdict(list)
    rows = session.execute(
        select(
            SheetEdition.sheet_code,
            SheetEdition.number,
            SheetEdition.title,
            SheetEdition.effective_from,
            SheetEdition.approved_by,
            SheetEdition.author_name,
        ).order_by(SheetEdition.sheet_code, SheetEdition.number)
    )
    for code, number, title, since, approved_by, author in rows:
        editions[code].append(EditionLine(number, title, since, approved_by, author))
    drafts = {
        code: DraftLine(base, name, saved.astimezone(ZoneInfo(zone)).date())
        for code, base, name, saved in session.execute(
            select(SheetDraft.sheet_code, SheetDraft.base, SheetDraft.saved_by_name, SheetDraft.saved_at)
        )
    }
    lines = [_line(code, found, drafts.get(code), today) for code, found in editions.items()]
    return tuple(sorted(lines, key=lambda line: line.title))


def sheet(code: str, today: date, zone: str) -> SheetLine:
    """Return one sheet with its editions; raises NotThere."""
    found = next((line for line in sheets(today, zone) if line.code == code), None)
    if found is None:
        raise NotThere
    return found


def edition(code: str, number: int) -> SheetEdition:
    """Return an edition with its content; raises NotThere."""
    found = session.scalar(
        select(SheetEdition).where(SheetEdition.sheet_code == code, SheetEdition.number == number)
    )
    if found is None:
        raise NotThere
    return found


def content(row: SheetEdition) -> Sheet:
    return from_json(row.content)


def newest(code: str) -> SheetEdition:
    """Return the edition approved last, in force or not yet; raises NotThere."""
    found = session.scalar(
        select(SheetEdition)
        .where(SheetEdition.sheet_code == code)
        .order_by(SheetEdition.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotThere
    return found


def codes_ever(code: str) -> frozenset[str]:
    """Return the codes of the criteria of all editions: a new criterion takes none of them."""
    contents = session.scalars(select(SheetEdition.content).where(SheetEdition.sheet_code == code))
    return frozenset(one["code"] for sheet in contents for one in sheet["criteria"])


def draft(code: str, *, lock: bool = False) -> SheetDraft:
    """Return the draft of a sheet; raises NotThere."""
    found = find_draft(code, lock=lock)
    if found is None:
        raise NotThere
    return found


def find_draft(code: str, *, lock: bool = False) -> SheetDraft | None:
    statement = select(SheetDraft).where(SheetDraft.sheet_code == code)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalar(statement)


def flight(code: str) -> Flight:
    """Return the packages on their way that this sheet judges: those begun keep what they have; two statements."""
    rows = session.scalars(
        select(Package)
        .where(Package.kind.in_(_kinds_of(code)), Package.state.in_((*BEFORE_EXPERTISE, *EXAMINED)))
        .order_by(Package.number)
        .options(joinedload(Package.school))
    ).all()
    kept = _editions_kept(code, [row.id for row in rows if row.state in EXAMINED])
    return Flight(
        begun=tuple(_flight_row(row, kept[row.id]) for row in rows if row.id in kept),
        waiting=tuple(_flight_row(row, "") for row in rows if row.state in BEFORE_EXPERTISE),
    )


def _editions_kept(code: str, package_ids: Iterable[int]) -> Mapping[int, str]:
    rows = session.execute(
        select(Expertise.package_id, Expertise.editions)
        .join(Package, Package.current_version_id == Expertise.version_id)
        .where(Expertise.package_id.in_(list(package_ids)))
    )
    return {
        package_id: str(line["number"])
        for package_id, lines in rows
        for line in lines
        if line["sheet"] == code
    }


def _kinds_of(code: str) -> tuple[str, ...]:
    """Return the kinds of packages that this sheet judges, whole or in a part."""
    return tuple(
        kind.code
        for kind in KINDS.values()
        if kind.sheet == code or any(slot.sheet == code for slot in kind.slots)
    )


def _flight_row(package: Package, edition: str) -> FlightRow:
    return FlightRow(package.number, package.school.short_name, KINDS[package.kind].short_title, edition)


def _line(code: str, editions: list[EditionLine], draft: DraftLine | None, today: date) -> SheetLine:
    due = [one for one in editions if one.effective_from <= today]
    current = due[-1] if due else None
    return SheetLine(
        code,
        (current or editions[-1]).title,
        current,
        tuple(one for one in editions if one.effective_from > today),
        tuple(due[:-1]),
        draft,
    )
